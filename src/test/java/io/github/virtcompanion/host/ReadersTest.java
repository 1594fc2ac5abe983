package io.github.virtcompanion.host;

import io.github.virtcompanion.advice.Diagnosis;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.HostFacts;
import io.github.virtcompanion.model.HostFacts.Block;
import io.github.virtcompanion.model.HostFacts.Setting;
import io.github.virtcompanion.model.LibvirtView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

/// The smaller readers, and [HostReader] on trees nobody would make.
class ReadersTest {
    @TempDir Path top;

    private Tree tree() {
        return new Tree(top);
    }

    @Test
    void loadedModules() {
        assertInstanceOf(Fact.Unknown.class, Modules.read(tree().files()));
        tree().put("proc/modules", "kvm_intel 1 0 - Live 0x0\nsnd 1 0\nvboxdrv 1\n");
        assertEquals(Fact.known(Set.of("kvm_intel", "vboxdrv"), "/proc/modules"), Modules.read(tree().files()));
        tree().directory("sys/module/kvm").directory("sys/module/ext4");
        assertEquals(Fact.known(Set.of("kvm", "kvm_intel", "vboxdrv"), "/sys/module"), Modules.read(tree().files()));
    }

    @Test
    void modulesOfTheRunningKernel() {
        Fact<String> release = Fact.known("6.1", "test");
        assertInstanceOf(Fact.Unknown.class, Modules.built(tree().files(), "kvm_intel", release));
        assertInstanceOf(Fact.Unknown.class, Modules.built(tree().files(), "kvm_intel", Fact.unknown("host.kernel.unknown")));
        tree().put("lib/modules/6.1/modules.dep", "kernel/arch/x86/kvm/kvm.ko.xz: kernel/x/kvm-intel.ko\n");
        assertEquals(Fact.known(false, "/lib/modules/6.1/modules.dep"), Modules.built(tree().files(), "kvm_intel", release));
        tree().put("boot/config-6.1", "CONFIG_KVM=m\n# CONFIG_KVM_INTEL is not set\nCONFIG_KVM_AMD=y\n");
        assertEquals(Fact.known(false, "/boot/config-6.1"), Modules.built(tree().files(), "kvm_intel", release));
        assertEquals(Fact.known(true, "/boot/config-6.1"), Modules.built(tree().files(), "kvm_amd", release));
        tree().put("lib/modules/6.1/modules.builtin", "kernel/arch/x86/kvm/kvm-intel.ko\n");
        assertEquals(Fact.known(true, "/lib/modules/6.1/modules.builtin"), Modules.built(tree().files(), "kvm_intel", release));
        tree().put("usr/lib/modules/6.2/kernel/arch/x86/kvm/kvm-amd.ko.zst", "");
        assertEquals(Optional.of(true), Modules.built(tree().files(), "kvm_amd", Fact.known("6.2", "")).toOptional());
    }

    @Test
    void linesThatBlockModules() {
        String path = "/etc/modprobe.d/a.conf";
        assertEquals(List.of(new Block("kvm_intel", "blacklist kvm-intel", path + ":2"), new Block("kvm", "install kvm /bin/false", path + ":3"),
                        new Block("kvm_amd", "install  kvm_amd   /usr/bin/true  # no", path + ":4")),
                ModuleBlocks.parse(path, List.of("# blacklist kvm", " blacklist kvm-intel", "install kvm /bin/false", "install  kvm_amd   /usr/bin/true  # no")));
        assertEquals(List.of(), ModuleBlocks.parse(path, List.of("blacklist kvmfr kvm", "options kvm ignore_msrs=1", "install kvm_intel /sbin/modprobe --ignore-install kvm_intel",
                "blacklist xkvm", "", "\\", "x".repeat(100_000), "blacklist")));
        assertEquals("kvm", ModuleBlocks.parse(path, List.of("blacklist \\", "kvm")).getFirst().module());
        assertEquals(List.of("kvm_intel", "kvm"), ModuleBlocks.parseCommandLine("quiet module_blacklist=nouveau,kvm_intel modprobe.blacklist=kvm x=kvm\n").stream().map(Block::module).toList());
    }

    @Test
    void aHigherFileHidesOneOfTheSameName() {
        tree().put("etc/modprobe.d/kvm.conf", "").put("usr/lib/modprobe.d/kvm.conf", "blacklist kvm\n").put("usr/lib/modprobe.d/x.txt", "blacklist kvm\n");
        assertEquals(Optional.of(List.of()), ModuleBlocks.read(tree().files()).toOptional());
        tree().put("lib/modprobe.d/vbox.conf", "blacklist kvm_amd\n");
        assertEquals("/lib/modprobe.d/vbox.conf:1", ModuleBlocks.read(tree().files()).toOptional().orElseThrow().getFirst().where());
    }

