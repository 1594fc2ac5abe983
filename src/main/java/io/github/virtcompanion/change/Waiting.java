package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.Machine;

import java.util.List;
import java.util.Optional;

/// What is stored and not yet what a machine's guest has, and whether that could count at once. What takes asking libvirt to
/// know, the review tells.
public final class Waiting {
    private static final String ON_REBOOT = "on_reboot";

    private Waiting() {}

    /// Of a guest that runs, or that is saved and will go on. An installation keeps what it has for itself.
    public static List<Assignment> of(Machine machine) {
        return (installs(machine) ? wanted(machine.pending()) : differing(machine)).stream().map(one -> new Assignment(one.setting(), one.next())).toList();
    }

    /// Why not; empty where nothing waits, too.
    public static Optional<Plan.Blocker> notNow(Machine machine) {
        return differing(machine).stream().filter(one -> one.setting().equals("type")).findFirst().flatMap(type -> LivePlanner.otherType(type.now(), of(machine)));
    }

    /// virt-install and virt-manager install with a definition of their own (virtinst's installer.py: other boot, ends at the first
    /// reboot), and store the one for afterwards: that is to be waited for, not to be applied.
    public static boolean ofInstaller(Machine machine) {
        return installs(machine) && wanted(machine.pending()).isEmpty();
    }

    /// Ending it would end the installation.
    public static boolean installs(Machine machine) {
        return machine.active() && machine.pending().stream().anyMatch(Waiting::boot)
                && machine.pending().stream().anyMatch(one -> one.setting().equals(ON_REBOOT) && one.now().equals("destroy"));
    }

    /// Not what an installation has for itself.
    public static List<Machine.Pending> wanted(List<Machine.Pending> pending) {
        return pending.stream().filter(one -> !boot(one) && !one.setting().equals(ON_REBOOT)).toList();
    }

    private static boolean boot(Machine.Pending one) {
        return one.setting().startsWith("boot.");
    }

    private static List<Machine.Pending> differing(Machine machine) {
        return machine.active() ? machine.pending() : machine.saved();
    }
}
