package io.github.virtcompanion.model;

/// Raw counters of one disk since its machine was started or resumed. -1 where not told.
///
/// @param target          the name inside the guest: `vda`
/// @param writeNanos      time that all writes took together; those under way at the same time each count
/// @param flushNanos      the same of flushes
/// @param capacityBytes   size as the guest sees it
/// @param allocationBytes what the image takes, as far as libvirt knows it
public record DiskUsage(String target, long readBytes, long reads, long writtenBytes, long writes, long writeNanos, long flushes, long flushNanos,
                        long capacityBytes, long allocationBytes) {}
