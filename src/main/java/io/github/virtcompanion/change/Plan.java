package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.Message;

import java.util.List;

/// What would be changed in one domain, and what follows from it. Nothing has happened yet.
///
/// @param machine      name of the domain
/// @param assignments  every setting that gets a new value, including those that must go along
/// @param before       the definition the plan was made on, exactly as libvirt gave it
/// @param after        the definition that will be defined; equal to `before` when there is nothing to change
/// @param changes      in words what changes: "Type: QEMU emulated → KVM"
/// @param consequences what goes along and what to know
/// @param blockers     why it cannot be applied now, each with the way out; empty when it can
public record Plan(String connection, String uuid, String machine, Kind kind, List<Assignment> assignments, String before, String after,
                   List<Message> changes, List<Message> consequences, When when, List<Risk> risks, List<Blocker> blockers) implements Reviewable {
    public Plan {
        assignments = List.copyOf(assignments);
        changes = List.copyOf(changes);
        consequences = List.copyOf(consequences);
        risks = List.copyOf(risks);
        blockers = List.copyOf(blockers);
    }

    public enum Kind {
        SETTINGS,
        SWITCH,
        /// Takes another change back.
        UNDO,
        /// Takes an undo back, or finishes what was cut off.
        REDO,
        /// Back to the definition of an earlier moment, or a machine back that is no longer defined.
        RESTORE,
        XML,
        /// In the history only: for one run of the machine. What is stored did not change by it.
        THIS_RUN,
        /// In the history only: another program changed the definition.
        OUTSIDE,
        /// In the history only: another program removed the definition.
        UNDEFINED;

        /// Changes of their own: what undo and redo are about.
        public boolean own() {
            return this == SETTINGS || this == SWITCH || this == XML || this == RESTORE;
        }
    }

    public enum When {
        /// Nothing of it is the machine's own: a title, the start with the host.
        AT_ONCE,
        /// The domain is off: the new definition counts from its next start, whenever that is.
        AT_START,
        /// The domain runs: it keeps its present values until it has been powered off; a reboot is not enough.
        AFTER_POWER_OFF
    }

    /// @param dataLoss data can be lost: shown in red, and consent is asked for
    public record Risk(Message words, boolean dataLoss) {}

    public record Blocker(Message reason, Message wayOut) {
        static final String LOOK_AT_HOST = "change.block.kvm.next";

        /// The way out begins with what is told of the host's virtualization.
        public boolean ofHost() {
            return wayOut.key().equals(LOOK_AT_HOST);
        }
    }

    /// The same change of another definition.
    Plan on(String otherBefore, String otherAfter) {
        return new Plan(connection, uuid, machine, kind, assignments, otherBefore, otherAfter, changes, consequences, when, risks, blockers);
    }

    @Override
    public boolean nothingToChange() {
        return before.equals(after);
    }

    @Override
    public String diff() {
        return Diff.unified(before, after, machine);
    }
}
