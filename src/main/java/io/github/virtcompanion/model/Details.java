package io.github.virtcompanion.model;

import java.util.List;
import java.util.Set;

/// Parts of a definition that only advice looks at.
///
/// @param nics            network devices with a model
/// @param hyperv          at least one enlightenment is switched on in `<features><hyperv>`
/// @param installing      it is about to boot an installer: from a medium in its CD-ROM drive before any disk, or from a
///                        kernel file with `<on_reboot>destroy`, as virt-install writes it
/// @param requiredCpu     CPU features with policy `require` or `force`
/// @param hugePages       memory from huge pages of the host
/// @param hugePageKiB     their size; 0 for the host's default, -1 where several sizes are named
/// @param tags            the user's own words for it, kept in its metadata so that they travel with it
/// @param metadata        every other word of its metadata, for searching
public record Details(List<Nic> nics, boolean hyperv, boolean installing, Set<String> requiredCpu, boolean hugePages, long hugePageKiB,
                      List<String> tags, String metadata) {
    public static final Details NONE = new Details(List.of(), false, false, Set.of(), false);

    /// With huge pages of the default size, or without.
    public Details(List<Nic> nics, boolean hyperv, boolean installing, Set<String> requiredCpu, boolean hugePages) {
        this(nics, hyperv, installing, requiredCpu, hugePages, 0, List.of(), "");
    }

    public Details {
        nics = List.copyOf(nics);
        requiredCpu = Set.copyOf(requiredCpu);
        tags = List.copyOf(tags);
    }

    /// Without metadata.
    public Details(List<Nic> nics, boolean hyperv, boolean installing, Set<String> requiredCpu, boolean hugePages, long hugePageKiB) {
        this(nics, hyperv, installing, requiredCpu, hugePages, hugePageKiB, List.of(), "");
    }

    /// @param target the host's side, `vnet0`, or the MAC address where it has none
    /// @param model  `virtio`, `e1000`, …; empty where the XML has none
    /// @param mac    its address; empty where the XML has none
    public record Nic(String target, String model, String mac) {
        /// Without its address.
        public Nic(String target, String model) {
            this(target, model, "");
        }
    }
}
