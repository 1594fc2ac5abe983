package io.github.virtcompanion.model;

import java.util.List;

/// What a finding offers to do.
public sealed interface Proposal {
    /// Switch the domain's type, and the CPU with it. @param to `kvm` or `qemu`
    record Switch(String to) implements Proposal {}

    /// Set these.
    record Change(List<Assignment> assignments) implements Proposal {
        public Change {
            assignments = List.copyOf(assignments);
        }
    }

    /// Something only the user can do: firmware, packages, groups. The steps are in the verdict.
    record ShowVirtualization() implements Proposal {}

    /// Nothing to do but to know.
    record None() implements Proposal {}
}
