package io.github.virtcompanion.model;

import java.util.Arrays;
import java.util.Optional;

/// QEMU's disk cache modes under libvirt's names (`driver/@cache`).
/// The three switches are QEMU's own: `qemu-options.hx`, table under `-drive cache=`.
public enum CacheMode {
    /// No attribute. QEMU then uses writeback (since 1.2); libvirt forces none on a writable shareable disk.
    DEFAULT(true, false, false),
    NONE(true, true, false),
    WRITETHROUGH(false, false, false),
    WRITEBACK(true, false, false),
    DIRECTSYNC(false, true, false),
    UNSAFE(true, false, true);

    private final boolean guestSeesCache;
    private final boolean direct;
    private final boolean noFlush;

    CacheMode(boolean guestSeesCache, boolean direct, boolean noFlush) {
        this.guestSeesCache = guestSeesCache;
        this.direct = direct;
        this.noFlush = noFlush;
    }

    /// The guest is told that the disk has a write cache, and so sends flushes. Without it QEMU flushes after every write.
    public boolean guestSeesCache() {
        return guestSeesCache;
    }

    /// The host's page cache is bypassed (O_DIRECT).
    public boolean direct() {
        return direct;
    }

    /// Flushes are dropped: a crash of the host may destroy the image.
    public boolean noFlush() {
        return noFlush;
    }

    /// libvirt's word; "default" for [#DEFAULT].
    public String libvirtName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    public static Optional<CacheMode> of(String libvirtName) {
        return Arrays.stream(values()).filter(mode -> mode.libvirtName().equals(libvirtName)).findFirst();
    }
}
