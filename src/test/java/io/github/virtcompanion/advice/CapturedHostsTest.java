package io.github.virtcompanion.advice;

import io.github.virtcompanion.host.Cpus;
import io.github.virtcompanion.host.HostReader;
import io.github.virtcompanion.host.Tree;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Virtualization;
import io.github.virtcompanion.model.Virtualization.Certainty;
import io.github.virtcompanion.model.Virtualization.Verdict;
import io.github.virtcompanion.words.Words;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static io.github.virtcompanion.model.Virtualization.Certainty.CERTAIN;
import static io.github.virtcompanion.model.Virtualization.Certainty.LIKELY;
import static io.github.virtcompanion.model.Virtualization.Verdict.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Whole hosts as somebody may capture them, each with what one who knows such machines would say, and no more than that.
class CapturedHostsTest {
    private static final String BLACKLIST = "etc/modprobe.d/local.conf";
    private static final String SANDY = "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush dts acpi mmx fxsr sse sse2 ss ht tm pbe syscall nx rdtscp lm "
            + "constant_tsc arch_perfmon pebs bts rep_good nopl xtopology nonstop_tsc aperfmperf pni pclmulqdq dtes64 monitor ds_cpl est tm2 ssse3 cx16 xtpr pdcm pcid sse4_1 sse4_2 x2apic popcnt aes xsave avx lahf_lm";
    private static final String ZEN = "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush mmx fxsr sse sse2 ht syscall nx mmxext fxsr_opt pdpe1gb rdtscp lm constant_tsc "
            + "rep_good nopl nonstop_tsc cpuid extd_apicid aperfmperf pni pclmulqdq monitor ssse3 fma cx16 sse4_1 sse4_2 movbe popcnt aes xsave avx f16c rdrand lahf_lm cmp_legacy extapic cr8_legacy abm sse4a";
    private static final String ZEN_RESIDUE = " npt lbrv svm_lock nrip_save tsc_scale vmcb_clean flushbyasid decodeassists pausefilter pfthreshold avic v_vmsave_vmload vgif";
    private static final LibvirtView NOT_ASKED = LibvirtView.notAsked(Fact.unknown("host.kernel.unknown"));

    @TempDir Path top;

    private static final String ARM64 = "processor\t: 0\nBogoMIPS\t: 108.00\nFeatures\t: fp asimd evtstrm crc32 cpuid\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU part\t: 0xd08\n";
    private static final String LOONGSON = "system type\t\t: generic-loongson-machine\nprocessor\t\t: 0\npackage\t\t\t: 0\nCPU Family\t\t: Loongson-64bit\nModel Name\t\t: Loongson-3A5000\nISA\t\t\t: loongarch32 loongarch64\n"
            + "Features\t\t: cpucfg lam ual fpu lsx lasx complex crypto lvz\n";

    /// @param says the start of the key of a sentence that must be among the next steps; empty for none in particular
    private record Case(String what, Verdict verdict, Certainty certainty, String says, UnaryOperator<Tree> host) {}

    private static Case of(String what, Verdict verdict, Certainty certainty, UnaryOperator<Tree> host) {
        return new Case(what, verdict, certainty, "", host);
    }

    private static Case of(String what, Verdict verdict, Certainty certainty, String says, UnaryOperator<Tree> host) {
        return new Case(what, verdict, certainty, says, host);
    }

    private static Tree bare(Tree tree, String cpuinfo, String release) {
        return tree.put("proc/cpuinfo", cpuinfo).put("proc/sys/kernel/osrelease", release + "\n").put("proc/version", "Linux version " + release + " (gcc)\n").put("proc/cmdline", "root=UUID=1 ro quiet\n")
                .put("proc/modules", "ext4 1150976 1 - Live 0x0000000000000000\ncrc16 12288 1 ext4, Live 0x0000000000000000\n").directory("sys/module/ext4").directory("dev").put("dev/null", "");
    }

