package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.Message;

import java.util.List;
import java.util.Optional;

/// What would be changed in a machine at once, rather than at its next start. Nothing has happened yet.
///
/// @param machine       name of the domain
/// @param assignments   what was asked for
/// @param storedBefore  the stored definition, exactly as libvirt gave it
/// @param storedAfter   as it will be stored; equal to `storedBefore` where only this run is changed
/// @param runningBefore what the machine runs with, or would start with
/// @param runningAfter  what it will run with
/// @param pause         how long the guest will stand still; empty where it will not
/// @param standIns      kernels that are put where virt-install has removed its own, for the time of the resuming
public record LivePlan(String connection, String uuid, String machine, Way way, Until until, List<Assignment> assignments,
                       String storedBefore, String storedAfter, String runningBefore, String runningAfter,
                       List<Message> changes, List<Message> consequences, Optional<Pause> pause, List<String> standIns,
                       List<Plan.Risk> risks, List<Plan.Blocker> blockers) implements Reviewable {
    /// Among the consequences: its guest is paused before and after.
    public static final Message STAYS_PAUSED = Message.of("change.live.stays-paused");

    public LivePlan {
        assignments = List.copyOf(assignments);
        changes = List.copyOf(changes);
        consequences = List.copyOf(consequences);
        standIns = List.copyOf(standIns);
        risks = List.copyOf(risks);
        blockers = List.copyOf(blockers);
    }

    public enum Way {
        /// libvirt changes it in the running machine by calls of its own: no pause.
        CALLS,
        /// Saved to disk, edited there, resumed: the guest goes on where it was.
        SAVE_AND_RESUME,
        /// It is off with a saved state, which is edited; it stays off.
        EDIT_SAVED,
        /// It is off, and is started.
        START,
        /// It runs with these values already; they are only stored.
        STORE
    }

    public enum Until {
        /// Stored as well, until it is changed again.
        CHANGED,
        /// Ends with this run; a reboot of the guest ends it too, by powering off.
        POWER_OFF
    }

    /// An estimate.
    ///
    /// @param mebibytes of memory
    /// @param measured  by an earlier pause in this session rather than taken from experience
    public record Pause(long mebibytes, double seconds, boolean measured) {}

    /// The same, with another text for what is stored.
    LivePlan storing(String text) {
        return new LivePlan(connection, uuid, machine, way, until, assignments, storedBefore, text, runningBefore, runningAfter, changes, consequences, pause, standIns, risks, blockers);
    }

    /// The same, with what else is to be known and what else stands in the way.
    LivePlan with(List<Message> follows, List<Plan.Blocker> blocked) {
        return new LivePlan(connection, uuid, machine, way, until, assignments, storedBefore, storedAfter, runningBefore, runningAfter, changes, follows, pause, standIns, risks, blocked);
    }

    @Override
    public boolean nothingToChange() {
        return storedBefore.equals(storedAfter) && runningBefore.equals(runningAfter) && way != Way.START;
    }

    /// Of the stored definition; of the running one where that alone changes.
    @Override
    public String diff() {
        String stored = Diff.unified(storedBefore, storedAfter, machine);
        return stored.isEmpty() ? Diff.unified(runningBefore, runningAfter, machine) : stored;
    }
}
