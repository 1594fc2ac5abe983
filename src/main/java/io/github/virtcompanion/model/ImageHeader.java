package io.github.virtcompanion.model;

import java.util.Optional;

/// What the first bytes of an image say of it.
///
/// @param format       `qcow2`, or `raw` where no header of a format that QEMU writes is there
/// @param virtualBytes size of the disk as the guest sees it
/// @param clusterBytes 0 for formats without clusters
/// @param snapshots    internal ones
/// @param backing      the file this one is laid over, as written in the header
/// @param corrupt      QEMU has marked it as corrupt and opens it for reading only
/// @param dirty        it was not closed properly while its reference counts were written lazily
/// @param encrypted    by QEMU itself
public record ImageHeader(String format, long virtualBytes, int clusterBytes, int snapshots, Optional<String> backing, boolean corrupt,
                          boolean dirty, boolean encrypted) {
    public static ImageHeader raw(long bytes) {
        return new ImageHeader("raw", bytes, 0, 0, Optional.empty(), false, false, false);
    }
}
