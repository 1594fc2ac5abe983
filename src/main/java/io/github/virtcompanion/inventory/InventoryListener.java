package io.github.virtcompanion.inventory;

import io.github.virtcompanion.model.Machine;

/// Told of every change, on the inventory's threads: hand over and return at once.
public interface InventoryListener {
    /// A connection came, went, or its status, host or advice changed.
    default void connectionChanged(Connection connection) {}

    /// A machine is new, or anything of it changed, its advice included.
    default void machineChanged(Connection connection, Machine machine) {}

    default void machineGone(Connection connection, String uuid) {}

    /// The CPU histories of the connection's running machines have a new sample.
    default void usageChanged(Connection connection) {}
}
