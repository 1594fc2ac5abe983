package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.FailedException;

import java.util.Optional;

/// A connection that has just been opened.
record Opened(Hypervisor hypervisor, Status.Connected status) {
    /// Read-write, or read-only with the reason where writing is not permitted.
    static Opened by(Opener opener, ConnectionSpec spec) throws FailedException {
        try {
            Hypervisor hypervisor = opener.open(spec, false);
            return new Opened(hypervisor, new Status.Connected(hypervisor.readOnly(), Optional.empty()));
        } catch (FailedException refused) {
            if (!Refusals.notPermitted(refused)) throw refused;
            try {
                return new Opened(opener.open(spec, true), new Status.Connected(true, Optional.of(refused.failure())));
            } catch (FailedException alsoReadOnly) {
                throw refused;
            }
        }
    }
}
