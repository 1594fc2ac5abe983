package io.github.virtcompanion.host;

import io.github.virtcompanion.advice.Diagnosis;
import io.github.virtcompanion.model.DeviceOpening;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.HostFacts;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.Virtualization;
import io.github.virtcompanion.model.Virtualization.Certainty;
import io.github.virtcompanion.model.Virtualization.Verdict;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Captured trees that mean harm, or were copied badly: no exception, no wrong certainty, and an end.
@Timeout(60)
class HostileTreeTest {
    private static final String CPU = "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 42\nmodel name\t: Intel(R) Core(TM) i7-2600\nflags\t\t: fpu lm vmx\n";
    private static final LibvirtView NOT_ASKED = new LibvirtView(LibvirtView.Kind.SYSTEM, Fact.unknown("inventory.view.not-asked"), "", Set.of());
    /// What the readers ask for, so that each can be made hostile.
    private static final List<String> ASKED = List.of("proc/cpuinfo", "proc/cmdline", "proc/modules", "proc/mdstat", "proc/mounts", "proc/self/mountinfo", "proc/meminfo", "proc/version",
            "proc/sys/kernel/osrelease", "proc/1/cgroup", "proc/1/environ", "proc/xen/capabilities", "sys/hypervisor/type", "dev/kvm", "var/log/dmesg", "var/log/kern.log",
            "etc/modprobe.d/a.conf", "sys/class/dmi/id/sys_vendor", "sys/class/firmware-attributes/x/attributes/Virtualization/current_value", "sys/module/kvm/parameters/enable_virt_at_load",
            "run/systemd/container", "capture/denied", "capture/libvirt", "capture/images", "commands/dmesg/stdout", "commands/%2Flib64%2Fld-linux-x86-64.so.2+--list-diagnostics/stdout");

    @TempDir
    private Path directory;

    private Virtualization judge() {
        SystemFiles files = new SystemFiles(directory);
        Tree tree = new Tree(directory);
        HostFacts facts = new HostReader(files, tree.commands()).read();
        MdStat.read(files);
        Tuning.read(files, facts.nested());
        new Places(files, tree.commands()).of(List.of("/var/lib/a.img", "/a"));
        return Diagnosis.judge(facts, RecordedLibvirt.read(files).orElse(NOT_ASKED));
    }

    private void unsure() {
        assertNotEquals(Certainty.CERTAIN, judge().certainty(), () -> judge().toString());
    }

    @Test
    void hugeFiles() throws IOException {
        for (String path : ASKED) {
            Files.createDirectories(directory.resolve(path).getParent());
            try (RandomAccessFile sparse = new RandomAccessFile(directory.resolve(path).toFile(), "rw")) {
                sparse.setLength(100L << 20);
            }
        }
        unsure();
    }

    @Test
    void directoriesWhereFilesShouldBe() throws IOException {
        for (String path : ASKED) Files.createDirectories(directory.resolve(path));
        unsure();
    }

    @Test
    void filesWhereDirectoriesShouldBe() throws IOException {
        for (String name : List.of("proc", "sys", "dev", "etc", "lib", "usr", "run", "var", "commands", "capture", "boot")) Files.writeString(directory.resolve(name), "x");
        unsure();
    }

    @Test
    void pipesThatNobodyWritesTo() throws Exception {
        for (String path : ASKED) {
            Files.createDirectories(directory.resolve(path).getParent());
            assertEquals(0, new ProcessBuilder("mkfifo", directory.resolve(path).toString()).start().waitFor());
        }
        unsure();
    }

    @Test
    void linksThatLoopLeaveOrLeadNowhere() {
        Tree tree = new Tree(directory);
        String[] targets = {"/proc/cpuinfo", "cpuinfo", "/nowhere", "../../../../../../../etc/passwd", "/", ".", "x".repeat(200)};
        for (int i = 0; i < ASKED.size(); i++) {
            String name = ASKED.get(i).substring(ASKED.get(i).lastIndexOf('/') + 1);
            tree.link(ASKED.get(i), i % 2 == 0 ? targets[i / 2 % targets.length] : name);
        }
        unsure();
    }

