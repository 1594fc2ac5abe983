package io.github.virtcompanion.model;

import java.util.List;
import java.util.Optional;

/// What a domain's XML says, as far as this program reads it. The XML text itself stays the only thing that is edited.
///
/// @param type        `kvm`, `qemu`, `xen`, `test`, …
/// @param arch        `x86_64`, …; empty where the XML has none
/// @param emulator    path; empty where the XML has none
/// @param memoryKiB   the maximum in KiB, as in `<memory>`
/// @param osId        libosinfo's id from the metadata, a URL
/// @param details     what only advice looks at
/// @param tcgFeatures `<features><tcg>` is there, which libvirt refuses with type kvm
public record Definition(String name, String uuid, Optional<String> title, Optional<String> description, String type,
                         String arch, String machineType, String emulator, GuestCpu cpu, long memoryKiB, int vcpus,
                         List<Disk> disks, Optional<String> osId, boolean tcgFeatures, boolean pvSpinlock, Details details) {
    public Definition {
        disks = List.copyOf(disks);
    }

    /// Without details.
    public Definition(String name, String uuid, Optional<String> title, Optional<String> description, String type, String arch, String machineType,
                      String emulator, GuestCpu cpu, long memoryKiB, int vcpus, List<Disk> disks, Optional<String> osId, boolean tcgFeatures,
                      boolean pvSpinlock) {
        this(name, uuid, title, description, type, arch, machineType, emulator, cpu, memoryKiB, vcpus, disks, osId, tcgFeatures, pvSpinlock, Details.NONE);
    }

    /// A machine of nothing but an architecture, everything else left to libvirt.
    public static Definition empty(String arch) {
        return new Definition("", "", Optional.empty(), Optional.empty(), "qemu", arch, "", "", GuestCpu.ABSENT, 0, 1, List.of(), Optional.empty(), false, false);
    }

    public String label() {
        return title.filter(words -> !words.isBlank()).orElse(name);
    }

    public boolean emulated() {
        return type.equals("qemu");
    }

    public boolean kvm() {
        return type.equals("kvm");
    }

    public Optional<Disk> disk(String target) {
        return disks.stream().filter(disk -> disk.target().equals(target)).findFirst();
    }
}
