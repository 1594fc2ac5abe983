package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Proposal;
import io.github.virtcompanion.model.Virtualization;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Machines whose every instruction QEMU translates, though the processor could run it itself, or could if it were allowed to.
final class Emulation {
    private static final String DOMAIN_TYPE = "https://libvirt.org/formatdomain.html#element-and-attribute-overview";
    private static final String KERNEL_KVM = "https://docs.kernel.org/virt/kvm/index.html";

    private Emulation() {}

    static Stream<Finding> about(Host host, Machine machine) {
        Optional<Definition> stored = machine.stored().toOptional();
        if (stored.isEmpty() || !stored.get().emulated() || !hostArch(host, stored.get())) return Stream.empty();
        Virtualization virtualization = host.virtualization();
        if (virtualization.kvmUsable())
            return Stream.of(new Finding("emulated-although-kvm-usable", Finding.Severity.SLOW, machine.name(),
                    Message.of("advice.emulated.title"), Message.of("advice.emulated.because"),
                    evidence(machine, virtualization), new Proposal.Switch("kvm"), DOMAIN_TYPE));
        if (virtualization.verdict() == Virtualization.Verdict.UNKNOWN) return Stream.empty();
        return Stream.of(new Finding("emulated-kvm-not-usable", Finding.Severity.SLOW, machine.name(),
                Message.of("advice.no-kvm.title"), Message.of("advice.no-kvm.because", virtualization.summary()),
                evidence(machine, virtualization), new Proposal.ShowVirtualization(), KERNEL_KVM));
    }

    /// One line for the host, however many machines wait for it.
    static Stream<Finding> aboutHost(Host host, List<Machine> machines) {
        Virtualization virtualization = host.virtualization();
        if (virtualization.kvmUsable() || virtualization.verdict() == Virtualization.Verdict.UNKNOWN
                || virtualization.verdict() == Virtualization.Verdict.EMULATION_ONLY_ARCH) return Stream.empty();
        long waiting = machines.stream().filter(machine -> machine.stored().toOptional()
                .filter(stored -> stored.emulated() && hostArch(host, stored)).isPresent()).count();
        String title = virtualization.certainty() == Virtualization.Certainty.CERTAIN ? "advice.host-no-kvm.title" : "advice.host-no-kvm.title-likely";
        return Stream.of(new Finding("kvm-not-usable", Finding.Severity.SLOW, "", Message.of(title, virtualization.summary()),
                Message.of("advice.host-no-kvm.because", waiting), virtualization.evidence(), new Proposal.ShowVirtualization(), KERNEL_KVM));
    }

    /// KVM runs the host's own architecture, and its 32-bit form on x86. Unknown is not foreign: libvirt refuses what cannot be.
    private static boolean hostArch(Host host, Definition definition) {
        return host.runsNatively(definition.arch()).orElse(true);
    }

    /// The verdict's own evidence stands once, beside the verdict.
    private static List<Evidence> evidence(Machine machine, Virtualization virtualization) {
        return List.of(Evidence.quoted(Message.of("advice.evidence.type"), "<domain type='qemu'>", "virDomainGetXMLDesc(" + machine.name() + ")"),
                new Evidence(Message.of("advice.evidence.kvm"), virtualization.summary(),
                        virtualization.evidence().stream().map(Evidence::source).filter(source -> !source.isEmpty()).distinct().limit(3).collect(Collectors.joining(", "))));
    }
}
