package io.github.virtcompanion.ui;

import io.github.virtcompanion.bench.BenchReport;
import io.github.virtcompanion.bench.Cell;
import io.github.virtcompanion.bench.DiskLine;
import io.github.virtcompanion.bench.ImageKind;
import io.github.virtcompanion.bench.Kept;
import io.github.virtcompanion.bench.Measuring;
import io.github.virtcompanion.bench.Progress;
import io.github.virtcompanion.bench.Recording;
import io.github.virtcompanion.bench.Site;
import io.github.virtcompanion.bench.Wish;
import io.github.virtcompanion.bench.Workload;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A disk whose figures are known beforehand.
final class FakeMeasuring implements Measuring {
    static final BenchReport REPORT = report(3);
    final List<String> runs = new ArrayList<>();
    final List<Recording> kept = new ArrayList<>();
    List<Message> questions = List.of();
    List<Kept> earlier = List.of();
    Runnable midway = () -> {};

    /// A spinning disk without O_DIRECT.
    static BenchReport report(int rounds) {
        Map<CacheMode, Double> rates = Map.of(CacheMode.WRITETHROUGH, 478.0, CacheMode.WRITEBACK, 2690.0, CacheMode.UNSAFE, 114_124.0);
        List<Cell> cells = new ArrayList<>();
        for (Workload workload : Workload.values())
            for (CacheMode mode : BenchReport.MODES)
                cells.add(new Cell(mode, workload, rates.containsKey(mode)
                        ? new Cell.Measured(List.of(rates.get(mode) * 0.8, rates.get(mode), rates.get(mode) * 1.3))
                        : new Cell.NotPossible(Message.of("bench.cell.no-direct-io", "ecryptfs"))));
        return new BenchReport("/images", "ecryptfs", ImageKind.of("qcow2"), cells, rounds, Duration.ofSeconds(55), List.of(),
                List.of(new BenchReport.DiskFigure(DiskLine.BUFFERED, new Cell.Measured(List.of(120_000.0)))));
    }

    @Override
    public Site site(String wanted) throws FailedException {
        if (wanted.equals("/closed")) throw new Failure(Message.of("bench.site.closed", wanted), Message.of("bench.site.next", wanted), "").asException();
        return new Site(wanted, wanted, "ecryptfs", "/dev/md0", "id " + wanted, Optional.empty(), Optional.empty(), false, List.of(), questions);
    }

    @Override
    public Kept run(Site site, Wish wish, Consumer<Progress> progress) throws FailedException {
        runs.add(site.directory() + " " + wish.format() + " " + wish.effort().limit().toSeconds() + (wish.inGuest() ? " guest" : ""));
        progress.accept(new Progress(0.5, Duration.ofSeconds(9), report(0)));
        midway.run();
        if (Thread.currentThread().isInterrupted()) throw new Failure(Message.of("bench.cancelled"), Message.of("bench.cancelled.next"), "").asException();
        return new Kept(Instant.EPOCH.plusSeconds(runs.size()), site.identity(), site.wanted(), REPORT);
    }

    @Override
    public void save(Path file, byte[] contents) {}

    @Override
    public void keep(Recording recording) {
        kept.add(recording);
    }

    @Override
    public List<Recording> recordings(String uuid) {
        return kept.stream().filter(each -> each.uuid().equals(uuid)).toList();
    }

    @Override
    public List<Kept> earlier(String identity) {
        return earlier;
    }
}
