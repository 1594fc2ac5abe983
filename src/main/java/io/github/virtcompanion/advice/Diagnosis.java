package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.HostFacts;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Virtualization;
import io.github.virtcompanion.model.Virtualization.Certainty;
import io.github.virtcompanion.model.Virtualization.Verdict;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Why KVM is or is not in use on a host: all evidence weighed by a table of rows.
///
/// What works beats every flag, and flags beat nothing but silence: kernels clear `vmx` and `svm` when the firmware has
/// switched them off, so their absence alone never means that the processor cannot.
public final class Diagnosis {
    private Diagnosis() {}

    /// Pure; never fails, whatever is unknown.
    public static Virtualization judge(HostFacts facts, LibvirtView libvirt) {
        Circumstances circumstances = new Circumstances(facts, libvirt);
        DecisionTable.Row row = DecisionTable.ROWS.stream().filter(candidate -> candidate.when().test(circumstances)).findFirst().orElseThrow();
        return new Virtualization(row.verdict(), row.certainty().apply(circumstances), row.summary().apply(circumstances),
                Witnesses.of(circumstances), row.steps().apply(circumstances), row.number());
    }

    /// The verdict for one domain: emulation is the only way where its architecture is not the host's (row 32), and needless
    /// where KVM is usable and its type is still `qemu` (row 33).
    public static Virtualization judge(Virtualization host, HostFacts facts, Definition domain) {
        Optional<String> arch = facts.cpu().toOptional().map(cpu -> cpu.arch());
        if (arch.isPresent() && !domain.arch().isEmpty() && !runsNatively(arch.get(), domain.arch())) {
            Message summary = Message.of("diagnosis.row.32", domain.arch(), arch.get());
            return new Virtualization(Verdict.EMULATION_ONLY_ARCH, Certainty.CERTAIN, summary,
                    List.of(Evidence.quoted(Message.of("diagnosis.what.arch"), domain.arch(), domain.name())), List.of(), 32);
        }
        if (!host.kvmUsable() || !domain.emulated()) return host;
        return new Virtualization(Verdict.KVM_USABLE, host.certainty(), Message.of("diagnosis.row.33"), host.evidence(), host.steps(), 33);
    }

    /// x86_64 runs i686 natively, other 64-bit architectures their 32-bit kin where libvirt offers it.
    public static boolean runsNatively(String host, String domain) {
        return host.equals(domain) || host.equals("x86_64") && Set.of("i686", "i586", "i486", "i386").contains(domain)
                || host.equals("aarch64") && domain.equals("armv7l") || host.startsWith("ppc64") && domain.startsWith("ppc64");
    }
}
