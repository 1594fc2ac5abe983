package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.DomainReader;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.options.Pendings;
import io.github.virtcompanion.xml.DefinitionReader;
import io.github.virtcompanion.xml.DomainXml;

import java.util.List;
import java.util.Optional;

/// Reads one machine: its definitions, each parsed once, and what differs between them.
final class MachineReader {
    private MachineReader() {}

    /// What cannot be read is unknown in the machine; the rest of the list goes on.
    static Machine read(DomainReader domains, String connection, DomainInfo info) {
        Fact<DomainXml> stored = parsed(() -> domains.definition(info.uuid()));
        Optional<DomainXml> live = info.state().active() ? parsed(() -> domains.liveXml(info.uuid())).toOptional() : Optional.empty();
        List<Machine.Pending> pending = info.persistent() && live.isPresent()
                ? stored.toOptional().map(next -> Pendings.between(live.get(), next)).orElse(List.of()) : List.of();
        Optional<DomainXml> saved = info.managedSave() && !info.state().active() ? parsed(() -> domains.managedSaveXml(info.uuid())).toOptional() : Optional.empty();
        return new Machine(connection, info, definition(stored), live.map(DefinitionReader::read), pending,
                saved.flatMap(image -> stored.toOptional().map(next -> Pendings.between(image, next))).orElse(List.of()));
    }

    private interface Reading {
        String xml() throws FailedException;
    }

    private static Fact<DomainXml> parsed(Reading reading) {
        try {
            return Fact.known(DomainXml.parse(reading.xml()), "virDomainGetXMLDesc");
        } catch (FailedException e) {
            return Fact.unknown(e.failure().what());
        }
    }

    private static Fact<Definition> definition(Fact<DomainXml> xml) {
        return xml.map(DefinitionReader::read);
    }
}
