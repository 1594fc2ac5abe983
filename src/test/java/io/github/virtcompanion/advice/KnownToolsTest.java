package io.github.virtcompanion.advice;

import io.github.virtcompanion.host.Cpus;
import io.github.virtcompanion.host.HostReader;
import io.github.virtcompanion.host.Tree;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Virtualization;
import io.github.virtcompanion.model.Virtualization.Verdict;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static io.github.virtcompanion.advice.KnownToolsTest.Answer.CANNOT;
import static io.github.virtcompanion.advice.KnownToolsTest.Answer.DISABLED_IN_BIOS;
import static io.github.virtcompanion.advice.KnownToolsTest.Answer.NO_ACCESS;
import static io.github.virtcompanion.advice.KnownToolsTest.Answer.NO_MODULE;
import static io.github.virtcompanion.advice.KnownToolsTest.Answer.USABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;

/// Side by side with the tools people use, on the same hosts: where they differ from us, and what is true there.
///
/// Written after what they do: kvm-ok of cpu-checker 0.7, and virt-host-validate of libvirt 11.3
/// (tools/virt-host-validate-common.c, -qemu.c).
class KnownToolsTest {
    private static final String BIOS = "[    0.000000] Linux version 6.12\n[    0.100000] x86/cpu: VMX (outside TXT) disabled by BIOS\n";

    enum Answer {USABLE, CANNOT, NO_MODULE, DISABLED_IN_BIOS, NO_ACCESS}

    /// @param kvmOk    what kvm-ok says
    /// @param validate what virt-host-validate qemu says
    private record Case(String what, Answer kvmOk, Answer validate, Verdict truth, Consumer<Tree> host) {}

    private static final List<Case> CASES = List.of(
            // All agree.
            new Case("everything in order", USABLE, USABLE, Verdict.KVM_USABLE, tree -> module(cpu(tree, Cpus.intel("vmx")), "kvm_intel").put("dev/kvm", "ok")),
            new Case("module not loaded", NO_MODULE, NO_MODULE, Verdict.MODULE_NOT_LOADED, tree -> cpu(tree, Cpus.amd("svm"))),
            new Case("a processor without", CANNOT, CANNOT, Verdict.NO_CPU_SUPPORT, tree -> raw(cpu(tree, Cpus.pentium("")), Cpus.intelRaw(false, false))),
            new Case("switched off, on a kernel of old that kept the flag", DISABLED_IN_BIOS, NO_MODULE, Verdict.DISABLED_IN_FIRMWARE,
                    tree -> cpu(tree, Cpus.intel("vmx")).said("1", "rdmsr", "0x3a")),
            // They say that the processor cannot; it can.
            new Case("VT-x switched off, on today's kernels", CANNOT, CANNOT, Verdict.DISABLED_IN_FIRMWARE, tree -> cpu(tree, Cpus.pentium("")).put("var/log/dmesg", BIOS)),
            new Case("VT-x switched off, by CPUID alone", CANNOT, CANNOT, Verdict.DISABLED_IN_FIRMWARE, tree -> raw(cpu(tree, Cpus.pentium("")), Cpus.intelRaw(true, false))),
            new Case("VT-x switched off, by what is left of the flags", CANNOT, CANNOT, Verdict.DISABLED_IN_FIRMWARE, tree -> cpu(tree, Cpus.pentium("smx"))),
            new Case("SVM switched off, by what is left of the flags", CANNOT, CANNOT, Verdict.DISABLED_IN_FIRMWARE, tree -> cpu(tree, Cpus.amd("npt lbrv svm_lock nrip_save"))),
            new Case("the register says so, but the flag was looked at first", CANNOT, CANNOT, Verdict.DISABLED_IN_FIRMWARE, tree -> cpu(tree, Cpus.pentium("")).said("1", "rdmsr", "0x3a")),
            new Case("a virtual machine whose host offers no nesting", CANNOT, CANNOT, Verdict.NESTED_NOT_OFFERED, tree -> cpu(tree, Cpus.amd("hypervisor"))),
            // They say that it cannot work; it works.
            new Case("/dev/kvm opens without any flag", CANNOT, CANNOT, Verdict.KVM_USABLE, tree -> module(cpu(tree, Cpus.amd("hypervisor")), "kvm_pvm").put("dev/kvm", "ok")),
            // They say that it works; it does not.
            new Case("no right to open the node", USABLE, NO_ACCESS, Verdict.NO_PERMISSION, tree -> module(cpu(tree, Cpus.intel("vmx")), "kvm_intel").put("dev/kvm", "denied")),
            new Case("a node without a driver", USABLE, USABLE, Verdict.STALE_DEVICE, tree -> cpu(tree, Cpus.intel("vmx")).put("dev/kvm", "no-device")),
            // They name the missing module; what keeps it from loading is somewhere else.
            new Case("blacklisted", NO_MODULE, NO_MODULE, Verdict.MODULE_BLACKLISTED, tree -> cpu(tree, Cpus.intel("vmx")).put("etc/modprobe.d/vbox.conf", "blacklist kvm_intel\n")),
            new Case("a container without the device", NO_MODULE, NO_MODULE, Verdict.CONTAINER, tree -> module(cpu(tree, Cpus.intel("vmx")), "kvm_intel").put("run/systemd/container", "docker\n")),
            new Case("the control domain of Xen", NO_MODULE, NO_MODULE, Verdict.OTHER_HYPERVISOR, tree -> cpu(tree, Cpus.intel("vmx")).put("proc/xen/capabilities", "control_d\n")));

