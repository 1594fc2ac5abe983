package io.github.virtcompanion.inventory;

import io.github.virtcompanion.host.RemoteTree;
import io.github.virtcompanion.host.Tree;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.HostReport;
import io.github.virtcompanion.model.ImageFacts;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.NodeInfo;
import io.github.virtcompanion.model.Preallocation;
import io.github.virtcompanion.model.StoragePool;
import io.github.virtcompanion.model.Virtualization.Certainty;
import io.github.virtcompanion.model.Virtualization.Verdict;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.ImageFiles;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.system.SystemFiles;
import io.github.virtcompanion.words.Words;
import io.github.virtcompanion.xml.PoolReader;
import io.github.virtcompanion.xml.SysinfoReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
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

    /// The headers there, files under files, sizes and O_DIRECT are what they are here, for the other host's files are this one's.
    @Test
    void imagesTellTheirHeadersThroughSsh() throws Exception {
        Path images = Files.createDirectories(there.path().resolve("img"));
        Files.write(images.resolve("a.qcow2"), qcow2(1L << 30, "/img/b.qcow2"));
        Files.write(images.resolve("b.qcow2"), qcow2(1L << 30, "c d.img"));
        Files.write(images.resolve("c d.img"), new byte[8192]);
        Files.write(images.resolve("loop.qcow2"), qcow2(1L << 20, "loop.qcow2"));
        Files.write(images.resolve("far.qcow2"), qcow2(1L << 20, "nbd://host/x"));
        Files.write(images.resolve("x.vmdk"), "KDMV\0\0".getBytes(StandardCharsets.UTF_8));
        Host host = source().read(honest().withFilesOverSsh(), VIEW, Set.of("/img/a.qcow2", "/img/loop.qcow2", "/img/far.qcow2", "/img/x.vmdk", "/img/gone", "/net/b.qcow2"));
        ImageFacts a = host.image("/img/a.qcow2");
        assertEquals("qcow2", a.header().toOptional().orElseThrow().format());
        assertEquals(1L << 30, a.header().toOptional().orElseThrow().virtualBytes());
        assertEquals(List.of("/img/b.qcow2", "/img/c d.img"), a.chain().toOptional().orElseThrow());
        assertEquals(Preallocation.OFF, a.preallocation().toOptional().orElseThrow());
        assertTrue(a.allocatedBytes().toOptional().isPresent());
        assertEquals(ImageFiles.direct(images.toString()).toOptional(), a.direct().toOptional());
        assertEquals(List.of("/img/loop.qcow2"), host.image("/img/loop.qcow2").chain().toOptional().orElseThrow());
        assertEquals(List.of("nbd://host/x"), host.image("/img/far.qcow2").chain().toOptional().orElseThrow());
        assertEquals("host.image.other-format", assertInstanceOf(Fact.Unknown.class, host.image("/img/x.vmdk").header()).reason().key());
        for (String path : List.of("/img/gone", "/net/b.qcow2")) {
            assertInstanceOf(Fact.Unknown.class, host.image(path).header(), path);
            assertInstanceOf(Fact.Unknown.class, host.image(path).direct(), path);
        }
    }

    /// Reading past the page cache is refused, or the image is closed to the one who asks.
    @Test
    void whatAnImageRefusesIsSaid() throws Exception {
        String path = "/img/a.img";
        there.put("img/a.img", "x".repeat(5000));
        String pretend = "sed 's#^root=$#root=" + there.path() + "#;s#^looked() {#dd() { echo \"dd: failed to open '\''/copied'\'': $WORDS\" >\\&2; return 1; }\\n&#;s#limit dd#dd#' | ";
        Host refused = source().read(spec("export WORDS='Invalid argument'; " + pretend + "sh").withFilesOverSsh(), VIEW, Set.of(path));
        assertEquals(false, refused.image(path).direct().toOptional().orElseThrow());
        Host odd = source().read(spec("export WORDS='Input/output error'; " + pretend + "sh").withFilesOverSsh(), VIEW, Set.of(path));
        assertInstanceOf(Fact.Unknown.class, odd.image(path).direct());
        Host closed = source().read(spec("sed 's#^root=$#root=" + there.path() + "#;s#\\[ ! -r \"$root$real\" \\]#true#' | sh").withFilesOverSsh(), VIEW, Set.of(path));
        for (Fact<?> fact : List.of(closed.image(path).header(), closed.image(path).direct(), closed.image(path).chain(), closed.image(path).preallocation()))
            assertEquals(Message.of("system.file.denied", path), assertInstanceOf(Fact.Unknown.class, fact).reason());
        assertEquals(Fact.known(5000L, "").toOptional().map(size -> size <= closed.image(path).allocatedBytes().toOptional().orElse(0L)), java.util.Optional.of(true));
    }

    @Test
    void profilesAndPageSizesComeAlong() throws Exception {
        for (String name : List.of("devices/md0", "allocation/data/raid0")) there.directory("sys/fs/btrfs/0123/" + name);
        there.put("sys/fs/btrfs/0123/allocation/data/disk_used", "1\n").put("proc/meminfo", "HugePages_Total: 1\nHugePages_Free: 1\nHugepagesize: 2048 kB\n")
                .put("sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages", "4\n").put("sys/kernel/mm/hugepages/hugepages-1048576kB/free_hugepages", "3\n");
        Host host = source().read(honest().withFilesOverSsh(), VIEW, Set.of(IMAGE));
        assertEquals(Set.of("raid0"), host.place(IMAGE).toOptional().orElseThrow().btrfs().toOptional().orElseThrow().profiles());
        assertEquals(3, host.tuning().otherHugePages().toOptional().orElseThrow().getFirst().free());
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
                new HostReport(Fact.known("aarch64", "capabilities"), board, Fact.known(List.of(xfs, nfs, directory), "pools"), Fact.known(new NodeInfo("EPYC-Rome", 8 << 20, 4, 2000, 1, 1, 4, 1), "node")));
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
        assertEquals(4, host.node().toOptional().orElseThrow().cpus());
        assertTrue(host.virtualization().evidence().stream().anyMatch(evidence -> evidence.source().equals("node") && new Words(java.util.Locale.ENGLISH).say(evidence.value()).equals("EPYC-Rome, 4 CPUs at 2000 MHz, 8.0 GiB of memory")));
    }

    private static byte[] qcow2(long size, String backing) {
        byte[] name = backing.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1024).put(new byte[] {'Q', 'F', 'I', (byte) 0xfb}).putInt(3).putLong(512).putInt(name.length).putInt(16).putLong(size).put(512, name).array();
    }
}
