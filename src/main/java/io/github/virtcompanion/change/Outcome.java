package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.util.Optional;

/// What became of a plan.
///
/// @param summary one sentence for people
/// @param failure where it did not work
/// @param entry   id in the history, where something was stored
public record Outcome(String machine, Kind kind, Message summary, Optional<Failure> failure, Optional<String> entry) {
    public Outcome(String machine, Kind kind, Message summary, Optional<Failure> failure) {
        this(machine, kind, summary, failure, Optional.empty());
    }

    Outcome noted(Optional<String> inHistory) {
        return new Outcome(machine, kind, summary, failure, inHistory);
    }

    public enum Kind {
        /// Stored; counts from the next start.
        STORED,
        /// Stored; the running domain keeps its present values until power-off.
        PENDING,
        /// Stored, and the running domain has it already: it was saved and resumed.
        NOW,
        /// The domain runs with it until it is powered off; the stored definition is what it was.
        THIS_RUN,
        /// There was nothing to change.
        UNCHANGED,
        /// Somebody else changed the definition since the plan was made: make the plan anew.
        MOVED,
        /// Blocked, refused by libvirt, or failed; the stored definition is what it was.
        REFUSED,
        /// The user stopped before its turn came, or before it was saved; it is as it was.
        NOT_TRIED,
        /// Cut off in the middle. The guest's state is saved on the host, and [LiveChanges#unfinished] knows how to go on; or whether it
        /// was stored is not known, and the history tells once libvirt answers.
        UNFINISHED
    }

    public boolean stored() {
        return kind == Kind.STORED || kind == Kind.PENDING || kind == Kind.NOW;
    }

    /// All that was planned is done, if there was anything to do.
    public boolean done() {
        return stored() || kind == Kind.THIS_RUN || kind == Kind.UNCHANGED;
    }
}
