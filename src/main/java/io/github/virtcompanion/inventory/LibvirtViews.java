package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.HostInfo;
import io.github.virtcompanion.libvirt.LibvirtFailure;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.HostFacts;
import io.github.virtcompanion.model.HostReport;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.NodeInfo;
import io.github.virtcompanion.model.StoragePool;
import io.github.virtcompanion.xml.CapabilitiesReader.Capabilities;
import io.github.virtcompanion.xml.CapabilitiesReader;
import io.github.virtcompanion.xml.PoolReader;
import io.github.virtcompanion.xml.SysinfoReader;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Asks libvirt what it thinks of KVM on its host.
final class LibvirtViews {
    private static final String SOURCE = "virConnectGetDomainCapabilities(kvm)";

    private LibvirtViews() {}

    static LibvirtView none() {
        return LibvirtView.notAsked(Fact.unknown("inventory.view.not-asked"));
    }

    static LibvirtView ask(HostInfo host, ConnectionSpec spec) {
        try {
            if (!host.qemu())
                return LibvirtView.notAsked(Fact.unknown("inventory.view.other-driver", host.driver()));
            Capabilities capabilities = CapabilitiesReader.read(host.capabilities());
            LibvirtView.Kind kind = LibvirtView.Kind.of(spec.uri());
            Set<String> features = Set.copyOf(capabilities.cpuFeatures());
            try {
                host.domainCapabilities("", capabilities.arch(), "", "kvm");
                return new LibvirtView(kind, Fact.known(true, SOURCE), "", features, report(host, spec, capabilities));
            } catch (FailedException e) {
                // "the accel 'kvm' is not supported by … on this host"; anything else says nothing about KVM.
                Fact<Boolean> no = LibvirtFailure.of(e).saysUnsupported() ? Fact.known(false, SOURCE) : Fact.unknown(e.failure().what());
                return new LibvirtView(kind, no, e.failure().details(), features, report(host, spec, capabilities));
            }
        } catch (FailedException e) {
            return LibvirtView.notAsked(Fact.unknown(e.failure().what()));
        }
    }

    /// What a host whose files are out of reach is known by.
    private static HostReport report(HostInfo host, ConnectionSpec spec, Capabilities capabilities) {
        if (spec.kind() != ConnectionSpec.Kind.REMOTE) return HostReport.notAsked(Message.of("inventory.view.own-files"));
        Fact<String> arch = capabilities.arch().isEmpty() ? Fact.unknown("inventory.view.no-arch") : Fact.known(capabilities.arch(), "virConnectGetCapabilities");
        return new HostReport(arch, board(host), pools(host), node(host, capabilities.cpuModel()));
    }

    private static HostFacts.Board board(HostInfo host) {
        try {
            return SysinfoReader.read(host.sysinfo(), "virConnectGetSysinfo");
        } catch (FailedException e) {
            return HostReport.notAsked(e.failure().what()).board();
        }
    }

    /// @param model of the processor, for virNodeGetInfo itself knows on x86 only the architecture
    private static Fact<NodeInfo> node(HostInfo host, String model) {
        try {
            return Fact.known(host.node().named(model), "virNodeGetInfo");
        } catch (FailedException e) {
            return Fact.unknown(e.failure().what());
        }
    }

    private static Fact<List<StoragePool>> pools(HostInfo host) {
        try {
            List<StoragePool> pools = new ArrayList<>();
            for (String xml : host.storagePools()) pools.add(PoolReader.read(xml));
            return Fact.known(List.copyOf(pools), "virStoragePoolGetXMLDesc");
        } catch (FailedException e) {
            return Fact.unknown(e.failure().what());
        }
    }
}
