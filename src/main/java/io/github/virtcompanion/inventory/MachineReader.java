package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.options.Pendings;
import io.github.virtcompanion.xml.DefinitionReader;

import java.util.List;

/// Reads one machine: its definitions, and what differs between them.
final class MachineReader {
    private MachineReader() {}

    /// What cannot be read is unknown in the machine; the rest of the list goes on.
    static Machine read(Hypervisor hypervisor, String connection, DomainInfo info) {
        Fact<String> storedXml = xml(() -> hypervisor.storedXml(info.uuid()));
        Fact<String> liveXml = info.state().active() ? xml(() -> hypervisor.liveXml(info.uuid())) : Fact.unknown("inventory.not-running");
        List<Machine.Pending> pending = info.persistent() ? pending(liveXml, storedXml) : List.of();
        return new Machine(connection, info, definition(storedXml), definition(liveXml).toOptional(), pending);
    }

    private interface Reading {
        String xml() throws FailedException;
    }

    private static Fact<String> xml(Reading reading) {
        try {
            return Fact.known(reading.xml(), "virDomainGetXMLDesc");
        } catch (FailedException e) {
            return Fact.unknown(e.failure().what());
        }
    }

    private static Fact<Definition> definition(Fact<String> xml) {
        if (!(xml instanceof Fact.Known<String>(String text, String source))) return xml.map(_ -> null);
        try {
            return Fact.known(DefinitionReader.read(text), source);
        } catch (FailedException e) {
            return Fact.unknown(e.failure().what());
        }
    }

    private static List<Machine.Pending> pending(Fact<String> live, Fact<String> stored) {
        if (!(live instanceof Fact.Known<String>(String now, String _)) || !(stored instanceof Fact.Known<String>(String next, String _))) return List.of();
        try {
            return Pendings.between(now, next);
        } catch (FailedException e) {
            return List.of();
        }
    }
}
