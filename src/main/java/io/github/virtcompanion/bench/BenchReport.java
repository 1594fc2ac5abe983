package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Message;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What was measured.
///
/// @param directory  where the scratch image lay
/// @param fileSystem its type: `btrfs`
/// @param kind       of the image
/// @param cells      each mode under each workload, in the order of [#MODES] within the order of [Workload]
/// @param rounds     completed
/// @param took       altogether
/// @param warnings   what may have spoiled the figures
/// @param guest      what a guest wrote, where one was asked for
/// @param disk       what the file system takes in large writes, without QEMU's caches
public record BenchReport(String directory, String fileSystem, ImageKind kind, List<Cell> cells, int rounds, Duration took,
                          List<Message> warnings, List<DiskFigure> disk, Optional<GuestFigures> guest) {
    /// As tables show them: from the safest to the least safe.
    public static final List<CacheMode> MODES =
            List.of(CacheMode.DIRECTSYNC, CacheMode.WRITETHROUGH, CacheMode.NONE, CacheMode.WRITEBACK, CacheMode.UNSAFE);

    public BenchReport {
        cells = List.copyOf(cells);
        warnings = List.copyOf(warnings);
        disk = List.copyOf(disk);
    }

    /// Without a guest.
    public BenchReport(String directory, String fileSystem, ImageKind kind, List<Cell> cells, int rounds, Duration took, List<Message> warnings, List<DiskFigure> disk) {
        this(directory, fileSystem, kind, cells, rounds, took, warnings, disk, Optional.empty());
    }

    /// The guest's figures in place of the host's.
    public Optional<BenchReport> ofGuest() {
        return guest.map(figures -> new BenchReport(directory, fileSystem, kind, figures.cells(), rounds, took, warnings, disk, guest));
    }

    /// Of the image: `qcow2`, `raw`.
    public String format() {
        return kind.format();
    }

    /// One line of the disk itself, and what came out.
    public record DiskFigure(DiskLine line, Cell.Outcome outcome) {}

    public Optional<Cell> cell(CacheMode mode, Workload workload) {
        return cells.stream().filter(cell -> cell.mode() == mode && cell.workload() == workload).findFirst();
    }

    /// The median in KiB/s where there is one.
    public Optional<Double> rate(CacheMode mode, Workload workload) {
        return measured(mode, workload).map(Cell.Measured::kibPerSecond);
    }

    /// The runs where there are any.
    public Optional<Cell.Measured> measured(CacheMode mode, Workload workload) {
        return cell(mode, workload).map(Cell::outcome).filter(Cell.Measured.class::isInstance).map(Cell.Measured.class::cast);
    }

    /// As fast as anything could get that does not stay in the host's memory: the best median of large writes that reach the
    /// disk; of those through the page cache where nothing else is possible.
    public Optional<Double> ceiling() {
        return best(List.of(DiskLine.DIRECT, DiskLine.SYNC)).or(() -> best(List.of(DiskLine.BUFFERED)));
    }

    private Optional<Double> best(List<DiskLine> lines) {
        return disk.stream().filter(figure -> lines.contains(figure.line())).map(DiskFigure::outcome).filter(Cell.Measured.class::isInstance)
                .map(outcome -> ((Cell.Measured) outcome).kibPerSecond()).max(Double::compare);
    }
}
