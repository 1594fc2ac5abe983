package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;

import java.util.List;
import java.util.Optional;

/// Makes a definition fit the QEMU that this host has: one that came from another host or an older system may name an
/// emulator or a machine type that is not there, and libvirt then refuses any edit of it.
public final class HostFit {
    private HostFit() {}

    /// @param emulator path of the host's own emulator, where the definition's is missing
    /// @param machines machine types that QEMU has, where it does not have the definition's
    public static Edited fit(String xml, Optional<String> emulator, List<String> machines) throws FailedException {
        DomainXml before = DomainXml.parse(xml);
        Draft draft = new Draft(before);
        String old = before.get("./devices/emulator").map(String::strip).orElse("");
        if (emulator.isPresent() && !old.equals(emulator.get())) {
            draft.set("./devices/emulator", emulator.get());
            draft.note("options.note.emulator-replaced", old, emulator.get());
        }
        String machine = before.get("./os/type/@machine").orElse("");
        Optional<String> successor = machines.isEmpty() ? Optional.empty() : MachineTypes.successor(machine, machines);
        if (successor.isPresent()) {
            draft.set("./os/type/@machine", successor.get());
            draft.note("options.note.machine-replaced", machine, successor.get());
        }
        return new Edited(draft.xml().text(), List.of(), draft.notes());
    }
}
