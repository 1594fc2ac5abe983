package io.github.virtcompanion.ui;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.FailedException;

import java.util.List;
import java.util.Locale;

/// What virt-manager's toolbar does to a machine, and when it can.
enum Lifecycle {
    RUN, PAUSE, RESUME, SHUT_DOWN, REBOOT, RESET, FORCE_OFF, SAVE;

    /// In "Shut down ▾", in virt-manager's order.
    static final List<Lifecycle> ENDINGS = List.of(REBOOT, SHUT_DOWN, RESET, FORCE_OFF, SAVE);

    boolean possible(DomainState shown) {
        return switch (this) {
            case RUN -> !shown.active();
            case PAUSE -> shown == DomainState.RUNNING || shown == DomainState.BLOCKED;
            case RESUME -> shown == DomainState.PAUSED;
            case SHUT_DOWN, REBOOT -> shown == DomainState.RUNNING || shown == DomainState.BLOCKED;
            case RESET, FORCE_OFF -> shown.active();
            case SAVE -> shown == DomainState.RUNNING || shown == DomainState.BLOCKED || shown == DomainState.PAUSED;
        };
    }

    /// Work in the guest may be lost: asked about first, as virt-manager does.
    boolean harsh() {
        return this == FORCE_OFF || this == RESET;
    }

    void on(Hypervisor hypervisor, String uuid) throws FailedException {
        switch (this) {
            case RUN -> hypervisor.start(uuid);
            case PAUSE -> hypervisor.suspend(uuid);
            case RESUME -> hypervisor.resume(uuid);
            case SHUT_DOWN -> hypervisor.shutdown(uuid);
            case REBOOT -> hypervisor.reboot(uuid);
            case RESET -> hypervisor.reset(uuid);
            case FORCE_OFF -> hypervisor.destroy(uuid);
            case SAVE -> hypervisor.managedSave(uuid);
        }
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
