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
/// @param format     of the image: `qcow2`, `raw`
/// @param cells      each mode under each workload, in the order of [#MODES] within the order of [Workload]
/// @param rounds     completed
/// @param took       altogether
/// @param warnings   what may have spoiled the figures
public record BenchReport(String directory, String fileSystem, String format, List<Cell> cells, int rounds, Duration took,
                          List<Message> warnings) {
    /// As tables show them: from the safest to the least safe.
    public static final List<CacheMode> MODES =
            List.of(CacheMode.DIRECTSYNC, CacheMode.WRITETHROUGH, CacheMode.NONE, CacheMode.WRITEBACK, CacheMode.UNSAFE);

    public BenchReport {
        cells = List.copyOf(cells);
        warnings = List.copyOf(warnings);
    }

    public Optional<Cell> cell(CacheMode mode, Workload workload) {
        return cells.stream().filter(cell -> cell.mode() == mode && cell.workload() == workload).findFirst();
    }

    /// The median in KiB/s where there is one.
    public Optional<Double> rate(CacheMode mode, Workload workload) {
        return cell(mode, workload).map(Cell::outcome)
                .flatMap(outcome -> outcome instanceof Cell.Measured measured ? Optional.of(measured.kibPerSecond()) : Optional.empty());
    }
}
