package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// On the real qemu-img: what comes out, and that nothing stays.
class BenchmarkTest {
    private static final Effort SHORT = new Effort(Duration.ofMinutes(2), Duration.ofMillis(20), 2);
    private static final Effort NO_TIME = new Effort(Duration.ofMillis(1), Duration.ofMillis(1), 1);

    private final SystemFiles files = SystemFiles.realHost();
    private final Commands commands = new Commands(files);
    private final Benchmark benchmark = new Benchmark(commands, files, new Random(1));

    @TempDir
    Path directory;

    @BeforeEach
    void needsQemuImg() {
        assumeTrue(commands.run(List.of("qemu-img", "--version"), Duration.ofSeconds(10)) instanceof Fact.Known<?>, "qemu-img is not installed");
    }

    @Test
    void everyCellHasAFigureOrAReason() throws FailedException, IOException {
        List<Double> fractions = new ArrayList<>();
        Thread me = Thread.currentThread();
        BenchReport report = benchmark.run(directory, ImageKind.of("qcow2"), SHORT, step -> {
            assertEquals(me, Thread.currentThread());
            fractions.add(step.fraction());
        });
        assertEquals(BenchReport.MODES.size() * Workload.values().length, report.cells().size());
        assertTrue(report.cells().stream().allMatch(cell -> cell.outcome() instanceof Cell.Measured measured && measured.low() > 0
                || cell.outcome() instanceof Cell.NotPossible), report.toString());
        assertEquals(2, report.rounds());
        assertEquals(fractions.stream().sorted().toList(), fractions);
        assertEmpty();
    }

    @Test
    void withoutTimeThereAreNoFiguresAndNothingStays() throws FailedException, IOException {
        BenchReport report = benchmark.run(directory, ImageKind.of("raw"), NO_TIME, _ -> {});
        assertTrue(report.cells().stream().anyMatch(cell -> cell.outcome() instanceof Cell.NotMeasured), report.toString());
        assertEmpty();
    }

    @Test
    void cancellingLeavesNothing() throws Exception {
        List<Throwable> ends = new ArrayList<>();
        Thread thread = new Thread(() -> {
            try {
                benchmark.run(directory, ImageKind.of("qcow2"), Effort.THOROUGH, _ -> Thread.currentThread().interrupt());
            } catch (FailedException e) {
                ends.add(e);
            }
        });
        thread.start();
        thread.join();
        assertEquals("bench.cancelled", assertInstanceOf(FailedException.class, ends.getFirst()).failure().what().key());
        assertEmpty();
    }

    @ParameterizedTest
    @CsvSource({
            "qemu-img: Failed request: No space left on device,                     bench.disk-full",
            "'qemu-img: Could not open ''x'': Read-only file system',               bench.disk-broken",
            "qemu-img: Failed to flush the L2 block cache: Input/output error,      bench.disk-broken"})
    void aDiskThatGivesUpEndsInOneSentence(String words, String key) throws IOException {
        Benchmark broken = new Benchmark(commands, files, new Random(1), List.of("sh", "-c", "echo \"" + words + "\" >&2; exit 1"), Benchmark.STUCK);
        FailedException failed = assertThrows(FailedException.class, () -> broken.run(directory, ImageKind.of("raw"), SHORT, _ -> {}));
        assertEquals(key, failed.failure().what().key());
        assertEquals(words, failed.failure().details());
        assertEmpty();
    }

    @Test
    void aCommandThatHangsIsKilledAndTwoOfThemEndIt() throws IOException {
        Benchmark hanging = new Benchmark(commands, files, new Random(1), List.of("sh", "-c", "exec sleep 1000"), Duration.ofMillis(300));
        FailedException failed = assertThrows(FailedException.class, () -> hanging.run(directory, ImageKind.of("raw"), SHORT, _ -> {}));
        assertEquals("bench.hangs", failed.failure().what().key());
        assertTrue(ProcessHandle.current().descendants().noneMatch(child -> child.info().commandLine().orElse("").contains("sleep 1000")));
        assertEmpty();
    }

    @Test
    void aDirectoryThatGoesAwayEndsItInOneSentence() throws IOException {
        Path gone = Files.createDirectory(directory.resolve("gone"));
        FailedException failed = assertThrows(FailedException.class, () -> benchmark.run(gone, ImageKind.of("raw"), SHORT, _ -> {
            if (Files.exists(gone)) assertTrue(gone.toFile().delete());
        }));
        assertEquals("bench.vanished", failed.failure().what().key());
    }

