package io.github.virtcompanion.model;

import java.util.List;
import java.util.Set;

/// What libvirt says a domain of one type can have on this host (virConnectGetDomainCapabilities).
///
/// @param type          `kvm` or `qemu`
/// @param cpuModes      modes marked supported: `host-passthrough`, `maximum`, `host-model`, `custom`
/// @param hostModel     the model that `host-model` stands for; empty where not told
/// @param usableModels  named models marked `usable='yes'`
/// @param unknownModels named models marked `usable='unknown'`
public record DomainCapabilities(String type, String emulator, String arch, String machineType, Set<String> cpuModes,
                                 String hostModel, List<String> usableModels, List<String> unknownModels, Set<String> ioModes) {
    public DomainCapabilities {
        cpuModes = Set.copyOf(cpuModes);
        usableModels = List.copyOf(usableModels);
        unknownModels = List.copyOf(unknownModels);
        ioModes = Set.copyOf(ioModes);
    }
}
