package io.github.virtcompanion.model;

import java.util.List;

/// What the disks of a running machine had written by one moment.
///
/// @param millis since 1970
/// @param modes  the cache modes it runs with, as said: `writeback`, `none, unsafe`
public record DiskLook(long millis, String modes, List<DiskUsage> disks) {
    public DiskLook {
        disks = List.copyOf(disks);
    }
}
