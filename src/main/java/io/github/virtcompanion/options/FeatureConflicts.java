package io.github.virtcompanion.options;

import java.util.List;
import java.util.stream.Stream;

import static io.github.virtcompanion.options.ConflictRule.found;
import static io.github.virtcompanion.options.ConflictRule.refused;

/// Of Hyper-V's enlightenments, and of what only KVM or only QEMU alone has.
final class FeatureConflicts {
    private static final List<ConflictRule<Chosen>> ENLIGHTENMENTS = List.of(needs("synic", "vpindex"), needs("stimer", "synic"), needs("stimer.direct", "stimer"), needs("tlbflush", "vpindex"),
            needs("ipi", "vpindex"), needs("evmcs", "vapic"), needs("tlbflush.direct", "tlbflush"), needs("tlbflush.direct", "vapic"), needs("tlbflush.extended", "tlbflush"));
    private static final List<ConflictRule<Chosen>> RULES = List.of(
            refused("stimer-clock", machine -> machine.is("hyperv.stimer", "on") && !machine.is("clock.hypervclock", "yes")),
            refused("pvspinlock-qemu", machine -> machine.is("type", "qemu") && machine.is("features.pvspinlock", "on")),
            refused("tcg-kvm", machine -> machine.is("type", "kvm") && machine.set("features.tcg.tb-cache")));

    private FeatureConflicts() {}

    static Stream<Conflict> in(Chosen machine) {
        return Stream.concat(found(machine, ENLIGHTENMENTS), found(machine, RULES));
    }

    private static ConflictRule<Chosen> needs(String one, String other) {
        return refused("hyperv-needs", machine -> !machine.is("hyperv.mode", "passthrough") && machine.is("hyperv." + one, "on") && !machine.is("hyperv." + other, "on"),
                _ -> List.of("hyperv." + one, "hyperv." + other));
    }
}
