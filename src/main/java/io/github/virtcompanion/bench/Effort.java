package io.github.virtcompanion.bench;

import java.time.Duration;

/// How long a measurement may take. Rounds over all cells are repeated while another one fits.
///
/// @param limit  of the whole, left only by as long as the last command needs to end
/// @param cell   that each single measurement aims at
/// @param rounds at most: more would not make a median surer
public record Effort(Duration limit, Duration cell, int rounds) {
    public static final Effort QUICK = new Effort(Duration.ofSeconds(20), Duration.ofMillis(400), 9);
    public static final Effort NORMAL = new Effort(Duration.ofSeconds(55), Duration.ofMillis(800), 9);
    public static final Effort THOROUGH = new Effort(Duration.ofSeconds(175), Duration.ofMillis(1500), 9);
}
