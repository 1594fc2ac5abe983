package io.github.virtcompanion.model;

/// What a running machine does to its disks, all together, averaged over a while.
///
/// @param writtenBytes  a second
/// @param writes        a second
/// @param flushes       a second
/// @param flushMillis   time that one flush takes
/// @param flushing      percent of the time in which at least one flush is under way, as far as its counters tell
/// @param seconds       over which it was seen
public record DiskLoad(double writtenBytes, double writes, double flushes, double flushMillis, double flushing, int seconds) {}
