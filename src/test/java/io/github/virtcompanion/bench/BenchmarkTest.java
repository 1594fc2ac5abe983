package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
        BenchReport report = benchmark.run(directory, "qcow2", SHORT, step -> {
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
        BenchReport report = benchmark.run(directory, "raw", NO_TIME, _ -> {});
        assertTrue(report.cells().stream().anyMatch(cell -> cell.outcome() instanceof Cell.NotMeasured), report.toString());
        assertEmpty();
    }

    @Test
    void cancellingLeavesNothing() throws Exception {
        List<Throwable> ends = new ArrayList<>();
        Thread thread = new Thread(() -> {
            try {
                benchmark.run(directory, "qcow2", Effort.THOROUGH, _ -> Thread.currentThread().interrupt());
            } catch (FailedException e) {
                ends.add(e);
            }
        });
        thread.start();
        thread.join();
        assertEquals("bench.cancelled", assertInstanceOf(FailedException.class, ends.getFirst()).failure().what().key());
        assertEmpty();
    }

    @Test
    void whatAKilledRunLeftGoesAndNothingElse() throws Exception {
        Path left = Files.createDirectory(directory.resolve(Benchmark.PREFIX + UUID.randomUUID()));
        Files.writeString(left.resolve("lock"), "");
        Files.writeString(left.resolve("image"), "x");
        Path lockless = Files.createDirectory(directory.resolve(Benchmark.PREFIX + UUID.randomUUID()));
        Files.setLastModifiedTime(lockless, FileTime.from(Instant.now().minusSeconds(3600)));
        Path starting = Files.createDirectory(directory.resolve(Benchmark.PREFIX + UUID.randomUUID()));
        Path mine = Files.createDirectory(directory.resolve(Benchmark.PREFIX + "notes"));
        benchmark.run(directory, "raw", NO_TIME, _ -> {});
        assertFalse(Files.exists(left));
        assertFalse(Files.exists(lockless));
        assertTrue(Files.exists(starting));
        assertTrue(Files.exists(mine));
    }

    @Test
    void whereNothingCanBeWrittenItSaysSo() {
        FailedException failed = assertThrows(FailedException.class, () -> benchmark.run(directory.resolve("absent"), "raw", NO_TIME, _ -> {}));
        assertEquals("system.scratch.create", failed.failure().what().key());
    }

    private void assertEmpty() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            assertEquals(List.of(), entries.toList());
        }
    }
}
