package io.github.virtcompanion.inventory;

import io.github.virtcompanion.model.Gauge;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// What of the statistics somebody looks at, and how closely.
///
/// @param gauges  asked of every running machine
/// @param closely this machine's uuid: everything is asked of it
/// @param pace    between two looks; empty while nobody can see anything
/// @param addresses IP addresses are looked up as well
public record Attention(Set<Gauge> gauges, Optional<String> closely, Optional<Duration> pace, boolean addresses) {
    /// virt-manager's interval (GSettings stats/update-interval).
    public static final Duration WATCHED = Duration.ofSeconds(3);
    /// While another window has the focus.
    public static final Duration GLANCED_AT = Duration.ofSeconds(10);
    public static final Attention USUAL = new Attention(Set.of(), Optional.empty(), Optional.of(WATCHED), false);

    public Attention {
        gauges = Set.copyOf(gauges);
    }
}
