package io.github.virtcompanion.inventory;

import io.github.virtcompanion.host.RemoteTree;
import io.github.virtcompanion.host.Tree;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.HostReport;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.StoragePool;
import io.github.virtcompanion.model.Virtualization.Certainty;
import io.github.virtcompanion.model.Virtualization.Verdict;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.system.SystemFiles;
import io.github.virtcompanion.xml.PoolReader;
import io.github.virtcompanion.xml.SysinfoReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Hosts that are somewhere else: what libvirt tells, and the files through an ssh that is a shell over a captured tree.
class RemoteFilesTest {
    private static final String BIOS_OFF = "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 42\nmodel name\t: Intel(R) Core(TM) i7-2600 CPU @ 3.40GHz\nflags\t\t: fpu lm smx sse4_2\n\n";
    private static final String IMAGE = "/srv/vm's/a.qcow2";
    private static final LibvirtView VIEW = new LibvirtView(LibvirtView.Kind.REMOTE, Fact.unknown("inventory.view.not-asked"), "", Set.of());
    private static final PrivateFiles NOWHERE = new PrivateFiles(Path.of("/nowhere"));

    @TempDir
    private Path directory;
    private Tree there;
    private SshConsent consent;

    @BeforeEach
    void tree() {
        there = new Tree(directory.resolve("there")).put("proc/cpuinfo", BIOS_OFF).put("proc/sys/kernel/osrelease", "6.12.9\n").directory("dev").directory("sys/module/kvm")
                .put("sys/class/dmi/id/sys_vendor", "ASUS\n").put("proc/mdstat", "Personalities : [raid0]\nmd0 : active raid0 sdb1[1] sda1[0]\n      100 blocks 512k chunks\n\nunused devices: <none>\n")
                .put("proc/mounts", "/dev/md0 / ext4 rw 0 0\n/dev/md0 /srv btrfs rw 0 0\nnas:/x /net nfs4 rw 0 0\n")
                .put("proc/self/mountinfo", "1 0 9:0 / / rw - ext4 /dev/md0 rw\n2 1 0:41 / /srv rw - btrfs /dev/md0 rw\n3 1 0:42 / /net rw - nfs4 nas:/x rw\n")
                .put("sys/class/block/md0/dev", "9:0\n").directory("sys/class/block/md0/slaves/sda").directory("sys/class/block/md0/slaves/sdb")
                .put("sys/class/block/sda/queue/rotational", "1\n").put("sys/class/block/sdb/queue/rotational", "1").put("srv/vm's/a.qcow2", "")
                .put("etc/modprobe.d/no-kvm.conf", "# no\nblacklist kvm_intel\n");
        consent = new SshConsent(new PrivateFiles(directory.resolve("config")));
    }

    private RemoteFiles source() {
        Commands commands = new Commands(SystemFiles.realHost());
        return new RemoteFiles(new HostFiles(new SystemFiles(directory.resolve("nothing")), new Commands(new SystemFiles(directory.resolve("nothing")))), commands, consent);
    }

