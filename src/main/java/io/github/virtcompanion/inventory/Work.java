package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.FailedException;

/// Something to be done with a connection, on the connection's own thread.
@FunctionalInterface
public interface Work<T> {
    T on(Hypervisor hypervisor) throws FailedException;
}
