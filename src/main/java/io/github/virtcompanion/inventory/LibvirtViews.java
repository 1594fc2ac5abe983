package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.libvirt.LibvirtFailure;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.xml.CapabilitiesReader;
import io.github.virtcompanion.xml.CapabilitiesReader.Capabilities;

import java.util.Set;

/// Asks libvirt what it thinks of KVM on its host.
final class LibvirtViews {
    private static final String SOURCE = "virConnectGetDomainCapabilities(kvm)";

    private LibvirtViews() {}

    static LibvirtView none() {
        return LibvirtView.notAsked(Fact.unknown("inventory.view.not-asked"));
    }

    static LibvirtView ask(Hypervisor hypervisor, ConnectionSpec spec) {
        try {
            if (!hypervisor.driver().equalsIgnoreCase("QEMU"))
                return LibvirtView.notAsked(Fact.unknown("inventory.view.other-driver", hypervisor.driver()));
            Capabilities capabilities = CapabilitiesReader.read(hypervisor.capabilities());
            LibvirtView.Kind kind = LibvirtView.Kind.of(spec.uri());
            Set<String> features = Set.copyOf(capabilities.cpuFeatures());
            try {
                hypervisor.domainCapabilities("", capabilities.arch(), "", "kvm");
                return new LibvirtView(kind, Fact.known(true, SOURCE), "", features);
            } catch (FailedException e) {
                // "the accel 'kvm' is not supported by … on this host"; anything else says nothing about KVM.
                Fact<Boolean> no = LibvirtFailure.of(e).saysUnsupported() ? Fact.known(false, SOURCE) : Fact.unknown(e.failure().what());
                return new LibvirtView(kind, no, e.failure().details(), features);
            }
        } catch (FailedException e) {
            return LibvirtView.notAsked(Fact.unknown(e.failure().what()));
        }
    }
}
