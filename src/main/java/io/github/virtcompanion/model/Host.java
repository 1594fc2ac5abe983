package io.github.virtcompanion.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A connection's host as advice sees it.
///
/// @param connection     URI
/// @param virtualization the verdict on KVM
/// @param places         where each disk image of its domains lies, by path
/// @param raid           /proc/mdstat; unknown for remote hosts
/// @param kernel         release, as in `uname -r`
/// @param arch           `x86_64`, …
/// @param images         more of each disk image, by path
/// @param tuning         settings and loads that decide how fast machines run
/// @param node           processors and memory as libvirt counts them; asked for other hosts only
public record Host(String connection, Virtualization virtualization, Map<String, Fact<Place>> places, Fact<List<RaidArray>> raid,
                   Fact<String> kernel, Fact<String> arch, Map<String, ImageFacts> images, HostTuning tuning, Fact<NodeInfo> node) {
    public Host {
        places = Map.copyOf(places);
        images = Map.copyOf(images);
    }

    /// Of this computer, whose own files tell.
    public Host(String connection, Virtualization virtualization, Map<String, Fact<Place>> places, Fact<List<RaidArray>> raid,
                Fact<String> kernel, Fact<String> arch, Map<String, ImageFacts> images, HostTuning tuning) {
        this(connection, virtualization, places, raid, kernel, arch, images, tuning, Fact.unknown("model.report.not-asked"));
    }

    /// Of a host of which only this was looked up.
    public Host(String connection, Virtualization virtualization, Map<String, Fact<Place>> places, Fact<List<RaidArray>> raid,
                Fact<String> kernel, Fact<String> arch) {
        this(connection, virtualization, places, raid, kernel, arch, Map.of(), HostTuning.notRead(Message.of("model.tuning.not-looked-up")));
    }

    public Fact<Place> place(String path) {
        return places.getOrDefault(path, Fact.unknown("model.place.not-looked-up", path));
    }

    /// Whether KVM here could run a machine of that architecture: x86_64 runs i686 as well, and other 64-bit architectures their kin.
    /// Empty where either architecture is not known.
    public Optional<Boolean> runsNatively(String machineArch) {
        return arch.toOptional().filter(_ -> !machineArch.isEmpty()).map(own -> own.equals(machineArch)
                || own.equals("x86_64") && Set.of("i686", "i586", "i486", "i386").contains(machineArch)
                || own.equals("aarch64") && machineArch.equals("armv7l") || own.startsWith("ppc64") && machineArch.startsWith("ppc64"));
    }

    public ImageFacts image(String path) {
        return images.getOrDefault(path, ImageFacts.unknown(Message.of("model.place.not-looked-up", path)));
    }
}
