package io.github.virtcompanion.model;

/// One block device of those that lie under an image, as the kernel names it.
///
/// @param name   `dm-0`, `md0`, `sda1`, `sda`
/// @param detail what tells more of it: `data-vm` for a logical volume, `raid1` for an array, `LUKS2` for an encrypted one;
///               the file behind a loop device; empty otherwise
public record BlockLayer(String name, Kind kind, String detail) {
    public enum Kind {
        DISK, PARTITION, RAID, LVM, CRYPT, MULTIPATH, MAPPED, LOOP, NETWORK;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
