package io.github.virtcompanion.model;

import java.util.Optional;

/// The `<cpu>` of a domain definition; empty optionals where it says nothing.
///
/// @param mode  `host-passthrough`, `host-model`, `maximum`, `custom`
/// @param model the named model of a `custom` CPU
/// @param check `none`, `partial`, `full`
public record GuestCpu(Optional<String> mode, Optional<String> model, Optional<String> check) {
    public static final GuestCpu ABSENT = new GuestCpu(Optional.empty(), Optional.empty(), Optional.empty());

    /// The CPU that libvirt freezes into every definition made without `<cpu>` (qemu_postparse.c):
    /// right for emulation, slow and short of features under KVM.
    public boolean bareDefault() {
        return model.filter(name -> name.equals("qemu64") || name.equals("qemu32")).isPresent()
                || mode.isEmpty() && model.isEmpty();
    }
}