    @Test
    void brokenUtf8() {
        byte[] cut = "flags\t: vmx é".getBytes(StandardCharsets.UTF_8);
        for (String path : ASKED) new Tree(directory).bytes(path, java.util.Arrays.copyOf(cut, cut.length - 1));
        judge();
        new Tree(directory).bytes("proc/cpuinfo", (CPU + "power management: \u00e9").getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("x86_64", CpuInfo.read(new SystemFiles(directory)).toOptional().orElseThrow().arch());
    }

    @Test
    void filesNobodyMayRead() throws IOException {
        for (String path : ASKED) {
            new Tree(directory).put(path, CPU);
            Files.setPosixFilePermissions(directory.resolve(path), PosixFilePermissions.fromString("---------"));
        }
        unsure();
        // Denied is not absent.
        assertTrue(SystemFiles.denied(new SystemFiles(directory).text("/proc/cpuinfo")));
        assertEquals(DeviceOpening.DENIED, new SystemFiles(directory).openReadWrite("/dev/kvm"));
    }

    @Test
    void thousandsOfMountsAndImages() {
        StringBuilder mounts = new StringBuilder("1 0 8:1 / / rw - ext4 /dev/sda1 rw\n");
        for (int i = 2; i < 20_000; i++) mounts.append(i).append(' ').append(i - 1).append(" 0:").append(i).append(" / /m").append("/d".repeat(i % 50)).append(" rw - btrfs /dev/sdb rw\n");
        Tree tree = new Tree(directory).put("proc/self/mountinfo", mounts.toString());
        List<String> images = new ArrayList<>();
        for (int i = 0; i < 200; i++) images.add("/m" + "/d".repeat(i % 60) + "/" + i + ".img");
        Map<String, Fact<Place>> places = new Places(tree.files(), tree.commands()).of(images);
        assertEquals(200, places.size());
        assertInstanceOf(Fact.Known.class, places.get("/m/0.img"));
    }

    @Test
    void aDirectoryOfTooManyNames() throws IOException {
        Path modules = Files.createDirectories(directory.resolve("etc/modprobe.d"));
        for (int i = 0; i < 3000; i++) Files.createFile(modules.resolve("a" + i + ".conf"));
        new Tree(directory).put("proc/cpuinfo", CPU).directory("dev").directory("sys/module");
        assertEquals(Verdict.MODULE_NOT_LOADED, judge().verdict());
    }

    @Test
    void linesWithoutEnd() {
        String long_ = "vmx ".repeat(1 << 20);
        for (String path : ASKED) new Tree(directory).put(path, "flags\t: " + long_);
        judge();
        for (String path : ASKED) new Tree(directory).put(path, long_);
        unsure();
    }

    /// Docker makes a directory where a device to pass on is missing.
    @Test
    void whatIsNoDeviceIsNone() throws Exception {
        Tree tree = new Tree(directory).put("proc/cpuinfo", CPU).directory("dev/kvm").directory("sys/module/kvm_intel").put("run/systemd/container", "docker\n");
        assertEquals(DeviceOpening.OTHER, tree.files().openReadWrite("/dev/kvm"));
        assertEquals(Verdict.CONTAINER, judge().verdict());
        Files.delete(directory.resolve("dev/kvm"));
        Files.delete(directory.resolve("run/systemd/container"));
        assertEquals(0, new ProcessBuilder("mkfifo", directory.resolve("dev/kvm").toString()).start().waitFor());
        assertEquals(DeviceOpening.OTHER, tree.files().openReadWrite("/dev/kvm"));
        assertEquals(Verdict.UNKNOWN, judge().verdict());
    }

    @Test
    void aNodeAloneMeansLittle() throws IOException {
        new Tree(directory).put("dev/kvm", "").directory("proc");
        assertEquals(Verdict.UNKNOWN, judge().verdict(), "of no processor");
        new Tree(directory).put("proc/cpuinfo", "vendor_id       : IBM/S390\nfeatures\t: esan3 zarch sie\n");
        assertEquals(Verdict.UNKNOWN, judge().verdict(), "udev makes it on s390 before the module is there");
        new Tree(directory).directory("sys/module/kvm");
        assertEquals(Verdict.KVM_USABLE, judge().verdict());
        new Tree(directory).put("proc/cpuinfo", CPU).put("proc/modules", "\u0001\u0002 nothing\nlike a list\n");
        Files.delete(directory.resolve("sys/module/kvm"));
        Files.delete(directory.resolve("sys/module"));
        assertEquals(Verdict.KVM_USABLE, judge().verdict(), "garbage does not say that no module is loaded");
    }

    /// 20 GB that take no room, without the end of a line.
    @Test
    void sparseFiles() throws IOException {
        for (String path : ASKED) {
            Files.createDirectories(directory.resolve(path).getParent());
            try (RandomAccessFile file = new RandomAccessFile(directory.resolve(path).toFile(), "rw")) {
                file.setLength(20L << 30);
            }
        }
        unsure();
    }
}
