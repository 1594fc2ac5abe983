package io.github.virtcompanion.bench;

import java.time.Instant;
import java.util.Optional;

/// What a machine wrote while it ran with the same cache modes.
///
/// @param modes  `writethrough`
/// @param busy   seconds in which it wrote at all; the rate is that of those, for an installer also reads and computes
/// @param bytes  written
public record Stretch(String modes, Instant from, Instant to, double busy, long bytes, long writes, long flushes, long flushNanos) {
    /// Less says nothing yet.
    private static final double SHORT = 3;

    Stretch plus(Instant until, double seconds, long moreBytes, long moreWrites, long moreFlushes, long moreNanos) {
        return new Stretch(modes, from, until, busy + (moreBytes > 0 ? seconds : 0), bytes + moreBytes, writes + moreWrites, flushes + moreFlushes, flushNanos + moreNanos);
    }

    /// The installer's figure. Empty where it has hardly written.
    public Optional<Double> kibPerSecond() {
        return busy < SHORT ? Optional.empty() : Optional.of(bytes / 1024.0 / busy);
    }

    public double writesPerSecond() {
        return busy == 0 ? 0 : writes / busy;
    }

    public double flushesPerSecond() {
        return busy == 0 ? 0 : flushes / busy;
    }

    /// Empty where it did not flush.
    public Optional<Double> millisPerFlush() {
        return flushes == 0 ? Optional.empty() : Optional.of(flushNanos / 1e6 / flushes);
    }
}