    /// An ssh that lands in the tree instead of on another host.
    private ConnectionSpec spec(String script) throws IOException {
        Path program = Files.writeString(directory.resolve("ssh"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return ConnectionSpec.of("qemu+ssh://there/system?command=" + program);
    }

    private ConnectionSpec honest() throws IOException {
        return spec("sed 's#^root=$#root=" + there.path() + "#' | sh");
    }

    @Test
    void nothingIsReadUntilTheUserAgrees() throws Exception {
        ConnectionSpec spec = honest();
        Host host = source().read(spec, VIEW, Set.of(IMAGE));
        assertEquals(Verdict.UNKNOWN, host.virtualization().verdict());
        assertInstanceOf(Fact.Unknown.class, host.place(IMAGE));
        assertFalse(source().readsFilesOverSsh(spec));
        source().readFilesOverSsh(spec, true);
        assertTrue(source().readsFilesOverSsh(spec), "remembered");
        assertEquals(Verdict.DISABLED_IN_FIRMWARE, source().read(spec, VIEW, Set.of(IMAGE)).virtualization().verdict());
        source().readFilesOverSsh(spec, false);
        assertFalse(source().readsFilesOverSsh(spec));
        assertThrows(FailedException.class, () -> source().readFilesOverSsh(ConnectionSpec.of("qemu+tls://h/system"), true));
        assertFalse(new RemoteFiles(source(), new Commands(SystemFiles.realHost()), new SshConsent(NOWHERE)).readsFilesOverSsh(spec));
    }

    @Test
    void theFilesTellTheSameAsAtHome() throws Exception {
        Host host = source().read(honest().withFilesOverSsh(), VIEW, Set.of(IMAGE, "/net/b.qcow2"));
        assertEquals(Verdict.DISABLED_IN_FIRMWARE, host.virtualization().verdict());
        assertEquals("x86_64", host.arch().toOptional().orElseThrow());
        assertEquals("6.12.9", host.kernel().toOptional().orElseThrow());
        assertEquals("md0", host.raid().toOptional().orElseThrow().getFirst().name());
        assertEquals("btrfs", host.place(IMAGE).toOptional().orElseThrow().fileSystem());
        assertEquals(true, host.place(IMAGE).toOptional().orElseThrow().rotational().toOptional().orElseThrow());
        assertEquals("nfs4", host.place("/net/b.qcow2").toOptional().orElseThrow().fileSystem());
        assertTrue(host.virtualization().evidence().stream().anyMatch(evidence -> evidence.source().equals("/etc/modprobe.d/no-kvm.conf:2")));
    }

    @Test
    void ofSystemTheRightsOfLibvirtsUserCount() {
        assertEquals(LibvirtView.Kind.SYSTEM, VIEW.withFilesOf("qemu+ssh://h/system?x=1").kind());
        assertEquals(LibvirtView.Kind.SESSION, VIEW.withFilesOf("qemu+ssh://u@h:22/session").kind());
        assertEquals(LibvirtView.Kind.REMOTE, VIEW.withFilesOf("lxc+ssh://h/").kind());
    }

    @Test
    void whatFailsIsUnknownInSshsOwnWords() throws Exception {
        Host refused = source().read(spec("echo 'Host key verification failed.' >&2; exit 255").withFilesOverSsh(), VIEW, Set.of(IMAGE));
        assertEquals(Message.of("system.ssh.failed", "Host key verification failed."), assertInstanceOf(Fact.Unknown.class, refused.raid()).reason());
        Host cut = source().read(spec("sed 's#^root=$#root=" + there.path() + "#' | sh | head -c 1500").withFilesOverSsh(), VIEW, Set.of(IMAGE));
        assertEquals("inventory.ssh.cut-short", assertInstanceOf(Fact.Unknown.class, cut.raid()).reason().key());
        assertEquals(Verdict.UNKNOWN, cut.virtualization().verdict());
        Host odd = source().read(ConnectionSpec.of("qemu+ssh://-oX/system").withFilesOverSsh(), VIEW, Set.of());
        assertEquals("system.ssh.odd-uri", assertInstanceOf(Fact.Unknown.class, odd.raid()).reason().key());
    }

    @Test
    void entriesThatLeaveTheTreeAreDropped() {
        String mark = "=m=";
        String printed = "motd\n\n=m= F /proc/x\none\n\n=m= F /../../etc/passwd\nx\n=m= F relative\nx\n=m= L /a\n/b\n=m= L /c\n\n=m= X /closed\n\n=m= C lsattr -d /x y\n0\n---\n=m= Z /?\n=m= \n=m= F\n=m= END \n\n=m= F /after\nx";
        var tree = RemoteTree.parse(printed, mark).orElseThrow();
        assertEquals(Set.of("proc/x", "a -> /b", "capture/denied", "commands/lsattr+-d+%2Fx+y/stdout", "commands/lsattr+-d+%2Fx+y/exit"), tree.keySet());
        assertEquals("one\n", new String(tree.get("proc/x"), StandardCharsets.UTF_8));
        for (String cut : List.of("", "nothing", printed.substring(0, 60), "\n=m= END")) assertEquals(cut.contains("END"), RemoteTree.parse(cut, mark).isPresent(), cut);
    }

    @Test
    void namesOfImagesMeanNothingToTheShell() throws Exception {
        Path trap = directory.resolve("trap");
        for (String name : List.of("/srv/'; touch " + trap + " #", "/srv/$(touch " + trap + ")", "/srv/`touch " + trap + "`", "/srv/\ntouch " + trap + "\n", "-x", "/srv/%s%n\\"))
            source().read(honest().withFilesOverSsh(), VIEW, Set.of(name));
        assertFalse(Files.exists(trap));
    }

    @Test
    void whatLibvirtTellsIsKnown() throws Exception {
        StoragePool xfs = PoolReader.read("<pool type='fs'><name>data</name><source><device path='/dev/sdb1'/><format type='xfs'/></source><target><path>/data/</path></target></pool>");
        StoragePool nfs = PoolReader.read("<pool type='netfs'><name>n</name><source><host name='nas'/><dir path='/x'/><format type='nfs'/></source><target><path>/net</path></target></pool>");
        StoragePool directory = PoolReader.read("<pool type='dir'><name>default</name><target><path>/var/lib/libvirt/images</path></target></pool>");
        var board = SysinfoReader.read("<sysinfo type='smbios'><bios><entry name='version'>0805</entry></bios><system><entry name='manufacturer'>To Be Filled By O.E.M.</entry>"
                + "<entry name='serial'>SECRET</entry></system><baseBoard><entry name='manufacturer'>ASUSTeK</entry><entry name='product'>P8H67-M</entry></baseBoard></sysinfo>", "virConnectGetSysinfo");
        LibvirtView view = new LibvirtView(LibvirtView.Kind.REMOTE, Fact.known(true, "domcaps"), "", Set.of(),
                new HostReport(Fact.known("aarch64", "capabilities"), board, Fact.known(List.of(xfs, nfs, directory), "pools")));
        Host host = source().read(ConnectionSpec.of("qemu+tls://h/system"), view, Set.of("/data/a.img", "/data/sub/b.img", "/net/c.img", "/var/lib/libvirt/images/d.img", "/e.img"));
        assertEquals(Verdict.KVM_USABLE, host.virtualization().verdict());
        assertEquals(Certainty.CERTAIN, host.virtualization().certainty());
        assertEquals(Fact.known("aarch64", "capabilities"), host.arch());
        assertEquals("xfs", host.place("/data/a.img").toOptional().orElseThrow().fileSystem());
        assertEquals("/dev/sdb1", host.place("/data/a.img").toOptional().orElseThrow().device());
        assertEquals("nas:/x", host.place("/net/c.img").toOptional().orElseThrow().device());
        // Something else may be mounted further down, and a directory says nothing of what it lies on.
        for (String path : List.of("/data/sub/b.img", "/var/lib/libvirt/images/d.img", "/e.img")) assertInstanceOf(Fact.Unknown.class, host.place(path), path);
        assertTrue(host.virtualization().evidence().stream().anyMatch(evidence -> evidence.source().equals("virConnectGetSysinfo") && evidence.value().args().toString().contains("ASUSTeK P8H67-M, BIOS 0805")));
        assertFalse(host.toString().contains("SECRET"));
    }
}
