package io.github.virtcompanion.libvirt;

import io.github.virtcompanion.model.DomainEvent;
import io.github.virtcompanion.model.FailedException;

import java.util.function.Consumer;

/// Tells what happens without being asked.
public interface EventSource {
    /// Called for every event, on libvirt's event thread: hand over and return at once.
    void onEvent(Consumer<DomainEvent> listener) throws FailedException;

    /// That listener is called no more.
    void forget(Consumer<DomainEvent> listener);

    /// Returns when the listeners have been told of everything that happened before the last answer of this connection.
    void awaitEvents();

    /// Called when a storage pool comes, goes or changes, on libvirt's event thread: hand over and return at once.
    void onPools(Runnable listener) throws FailedException;

    /// Called once if the connection breaks (the daemon ended, or a hung host missed its keepalives), on the thread that
    /// noticed it, which may be one inside another call of this connection: hand over and return at once, and never call
    /// [#close] from it. Never called for drivers inside this process.
    void onClosed(Runnable listener) throws FailedException;
}
