package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.Output;
import io.github.virtcompanion.system.ScratchFile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/// One measurement with its clock and what it has found so far.
///
/// Cells come in another order each round, so that what happens on the host meanwhile does not always hit the same ones.
final class Measurement {
    /// Shorter runs are mostly the start of the clock.
    private static final double TOO_SHORT = 0.05;
    /// Percent of the time left for a round, so that a slow disk gets three; the first has to find out how fast each cell is,
    /// and takes more than any later one.
    private static final int FIRST_ROUND = 40;
    private static final int LATER_ROUND = 50;
    private static final int FIRST_AGAIN = 75;

    private final Cancellable shell;
    private final Random random;
    private final List<String> gently;
    private final ScratchFile scratch;
    private final Path place;
    private final ImageKind kind;
    private final Effort effort;
    private final Duration limit;
    private final List<Message> warnings;
    private final Consumer<Progress> progress;
    private final String fileSystem;
    private final long start = System.nanoTime();
    private final List<Tally> tallies = new ArrayList<>();
    private int rounds;
    private int endless;

    /// @param gently words in front of each command that writes
    /// @param limit  after which one is killed
    Measurement(Cancellable shell, Random random, List<String> gently, ScratchFile scratch, Path place, ImageKind kind, Effort effort, Duration limit,
                List<Message> warnings, Consumer<Progress> progress) throws FailedException {
        this.shell = shell;
        this.random = random;
        this.gently = gently;
        this.scratch = scratch;
        this.place = place;
        this.kind = kind;
        this.effort = effort;
        this.limit = limit;
        this.warnings = warnings;
        this.progress = progress;
        this.fileSystem = scratch.fileSystem();
        for (Workload workload : Workload.values())
            for (CacheMode mode : BenchReport.MODES) tallies.add(new Tally(new Probe.OfMode(mode, workload, kind)));
        for (DiskLine line : DiskLine.values()) tallies.add(new Tally(new Probe.OfDisk(line)));
    }

    BenchReport all() throws FailedException {
        Duration last;
        do {
            Duration before = elapsed();
            round(before.plus(effort.limit().minus(before).multipliedBy(rounds == 0 ? FIRST_ROUND : LATER_ROUND).dividedBy(100)));
            last = elapsed().minus(before);
        } while (rounds < effort.rounds() && elapsed().plus(last.multipliedBy(rounds == 1 ? FIRST_AGAIN : 100).dividedBy(100)).compareTo(effort.limit()) < 0
                && tallies.stream().anyMatch(Tally::measured));
        return report();
    }

    /// @param end when it should be over, so that there is time for others
    private void round(Duration end) throws FailedException {
        List<Tally> order = new ArrayList<>(tallies.stream().filter(Tally::open).toList());
        Collections.shuffle(order, random);
        for (int i = 0; i < order.size(); i++) {
            Duration left = effort.limit().minus(elapsed());
            if (left.isNegative()) return;
            // A slow disk gets shorter runs rather than fewer: only several tell how far one may be off.
            double share = Math.max(0, end.minus(elapsed()).toMillis()) / 1000.0 / (order.size() - i);
            measure(order.get(i), Math.min(effort.cell().toMillis() / 1000.0, Math.max(TOO_SHORT, 0.6 * share)), left);
            double fraction = elapsed().toMillis() / (double) effort.limit().toMillis();
            progress.accept(new Progress(Math.clamp(fraction, 0, 1), effort.limit().minus(elapsed()), report()));
        }
        rounds++;
    }

    private void measure(Tally tally, double aim, Duration left) throws FailedException {
        Probe probe = tally.probe;
        int writes = tally.measured() ? writes(probe, tally.median() * 1024 / probe.bytes(), aim, probe.firstTry()) : probe.firstTry();
        while (true) {
            switch (once(probe, writes, left)) {
                case QemuImgBench.NoDirectIo _ -> {
                    tally.close(new Cell.NotPossible(Message.of("bench.cell.no-direct-io", fileSystem)));
                    return;
                }
                case QemuImgBench.Failed(String words) -> {
                    DiskTrouble.check(place.toString(), words);
                    tally.close(new Cell.NotMeasured(Message.of("bench.cell.failed", words)));
                    return;
                }
                case QemuImgBench.Endless(long seconds) -> {
                    // The time was up, or the disk is that slow under this one. Twice with nothing to show, it hangs.
                    if (++endless > 1 && tallies.stream().noneMatch(Tally::measured)) throw DiskTrouble.hangs(place.toString(), seconds);
                    tally.close(new Cell.NotMeasured(Message.of("bench.cell.too-slow", seconds)));
                    return;
                }
                case QemuImgBench.Seconds(double seconds) -> {
                    if (tally.measured() || seconds > 0.7 * aim || writes == probe.most()) {
                        tally.add(writes * (probe.bytes() / 1024.0) / Math.max(seconds, 0.001));
                        return;
                    }
                    writes = seconds < TOO_SHORT ? Math.min(writes * 16, probe.most()) : writes(probe, writes / seconds, aim, writes + 1);
                }
            }
        }
    }

    private static int writes(Probe probe, double perSecond, double aim, int least) {
        return (int) Math.clamp(perSecond * aim, Math.min(least, probe.most()), probe.most());
    }

    private QemuImgBench.Result once(Probe probe, int writes, Duration left) throws FailedException {
        if (!scratch.there()) throw DiskTrouble.vanished(place.toString());
        String image = scratch.path();
        switch (shell.run(QemuImgBench.create(probe.kind(), image), limit)) {
            case Fact.Unknown<Output> _ -> throw DiskTrouble.hangs(place.toString(), limit.toSeconds());
            case Fact.Known<Output>(Output made, String _) when !made.ok() -> {
                DiskTrouble.check(place.toString(), made.err());
                throw new FailedException(new Failure(Message.of("bench.no-image", place.toString()), Message.of("bench.no-image.next"), made.err().strip()));
            }
            case Fact.Known<Output> _ -> { }
        }
        List<String> command = new ArrayList<>(gently);
        command.addAll(probe.command(writes, image));
        Duration patience = left.plusSeconds(2).compareTo(limit) < 0 ? left.plusSeconds(2) : limit;
        Fact<Output> output = shell.run(command, patience);
        // What was written and not flushed need not reach the disk any more.
        scratch.empty();
        return switch (output) {
            case Fact.Known<Output>(Output said, String _) -> QemuImgBench.parse(said.exit(), said.out(), said.err());
            case Fact.Unknown<Output> _ -> new QemuImgBench.Endless(patience.toSeconds());
        };
    }

    private BenchReport report() {
        List<Cell> cells = new ArrayList<>();
        List<BenchReport.DiskFigure> disk = new ArrayList<>();
        for (Tally tally : tallies)
            switch (tally.probe) {
                case Probe.OfMode(CacheMode mode, Workload workload, ImageKind _) -> cells.add(new Cell(mode, workload, tally.outcome()));
                case Probe.OfDisk(DiskLine line) -> disk.add(new BenchReport.DiskFigure(line, tally.outcome()));
            }
        return new BenchReport(place.toString(), fileSystem, kind, cells, rounds, elapsed(), warnings, disk);
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
