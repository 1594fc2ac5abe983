package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Place;

import java.util.Set;

/// The cache mode to choose for a disk, by what it lies on and what it is for.
public final class RecommendedCache {
    /// Without O_DIRECT in their source (linux fs/), or with trouble when it is used: see [DirectAdvice].
    private static final Set<String> BUFFERED_ONLY = Set.of("ecryptfs", "ramfs", "squashfs", "ubifs", "cifs", "smb3", "bcachefs");

    private RecommendedCache() {}

    public enum Purpose {
        /// A system is being installed, and its owner accepts to do it again after a power cut.
        INSTALLATION,
        /// Everyday use on a computer with other work.
        DESKTOP,
        /// Runs for months beside others, or is moved between hosts.
        SERVER
    }

    /// @param reason one sentence
    public record Recommendation(CacheMode mode, Message reason) {}

    /// @param guestNeverFlushes only a mode that flushes after every write keeps such a guest's data safe
    public static CacheMode of(Disk disk, Fact<Place> place, boolean guestNeverFlushes) {
        return of(disk, place, Fact.unknown("model.place.not-looked-up", disk.target()), Purpose.DESKTOP, guestNeverFlushes).mode();
    }

    /// @param direct O_DIRECT works where the image lies
    public static Recommendation of(Disk disk, Fact<Place> place, Fact<Boolean> direct, Purpose purpose, boolean guestNeverFlushes) {
        boolean block = disk.sourceType().equals("block");
        // Two hosts must see the same bytes; libvirt forces it as well (qemuDomainPrepareDiskCachemode).
        if (disk.shareable() && !guestNeverFlushes) return choose(CacheMode.NONE, "shareable");
        if (purpose == Purpose.INSTALLATION) return choose(CacheMode.UNSAFE, "installation");
        if (guestNeverFlushes) return block ? choose(CacheMode.DIRECTSYNC, "never-flushes") : choose(CacheMode.WRITETHROUGH, "never-flushes");
        // QEMU trusts discard and write-zeroes on block devices only without the page cache (file-posix.c).
        if (block) return choose(CacheMode.NONE, "block");
        if (direct.toOptional().filter(works -> !works).isPresent()) return choose(CacheMode.WRITEBACK, "no-direct");
        if (!(place instanceof Fact.Known<Place>(Place known, String _))) return choose(CacheMode.WRITEBACK, "usual");
        String type = known.fileSystem();
        if (known.inMemory()) return type.equals("ramfs") ? choose(CacheMode.WRITEBACK, "no-direct") : choose(CacheMode.UNSAFE, "memory");
        if (BUFFERED_ONLY.contains(type) || type.startsWith("fuse")) return choose(CacheMode.WRITEBACK, "buffered-only");
        // NFS keeps clients coherent only without their page caches.
        if (type.startsWith("nfs")) return choose(CacheMode.NONE, "nfs");
        if (type.equals("zfs")) return choose(CacheMode.WRITEBACK, "cow");
        boolean checksums = type.equals("btrfs") && !known.noCow().toOptional().orElse(false);
        if (checksums) return choose(CacheMode.WRITEBACK, "cow");
        if (type.equals("btrfs") && known.btrfs().toOptional().filter(Place.Btrfs::copies).isPresent()) return choose(CacheMode.WRITEBACK, "copies");
        // Safe for every guest that flushes, and the host's free memory speeds it up.
        return purpose == Purpose.SERVER ? choose(CacheMode.NONE, "server") : choose(CacheMode.WRITEBACK, "usual");
    }

    private static Recommendation choose(CacheMode mode, String why) {
        return new Recommendation(mode, Message.of("advice.recommended." + why));
    }
}
