package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;

import java.util.List;
import java.util.Optional;

/// What a guest wrote that did nothing else.
///
/// @param emulated by QEMU alone, without KVM: then the processor may be the limit, not the disk
/// @param cells    as those of the host
public record GuestFigures(boolean emulated, List<Cell> cells) {
    public GuestFigures {
        cells = List.copyOf(cells);
    }

    public Optional<Cell> cell(CacheMode mode, Workload workload) {
        return cells.stream().filter(cell -> cell.mode() == mode && cell.workload() == workload).findFirst();
    }
}