    @TestFactory
    Stream<DynamicTest> sideBySide(@TempDir Path directory) {
        return IntStream.range(0, CASES.size()).mapToObj(i -> DynamicTest.dynamicTest(CASES.get(i).what(), () -> {
            Case host = CASES.get(i);
            Tree tree = new Tree(directory.resolve("host" + i)).directory("dev").directory("sys/module").put("proc/sys/kernel/osrelease", "6.12\n");
            host.host().accept(tree);
            Virtualization ours = Diagnosis.judge(new HostReader(tree.files(), tree.commands()).read(),
                    new LibvirtView(LibvirtView.Kind.SESSION, Fact.unknown("inventory.view.not-asked"), "", Set.of()));
            assertEquals(host.kvmOk() + ", " + host.validate() + ", " + host.truth(), kvmOk(tree) + ", " + validate(tree) + ", " + ours.verdict());
        }));
    }

    private static Tree cpu(Tree tree, String text) {
        return tree.put("proc/cpuinfo", text);
    }

    private static Tree raw(Tree tree, String diagnostics) {
        return tree.said(diagnostics, "/lib64/ld-linux-x86-64.so.2", "--list-diagnostics");
    }

    private static Tree module(Tree tree, String name) {
        return tree.directory("sys/module/kvm").directory("sys/module/" + name);
    }

    /// `egrep -m1 -w '^flags[[:blank:]]*:' /proc/cpuinfo | egrep -wo '(vmx|svm)'`; then the node is there or not; only then,
    /// and as root, the register.
    private static Answer kvmOk(Tree tree) {
        List<String> flags = lines(tree).filter(line -> line.matches("flags[ \t]*:.*")).limit(1).flatMap(KnownToolsTest::words).filter(Set.of("vmx", "svm")::contains).toList();
        if (flags.isEmpty()) return CANNOT;
        if (Files.exists(tree.path().resolve("dev/kvm"))) return USABLE;
        String register = tree.files().word("/commands/" + (flags.contains("vmx") ? "rdmsr+0x3a" : "rdmsr+0xc0010114") + "/stdout").toOptional().orElse("");
        if (register.isEmpty()) return NO_MODULE;
        long value = Long.parseLong(register, 16);
        boolean off = flags.contains("vmx") ? (value & 5) == 1 : (value & 16) != 0;
        return off ? DISABLED_IN_BIOS : NO_MODULE;
    }

    /// Any line of flags with vmx or svm, else the test of the node is skipped; then access(2), which opens nothing.
    private static Answer validate(Tree tree) {
        boolean flag = lines(tree).filter(line -> Stream.of("flags", "Features", "features", "facilities").anyMatch(line::startsWith)).flatMap(KnownToolsTest::words).anyMatch(Set.of("vmx", "svm")::contains);
        if (!flag) return CANNOT;
        if (!Files.exists(tree.path().resolve("dev/kvm"))) return NO_MODULE;
        return tree.files().word("/dev/kvm").toOptional().orElse("").equals("denied") ? NO_ACCESS : USABLE;
    }

    private static Stream<String> lines(Tree tree) {
        return tree.files().lines("/proc/cpuinfo").toOptional().orElse(List.of()).stream();
    }

    private static Stream<String> words(String line) {
        return Arrays.stream(line.substring(line.indexOf(':') + 1).split("\\s+"));
    }
}