    private static String intel(int model, String name, String more) {
        return Cpus.x86("GenuineIntel", 6, model, name, SANDY + more);
    }

    private static Tree i7(Tree tree, String more, String release) {
        return bare(tree, intel(42, "Intel(R) Core(TM) i7-2600 CPU @ 3.40GHz", more), release);
    }

    private static Tree ryzen(Tree tree, String more, String release) {
        return bare(tree, Cpus.x86("AuthenticAMD", 23, 113, "AMD Ryzen 7 3700X 8-Core Processor", ZEN + more), release);
    }

    private static Tree raw(Tree tree, boolean vmx) {
        return tree.said(Cpus.intelRaw(vmx, false), "/lib64/ld-linux-x86-64.so.2", "--list-diagnostics");
    }

    private static Tree power(Tree tree, String platform, String machine) {
        return bare(tree, "processor\t: 0\ncpu\t\t: POWER9 (architected), altivec supported\nclock\t\t: 2300.000000MHz\nrevision\t: 2.2 (pvr 004e 1202)\n\ntimebase\t: 512000000\nplatform\t: "
                + platform + "\nmodel\t\t: " + machine + "\nmachine\t\t: " + machine + "\nMMU\t\t: Radix\n", "6.1.0-18-powerpc64le");
    }

    private static Tree mainframe(Tree tree, String features) {
        return bare(tree, "vendor_id       : IBM/S390\n# processors    : 2\nbogomips per cpu: 3241.00\nmax thread id   : 0\nfeatures\t: " + features
                + "\nfacilities      : 0 1 2 3 4\nprocessor 0: version = FF,  identification = 0133E8,  machine = 8561\n", "6.1.0-18-s390x");
    }

