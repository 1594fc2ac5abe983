package io.github.virtcompanion.model;

import java.util.List;
import java.util.regex.Pattern;

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
/// @param compressed the file system compresses it
/// @param options    as mounted, of those that matter here: `soft`, `compress=zstd`
public record Place(String path, String mountPoint, String fileSystem, String device, List<String> disks, Fact<Boolean> rotational,
                    Fact<Boolean> noCow, Fact<String> raid, Fact<Boolean> compressed, List<String> options) {
    private static final Pattern NETWORK = Pattern.compile("nfs.*|cifs|smb.*|9p|afs|ceph|glusterfs|lustre|fuse.*|autofs|coda|ncpfs");

    public Place {
        disks = List.copyOf(disks);
        options = List.copyOf(options);
    }

    /// Where nobody asked for compression and options.
    public Place(String path, String mountPoint, String fileSystem, String device, List<String> disks, Fact<Boolean> rotational,
                 Fact<Boolean> noCow, Fact<String> raid) {
        this(path, mountPoint, fileSystem, device, disks, rotational, noCow, raid, Fact.unknown("model.place.not-looked-up", path), List.of());
    }

    /// Its data cross a network on their way to the disk, or a program on theirs to the kernel.
    public boolean network() {
        return NETWORK.matcher(fileSystem).matches();
    }

    /// Nothing on it survives a power cut.
    public boolean inMemory() {
        return fileSystem.equals("tmpfs") || fileSystem.equals("ramfs");
    }

    public boolean copyOnWrite() {
        return fileSystem.equals("btrfs") || fileSystem.equals("zfs") || fileSystem.equals("bcachefs");
    }
}
