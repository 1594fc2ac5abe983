package io.github.virtcompanion.libvirt;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.LiveCall;

/// Starts and ends domains, and changes them while they run.
public interface DomainControl {
    void start(String uuid) throws FailedException;

    /// Starts a machine that is stored nowhere and ends with this connection at the latest.
    /// @return its uuid
    String startTransient(String xml) throws FailedException;

    /// Starts a machine with this definition for one run, and lets it live on without this connection. One that is stored
    /// stays stored as it is: what is given here ends with the run. A managed save image is neither used nor removed.
    /// @return its uuid
    String startOnce(String xml) throws FailedException;

    /// Changes a running machine, without a pause; what is stored stays. Asks QEMU: waits for a hung one.
    void alter(String uuid, LiveCall call) throws FailedException;

    /// Asks the guest to power off.
    void shutdown(String uuid) throws FailedException;

    void reboot(String uuid) throws FailedException;

    void reset(String uuid) throws FailedException;

    /// Pulls the plug.
    void destroy(String uuid) throws FailedException;

    void suspend(String uuid) throws FailedException;

    void resume(String uuid) throws FailedException;
}
