package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Proposal;

import java.util.List;
import java.util.stream.Stream;

/// A KVM machine left with the CPU that libvirt freezes into emulated definitions: no AES, no SSE4, no AVX.
final class CpuModel {
    private static final String CPU = "https://www.qemu.org/docs/master/system/qemu-cpu-models.html";

    private CpuModel() {}

    static Stream<Finding> about(Host host, Machine machine) {
        return machine.stored().toOptional().stream()
                .filter(stored -> stored.kvm() && stored.cpu().bareDefault() && x86(stored))
                .map(stored -> new Finding("bare-cpu-under-kvm", Finding.Severity.SLOW, machine.name(),
                        Message.of("advice.bare-cpu.title", name(stored)), Message.of("advice.bare-cpu.because"),
                        List.of(Evidence.quoted(Message.of("advice.evidence.cpu"), name(stored), "virDomainGetXMLDesc(" + machine.name() + ")")),
                        new Proposal.Switch("kvm"), CPU));
    }

    private static boolean x86(Definition definition) {
        return definition.arch().equals("x86_64") || definition.arch().equals("i686");
    }

    /// Without `<cpu>`, QEMU takes its own default, which is the same one.
    private static String name(Definition definition) {
        return definition.cpu().model().orElse(definition.arch().equals("i686") ? "qemu32" : "qemu64");
    }
}
