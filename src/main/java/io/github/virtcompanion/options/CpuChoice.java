package io.github.virtcompanion.options;

import java.util.List;

/// Which CPU a machine gets along with a new type.
public sealed interface CpuChoice {
    /// The host's own CPU, less some features (`arch-capabilities`, where a host cannot start with it).
    record HostPassthrough(List<String> without) implements CpuChoice {
        public HostPassthrough {
            without = List.copyOf(without);
        }
    }

    /// The named model nearest to the host's CPU, found by libvirt at each start.
    record HostModel() implements CpuChoice {}

    /// All that QEMU can do, by KVM or by emulation.
    record Maximum() implements CpuChoice {}

    /// @param model `qemu64`, `Nehalem`, …
    /// @param check `none`: start although the host lacks a feature of it; `partial`: libvirt looks first
    record Named(String model, String check) implements CpuChoice {}

    /// The CPU stays as it is.
    record Keep() implements CpuChoice {}

    CpuChoice HOST_PASSTHROUGH = new HostPassthrough(List.of());

    /// `host-passthrough`, `host-model`, `maximum`, `keep`, or else the name of a model.
    static CpuChoice of(String word) {
        return switch (word) {
            case "host-passthrough" -> HOST_PASSTHROUGH;
            case "host-model" -> new HostModel();
            case "maximum" -> new Maximum();
            case "keep" -> new Keep();
            default -> new Named(word, "partial");
        };
    }
}
