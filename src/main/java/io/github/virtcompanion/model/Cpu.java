package io.github.virtcompanion.model;

import java.util.Set;

/// The processor as `/proc/cpuinfo` tells of it; empty strings and -1 where it does not.
///
/// @param arch      as `uname -m` would say, judged from the shape of the file: `x86_64`, `aarch64`, …
/// @param vendor    `GenuineIntel`, `AuthenticAMD`, `IBM/S390`, …
/// @param name      `Intel(R) Core(TM) i7-2600 CPU @ 3.40GHz`
/// @param family    x86 only
/// @param model     x86 only
/// @param flags     words of the line `flags`, `Features`, `features`; for riscv the letters of `isa`
/// @param platform  ppc: `PowerNV`, `pSeries`, `pSeries (emulated by qemu)`
public record Cpu(String arch, String vendor, String name, int family, int model, Set<String> flags, String platform) {
    /// What POWER's cpuinfo says of a guest.
    public static final String BY_QEMU = "(emulated by qemu)";

    public Cpu {
        flags = Set.copyOf(flags);
    }

    public boolean x86() {
        return arch.equals("x86_64") || arch.equals("i686");
    }

    /// The kernel says that hardware virtualization can be used: whole words, so that `vmx flags` and `svm_lock` do not count.
    public boolean hardwareFlag() {
        return flags.contains("vmx") || flags.contains("svm");
    }

    public boolean amd() {
        return vendor.equals("AuthenticAMD") || vendor.equals("HygonGenuine");
    }

    public boolean intel() {
        return vendor.equals("GenuineIntel");
    }

    /// The module that makes KVM of this processor; empty off x86. Centaur and Zhaoxin have VMX.
    public String module() {
        if (!x86()) return "";
        return flags.contains("svm") || amd() ? "kvm_amd" : "kvm_intel";
    }
}
