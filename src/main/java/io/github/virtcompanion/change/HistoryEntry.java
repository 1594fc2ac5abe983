package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Edits;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One change, with both definitions in full, passwords included: the files are private.
///
/// @param id          sorts by time; unique
/// @param connection  URI
/// @param assignments what was set; empty where the XML was edited by hand
/// @param before      the stored definition before, exactly as libvirt gave it; empty where there was none. Of [Plan.Kind#THIS_RUN]
///                    the same as `after`
/// @param after       as libvirt gave it back afterwards; for [State#INTENDED], what was going to be defined; empty where there is none any more
/// @param undoes      id of the entry that this one took back, brought back, or finished
/// @param author      who did it, through what, and why
/// @param said        libvirt's words where it refused, or [#CROSSED]; else empty
public record HistoryEntry(String id, String connection, String uuid, String machine, Instant at, Plan.Kind kind, State state,
                           List<Assignment> assignments, String before, String after, Optional<String> undoes, Author author, String said) {
    public HistoryEntry {
        assignments = List.copyOf(assignments);
    }

    static final String CROSSED = "crossed";

    public enum State {
        /// Written before libvirt heard of it. Where it stays so, the program was cut off in between: either may be stored.
        INTENDED,
        STORED,
        /// The machine has started and run with it.
        PROVEN,
        /// libvirt refused it: nothing has changed.
        REFUSED,
        /// The program was killed before libvirt had it: nothing has changed, and it can still be finished.
        CUT_OFF;

        /// What the definition has, or may have.
        public boolean happened() {
            return this == INTENDED || this == STORED || this == PROVEN;
        }
    }

    /// Unified diff, passwords blanked. For one run: of what is stored, and that with what was set.
    public String diff() {
        return Diff.unified(before, kind == Plan.Kind.THIS_RUN ? asRun() : after, machine);
    }

    private String asRun() {
        try {
            return Edits.apply(before, assignments).text();
        } catch (FailedException e) {
            return after;
        }
    }

    /// What was set, passwords blanked.
    public List<String> settings() {
        return assignments.stream().map(assignment -> Secrets.blank(assignment.toString())).toList();
    }

    /// What became different, in the catalogue's words; both definitions are read for it. Empty where there is one only, and where
    /// only the difference can tell.
    public List<Message> changed() {
        if (before.isEmpty() || after.isEmpty()) return List.of();
        try {
            return Changed.between(before, after, kind).stream().filter(told -> !told.equals(Changed.IN_THE_DIFFERENCE)).toList();
        } catch (FailedException e) {
            // What cannot be read as a definition has its difference.
            return List.of();
        }
    }

    /// What a running guest may take back: hand-edited XML and a switch of the type are for the next start.
    public boolean settingsAlone() {
        return kind == Plan.Kind.SETTINGS && !assignments.isEmpty();
    }

    HistoryEntry with(State newState, String readBack) {
        return new HistoryEntry(id, connection, uuid, machine, at, kind, newState, assignments, before, readBack, undoes, author, said);
    }

    /// The same change, of another definition.
    HistoryEntry on(String otherBefore, String otherAfter) {
        return new HistoryEntry(id, connection, uuid, machine, at, kind, state, assignments, otherBefore, otherAfter, undoes, author, said);
    }

    HistoryEntry called(String otherId) {
        return new HistoryEntry(otherId, connection, uuid, machine, at, kind, state, assignments, before, after, undoes, author, said);
    }

    HistoryEntry refused(String words) {
        return new HistoryEntry(id, connection, uuid, machine, at, kind, State.REFUSED, assignments, before, after, undoes, author, words);
    }

    HistoryEntry saying(String words) {
        return new HistoryEntry(id, connection, uuid, machine, at, kind, state, assignments, before, after, undoes, author, words);
    }

    /// It has overwritten what another program stored at the same moment, and what that was is not known.
    public boolean crossed() {
        return said.equals(CROSSED);
    }
}
