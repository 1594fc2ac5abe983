package io.github.virtcompanion.bench;

import java.time.Instant;

/// A measurement that was done.
///
/// @param identity of the file system, see [Site#identity]
/// @param wanted   the directory it stands for; the report says where it was done
public record Kept(Instant time, String identity, String wanted, BenchReport report) {}
