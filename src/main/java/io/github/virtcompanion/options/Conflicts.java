package io.github.virtcompanion.options;

import io.github.virtcompanion.model.HostTopology;
import io.github.virtcompanion.xml.DomainXml;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// What does not go together, told before libvirt or QEMU would tell it (libvirt: src/qemu/qemu_validate.c, src/conf/domain_validate.c).
/// A theme a class, in tables of [ConflictRule]s.
public final class Conflicts {
    private static final List<Function<Chosen, Stream<Conflict>>> THEMES = List.of(DiskConflicts::in, CpuConflicts::in, MemoryConflicts::in, MachineConflicts::in,
            FeatureConflicts::in, DeviceConflicts::in, NetworkConflicts::in, LabelConflicts::in);

    private Conflicts() {}

    /// @param host empty where not known
    public static List<Conflict> in(DomainXml xml, Optional<HostTopology> host) {
        Chosen machine = Chosen.in(xml, host);
        return THEMES.stream().flatMap(theme -> theme.apply(machine)).toList();
    }

    /// Those that were not there before.
    public static List<Conflict> brought(DomainXml before, DomainXml after, Optional<HostTopology> host) {
        List<Conflict> old = in(before, host);
        return in(after, host).stream().filter(one -> !old.contains(one)).toList();
    }
}
