package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.Machine;

import java.util.List;
import java.util.Optional;

/// The disks of a machine as it runs with them, and what they will be at its next start.
final class DisksModel {
    /// @param disk   as it runs; as stored where the machine is off
    /// @param stored the mode in the stored definition
    /// @param next   libvirt's word for the mode at the next start, where it differs from now
    record Line(Disk disk, CacheMode stored, Optional<String> next) {}

    private final List<Line> lines;

    DisksModel(Machine machine) {
        Optional<Definition> stored = machine.stored().toOptional();
        lines = machine.current().map(Definition::disks).orElse(List.of()).stream().map(disk -> new Line(disk,
                stored.flatMap(definition -> definition.disk(disk.target())).orElse(disk).cache(),
                machine.pending().stream().filter(each -> each.setting().equals("disk." + disk.target() + ".cache")).findFirst()
                        .map(Machine.Pending::next))).toList();
    }

    List<Line> lines() {
        return lines;
    }
}
