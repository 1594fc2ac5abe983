package io.github.virtcompanion.model;

import java.util.Map;
import java.util.Set;

/// What libvirt says that a machine of one kind can have on its host.
///
/// @param libvirt version in numbers: 9.0.0 is 9000000; 0 where not told
/// @param lists   possible values by where domain capabilities tell them: `devices/disk/bus`; one that is absent is not known
public record HostOffer(long libvirt, Map<String, Set<String>> lists) {
    public static final HostOffer UNKNOWN = new HostOffer(0, Map.of());

    public HostOffer {
        lists = Map.copyOf(lists);
    }

    /// `9.0.0`.
    public String version() {
        return libvirt / 1_000_000 + "." + libvirt / 1000 % 1000 + "." + libvirt % 1000;
    }
}
