package io.github.virtcompanion.change;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which entries of a machine stand, and which were taken back: an undo that was itself taken back counts for nothing.
///
/// @param entries   newest first
/// @param takenBack ids
public record Undone(List<HistoryEntry> entries, Set<String> takenBack) {
    /// @param entries of one machine, newest first
    public static Undone of(List<HistoryEntry> entries) {
        Set<String> takenBack = new HashSet<>();
        for (HistoryEntry entry : entries)
            if (entry.state().happened() && !takenBack.contains(entry.id())) entry.undoes().ifPresent(takenBack::add);
        return new Undone(List.copyOf(entries), Set.copyOf(takenBack));
    }

    Optional<HistoryEntry> undoable() {
        return entries.stream().filter(entry -> entry.kind().own() || finishes(entry)).filter(this::stands).findFirst();
    }

    /// A new change ends what could be redone, as in any editor.
    Optional<HistoryEntry> redoable() {
        for (HistoryEntry entry : entries) {
            if (entry.state() == HistoryEntry.State.CUT_OFF && entry.kind() != Plan.Kind.THIS_RUN && !takenBack.contains(entry.id())) return Optional.of(entry);
            if (!stands(entry)) continue;
            if (entry.kind() == Plan.Kind.UNDO) return Optional.of(entry);
            if (entry.kind().own()) return Optional.empty();
        }
        return Optional.empty();
    }

    /// It happened, and nobody took it back through this program.
    public boolean stands(HistoryEntry entry) {
        return entry.state().happened() && !takenBack.contains(entry.id());
    }

    /// A redo that finished what was cut off is a change of its own; one that took an undo back is not.
    private boolean finishes(HistoryEntry entry) {
        return entry.kind() == Plan.Kind.REDO && entry.undoes().flatMap(id -> entries.stream().filter(other -> other.id().equals(id)).findFirst())
                .filter(other -> other.state() == HistoryEntry.State.CUT_OFF).isPresent();
    }
}