    @Test
    void theLogOfThisBootOnly() {
        tree().put("var/log/kern.log", "Linux version 5\nx86/cpu: VMX (outside TXT) disabled by BIOS\nLinux version 6\nkvm: ready\nusb: hello\n");
        assertEquals(Fact.known(List.of("kvm: ready"), "/var/log/kern.log"), KernelLog.read(tree().files(), tree().commands()));
        tree().put("var/log/dmesg", "[    0.142751] x86/cpu: VMX (outside TXT) disabled by BIOS\n");
        assertEquals("/var/log/dmesg", ((Fact.Known<?>) KernelLog.read(tree().files(), tree().commands())).source());
    }

    @Test
    void anUnreadableOrEmptyLogIsUnknown() {
        assertEquals(Fact.unknown("host.log.none"), KernelLog.read(tree().files(), tree().commands()));
        tree().put("var/log/dmesg", "\n").put("commands/dmesg/stdout", "").put("commands/dmesg/stderr", "dmesg: read kernel buffer failed: Operation not permitted\n").put("commands/dmesg/exit", "1\n");
        assertInstanceOf(Fact.Unknown.class, KernelLog.read(tree().files(), tree().commands()));
        tree().said("[0.1] kvm: disabled by bios\n", KernelLog.JOURNAL.toArray(String[]::new));
        assertEquals(Optional.of(List.of("[0.1] kvm: disabled by bios")), KernelLog.read(tree().files(), tree().commands()).toOptional());
    }

    @Test
    void aFileOfAnotherKernelIsNotThisBootsLog() {
        Fact<List<String>> old = Fact.known(List.of("Linux version 6.1 (x)", "Linux version 5.10 (x)", "kvm: disabled by bios"), "/var/log/dmesg");
        assertEquals(old, KernelLog.current(old, "5.10"));
        assertEquals(Fact.unknown("host.log.old", "/var/log/dmesg"), KernelLog.current(old, "6.1"));
        assertEquals(Fact.unknown("host.log.old", "/var/log/dmesg"), KernelLog.current(old, ""));
        assertInstanceOf(Fact.Unknown.class, KernelLog.current(Fact.known(List.of("kvm: disabled by bios"), "x"), "6.1"));
    }

    @Test
    void firmwareSettingsOfTheProcessorOnly() {
        String attributes = "sys/class/firmware-attributes/thinklmi/attributes/";
        tree().put(attributes + "VirtualizationTechnology/current_value", "Disable\n").put(attributes + "VTdFeature/current_value", "Disable\n")
                .put(attributes + "VtForDirectIo/display_name", "VT for Direct I/O\n").put(attributes + "VtForDirectIo/current_value", "Disabled\n")
                .put(attributes + "IOMMU Virtualization/current_value", "Disabled\n");
        assertEquals(Optional.of(List.of(new Setting("VirtualizationTechnology", "Disable", "/" + attributes + "VirtualizationTechnology/current_value"))),
                FirmwareAttributes.read(tree().files()).toOptional());
        tree().put("capture/denied", "/sys/class/firmware-attributes/dell/attributes/Virtualization/current_value\n");
        Tree dell = new Tree(top.resolve("dell")).directory("sys/class/firmware-attributes/dell/attributes/Virtualization")
                .put("capture/denied", "/sys/class/firmware-attributes/dell/attributes/Virtualization/current_value\n");
        assertEquals(Fact.unknown("system.file.denied-at-capture", "/sys/class/firmware-attributes/dell/attributes/Virtualization/current_value"), FirmwareAttributes.read(dell.files()));
    }

    @Test
    void registers() {
        assertEquals(Optional.of(true), Msr.parse("1\n", false).map(HostFacts.Msr::lockedOff));
        assertEquals(Optional.of(true), Msr.parse("3", false).map(HostFacts.Msr::lockedOff));
        assertEquals(Optional.of(false), Msr.parse("5", false).map(HostFacts.Msr::lockedOff));
        assertEquals(Optional.of(false), Msr.parse("0", false).map(HostFacts.Msr::lockedOff));
        assertEquals(Optional.of(true), Msr.parse("18", true).map(HostFacts.Msr::lockedOff));
        assertEquals(Optional.of(false), Msr.parse("8", true).map(HostFacts.Msr::lockedOff));
        assertEquals(Optional.empty(), Msr.parse("rdmsr: open: Permission denied", false));
        assertEquals(Optional.empty(), Msr.parse("", true));
    }

