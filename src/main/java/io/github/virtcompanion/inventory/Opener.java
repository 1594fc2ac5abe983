package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.FailedException;

/// Opens what a [ConnectionSpec] names; the demo host has its own URI.
@FunctionalInterface
public interface Opener {
    Hypervisor open(ConnectionSpec spec, boolean readOnly) throws FailedException;
}
