package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.HostInfo;
import io.github.virtcompanion.libvirt.LibvirtFailure;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.options.Edited;
import io.github.virtcompanion.options.HostFit;
import io.github.virtcompanion.xml.CapabilitiesReader;

import java.util.List;
import java.util.Optional;

/// Whether this host's QEMU has what a definition asks for by name, and what could stand in its place.
final class HostQemu {
    private HostQemu() {}

    /// @return the definition, edited where its emulator is missing or does not know its machine type
    static Edited fit(HostInfo host, Definition definition, String xml) throws FailedException {
        if (!host.qemu()) return new Edited(xml, List.of(), List.of());
        Optional<String> emulator = Optional.empty();
        if (refused(host, definition.emulator(), definition, "").filter(HostQemu::emulatorMissing).isPresent())
            emulator = CapabilitiesReader.read(host.capabilities()).emulator(definition.arch());
        String program = emulator.orElse(definition.emulator());
        boolean machineMissing = refused(host, program, definition, definition.machineType()).filter(HostQemu::ofTheMachine).isPresent();
        return HostFit.fit(xml, emulator, machineMissing ? CapabilitiesReader.read(host.capabilities()).machines(definition.arch()) : List.of());
    }

    private static Optional<FailedException> refused(HostInfo host, String emulator, Definition definition, String machine) {
        try {
            // Emulation is what every QEMU can do.
            host.domainCapabilities(emulator, definition.arch(), machine, "qemu");
            return Optional.empty();
        } catch (FailedException e) {
            return Optional.of(e);
        }
    }

    /// "Cannot check QEMU binary …: No such file or directory".
    private static boolean emulatorMissing(FailedException e) {
        return LibvirtFailure.of(e).code() == LibvirtFailure.SYSTEM_ERROR;
    }

    /// "the machine '…' is not supported by emulator '…'".
    private static boolean ofTheMachine(FailedException e) {
        return LibvirtFailure.of(e).saysUnsupported() && e.failure().details().contains("machine");
    }
}
