package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Assignment;

import java.util.List;
import java.util.Optional;

/// A save-and-resume as it is written down before each of its steps.
///
/// @param imageBefore the saved image's definition before it was edited; empty until it has been read
/// @param staysSaved  it was off with a saved state, and stays so: only what it will go on with changes
/// @param standIns    kernels to be there for the time of the resuming
/// @param history     id of the entry for the stored definition, or for this run; empty where there is none
record Underway(String connection, String uuid, String machine, Phase phase, LivePlan.Until until, List<Assignment> assignments,
                String storedBefore, String storedAfter, Optional<String> imageBefore, Optional<String> history, long memoryKiB, boolean staysSaved, List<String> standIns) {
    Underway {
        assignments = List.copyOf(assignments);
        standIns = List.copyOf(standIns);
    }

    Underway(String connection, String uuid, String machine, Phase phase, LivePlan.Until until, List<Assignment> assignments,
             String storedBefore, String storedAfter, Optional<String> imageBefore, Optional<String> history, long memoryKiB) {
        this(connection, uuid, machine, phase, until, assignments, storedBefore, storedAfter, imageBefore, history, memoryKiB, false, List.of());
    }

    enum Phase {
        /// libvirt is asked to save the guest.
        SAVING,
        /// It is saved; the image and the stored definition get their new values.
        EDITING,
        /// Both have them; libvirt is asked to resume the guest.
        RESUMING,
        /// The old values are put back, and the guest is resumed with them.
        PUTTING_BACK
    }

    Underway at(Phase next) {
        return new Underway(connection, uuid, machine, next, until, assignments, storedBefore, storedAfter, imageBefore, history, memoryKiB, staysSaved, standIns);
    }

    Underway withImage(String xml) {
        return new Underway(connection, uuid, machine, phase, until, assignments, storedBefore, storedAfter, imageBefore.or(() -> Optional.of(xml)), history, memoryKiB, staysSaved, standIns);
    }

    /// @param entry of the history; none where nothing came of it
    Underway noted(Optional<String> entry) {
        return new Underway(connection, uuid, machine, phase, until, assignments, storedBefore, storedAfter, imageBefore, entry, memoryKiB, staysSaved, standIns);
    }

    boolean storesToo() {
        return !storedBefore.equals(storedAfter);
    }
}
