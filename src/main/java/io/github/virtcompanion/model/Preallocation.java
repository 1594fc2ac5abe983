package io.github.virtcompanion.model;

/// How much of an image's space was set aside before anything was written to it, as `qemu-img create -o preallocation=` has it.
///
/// No header tells; the file's length and what it takes of the disk do. An image that has filled up since, and one that was
/// set aside whole, look alike and are alike: neither can run out of space.
public enum Preallocation {
    /// It grows as it is written; a raw file with holes.
    OFF,
    /// qcow2: the map of all clusters is laid out, their space is not.
    METADATA,
    /// All its space is set aside (`falloc`, `full`) or written.
    FULL;

    /// A new qcow2 has a header, two clusters of reference counts and a map before any data (QEMU, block/qcow2.c).
    private static final int CLUSTERS_BEFORE_DATA = 4;

    /// @param length         of the file, as `ls` shows it
    /// @param allocatedBytes what it takes of the file system
    public static Preallocation of(ImageHeader header, long length, long allocatedBytes) {
        long data = length - (long) CLUSTERS_BEFORE_DATA * header.clusterBytes();
        if (header.virtualBytes() == 0 || data < header.virtualBytes()) return OFF;
        if (allocatedBytes >= header.virtualBytes()) return FULL;
        return header.clusterBytes() == 0 ? OFF : METADATA;
    }

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
