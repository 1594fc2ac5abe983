package io.github.virtcompanion.model;

import java.util.List;
import java.util.Map;

/// A connection's host as advice sees it.
///
/// @param connection     URI
/// @param virtualization the verdict on KVM
/// @param places         where each disk image of its domains lies, by path
/// @param raid           /proc/mdstat; unknown for remote hosts
/// @param kernel         release, as in `uname -r`
/// @param arch           `x86_64`, …
public record Host(String connection, Virtualization virtualization, Map<String, Fact<Place>> places, Fact<List<RaidArray>> raid,
                   Fact<String> kernel, Fact<String> arch) {
    public Host {
        places = Map.copyOf(places);
    }

    public Fact<Place> place(String path) {
        return places.getOrDefault(path, Fact.unknown("model.place.not-looked-up", path));
    }
}
