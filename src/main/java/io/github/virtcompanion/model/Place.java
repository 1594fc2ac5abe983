package io.github.virtcompanion.model;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
/// @param btrfs      how it spreads its data; unknown for others
/// @param version    of the file system's driver where it is no part of the kernel: zfs
public record Place(String path, String mountPoint, String fileSystem, String device, List<String> disks, Fact<Boolean> rotational,
                    Fact<Boolean> noCow, Fact<String> raid, Fact<Boolean> compressed, List<String> options,
                    Fact<Btrfs> btrfs, Fact<String> version) {
    private static final Pattern NETWORK = Pattern.compile("nfs.*|cifs|smb.*|9p|afs|ceph|glusterfs|lustre|fuse.*|autofs|coda|ncpfs");

    public Place {
        disks = List.copyOf(disks);
        options = List.copyOf(options);
    }

    /// Where nobody asked for these two.
    public Place(String path, String mountPoint, String fileSystem, String device, List<String> disks, Fact<Boolean> rotational,
                 Fact<Boolean> noCow, Fact<String> raid, Fact<Boolean> compressed, List<String> options) {
        this(path, mountPoint, fileSystem, device, disks, rotational, noCow, raid, compressed, options,
                Fact.unknown("model.place.not-looked-up", path), Fact.unknown("model.place.not-looked-up", path));
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

    /// How a btrfs spreads its data over its devices.
    ///
    /// @param profiles `single`, `raid0`, `raid1`, `dup`, …: two while it is being converted
    /// @param devices  that belong to it
    public record Btrfs(Set<String> profiles, int devices) {
        private static final Set<String> NO_COPIES = Set.of("single", "raid0");

        public Btrfs {
            profiles = Set.copyOf(profiles);
        }

        /// Everything is written twice, or with parity.
        public boolean copies() {
            return !NO_COPIES.containsAll(profiles);
        }

        /// Losing one of its devices loses data.
        public boolean noRedundancy() {
            return devices > 1 && !profiles.isEmpty() && NO_COPIES.containsAll(profiles);
        }

        /// `raid1`, as btrfs itself writes it.
        public String name() {
            return String.join(" + ", new TreeSet<>(profiles));
        }
    }

    public boolean copyOnWrite() {
        return fileSystem.equals("btrfs") || fileSystem.equals("zfs") || fileSystem.equals("bcachefs");
    }
}
