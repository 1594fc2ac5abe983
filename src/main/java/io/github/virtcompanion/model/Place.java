package io.github.virtcompanion.model;

import java.util.List;

/// Where a disk image lies.
///
/// @param path       of the image
/// @param mountPoint the mount it was found under
/// @param fileSystem `btrfs`, `ext4`, …
/// @param device     the mount's source: `/dev/md0`, `/dev/mapper/vg-data`
/// @param disks      block devices underneath, top first: md0, sda, sdb
/// @param rotational whether any disk at the bottom spins
/// @param noCow      the image has +C (btrfs): no checksums, no compression, no copy-on-write
/// @param raid       the md array underneath, where there is one: `md0 raid0`
public record Place(String path, String mountPoint, String fileSystem, String device, List<String> disks, Fact<Boolean> rotational,
                    Fact<Boolean> noCow, Fact<String> raid) {
    public Place {
        disks = List.copyOf(disks);
    }

    public boolean copyOnWrite() {
        return fileSystem.equals("btrfs") || fileSystem.equals("zfs") || fileSystem.equals("bcachefs");
    }
}
