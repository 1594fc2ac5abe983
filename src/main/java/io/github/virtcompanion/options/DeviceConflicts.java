package io.github.virtcompanion.options;

import java.util.List;
import java.util.stream.Stream;

import static io.github.virtcompanion.options.ConflictRule.found;
import static io.github.virtcompanion.options.ConflictRule.refused;

/// Of other devices than disks and network cards.
final class DeviceConflicts {
    private static final List<ConflictRule<Chosen>> RULES = List.of(
            refused("intremap-ioapic", machine -> machine.is("iommu.intremap", "on") && !machine.is("features.ioapic", "qemu")),
            refused("eim-intremap", machine -> machine.is("iommu.eim", "on") && !machine.is("iommu.intremap", "on")),
            refused("iommu-machine", machine -> machine.is("iommu.model", "intel") && machine.i440fx()),
            refused("tpm-crb", machine -> machine.is("tpm.model", "tpm-crb") && machine.is("tpm.version", "1.2")));
    /// qemu_validate.c: "Spice audio is not supported without spice graphics".
    private static final List<ConflictRule<Chosen.One>> SOUND = List.of(
            refused("audio-spice", type -> type.is("spice") && !type.machine().xml().has("./devices/graphics[@type='spice']"), type -> List.of(type.name())));

    private DeviceConflicts() {}

    static Stream<Conflict> in(Chosen machine) {
        return Stream.concat(found(machine, RULES), machine.each("audio.", ".type").flatMap(type -> found(type, SOUND)));
    }
}
