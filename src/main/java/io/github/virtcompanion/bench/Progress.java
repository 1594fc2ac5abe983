package io.github.virtcompanion.bench;

import java.time.Duration;

/// How far a measurement has come.
///
/// @param fraction 0 to 1
/// @param left     until the limit, at most
/// @param sofar    what is known already; cells without a figure are absent
public record Progress(double fraction, Duration left, BenchReport sofar) {}