    @Test
    void surroundings() {
        assertEquals(Optional.of("lxc"), Surroundings.container(tree().put("run/systemd/container", "lxc\n").files(), tree().commands()).toOptional().orElseThrow());
        Tree bare = new Tree(top.resolve("bare"));
        assertInstanceOf(Fact.Unknown.class, Surroundings.container(bare.files(), bare.commands()));
        bare.said("none\n", "systemd-detect-virt", "-c");
        assertEquals(Optional.of(Optional.empty()), Surroundings.container(bare.files(), bare.commands()).toOptional());
        assertEquals(Optional.of(false), Surroundings.xenDom0(bare.put("proc/version", "").files()).toOptional());
        assertEquals(Optional.of(true), Surroundings.xenDom0(bare.put("proc/xen/capabilities", "control_d\n").files()).toOptional());
        for (String[] names : new String[][]{{"QEMU", "Standard PC (Q35 + ICH9, 2009)", "yes"}, {"Microsoft Corporation", "Virtual Machine", "yes"}, {"Microsoft Corporation", "Surface Pro", "no"},
                {"VMware, Inc.", "VMware7,1", "yes"}, {"innotek GmbH", "VirtualBox", "yes"}, {"Amazon EC2", "c5.metal", "no"}, {"Amazon EC2", "t3.large", "yes"}, {"ASUSTeK", "Virtus 3", "no"}}) {
            Tree vm = new Tree(top.resolve(names[1].replaceAll("\\W", ""))).put("sys/class/dmi/id/sys_vendor", names[0] + "\n").put("sys/class/dmi/id/product_name", names[1] + "\n");
            assertEquals(names[2].equals("yes"), Surroundings.outer(vm.files(), Dmi.read(vm.files())).toOptional().orElseThrow().isPresent(), names[1]);
        }
    }

    /// As large as files may be that are read whole, and made to be slow.
    @Test
    void hostileSizesEnd() {
        Tree tree = new Tree(top.resolve("huge"));
        StringBuilder mounts = new StringBuilder();
        for (int i = 0; i < 60_000; i++) mounts.append(i + 2).append(' ').append(i + 1).append(" 0:1 / /").append("a/".repeat(i % 30)).append("a rw - ext4 /dev/sda rw\n");
        tree.put("proc/self/mountinfo", mounts.toString()).put("proc/cpuinfo", "flags\t: " + "a b ".repeat(1 << 20)).put("proc/mdstat", "md0 : active " + "raid1 sda[0] ".repeat(1 << 18))
                .put("proc/modules", "\n".repeat(6 << 20)).put("var/log/dmesg", "kvm ".repeat(1 << 20)).put("etc/modprobe.d/a.conf", "blacklist \\\n".repeat(1 << 19))
                .put("proc/cmdline", "module_blacklist=" + "kvm,".repeat(1 << 20));
        assertNotNull(new HostReader(tree.files(), tree.commands()).read());
        assertEquals(Optional.of(List.of()), MdStat.read(tree.files()).toOptional());
        assertNotNull(new Places(tree.files(), tree.commands()).of("/" + "a/".repeat(30) + "x"));
    }

    /// Every file a fact is read from, in states nobody expects: nothing throws, nothing hangs.
    @Test
    void anyTreeIsRead() {
        List<String> paths = List.of("proc/cpuinfo", "proc/mdstat", "proc/self/mountinfo", "proc/cmdline", "proc/modules", "proc/version", "proc/sys/kernel/osrelease", "proc/xen/capabilities",
                "sys/module/kvm", "sys/class/dmi/id/sys_vendor", "var/log/dmesg", "var/log/kern.log", "etc/modprobe.d/a.conf", "dev/kvm", "run/systemd/container",
                "commands/systemd-detect-virt+-c/stdout", "commands/%2Flib64%2Fld-linux-x86-64.so.2+--list-diagnostics/stdout", "commands/rdmsr+0x3a/stdout", "commands/dmesg/exit",
                "sys/class/firmware-attributes/x/attributes/SVM/current_value");
        Random random = new Random(2011);
        String[] pieces = {"flags\t: ", "vmx ", "svm ", "\n", ":", " ", "\0", "é", "md0 : active raid1 sda[0]", "[", "]", "(", "99999999999999999999", "36 35 98:0 / / rw - ", "-", "\\", "\\040",
                "resync = 99.9%", "blacklist kvm", "install kvm ", "/bin/false", "Linux version ", "x86.cpu_features.basic.family=0x", "GenuineIntel", "vendor_id: ", "isa: rv", "\t"};
        for (int round = 0; round < 300; round++) {
            Tree tree = new Tree(top.resolve("r" + round));
            for (String path : paths) {
                switch (random.nextInt(6)) {
                    case 0 -> { }
                    case 1 -> tree.directory(path);
                    case 2 -> tree.put(path, "");
                    case 3 -> {
                        byte[] bytes = new byte[random.nextInt(300)];
                        random.nextBytes(bytes);
                        tree.bytes(path, bytes);
                    }
                    default -> {
                        StringBuilder text = new StringBuilder();
                        for (int i = random.nextInt(60); i > 0; i--) text.append(pieces[random.nextInt(pieces.length)]);
                        tree.put(path, text.toString());
                    }
                }
            }
            assertNotNull(Diagnosis.judge(new HostReader(tree.files(), tree.commands()).read(), LibvirtView.notAsked(Fact.unknown("host.kernel.unknown"))).summary());
            assertNotNull(Capture.tree(tree.files(), tree.commands(), LibvirtView.notAsked(Fact.unknown("host.kernel.unknown")), List.of("/a", "b")));
            assertNotNull(MdStat.read(tree.files()));
            assertNotNull(new Places(tree.files(), tree.commands()).of(List.of("/a", "/var/lib/x", "b", "/dev/md0")));
        }
    }
}
