package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.DomainReader;
import io.github.virtcompanion.libvirt.HostInfo;
import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.HostOffer;
import io.github.virtcompanion.model.HostTopology;
import io.github.virtcompanion.xml.CapabilitiesReader;
import io.github.virtcompanion.xml.DefinitionReader;
import io.github.virtcompanion.xml.DomainXml;
import io.github.virtcompanion.xml.OfferReader;
import io.github.virtcompanion.xml.TopologyReader;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A machine with what its host could give it, read at one moment.
///
/// @param live     as it runs; empty where it is off
/// @param topology without nodes where libvirt does not tell
public record SettingsRead(DomainXml stored, Optional<DomainXml> live, HostOffer offer, HostTopology topology) {
    /// @throws FailedException the machine's definition cannot be read; what the host offers may stay unknown
    public static SettingsRead of(Hypervisor hypervisor, String uuid, boolean active) throws FailedException {
        DomainXml stored = DomainXml.parse(hypervisor.storedXml(uuid));
        Optional<DomainXml> live = active ? Optional.of(DomainXml.parse(hypervisor.liveXml(uuid))) : Optional.empty();
        return new SettingsRead(stored, live, offer(hypervisor, DefinitionReader.read(stored)), topology(hypervisor));
    }

    /// The same without asking what the host offers, which takes longer than everything else.
    public static SettingsRead storedOnly(DomainReader domains, String uuid) throws FailedException {
        return new SettingsRead(DomainXml.parse(domains.storedXml(uuid)), Optional.empty(), HostOffer.UNKNOWN, new HostTopology(List.of()));
    }

    static HostTopology topology(HostInfo host) {
        try {
            return host.qemu() ? TopologyReader.read(host.capabilities()) : new HostTopology(List.of());
        } catch (FailedException e) {
            return new HostTopology(List.of());
        }
    }

    private static HostOffer offer(HostInfo host, Definition machine) {
        try {
            if (!host.qemu()) return HostOffer.UNKNOWN;
            return new HostOffer(host.libvirtVersion(), lists(host, machine));
        } catch (FailedException e) {
            return HostOffer.UNKNOWN;
        }
    }

    private static Map<String, Set<String>> lists(HostInfo host, Definition machine) {
        Map<String, Set<String>> lists = new TreeMap<>();
        try {
            Set<String> types = CapabilitiesReader.read(host.capabilities()).types(machine.arch());
            if (!types.isEmpty()) lists.put("type", types);
            lists.putAll(OfferReader.read(host.domainCapabilities(machine.emulator(), machine.arch(), machine.machineType(), machine.type())));
        } catch (FailedException e) {
            // What is not told counts as possible.
            return lists;
        }
        return lists;
    }
}
