package io.github.virtcompanion.options;

import java.util.List;
import java.util.stream.Stream;

import static io.github.virtcompanion.options.ConflictRule.found;
import static io.github.virtcompanion.options.ConflictRule.odd;
import static io.github.virtcompanion.options.ConflictRule.refused;

/// Of how the machine starts and ends.
final class MachineConflicts {
    private static final List<ConflictRule<Chosen>> RULES = List.of(
            refused("boot-order", machine -> machine.set("boot.devices") && (machine.xml().has("./devices/disk/boot") || machine.xml().has("./devices/interface/boot"))),
            refused("secure-machine", machine -> (machine.is("firmware.secure-boot", "yes") || machine.is("firmware.loader.secure", "yes")) && machine.i440fx(),
                    machine -> List.of(machine.of("machine"))),
            refused("secure-efi", machine -> machine.set("firmware.secure-boot") && !machine.is("firmware", "efi")),
            odd("secure-keys", machine -> machine.is("firmware.secure-boot", "yes") && machine.is("firmware.enrolled-keys", "no")),
            refused("efi-acpi", machine -> machine.is("firmware", "efi") && machine.is("features.acpi", "off")),
            refused("off-and-on", machine -> machine.is("on_poweroff", "restart") && machine.is("on_reboot", "destroy")));

    private MachineConflicts() {}

    static Stream<Conflict> in(Chosen machine) {
        return found(machine, RULES);
    }
}
