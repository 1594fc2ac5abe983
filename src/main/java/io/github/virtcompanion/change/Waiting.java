package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.Machine;

import java.util.List;
import java.util.Optional;

/// What is stored and not yet what a machine's guest has, and whether that could count at once. What takes asking libvirt to
/// know, the review tells.
public final class Waiting {
    private Waiting() {}

    /// Of a guest that runs, or that is saved and will go on.
    public static List<Assignment> of(Machine machine) {
        return differing(machine).stream().map(one -> new Assignment(one.setting(), one.next())).toList();
    }

    /// Why not; empty where nothing waits, too.
    public static Optional<Plan.Blocker> notNow(Machine machine) {
        return differing(machine).stream().filter(one -> one.setting().equals("type")).findFirst().flatMap(type -> LivePlanner.otherType(type.now(), of(machine)));
    }

    private static List<Machine.Pending> differing(Machine machine) {
        return machine.active() ? machine.pending() : machine.saved();
    }
}
