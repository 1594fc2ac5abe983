package io.github.virtcompanion.host;

import io.github.virtcompanion.advice.Diagnosis;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.Virtualization;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CaptureTest {
    private static final LibvirtView NOT_ASKED = LibvirtView.notAsked(Fact.unknown("host.libvirt.not-recorded"));
    @TempDir Path top;

    private SystemFiles captured(String name, SystemFiles files, Commands commands, LibvirtView libvirt, List<String> images) throws Exception {
        Path archive = top.resolve(name + ".tar.gz");
        Capture.write(archive, files, commands, libvirt, images);
        Path directory = Files.createDirectories(top.resolve(name + ".d"));
        Process tar = new ProcessBuilder("tar", "xzf", archive.toString(), "-C", directory.toString()).redirectErrorStream(true).start();
        assertEquals("", new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, tar.waitFor());
        return new SystemFiles(directory);
    }

    private static String judged(SystemFiles files, LibvirtView libvirt) {
        Virtualization verdict = Diagnosis.judge(new HostReader(files, new Commands(files)).read(), RecordedLibvirt.read(files).orElse(libvirt));
        return verdict.row() + " " + verdict.verdict() + " " + verdict.certainty() + " " + verdict.summary() + verdict.steps();
    }

    @Test
    void theTreeGetsTheVerdictOfTheDemoHost() throws Exception {
        try (DemoHost demo = DemoHost.unpack()) {
            String image = "/var/lib/libvirt/images/windows-vista.qcow2";
            SystemFiles tree = captured("demo", demo.files(), demo.commands(), NOT_ASKED, List.of(image));
            assertEquals(judged(demo.files(), NOT_ASKED), judged(tree, NOT_ASKED));
            assertEquals(MdStat.read(demo.files()), MdStat.read(tree));
            Place place = new Places(demo.files(), demo.commands()).of(image).toOptional().orElseThrow();
            // The number of the file system stays at home.
            assertEquals(Optional.of(place).toString().replaceAll("/sys/fs/btrfs/[-0-9a-f]{36}/", "/sys/fs/btrfs/md0/"), new Places(tree, new Commands(tree)).of(image).toOptional().toString());
        }
    }

    @Test
    void theTreeGetsTheVerdictOfThisHost() throws Exception {
        SystemFiles real = SystemFiles.realHost();
        LibvirtView libvirt = new LibvirtView(LibvirtView.Kind.SYSTEM, Fact.known(false, "libvirt"), "the accel 'kvm'\nis not supported", Set.of("vmx", "aes"));
        SystemFiles tree = captured("real", real, new Commands(real), libvirt, List.of("/var/tmp/x"));
        assertEquals(judged(real, libvirt), judged(tree, NOT_ASKED));
        assertEquals(MdStat.read(real).toOptional(), MdStat.read(tree).toOptional());
        assertEquals(new Places(real, new Commands(real)).of("/var/tmp/x").toOptional().map(Place::fileSystem), new Places(tree, new Commands(tree)).of("/var/tmp/x").toOptional().map(Place::fileSystem));
        assertEquals(Optional.of(Set.of("vmx")), RecordedLibvirt.read(tree).map(LibvirtView::cpuFeatures));
    }

    @Test
    void whatCouldNotBeReadStaysSo() throws Exception {
        Tree host = new Tree(top.resolve("host")).put("proc/cpuinfo", Cpus.intel("")).directory("dev").put("capture/denied", "/var/log/kern.log\n/proc/mdstat\n/sys/class/dmi/id/board_name\n");
        SystemFiles tree = captured("denied", host.files(), host.commands(), NOT_ASKED, List.of());
        assertEquals(MdStat.read(host.files()), MdStat.read(tree));
        assertTrue(SystemFiles.denied(KernelLog.read(tree, new Commands(tree))));
        assertTrue(SystemFiles.denied(tree.word("/sys/class/dmi/id/board_name")));
        assertEquals(judged(host.files(), NOT_ASKED), judged(tree, NOT_ASKED));
    }

    @Test
    void nothingPrivateGoesAlong() {
        Tree host = new Tree(top.resolve("private")).put("proc/cpuinfo", Cpus.intel("vmx") + "Serial\t\t: SECRET\nprocessor 0: version = FF,  identification = 5EC4E7,  machine = 8561\n")
                .put("proc/cmdline", "root=UUID=SECRET cryptkey=SECRET quiet kvm.nx_huge_pages=1").put("etc/modprobe.d/a.conf", "options wifi key=SECRET\n\nblacklist kvm_intel\n")
                .put("var/log/dmesg", "kvm: hello\nusb 1-1: SerialNumber: SECRET\naudit: type=1400 audit(1.2:3): apparmor=\"DENIED\" profile=\"libvirt-5EC4E7\" name=\"/home/SECRET/kvm.img\"\n")
                .put("proc/sysinfo", "Sequence Code:        SECRET\nLPAR Name:            SECRET\nVM00 Name:            SECRET\nVM00 Control Program: KVM/Linux\n").put("proc/device-tree/serial-number", "SECRET").put("proc/device-tree/compatible", "qemu,pseries\0")
                .put("proc/bus/pci/devices", "0000\t1b360008\t0\tSECRET\n0008\t10de1234\t0\n").put("sys/class/dmi/id/product_serial", "SECRET\n").put("sys/class/dmi/id/board_name", "Board\n")
                .put("proc/self/mountinfo", "1 0 0:1 / / rw - nfs SECRET:/x rw,addr=SECRET\n2 1 0:2 / /home/SECRET rw - ext4 /dev/sdz rw\n3 1 0:3 / /srv rw - cifs //SECRET/images rw,username=SECRET\n")
                .said("path.SECRET\nx86.cpu_features.basic.family=0x6\n", RawCpuid.COMMAND.toArray(String[]::new));
        var tree = Capture.tree(host.files(), host.commands(), NOT_ASKED, List.of("/srv/a.img"));
        String all = tree.entrySet().stream().map(entry -> entry.getKey() + "\n" + new String(entry.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("\n"));
        assertFalse(all.contains("SECRET"), all);
        assertFalse(all.contains("5EC4E7"), all);
        assertFalse(all.contains("10de1234"), "no device but those that only virtual machines have");
        for (String kept : List.of("kvm.nx_huge_pages=1", "\n\n\nblacklist kvm_intel", "kvm: hello", "Board", "server:/x", "//server/images", "VM00 Control Program: KVM/Linux", "qemu,pseries", "1b360008", "x86.cpu_features.basic.family"))
            assertTrue(all.contains(kept), kept + " in " + all);
    }
}
