package io.github.virtcompanion.change;

import io.github.virtcompanion.model.DomainCapabilities;

import java.util.ArrayList;
import java.util.List;

/// Which of the named CPU models that a host can run are worth trying.
final class Models {
    /// Newest first, by libvirt's own names (src/cpu_map). AMD and Intel do not mix: a host can run one family's only.
    private static final List<String> NEWEST_FIRST = List.of("GraniteRapids", "SapphireRapids", "Snowridge", "Icelake-Server", "Cascadelake-Server",
            "Skylake-Server-IBRS", "Skylake-Server", "Skylake-Client-IBRS", "Skylake-Client", "Broadwell", "Haswell", "IvyBridge", "SandyBridge",
            "Westmere", "Nehalem", "Penryn", "EPYC-Genoa", "EPYC-Milan", "EPYC-Rome", "EPYC-IBPB", "EPYC", "Opteron_G5", "Opteron_G4", "Opteron_G3", "Opteron_G2");
    private static final int TRIES = 2;

    private Models() {}

    /// The host's own model first where it is usable, then the newest usable ones.
    static List<String> best(DomainCapabilities capabilities) {
        List<String> all = new ArrayList<>();
        if (capabilities.usableModels().contains(capabilities.hostModel())) all.add(capabilities.hostModel());
        NEWEST_FIRST.stream().filter(capabilities.usableModels()::contains).filter(model -> !all.contains(model)).limit(TRIES).forEach(all::add);
        return all;
    }
}
