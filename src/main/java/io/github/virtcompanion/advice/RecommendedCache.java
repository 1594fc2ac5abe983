package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Place;

/// The cache mode for everyday use of a disk.
public final class RecommendedCache {
    private RecommendedCache() {}

    /// @param guestNeverFlushes only a mode that flushes after every write keeps such a guest's data safe
    public static CacheMode of(Disk disk, Fact<Place> place, boolean guestNeverFlushes) {
        boolean block = disk.sourceType().equals("block");
        if (guestNeverFlushes) return block ? CacheMode.DIRECTSYNC : CacheMode.WRITETHROUGH;
        // Two hosts must see the same bytes; libvirt forces it as well (qemuDomainPrepareDiskCachemode).
        if (disk.shareable()) return CacheMode.NONE;
        // QEMU trusts discard and write-zeroes on block devices only without the page cache (file-posix.c).
        if (block) return CacheMode.NONE;
        // NFS keeps clients coherent only without their page caches.
        if (place.toOptional().filter(known -> known.fileSystem().startsWith("nfs")).isPresent()) return CacheMode.NONE;
        // Safe for every guest that flushes; needs no O_DIRECT, which btrfs, zfs and others have in name only or not at all.
        return CacheMode.WRITEBACK;
    }
}
