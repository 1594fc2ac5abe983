package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.Output;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// On a disk whose flushes cost what a spinning disk's do, whatever the one below: the three tiers must come out.
class SlowDiskTest {
    private static final Effort TWO_ROUNDS = new Effort(Duration.ofMinutes(5), Duration.ofMillis(150), 2);
    private static final List<CacheMode> FLUSH_EACH = List.of(CacheMode.DIRECTSYNC, CacheMode.WRITETHROUGH);
    private static final List<CacheMode> FLUSH_WHEN_ASKED = List.of(CacheMode.NONE, CacheMode.WRITEBACK);

    private final SystemFiles files = SystemFiles.realHost();
    private final Commands commands = new Commands(files);

    @TempDir
    Path directory;

    @Test
    void threeTiersComeOut() throws Exception {
        Path shim = compiled();
        Benchmark benchmark = new Benchmark(commands, files, new Random(1), List.of("env", "LD_PRELOAD=" + shim, "SLOW_DISK_MS=40"), Benchmark.STUCK);
        BenchReport measured = benchmark.run(directory, ImageKind.of("qcow2"), TWO_ROUNDS, _ -> {});
        // Whatever else goes on here, flushes of 40 ms outweigh it.
        BenchReport report = new BenchReport(measured.directory(), measured.fileSystem(), measured.kind(), measured.cells(), measured.rounds(), measured.took(),
                List.of(), measured.disk());
        for (CacheMode slow : FLUSH_EACH)
            for (CacheMode quick : FLUSH_WHEN_ASKED)
                assertFaster(report, quick, slow, Workload.INSTALLER);
        for (CacheMode flushing : List.of(CacheMode.DIRECTSYNC, CacheMode.WRITETHROUGH, CacheMode.NONE, CacheMode.WRITEBACK))
            for (Workload workload : List.of(Workload.INSTALLER, Workload.EVERY_WRITE)) assertFaster(report, CacheMode.UNSAFE, flushing, workload);
        List<Message> verdict = Verdict.of(report);
        assertEquals(List.of("bench.verdict.seldom.slower", "bench.verdict.seldom.unsafe", "bench.verdict.often.only-unsafe"),
                verdict.stream().map(Message::key).toList(), report.toString());
        assertTrue(Verdict.recommended(report).filter(FLUSH_WHEN_ASKED::contains).isPresent());
    }

    /// The same tiers in a guest, which is another road to the same cache code: what the host says holds for guests.
    @Test
    void aGuestAgrees() throws Exception {
        assumeTrue(commands.run(List.of("qemu-system-x86_64", "--version"), Duration.ofSeconds(10)) instanceof Fact.Known<?>, "qemu-system-x86_64 is not installed");
        Benchmark benchmark = new Benchmark(commands, files, new Random(1), List.of("env", "LD_PRELOAD=" + compiled(), "SLOW_DISK_MS=40"), Benchmark.STUCK);
        Site site = new Site(directory.toString(), directory.toString(), "x", "x", "x", Optional.empty(), Optional.empty(), false, List.of(), List.of());
        BenchReport measured = benchmark.run(site, new Wish("qcow2", TWO_ROUNDS, true), _ -> {});
        BenchReport guest = measured.ofGuest().orElseThrow();
        for (CacheMode slow : FLUSH_EACH)
            for (CacheMode quick : FLUSH_WHEN_ASKED)
                for (Workload workload : List.of(Workload.INSTALLER, Workload.NEVER)) assertFaster(guest, quick, slow, workload);
        for (CacheMode flushing : List.of(CacheMode.DIRECTSYNC, CacheMode.WRITETHROUGH, CacheMode.NONE, CacheMode.WRITEBACK))
            for (Workload workload : List.of(Workload.INSTALLER, Workload.EVERY_WRITE)) assertFaster(guest, CacheMode.UNSAFE, flushing, workload);
        assertTrue(Verdict.of(measured).stream().anyMatch(words -> words.key().equals("bench.verdict.guest")), measured.toString());
    }

    /// Where a mode is possible at all, by more than what is called noise.
    private static void assertFaster(BenchReport report, CacheMode quick, CacheMode slow, Workload workload) {
        Optional<Double> more = report.rate(quick, workload);
        Optional<Double> less = report.rate(slow, workload);
        if (more.isPresent() && less.isPresent()) assertTrue(more.get() > 2.5 * less.get(), quick + " " + slow + " " + workload + " " + report);
    }

    private Path compiled() throws IOException, FailedException {
        assumeTrue(commands.run(List.of("qemu-img", "--version"), Duration.ofSeconds(10)) instanceof Fact.Known<?>, "qemu-img is not installed");
        Path source = directory.resolve("slow-disk.c");
        try (InputStream in = Objects.requireNonNull(SlowDiskTest.class.getResourceAsStream("slow-disk.c"))) {
            Files.copy(in, source);
        }
        Path shim = directory.resolve("slow-disk.so");
        Fact<Output> made = commands.run(List.of("gcc", "-shared", "-fPIC", "-o", shim.toString(), source.toString(), "-ldl"), Duration.ofMinutes(1));
        assumeTrue(made instanceof Fact.Known<?>, "gcc is not installed");
        assertTrue(made.toOptional().orElseThrow().ok(), made.toString());
        return shim;
    }
}
