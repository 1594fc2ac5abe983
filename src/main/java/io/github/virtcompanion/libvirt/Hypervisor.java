package io.github.virtcompanion.libvirt;

import io.github.virtcompanion.model.FailedException;

/// One open libvirt connection, in records and strings. Who needs a part of it takes that.
///
/// All calls block and belong on the connection's own platform thread: libvirt keeps the last error per OS thread, and a
/// hung host must hold up nothing else. A [FailedException] says what happened, with libvirt's own words in the details;
/// the code that libvirt gave is in [LibvirtFailure].
public interface Hypervisor extends HostInfo, DomainReader, DomainMeter, DomainStore, DomainControl, ManagedSave, ImageStore, EventSource, AutoCloseable {
    String uri();

    boolean readOnly();

    /// Waits for a call that is under way on another thread. May be called twice; every later call fails.
    @Override
    void close();
}
