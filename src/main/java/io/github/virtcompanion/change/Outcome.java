package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.util.Optional;

/// What became of a plan.
///
/// @param summary one sentence for people
/// @param failure where it did not work
public record Outcome(String machine, Kind kind, Message summary, Optional<Failure> failure) {
    public enum Kind {
        /// Stored; counts from the next start.
        STORED,
        /// Stored; the running domain keeps its present values until power-off.
        PENDING,
        /// There was nothing to change.
        UNCHANGED,
        /// Somebody else changed the definition since the plan was made: make the plan anew.
        MOVED,
        /// Blocked, refused by libvirt, or failed; the stored definition is what it was.
        REFUSED
    }

    public boolean stored() {
        return kind == Kind.STORED || kind == Kind.PENDING;
    }
}
