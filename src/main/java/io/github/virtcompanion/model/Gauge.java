package io.github.virtcompanion.model;

/// What can be measured of a running machine beyond its CPU time.
public enum Gauge {
    /// What its guest uses of its memory. Asks QEMU.
    MEMORY,
    /// Bytes, requests and flushes of its disks. Asks QEMU.
    DISK,
    /// Bytes of its network devices. Read by libvirt itself.
    NETWORK;

    /// A guest that does not answer its monitor holds up the answer for ever.
    public boolean asksGuest() {
        return this != NETWORK;
    }
}
