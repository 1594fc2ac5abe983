package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Assignment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One change, with both definitions in full, passwords included: the files are private.
///
/// @param id          sorts by time; unique
/// @param connection  URI
/// @param assignments what was set; empty where the XML was edited by hand
/// @param before      the stored definition before, exactly as libvirt gave it
/// @param after       as libvirt gave it back afterwards; for [State#INTENDED], what was going to be defined
/// @param undoes      id of the entry that this one took back
public record HistoryEntry(String id, String connection, String uuid, String machine, Instant at, Plan.Kind kind, State state,
                           List<Assignment> assignments, String before, String after, Optional<String> undoes) {
    public HistoryEntry {
        assignments = List.copyOf(assignments);
    }

    public enum State {
        /// Written before libvirt heard of it. Where it stays so, the program was cut off in between: either may be stored.
        INTENDED,
        STORED,
        /// The machine has started and run with it.
        PROVEN
    }

    /// Unified diff, passwords blanked.
    public String diff() {
        return Diff.unified(before, after, machine);
    }

    HistoryEntry with(State newState, String readBack) {
        return new HistoryEntry(id, connection, uuid, machine, at, kind, newState, assignments, before, readBack, undoes);
    }
}
