package io.github.virtcompanion.system;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OneWindowTest {
    @TempDir
    private Path runtime;

    @Test
    void theSecondStartRaisesTheFirst() throws Exception {
        try (OneWindow first = first(":0")) {
            Semaphore raised = new Semaphore(0);
            first.onSecondStart(shown -> {
                raised.release();
                shown.run();
            });
            assertInstanceOf(OneWindow.Claim.Second.class, OneWindow.claim(runtime, ":0"));
            assertInstanceOf(OneWindow.Claim.Second.class, OneWindow.claim(runtime, ":0"));
            assertTrue(raised.tryAcquire(2, 10, TimeUnit.SECONDS));
        }
    }

    @Test
    void ofManyAtOnceExactlyOneIsTheFirst() throws Exception {
        int starts = 12;
        CountDownLatch go = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(starts)) {
            List<java.util.concurrent.Future<OneWindow.Claim>> claims = IntStream.range(0, starts).mapToObj(_ -> threads.submit((Callable<OneWindow.Claim>) () -> {
                go.await();
                OneWindow.Claim claim = OneWindow.claim(runtime, ":0");
                if (claim instanceof OneWindow.Claim.First(OneWindow window)) window.onSecondStart(Runnable::run);
                return claim;
            })).toList();
            go.countDown();
            int first = 0;
            int second = 0;
            for (var claim : claims) {
                switch (claim.get(30, TimeUnit.SECONDS)) {
                    case OneWindow.Claim.First(OneWindow _) -> first++;
                    case OneWindow.Claim.Second() -> second++;
                    case OneWindow.Claim.Alone() -> {}
                }
            }
            assertEquals(List.of(1, starts - 1), List.of(first, second));
        }
    }

    @Test
    void anotherDisplayHasAWindowOfItsOwn() {
        try (OneWindow first = first(":0"); OneWindow other = first("localhost:10.0")) {
            assertFalse(first == other);
        }
    }

    @Test
    void afterTheFirstHasEndedTheNextIsTheFirst() {
        first(":0").close();
        first(":0").close();
        assertFalse(Files.exists(runtime.resolve("window_0")), "no socket is left");
    }

    @Test
    void aSocketLeftByAProgramThatWasKilledIsNoHindrance() throws Exception {
        Files.createDirectories(runtime);
        Files.createFile(runtime.resolve("window_0"));
        first(":0").close();
    }

    @Test
    void whereTheFirstDoesNotAnswerTheSecondHasItsOwnWindow() throws Exception {
        Files.createDirectories(runtime);
        try (FileChannel channel = FileChannel.open(runtime.resolve("window_0.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE); var _ = channel.lock()) {
            assertInstanceOf(OneWindow.Claim.Alone.class, OneWindow.claim(runtime, ":0"));
        }
    }

    /// As one that is just being closed, or killed: it has heard, and there is no window any more.
    @Test
    void whereTheFirstShowsNothingTheSecondOpensAWindow() throws Exception {
        try (OneWindow first = first(":0")) {
            CountDownLatch asked = new CountDownLatch(1);
            first.onSecondStart(_ -> asked.countDown());
            Thread ending = Thread.ofPlatform().start(() -> {
                try {
                    asked.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                first.close();
            });
            first(":0").close();
            ending.join();
        }
    }

    @Test
    void withoutAPlaceForASocketEveryStartIsAlone() throws Exception {
        assertInstanceOf(OneWindow.Claim.Alone.class, OneWindow.claim(Map.of("DISPLAY", ":0")));
        Path file = Files.createFile(runtime.resolve("no-directory"));
        assertInstanceOf(OneWindow.Claim.Alone.class, OneWindow.claim(Map.of("DISPLAY", ":0", "XDG_RUNTIME_DIR", file.toString())));
    }

    private OneWindow first(String display) {
        return assertInstanceOf(OneWindow.Claim.First.class, OneWindow.claim(runtime, display)).window();
    }
}
