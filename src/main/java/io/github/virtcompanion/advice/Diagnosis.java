package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.HostFacts;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Virtualization;
import io.github.virtcompanion.model.Virtualization.Verdict;

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
                Witnesses.of(circumstances, row.verdict() == Verdict.KVM_USABLE), row.steps().apply(circumstances), row.number());
    }
}
