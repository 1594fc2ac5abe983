package io.github.virtcompanion.model;

import java.util.List;

/// The answer to "why is KVM not in use?".
///
/// @param row   row of the decision table that decided; for bug reports
/// @param steps what to do, in order; empty where there is nothing to do
public record Virtualization(Verdict verdict, Certainty certainty, Message summary, List<Evidence> evidence, List<Step> steps, int row) {
    public Virtualization {
        evidence = List.copyOf(evidence);
        steps = List.copyOf(steps);
    }

    /// @param words   one sentence
    /// @param command the exact command where it is one, for "Copy"; empty otherwise
    public record Step(Message words, String command) {
        public static Step of(Message words) {
            return new Step(words, "");
        }
    }

    public enum Certainty {
        CERTAIN, LIKELY, UNKNOWN;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// The words are those of the JSON.
    public enum Verdict {
        KVM_USABLE, DISABLED_IN_FIRMWARE, NO_CPU_SUPPORT, MODULE_NOT_LOADED, MODULE_BLACKLISTED, NO_PERMISSION,
        QEMU_USER_NO_PERMISSION, NESTED_NOT_OFFERED, OTHER_HYPERVISOR, STALE_DEVICE, CONTAINER, EMULATION_ONLY_ARCH,
        DISTRO_KERNEL, QEMU_WITHOUT_KVM, UNKNOWN;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    public boolean kvmUsable() {
        return verdict == Verdict.KVM_USABLE;
    }
}