    private static List<Case> cases() {
        return List.of(
                // What the kernel's command line and modprobe.d do.
                of("clearcpuid hides vmx, the firmware is innocent", MODULE_BLACKLISTED, CERTAIN, "diagnosis.step.unblock-at-start",
                        t -> raw(i7(t, "", "6.8.0"), true).put("proc/cmdline", "quiet clearcpuid=vmx\n").put("lib/modules/6.8.0/modules.dep", "kernel/arch/x86/kvm/kvm-intel.ko.zst:\n")),
                of("clearcpuid by number", MODULE_BLACKLISTED, CERTAIN, t -> raw(i7(t, "", "4.19.0"), true).put("proc/cmdline", "clearcpuid=514,133 quiet\n")),
                of("clearcpuid of svm leaves npt", MODULE_BLACKLISTED, CERTAIN, t -> ryzen(t, ZEN_RESIDUE, "6.8.0").put("proc/cmdline", "quiet clearcpuid=svm\n")),
                of("clearcpuid of something else", DISABLED_IN_FIRMWARE, LIKELY, t -> ryzen(t, ZEN_RESIDUE, "6.8.0").put("proc/cmdline", "quiet clearcpuid=smap,umip\n")),
                of("module-blacklist with a dash and quotes", MODULE_BLACKLISTED, CERTAIN, t -> i7(t, " vmx", "6.8.0").put("proc/cmdline", "quiet module-blacklist=\"kvm-intel,kvm\"\n")),
                of("alias off", MODULE_BLACKLISTED, CERTAIN, t -> i7(t, " vmx", "6.8.0").put(BLACKLIST, "alias kvm-intel off\n")),
                of("install to a shell that does nothing", MODULE_BLACKLISTED, CERTAIN, t -> i7(t, " vmx", "6.8.0").put(BLACKLIST, "install kvm_intel /bin/sh -c 'exit 0'\n")),
                of("install that loads it all the same", MODULE_NOT_LOADED, CERTAIN, t -> i7(t, " vmx", "6.8.0").put(BLACKLIST, "install kvm_intel /sbin/modprobe --ignore-install kvm_intel nested=1\n")),
                of("a remark is no blacklist", MODULE_NOT_LOADED, CERTAIN, t -> i7(t, " vmx", "6.8.0").put(BLACKLIST, "#blacklist kvm_intel\n# blacklist kvm\noptions kvm_intel nested=1\n")),
                of("a backup of a blacklist is none", MODULE_NOT_LOADED, CERTAIN, t -> i7(t, " vmx", "6.8.0").put(BLACKLIST + ".bak", "blacklist kvm_intel\n")),
                of("a file with CR at the line ends", MODULE_BLACKLISTED, CERTAIN, t -> i7(t, " vmx", "6.8.0").put(BLACKLIST, "blacklist kvm\r\nblacklist kvm_intel\r\n")),
                // Modules that are built in, gone, or of another kernel.
                of("kvm_intel built in, /proc/modules alone captured", KVM_USABLE, LIKELY, t -> t.put("proc/cpuinfo", intel(158, "Intel(R) Xeon(R) E-2278G CPU @ 3.40GHz", " vmx"))
                        .put("proc/sys/kernel/osrelease", "5.15.1\n").put("proc/modules", "ext4 1 0 - Live 0x0\n").put("lib/modules/5.15.1/modules.builtin", "kernel/arch/x86/kvm/kvm.ko\nkernel/arch/x86/kvm/kvm-intel.ko\n").put("dev/kvm", "")),
                of("modules of the running kernel replaced by an update", MODULE_NOT_LOADED, CERTAIN, "diagnosis.step.restart-for-modules",
                        t -> i7(t, " vmx", "6.10.8-arch1-1").put("usr/lib/modules/6.10.10-arch1-1/modules.dep", "kernel/arch/x86/kvm/kvm-intel.ko.zst: kernel/arch/x86/kvm/kvm.ko.zst\n")),
                of("a cloud kernel without kvm", MODULE_NOT_LOADED, CERTAIN, "diagnosis.step.no-module-file", t -> ryzen(t, " svm" + ZEN_RESIDUE, "6.1.0-cloud").put("lib/modules/6.1.0-cloud/modules.dep", "kernel/fs/ext4/ext4.ko:\n")),
                of("no modules of the running kernel, and VT-x off", DISABLED_IN_FIRMWARE, LIKELY, t -> raw(i7(t, "", "6.10.8"), true).put("usr/lib/modules/6.10.10/modules.dep", "kernel/arch/x86/kvm/kvm-intel.ko.zst:\n")),
                // Logs against flags.
                of("today's message against the flag, boot unknown", DISABLED_IN_FIRMWARE, LIKELY, t -> i7(t, " vmx", "6.12.9").put("var/log/dmesg", "[    0.142751] x86/cpu: VMX (outside TXT) disabled by BIOS\n")),
                of("a Ryzen whose kernel says it at boot", DISABLED_IN_FIRMWARE, CERTAIN, "diagnosis.step.firmware-amd", t -> ryzen(t, ZEN_RESIDUE, "6.12.9").put("var/log/dmesg",
                        "[    0.000000] Linux version 6.12.9 (gcc)\n[    0.261337] SVM disabled (by BIOS) in MSR_VM_CR\n[    3.1] AMD-Vi: Interrupt remapping enabled\n")),
                of("journal with CR LF", DISABLED_IN_FIRMWARE, CERTAIN, t -> i7(t, "", "6.12.9").put("var/log/kern.log", "Nov  3 10:00:00 pc kernel: [    0.14] x86/cpu: VMX (outside TXT) disabled by BIOS\r\n")),
                of("VT-d alone says nothing", DISABLED_IN_FIRMWARE, LIKELY, t -> i7(t, "", "6.12.9").put("var/log/dmesg", "[    0.0] DMAR: IOMMU enabled\n[    0.3] DMAR: Intel(R) Virtualization Technology for Directed I/O\n")),
                of("an audit line quoting the words of a boot", MODULE_NOT_LOADED, CERTAIN, t -> i7(t, " vmx", "6.12.9").put("var/log/dmesg", "[   90.1] audit: type=1400 msg='kvm: disabled by bios'\n")),
                // Guests.
                of("a VMware guest whose firmware locked VMX", NESTED_NOT_OFFERED, LIKELY, t -> i7(t, " vmx hypervisor", "5.4.0").put("sys/class/dmi/id/sys_vendor", "VMware, Inc.\n").put("var/log/dmesg", "[    5.1] kvm: disabled by bios\n")),
                of("a guest of Hyper-V", NESTED_NOT_OFFERED, CERTAIN, t -> ryzen(t, " hypervisor", "6.5.0-1017-azure").put("sys/class/dmi/id/sys_vendor", "Microsoft Corporation\n").put("sys/class/dmi/id/product_name", "Virtual Machine\n")),
                of("nested KVM in working order", KVM_USABLE, CERTAIN, t -> i7(t, " vmx hypervisor", "6.1.0").directory("sys/module/kvm").directory("sys/module/kvm_intel").put("dev/kvm", "ok\n")),
                of("WSL1 shows the flags of Windows' processor", NESTED_NOT_OFFERED, CERTAIN, "diagnosis.step.wsl1", t -> i7(t, " vmx", "4.4.0-19041-Microsoft")),
                of("WSL2 with everything", KVM_USABLE, CERTAIN, t -> i7(t, " vmx hypervisor", "5.15.153.1-microsoft-standard-WSL2").directory("sys/module/kvm_intel").put("dev/kvm", "ok\n")),
                of("a Xen domU", NESTED_NOT_OFFERED, CERTAIN, t -> i7(t, " hypervisor", "6.1.0").put("sys/hypervisor/type", "xen\n").put("sys/hypervisor/properties/features", "00002705\n")),
                of("a Xen dom0 without /proc/xen", OTHER_HYPERVISOR, CERTAIN, t -> i7(t, " hypervisor", "6.1.0").put("sys/hypervisor/type", "xen\n").put("sys/hypervisor/properties/features", "00002f05\n")),
                of("a PVH domU by /proc/xen", NESTED_NOT_OFFERED, CERTAIN, t -> i7(t, " hypervisor", "6.1.0").put("sys/hypervisor/type", "xen\n").put("proc/xen/capabilities", "")),
                // Containers.
                of("systemd-nspawn", CONTAINER, CERTAIN, t -> i7(t, " vmx", "6.1.0").directory("sys/module/kvm_intel").put("run/host/container-manager", "systemd-nspawn\n")),
                of("OpenVZ", CONTAINER, CERTAIN, t -> i7(t, " vmx", "3.10.0-1160.vz7").directory("proc/vz").put("proc/vz/veinfo", "101\n")),
                of("an OpenVZ host is no container", MODULE_NOT_LOADED, CERTAIN, t -> i7(t, " vmx", "3.10.0-1160.vz7").put("proc/vz/version", "7\n").put("proc/bc/0", "")),
                of("docker", CONTAINER, CERTAIN, "diagnosis.step.container", t -> i7(t, " vmx", "6.1.0").directory("sys/module/kvm_intel").put(".dockerenv", "")),
                of("docker with the device", KVM_USABLE, CERTAIN, t -> i7(t, " vmx", "6.1.0").directory("sys/module/kvm_intel").put(".dockerenv", "").put("dev/kvm", "ok\n")),
                of("docker on a host with VT-x off", DISABLED_IN_FIRMWARE, LIKELY, t -> i7(t, "", "6.1.0").put(".dockerenv", "")),
                // Processors by family, where nothing else is known.
                of("Pentium III", NO_CPU_SUPPORT, CERTAIN, t -> bare(t, Cpus.x86("GenuineIntel", 6, 8, "Pentium III (Coppermine)", "fpu vme de pse tsc msr pae mmx fxsr sse"), "4.19.0")),
                of("Pentium M", NO_CPU_SUPPORT, CERTAIN, t -> bare(t, Cpus.x86("GenuineIntel", 6, 13, "Intel(R) Pentium(R) M processor 1.86GHz", "fpu vme de pse tsc msr mmx fxsr sse sse2 est tm2"), "4.19.0")),
                of("Northwood", NO_CPU_SUPPORT, CERTAIN, t -> bare(t, Cpus.x86("GenuineIntel", 15, 2, "Intel(R) Pentium(R) 4 CPU 2.80GHz", "fpu vme de pse tsc msr mmx fxsr sse sse2 ss ht tm pbe"), "4.19.0")),
                of("Prescott may have it or not", Verdict.UNKNOWN, Certainty.UNKNOWN, t -> bare(t, Cpus.x86("GenuineIntel", 15, 4, "Intel(R) Pentium(R) 4 CPU 3.60GHz", "fpu vme de pse tsc msr lm pni"), "4.19.0")),
                of("Core 2 Duo may have it or not", Verdict.UNKNOWN, Certainty.UNKNOWN, t -> bare(t, intel(23, "Intel(R) Core(TM)2 Duo CPU     E7400  @ 2.80GHz", ""), "6.1.0")),
                of("Atom N270", NO_CPU_SUPPORT, LIKELY, t -> bare(t, Cpus.x86("GenuineIntel", 6, 28, "Intel(R) Atom(TM) CPU N270   @ 1.60GHz", "fpu vme de pse tsc msr pni ssse3"), "5.10.0")),
                of("Atom N2600", NO_CPU_SUPPORT, LIKELY, t -> bare(t, intel(54, "Intel(R) Atom(TM) CPU N2600   @ 1.60GHz", ""), "5.10.0")),
                of("Core 5 120U", DISABLED_IN_FIRMWARE, LIKELY, t -> bare(t, intel(186, "Intel(R) Core(TM) 5 120U", ""), "6.12.0")),
                of("N100", DISABLED_IN_FIRMWARE, LIKELY, t -> bare(t, intel(190, "Intel(R) N100", ""), "6.12.0")),
                of("Athlon XP", NO_CPU_SUPPORT, CERTAIN, t -> bare(t, Cpus.x86("AuthenticAMD", 6, 10, "AMD Athlon(tm) XP 2800+", "fpu vme de pse tsc msr mmx fxsr sse 3dnowext 3dnow"), "4.19.0")),
                of("Athlon 64 of socket 754", NO_CPU_SUPPORT, CERTAIN, t -> bare(t, Cpus.x86("AuthenticAMD", 15, 12, "AMD Athlon(tm) 64 Processor 3000+", "fpu vme de pse tsc msr lm 3dnow"), "5.10.0")),
                of("Athlon 64 X2 of socket AM2", Verdict.UNKNOWN, Certainty.UNKNOWN, "diagnosis.step.look-for-svm", t -> bare(t, Cpus.x86("AuthenticAMD", 15, 75, "AMD Athlon(tm) 64 X2 Dual Core Processor 4200+", "fpu vme de pse tsc msr lm 3dnow"), "5.10.0")),
                of("an old processor in a guest is the guest's", NESTED_NOT_OFFERED, CERTAIN, t -> bare(t, Cpus.x86("AuthenticAMD", 15, 6, "QEMU Virtual CPU version 2.5+", "fpu de pse tsc msr lm hypervisor"), "6.1.0")),
                of("Zhaoxin, CPUID has it", DISABLED_IN_FIRMWARE, LIKELY, t -> raw(bare(t, Cpus.x86("  Shanghai  ", 7, 59, "ZHAOXIN KaiXian KX-6640MA@2.2+GHz", SANDY), "6.1.0"), true)),
                of("Zhaoxin and the kernel's word", DISABLED_IN_FIRMWARE, CERTAIN, t -> bare(t, Cpus.x86("CentaurHauls", 7, 59, "ZHAOXIN KaiXian KX-6640MA@2.2+GHz", SANDY), "6.1.0").put("var/log/dmesg", "x86/cpu: VMX (outside TXT) disabled by BIOS\n")),
                of("Zhaoxin with the flag", MODULE_NOT_LOADED, CERTAIN, t -> bare(t, Cpus.x86("CentaurHauls", 7, 59, "ZHAOXIN KaiXian KX-6640MA@2.2+GHz", SANDY + " vmx"), "6.1.0")),
                of("Hygon with SVM off", DISABLED_IN_FIRMWARE, LIKELY, t -> bare(t, Cpus.x86("HygonGenuine", 24, 1, "Hygon C86 7185 32-core Processor", ZEN + ZEN_RESIDUE), "6.8.0")),
                // Names and what they say of VT-x.
                of("Pentium Dual-Core T4400", NO_CPU_SUPPORT, LIKELY, t -> bare(t, intel(23, "Pentium(R) Dual-Core CPU       T4400  @ 2.20GHz", ""), "5.10.0")),
                of("Core 2 Duo T6600", NO_CPU_SUPPORT, LIKELY, t -> bare(t, intel(23, "Intel(R) Core(TM)2 Duo CPU     T6600  @ 2.20GHz", ""), "5.10.0")),
                of("Core 2 Duo E8400 may have it", Verdict.UNKNOWN, Certainty.UNKNOWN, "diagnosis.step.look-for-vtx", t -> bare(t, intel(23, "Intel(R) Core(TM)2 Duo CPU     E8400  @ 3.00GHz", ""), "5.10.0")),
                of("Celeron of the first Core 2", NO_CPU_SUPPORT, LIKELY, t -> bare(t, intel(22, "Intel(R) Celeron(R) CPU          540  @ 1.86GHz", ""), "5.10.0")),
                of("Pentium 4 of 90 nm", NO_CPU_SUPPORT, LIKELY, t -> bare(t, Cpus.x86("GenuineIntel", 15, 4, "Intel(R) Pentium(R) 4 CPU 3.00GHz", SANDY), "5.10.0")),
                of("Atom N570, unlike its brothers", Verdict.UNKNOWN, Certainty.UNKNOWN, t -> bare(t, intel(28, "Intel(R) Atom(TM) CPU N570   @ 1.66GHz", ""), "5.10.0")),
                of("Celeron N3060", DISABLED_IN_FIRMWARE, LIKELY, t -> bare(t, intel(76, "Intel(R) Celeron(R) CPU  N3060  @ 1.60GHz", ""), "6.1.0")),
                // Guests that show no hypervisor flag.
                of("VirtualBox by its devices", NESTED_NOT_OFFERED, LIKELY, "diagnosis.step.not-this-firmware", t -> i7(t, "", "3.2.0").put("proc/bus/pci/devices", "0000\t80861237\t0\n0010\t80eebeef\tb\t   e0000008\n0020\t80eecafe\t14\n")),
                of("QEMU by its devices", NESTED_NOT_OFFERED, LIKELY, t -> bare(t, LOONGSON.replace(" lvz", ""), "6.12.0").put("proc/bus/pci/devices", "0000\t1b360008\t0\n0008\t1b36000c\t18\n0300\t1af41041\t19\n")),
                of("a virtio device alone may be a real card", DISABLED_IN_FIRMWARE, LIKELY, t -> i7(t, "", "6.1.0").put("proc/bus/pci/devices", "0000\t80860100\t0\n0300\t1af41041\t19\n")),
                of("riscv guest of KVM", NESTED_NOT_OFFERED, LIKELY, t -> bare(t, "processor\t: 0\nhart\t\t: 0\nisa\t\t: rv64imafdc_zicntr\nmmu\t\t: sv48\nmvendorid\t: 0x0\n", "6.6.0").put("proc/device-tree/compatible", "riscv-virtio\0")),
                of("arm64 guest without DMI", NESTED_NOT_OFFERED, LIKELY, t -> bare(t, ARM64, "6.1.0").put("sys/firmware/devicetree/base/compatible", "linux,dummy-virt\0")),
                of("arm64 under Xen", NESTED_NOT_OFFERED, LIKELY, t -> bare(t, ARM64, "6.1.0").put("proc/device-tree/hypervisor/compatible", "xen,xen-4.17\0xen,xen\0")),
                of("arm64 board", Verdict.UNKNOWN, Certainty.UNKNOWN, t -> bare(t, ARM64, "6.1.0").put("proc/device-tree/compatible", "raspberrypi,4-model-b\0brcm,bcm2711\0")),
                // Architectures that Linux has no KVM for.
                of("Itanium", EMULATION_ONLY_ARCH, CERTAIN, t -> bare(t, "processor  : 0\nvendor     : GenuineIntel\narch       : IA-64\nfamily     : 31\nmodel name : Madison up to 9M cache\nfeatures   : branchlong\n", "5.10.0")),
                of("Itanium when it had KVM", EMULATION_ONLY_ARCH, LIKELY, t -> bare(t, "processor  : 0\nvendor     : GenuineIntel\narch       : IA-64\nmodel name : Montecito\n", "2.6.32")),
                of("SPARC", EMULATION_ONLY_ARCH, CERTAIN, t -> bare(t, "cpu\t\t: UltraSparc T2 (Niagara2)\nfpu\t\t: UltraSparc T2 integrated FPU\ntype\t\t: sun4v\nncpus probed\t: 64\n", "6.1.0")),
                of("Loongson with the vendor's kernel", MODULE_NOT_LOADED, CERTAIN, t -> bare(t, LOONGSON.replace("CPU Family", "cpu family").replace("Model Name", "model name").replace("Features", "features"), "4.19.0-19-loongson-3")),
                // Copied badly.
                of("cut within the flags", Verdict.UNKNOWN, Certainty.UNKNOWN, t -> t.put("proc/cpuinfo", Cpus.intel("").substring(0, Cpus.intel("").indexOf("constant_tsc")))),
                of("flags end the file, with vmx the last", MODULE_NOT_LOADED, CERTAIN, t -> bare(t, "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 42\nflags\t\t: fpu lm vmx", "6.1.0")),
                of("flags end the file, the residue of SVM among them", DISABLED_IN_FIRMWARE, LIKELY, t -> bare(t, "processor\t: 0\nvendor_id\t: AuthenticAMD\ncpu family\t: 23\nmodel\t\t: 1\nmodel name\t: AMD Ryzen 5 1600 Six-Core Processor\nflags\t\t: fpu lm npt nrip_save svm_lock", "6.18.0")),
                of("flags end the file with what could be svm_lock", Verdict.UNKNOWN, Certainty.UNKNOWN, t -> bare(t, "processor\t: 0\nvendor_id\t: AuthenticAMD\ncpu family\t: 23\nmodel\t\t: 1\nflags\t\t: fpu lm svm", "6.18.0")),
                of("cut behind the flag", MODULE_NOT_LOADED, CERTAIN, t -> bare(t, "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 42\nflags\t\t: fpu lm vmx es", "6.1.0")),
                of("CR LF everywhere", DISABLED_IN_FIRMWARE, LIKELY, t -> bare(t, Cpus.intel("smx").replace("\n", "\r\n"), "6.1.0\r")),
                of("indented, as in a mail", MODULE_NOT_LOADED, CERTAIN, t -> bare(t, Cpus.intel("vmx").replaceAll("(?m)^", "  "), "6.1.0")),
                // Other architectures.
                of("ppc64 guest of QEMU", NESTED_NOT_OFFERED, LIKELY, t -> power(t, "pSeries", "IBM pSeries (emulated by qemu)")),
                of("ppc64 partition of PowerVM", MODULE_NOT_LOADED, LIKELY, "diagnosis.step.power-lpar", t -> power(t, "pSeries", "IBM,9009-42A")),
                of("PowerNV, the node is udev's before the module is loaded", MODULE_NOT_LOADED, LIKELY, "diagnosis.step.modprobe", t -> power(t, "PowerNV", "C1P9S01 REV 1.01").put("dev/kvm", "")),
                of("PowerNV in order", KVM_USABLE, CERTAIN, t -> power(t, "PowerNV", "C1P9S01 REV 1.01").directory("sys/module/kvm").directory("sys/module/kvm_hv").put("dev/kvm", "ok\n")),
                of("s390x, the node is udev's before the module is loaded", MODULE_NOT_LOADED, LIKELY, t -> mainframe(t, "esan3 zarch stfle msa ldisp eimm dfp edat etf3eh highgprs te vx sie").put("dev/kvm", "")),
                of("s390x in a guest", NESTED_NOT_OFFERED, LIKELY, t -> mainframe(t, "esan3 zarch stfle msa ldisp eimm dfp edat etf3eh highgprs te vx")),
                of("s390x in order", KVM_USABLE, CERTAIN, t -> mainframe(t, "esan3 zarch stfle sie").directory("sys/module/kvm").put("dev/kvm", "ok\n")),
                of("a Raspberry Pi in order", KVM_USABLE, LIKELY, t -> bare(t, "processor\t: 0\nBogoMIPS\t: 108.00\nFeatures\t: fp asimd evtstrm crc32 cpuid\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU part\t: 0xd08\n\nHardware\t: BCM2835\n", "6.6.31+rpt-rpi-v8")
                        .put("dev/kvm", "").directory("sys/module/kvm")),
                of("riscv without h", NO_CPU_SUPPORT, CERTAIN, t -> bare(t, "processor\t: 0\nhart\t\t: 1\nisa\t\t: rv64imafdc\nmmu\t\t: sv39\nuarch\t\t: sifive,u74-mc\n", "6.1.31")),
                of("riscv whose other extensions hold the letter h", NO_CPU_SUPPORT, CERTAIN, t -> bare(t, "processor\t: 0\nisa\t\t: rv64imafdcv_zicbom_zba_zbb_zfh_zvfh_svpbmt\nmmu\t\t: sv39\n", "6.6.0")),
                of("loongarch with lvz in order", KVM_USABLE, CERTAIN, t -> bare(t, "system type\t\t: generic-loongson-machine\nprocessor\t\t: 0\npackage\t\t\t: 0\ncore\t\t\t: 0\nCPU Family\t\t: Loongson-64bit\nModel Name\t\t: Loongson-3A6000\nFeatures\t\t: cpucfg lam ual fpu lsx lasx crc32 complex crypto lspw lvz lbt_x86\n", "6.12.0")
                        .directory("sys/module/kvm").put("dev/kvm", "ok\n")));
    }

    @TestFactory
    Stream<DynamicTest> asOneWhoKnowsWouldSay() {
        List<Case> cases = cases();
        return IntStream.range(0, cases.size()).mapToObj(i -> DynamicTest.dynamicTest(cases.get(i).what(), () -> {
            Case host = cases.get(i);
            Tree tree = host.host().apply(new Tree(top.resolve(String.valueOf(i))));
            Virtualization judged = Diagnosis.judge(new HostReader(tree.files(), tree.commands()).read(), NOT_ASKED);
            assertEquals(host.verdict() + " " + host.certainty(), judged.verdict() + " " + judged.certainty(), "row " + judged.row() + ": " + new Words(Locale.ENGLISH).say(judged.summary()));
            assertTrue(host.says().isEmpty() || judged.steps().stream().anyMatch(step -> step.words().key().equals(host.says())), () -> judged.steps().toString());
        }));
    }
}
