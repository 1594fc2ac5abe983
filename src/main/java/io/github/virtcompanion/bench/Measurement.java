package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.Output;
import io.github.virtcompanion.system.ScratchFile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// One measurement with its clock and what it has found so far: the host's figures, then the guest's.
final class Measurement {
    /// In which no disk that works leaves a write of some kilobytes undone.
    private static final Duration LONG = Duration.ofSeconds(10);

    private final Cancellable shell;
    private final List<String> gently;
    private final ScratchFile scratch;
    private final String place;
    private final ImageKind kind;
    private final Effort effort;
    private final Duration limit;
    private final Optional<InstallerGuest> guest;
    private final List<Message> warnings;
    private final Consumer<Progress> progress;
    private final String fileSystem;
    private final long start = System.nanoTime();
    private final List<Tally> onHost = new ArrayList<>();
    private final List<Tally> inGuest = new ArrayList<>();
    private final Random random;
    private Rounds host;
    private int endless;

    /// @param gently words in front of each command that writes
    /// @param limit  after which one is killed
    Measurement(Cancellable shell, Random random, List<String> gently, ScratchFile scratch, String place, ImageKind kind, Effort effort, Duration limit,
                Optional<InstallerGuest> guest, List<Message> warnings, Consumer<Progress> progress) throws FailedException {
        this.shell = shell;
        this.random = random;
        this.gently = gently;
        this.scratch = scratch;
        this.place = place;
        this.kind = kind;
        this.effort = effort;
        this.limit = limit;
        this.guest = guest;
        this.warnings = warnings;
        this.progress = progress;
        this.fileSystem = scratch.fileSystem();
        for (Workload workload : Workload.values())
            for (CacheMode mode : BenchReport.MODES) {
                onHost.add(new Tally(new Probe.OfMode(mode, workload, kind)));
                if (guest.isPresent()) inGuest.add(new Tally(new Probe.OfGuest(mode, workload, kind)));
            }
        for (DiskLine line : DiskLine.values()) onHost.add(new Tally(new Probe.OfDisk(line)));
    }

    BenchReport all() throws FailedException {
        host = new Rounds(random, effort, onHost);
        host.all(this::measure, () -> tell(elapsed()));
        if (endless > 0 && elapsed().compareTo(LONG) > 0 && onHost.stream().noneMatch(Tally::measured)) throw DiskTrouble.hangs(place, elapsed().toSeconds());
        if (guest.isPresent()) {
            Duration before = effort.limit();
            Rounds more = new Rounds(random, effort, inGuest);
            more.all(this::measure, () -> tell(before.plus(more.elapsed())));
        }
        return report();
    }

    private void tell(Duration gone) {
        Duration whole = effort.limit().multipliedBy(guest.isPresent() ? 2 : 1);
        progress.accept(new Progress(Math.clamp(gone.toMillis() / (double) whole.toMillis(), 0, 1), whole.minus(gone), report()));
    }

    private void measure(Tally tally, double aim, Duration left) throws FailedException {
        switch (tally.probe) {
            case Probe.Counted counted -> count(tally, counted, aim, left);
            case Probe.OfGuest probe -> take(tally, once(probe, guest.orElseThrow().command(probe, aim, scratch.path()), InstallerGuest::parse, left));
        }
    }

    private void count(Tally tally, Probe.Counted probe, double aim, Duration left) throws FailedException {
        int writes = tally.measured() ? writes(probe, tally.median() * 1024 / probe.bytes(), aim, probe.firstTry()) : probe.firstTry();
        while (true) {
            QemuImgBench.Result result = once(probe, probe.command(writes, scratch.path()), said -> QemuImgBench.parse(said.exit(), said.out(), said.err()), left);
            if (!(result instanceof QemuImgBench.Seconds(double seconds))) {
                take(tally, result);
                return;
            }
            if (tally.measured() || seconds > 0.7 * aim || writes == probe.most()) {
                take(tally, new QemuImgBench.Written(writes, seconds));
                return;
            }
            writes = seconds < Rounds.TOO_SHORT ? Math.min(writes * 16, probe.most()) : writes(probe, writes / seconds, aim, writes + 1);
        }
    }

    private void take(Tally tally, QemuImgBench.Result result) throws FailedException {
        switch (result) {
            case QemuImgBench.NoDirectIo _ -> tally.close(new Cell.NotPossible(Message.of("bench.cell.no-direct-io", fileSystem)));
            case QemuImgBench.Failed(String words) -> {
                DiskTrouble.check(place, words);
                tally.close(new Cell.NotMeasured(Message.of("bench.cell.failed", words)));
            }
            case QemuImgBench.Endless(long seconds) -> {
                // The time was up, or the disk is that slow under this one. Twice with nothing to show, it hangs.
                if (++endless > 1 && Stream.concat(onHost.stream(), inGuest.stream()).noneMatch(Tally::measured)) throw DiskTrouble.hangs(place, seconds);
                tally.close(new Cell.NotMeasured(Message.of("bench.cell.too-slow", seconds)));
            }
            case QemuImgBench.Written(long writes, double seconds) -> tally.add(writes * (tally.probe.bytes() / 1024.0) / Math.max(seconds, 0.001));
            case QemuImgBench.Seconds _ -> throw new IllegalStateException("of how many writes");
        }
    }

    private static int writes(Probe.Counted probe, double perSecond, double aim, int least) {
        return (int) Math.clamp(perSecond * aim, Math.min(least, probe.most()), probe.most());
    }

    private QemuImgBench.Result once(Probe probe, List<String> words, Function<Output, QemuImgBench.Result> parse, Duration left) throws FailedException {
        if (!scratch.there()) throw DiskTrouble.vanished(place);
        switch (shell.run(QemuImgBench.create(probe.kind(), scratch.path()), limit)) {
            case Fact.Unknown<Output> _ -> throw DiskTrouble.hangs(place, limit.toSeconds());
            case Fact.Known<Output>(Output made, String _) when !made.ok() -> {
                DiskTrouble.check(place, made.err());
                throw new FailedException(new Failure(Message.of("bench.no-image", place), Message.of("bench.no-image.next"), made.err().strip()));
            }
            case Fact.Known<Output> _ -> { }
        }
        List<String> command = new ArrayList<>(gently);
        command.addAll(words);
        Duration patience = left.plusSeconds(2).compareTo(limit) < 0 ? left.plusSeconds(2) : limit;
        Fact<Output> output = shell.run(command, patience);
        // What was written and not flushed need not reach the disk any more.
        scratch.empty();
        return switch (output) {
            case Fact.Known<Output>(Output said, String _) -> parse.apply(said);
            case Fact.Unknown<Output> _ -> new QemuImgBench.Endless(patience.toSeconds());
        };
    }

    private BenchReport report() {
        List<Cell> cells = new ArrayList<>();
        List<Cell> guests = new ArrayList<>();
        List<BenchReport.DiskFigure> disk = new ArrayList<>();
        for (Tally tally : Stream.concat(onHost.stream(), inGuest.stream()).toList())
            switch (tally.probe) {
                case Probe.OfMode(CacheMode mode, Workload workload, ImageKind _) -> cells.add(new Cell(mode, workload, tally.outcome()));
                case Probe.OfGuest(CacheMode mode, Workload workload, ImageKind _) -> guests.add(new Cell(mode, workload, tally.outcome()));
                case Probe.OfDisk(DiskLine line) -> disk.add(new BenchReport.DiskFigure(line, tally.outcome()));
            }
        return new BenchReport(place, fileSystem, kind, cells, host.done(), elapsed(), warnings, disk,
                guest.map(running -> new GuestFigures(running.emulated(), guests)));
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
