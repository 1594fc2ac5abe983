package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.libvirt.HostInfo;
import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.DomainCapabilities;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.xml.DefinitionReader;
import io.github.virtcompanion.xml.DomainCapabilitiesReader;
import io.github.virtcompanion.xml.SnapshotReader;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what a [Plan] is made from.
///
/// @param history knows the names of machines that are no longer listed
record Situations(History history) {
    Situation read(Connection connection, Hypervisor hypervisor, String uuid) throws FailedException {
        Optional<DomainInfo> found = hypervisor.domain(uuid);
        if (found.isEmpty()) throw vanished(lastName(connection, uuid)).asException();
        DomainInfo info = found.get();
        String xml = hypervisor.storedXml(uuid);
        Definition definition = DefinitionReader.read(xml);
        List<SnapshotReader.Snapshot> snapshots = new ArrayList<>();
        for (String snapshot : hypervisor.snapshots(uuid)) snapshots.add(SnapshotReader.read(snapshot));
        return new Situation(connection.uri(), info, xml, hypervisor.readOnly(), snapshots, connection.host(),
                capabilities(hypervisor, definition, "kvm"), capabilities(hypervisor, definition, "qemu"));
    }

    private String lastName(Connection connection, String uuid) throws FailedException {
        Optional<String> listed = connection.machine(uuid).map(Machine::name);
        return listed.isPresent() ? listed.get() : history.of(connection.uri(), uuid).stream().findFirst().map(HistoryEntry::machine).orElse(uuid);
    }

    /// @param type `kvm` or `qemu`
    static Fact<DomainCapabilities> capabilities(HostInfo host, Definition definition, String type) {
        try {
            // libvirt's test driver has answers too in newer versions, but made-up ones: of no host, and with KVM on every one.
            if (!host.qemu()) return Fact.unknown("change.other-driver", host.driver());
            String xml = host.domainCapabilities(definition.emulator(), definition.arch(), definition.machineType(), type);
            return Fact.known(DomainCapabilitiesReader.read(xml), "virConnectGetDomainCapabilities");
        } catch (FailedException e) {
            return Fact.unknown(Message.of("model.quoted", e.failure().details()));
        }
    }

    static Failure vanished(String machine) {
        return new Failure(Message.of("change.vanished", machine), Message.of("change.vanished.next"), "");
    }
}