    /// As packaging/as-root does: a directory that is kept until nobody holds the other end of its standard input.
    @Test
    void aClosedDirectoryIsMeasuredWhereItsOwnerMadeRoom() throws Exception {
        List<String> owner = List.of("sh", "-c", "test $0 = scratch || exit 2; d=$(mktemp -d \"$1/.room-XXXXXX\"); echo $d; cat >/dev/null; rm -rf $d");
        Benchmark asked = new Benchmark(commands, files, new Random(1), List.of(), Benchmark.STUCK, owner);
        Site site = new Site(directory.toString(), "/elsewhere", "x", "x", "x", Optional.empty(), Optional.empty(), true, List.of(), List.of());
        BenchReport report = asked.run(site, new Wish("raw", NO_TIME, false, true), _ -> {});
        assertEquals(directory.toString(), report.directory());
        assertEmpty();
        Benchmark refused = new Benchmark(commands, files, new Random(1), List.of(), Benchmark.STUCK, List.of("sh", "-c", "exit 126"));
        FailedException failed = assertThrows(FailedException.class, () -> refused.run(site, new Wish("raw", NO_TIME, false, true), _ -> {}));
        assertEquals("system.held.sent-away", failed.failure().what().key());
        Benchmark nobody = new Benchmark(commands, files, new Random(1), List.of(), Benchmark.STUCK, List.of("sh", "-c", "echo 'No authentication agent found.' >&2; exit 127"));
        failed = assertThrows(FailedException.class, () -> nobody.run(site, new Wish("raw", NO_TIME, false, true), _ -> {}));
        assertEquals("system.held.nobody", failed.failure().what().key());
    }

    /// The very helper that polkit starts. Where others may write, as below /tmp, it makes nothing.
    @Test
    void theHelperMakesRoomInADirectoryOfRootsAndNowhereElse() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root may do without polkit");
        Benchmark asked = new Benchmark(commands, files, new Random(1), List.of(), Benchmark.STUCK, List.of("env", "PKEXEC_UID=0", Path.of("packaging/as-root").toAbsolutePath().toString()));
        assertThrows(FailedException.class, () -> asked.run(closed(Path.of("/tmp").toRealPath()), new Wish("raw", NO_TIME, false, true), _ -> {}));
        Path roots = Files.createTempDirectory(Path.of("/var/lib").toRealPath(), "virt-companion-test");
        try {
            BenchReport report = asked.run(closed(roots), new Wish("raw", NO_TIME, false, true), _ -> assertEquals(1, entries(roots).size()));
            assertEquals(roots.toString(), report.directory());
            assertEquals(List.of(), entries(roots));
        } finally {
            Files.delete(roots);
        }
    }

    private static Site closed(Path directory) {
        return new Site(directory.toString(), "/elsewhere", "x", "x", "x", Optional.empty(), Optional.empty(), true, List.of(), List.of());
    }

    @Test
    void oneCellThatFailsForItselfLeavesTheOthers() throws Exception {
        Benchmark odd = new Benchmark(commands, files, new Random(1), List.of("sh", "-c",
                "case \"$*\" in *unsafe*) echo 'qemu-img: no such luck' >&2; exit 1;; esac; exec \"$@\"", "sh"), Benchmark.STUCK);
        BenchReport report = odd.run(directory, ImageKind.of("raw"), SHORT, _ -> {});
        assertTrue(report.cells().stream().allMatch(cell -> cell.mode() == CacheMode.UNSAFE == cell.outcome() instanceof Cell.NotMeasured
                || cell.outcome() instanceof Cell.NotPossible), report.toString());
    }

    @Test
    void whereNothingCanBeWrittenItSaysSo() {
        FailedException failed = assertThrows(FailedException.class, () -> benchmark.run(directory.resolve("absent"), ImageKind.of("raw"), NO_TIME, _ -> {}));
        assertEquals("system.scratch.create", failed.failure().what().key());
    }

    private List<Path> entries() {
        return entries(directory);
    }

    private static List<Path> entries(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertEmpty() {
        assertEquals(List.of(), entries());
    }
}
