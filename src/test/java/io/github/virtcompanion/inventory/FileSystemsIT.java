package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.RealLibvirtd;
import io.github.virtcompanion.model.BlockLayer;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.ImageFacts;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.Preallocation;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.PlainFiles;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Real file systems and block devices, beside what findmnt and lsblk say of them. What this kernel does not have, or this
/// system has no program for, is left out with a word. In the mount namespace of `packaging/private-libvirtd.sh`.
class FileSystemsIT {
    @RegisterExtension static final RealLibvirtd REAL = new RealLibvirtd();

    @TempDir
    private Path top;
    private final Deque<String> undo = new ArrayDeque<>();
    private int disks;

    @AfterEach
    void cleanUp() {
        while (!undo.isEmpty()) shell(undo.pop());
    }

    private static RealLibvirtd.Ran shell(String script) {
        return RealLibvirtd.command("timeout", "40", "sh", "-c", "PATH=$PATH:/usr/sbin:/sbin; " + script);
    }

    /// A step towards what is to be tested: where it cannot be done here, neither can the test.
    private static String need(String script) {
        RealLibvirtd.Ran ran = shell("exec 2>&1; " + script);
        Assumptions.assumeTrue(ran.code() == 0, () -> "not possible here: " + script + ": " + ran.output());
        return ran.output().strip();
    }

    /// @return `/dev/loop…`, of some hundred MB
    private String disk() {
        String device = need("f='" + top + "/disk" + disks++ + "'; truncate -s 400M $f && losetup -f --show $f");
        undo.push("losetup -d " + device);
        return device;
    }

    private Path mount(String options, String device) {
        Path point = top.resolve("mnt " + undo.size());
        need("mkdir '" + point + "' && mount " + options + " " + device + " '" + point + "'");
        undo.push("umount '" + point + "'");
        return point;
    }

    private static Host look(Path... images) throws Exception {
        SystemFiles files = SystemFiles.realHost();
        Set<String> paths = new TreeSet<>(Arrays.stream(images).map(Path::toString).toList());
        return new HostFiles(files, new Commands(files)).read(ConnectionSpec.of(REAL.uri()), LibvirtView.notAsked(Fact.unknown("inventory.view.not-asked")), paths);
    }

    private static Place place(Host host, Path image) {
        return host.place(image.toString()).toOptional().orElseThrow();
    }

    private static Path image(Path directory, String options) {
        Path image = directory.resolve("i.qcow2");
        assertEquals(0, shell("qemu-img create -q -f qcow2 " + options + " '" + image + "' 64M").code());
        return image;
    }

    /// File system, mount point, devices and O_DIRECT, as others see them.
    private static ImageFacts compare(Host host, Path image, String device) {
        Place place = place(host, image);
        assertEquals(shell("findmnt -no FSTYPE,TARGET -T '" + image + "'").output().strip().replaceAll(" +", " "), place.fileSystem() + " " + place.mountPoint());
        assertEquals(new TreeSet<>(shell("lsblk -nso KNAME " + device).output().lines().map(line -> line.replaceAll("[^\\w!-]", "")).toList()), new TreeSet<>(place.disks()));
        ImageFacts facts = host.image(image.toString());
        assertEquals(Optional.of(shell("dd if='" + image + "' of=/dev/null bs=4096 count=1 iflag=direct").code() == 0), facts.direct().toOptional());
        assertEquals(place.disks(), facts.layers().stream().map(BlockLayer::name).toList());
        assertEquals(Long.parseLong(shell("findmnt -bno SIZE -T '" + image + "'").output().strip()), facts.space().toOptional().orElseThrow().totalBytes());
        return facts;
    }

    @Test
    void ext4WithABindMountAndALink() throws Exception {
        String device = disk();
        need("mkfs.ext4 -q " + device);
        Path ext4 = mount("", device);
        Files.createDirectories(ext4.resolve("below"));
        Path bound = mount("--bind", "'" + ext4.resolve("below") + "'");
        Path link = Files.createSymbolicLink(top.resolve("link.qcow2"), image(bound, ""));
        Host host = look(bound.resolve("i.qcow2"), link);
        assertEquals(Preallocation.OFF, compare(host, bound.resolve("i.qcow2"), device).preallocation().toOptional().orElseThrow());
        assertEquals(bound.toString(), place(host, link).mountPoint());
        assertEquals(device, place(host, link).device());
    }

    @Test
    void overlayFollowsItsUpperDirectory() throws Exception {
        String device = disk();
        need("mkfs.ext4 -q " + device);
        Path ext4 = mount("", device);
        Path point = Files.createDirectories(top.resolve("merged"));
        need("cd '" + ext4 + "' && mkdir u w l && mount -t overlay overlay -o \"lowerdir=$PWD/l,upperdir=$PWD/u,workdir=$PWD/w\" '" + point + "'");
        undo.push("umount '" + point + "'");
        Path image = image(point, "");
        Place place = place(look(image), image);
        assertEquals("ext4", place.fileSystem());
        assertEquals(device, place.device());
        assertEquals(point.toString(), place.mountPoint());
    }

    @Test
    void xfsAndWhatIsSetAsideOnIt() throws Exception {
        String device = disk();
        need("mkfs.xfs -q " + device);
        Path xfs = mount("", device);
        assertEquals(Preallocation.METADATA, compare(look(image(xfs, "-o preallocation=metadata")), xfs.resolve("i.qcow2"), device).preallocation().toOptional().orElseThrow());
        assertEquals(Preallocation.FULL, compare(look(image(xfs, "-o preallocation=falloc")), xfs.resolve("i.qcow2"), device).preallocation().toOptional().orElseThrow());
        Path raw = xfs.resolve("r.img");
        need("truncate -s 10M '" + raw + "'");
        assertEquals(Preallocation.OFF, look(raw).image(raw.toString()).preallocation().toOptional().orElseThrow());
        need("fallocate -l 10M '" + raw + "'");
        assertEquals(Preallocation.FULL, look(raw).image(raw.toString()).preallocation().toOptional().orElseThrow());
    }

    @Test
    void btrfsOverTwoDevices() throws Exception {
        String first = disk();
        String second = disk();
        need("mkfs.btrfs -q -f -d raid1 -m raid1 " + first + " " + second);
        Path btrfs = mount("-o compress=zstd", first);
        need("cd '" + btrfs + "' && mkdir plain nocow && chattr +C nocow && btrfs -q subvolume create sub");
        Path plain = image(btrfs.resolve("plain"), "");
        Path nocow = image(btrfs.resolve("nocow"), "");
        Path sub = image(btrfs.resolve("sub"), "");
        Host host = look(plain, nocow, sub);
        for (Path image : List.of(plain, nocow, sub)) {
            assertEquals(shell("findmnt -no FSTYPE,TARGET -T '" + image + "'").output().strip().replaceAll(" +", " "), place(host, image).fileSystem() + " " + place(host, image).mountPoint());
            assertEquals(Set.of(first.substring(5), second.substring(5)), Set.copyOf(place(host, image).disks()));
            // Libraries of before may make the first block groups "single", which go when the first data come.
            assertTrue(place(host, image).btrfs().toOptional().orElseThrow().profiles().contains("raid1"));
            assertEquals(2, place(host, image).btrfs().toOptional().orElseThrow().devices());
            assertEquals(Optional.of(image.equals(nocow)), place(host, image).noCow().toOptional());
            assertEquals(Optional.of(!image.equals(nocow)), place(host, image).compressed().toOptional());
        }
    }

    @Test
    void memory() throws Exception {
        Path tmpfs = mount("-t tmpfs -o size=50M", "none");
        Path image = image(tmpfs, "");
        Host host = look(image);
        assertTrue(place(host, image).inMemory());
        assertEquals(List.of(), place(host, image).disks());
        assertInstanceOf(Fact.Unknown.class, place(host, image).rotational());
        Path ramfs = mount("-t ramfs", "none");
        Path other = image(ramfs, "");
        assertEquals(Optional.of(false), look(other).image(other.toString()).direct().toOptional(), "ramfs refuses O_DIRECT");
        try (Stream<Path> left = Files.list(ramfs)) {
            assertEquals(List.of(other), left.toList(), "nothing is left behind");
        }
    }

    /// A file system whose program never answers, as one of a dead server: whoever touches it waits for ever.
    @Test
    @Timeout(60)
    void aDeadMountIsUnknownAndHoldsUpNothingElse() throws Exception {
        Path dead = Files.createDirectories(top.resolve("dead"));
        Path mounted = top.resolve("mounted");
        Process holder = new ProcessBuilder("bash", "-c", "exec 7<>/dev/fuse && mount -i -t fuse -o fd=7,rootmode=40000,user_id=0,group_id=0 none '" + dead + "' && touch '" + mounted
                + "' && exec sleep 600 > /dev/null").redirectErrorStream(true).start();
        undo.push("umount -l '" + dead + "'");
        try {
            RealLibvirtd.await("the mount", () -> Files.exists(mounted) || !holder.isAlive());
            Assumptions.assumeTrue(holder.isAlive(), "no FUSE here");
            need("cd '" + top + "' && qemu-img create -q -f qcow2 -u -F qcow2 -b dead/base.qcow2 over.qcow2 1M && qemu-img create -q plain.img 1M && ln -s dead/far.qcow2 near.qcow2");
            assertEquals("system.plain.no-answer", assertThrows(FailedException.class, () -> new PlainFiles().expectAnswer(dead.resolve("tree"))).failure().what().key());
            new PlainFiles().expectAnswer(top.resolve("nowhere"));
            List<Path> far = List.of(dead.resolve("a.qcow2"), dead.resolve("b/c.img"), top.resolve("near.qcow2"));
            Path over = top.resolve("over.qcow2");
            Path plain = top.resolve("plain.img");
            Host host = look(far.get(0), far.get(1), far.get(2), over, plain);
            for (Path image : far) {
                assertEquals("fuse", place(host, image).fileSystem());
                for (Fact<?> fact : List.of(host.image(image.toString()).direct(), host.image(image.toString()).header(), host.image(image.toString()).space()))
                    assertEquals("host.image.no-answer", assertInstanceOf(Fact.Unknown.class, fact).reason().key());
            }
            for (Path image : List.of(over, plain)) {
                assertTrue(host.image(image.toString()).header().toOptional().isPresent(), image.toString());
                assertTrue(host.image(image.toString()).direct().toOptional().isPresent(), image.toString());
            }
            assertEquals(Optional.of(List.of(dead.resolve("base.qcow2").toString())), host.image(over.toString()).chain().toOptional());
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void logicalVolumes() throws Exception {
        String group = "virtcompanionit" + ProcessHandle.current().pid();
        need("dmsetup version");
        String device = disk();
        need("vgcreate -qq " + group + " " + device);
        undo.push("vgremove -qq -f " + group);
        need("lvcreate -qq -y -n vm -l 50%FREE " + group + " && mkfs.ext4 -q /dev/" + group + "/vm");
        Path point = mount("", "/dev/" + group + "/vm");
        Path image = image(point, "");
        ImageFacts facts = compare(look(image), image, "/dev/" + group + "/vm");
        assertEquals(BlockLayer.Kind.LVM, facts.layers().getFirst().kind());
        assertEquals(group + "-vm", facts.layers().getFirst().detail());
    }

    @Test
    void encryptedDevice() throws Exception {
        String name = "virtcompanionit" + ProcessHandle.current().pid();
        need("dmsetup version");
        String device = disk();
        need("echo -n secret | cryptsetup -q luksFormat --type luks2 --pbkdf pbkdf2 --pbkdf-force-iterations 1000 " + device + " - && echo -n secret | cryptsetup open --key-file - " + device + " " + name);
        undo.push("cryptsetup close " + name);
        need("mkfs.ext4 -q /dev/mapper/" + name);
        Path point = mount("", "/dev/mapper/" + name);
        Path image = image(point, "");
        ImageFacts facts = compare(look(image), image, "/dev/mapper/" + name);
        assertEquals(new BlockLayer(facts.layers().getFirst().name(), BlockLayer.Kind.CRYPT, "LUKS2"), facts.layers().getFirst());
    }

    @Test
    void array() throws Exception {
        need("test -e /proc/mdstat");
        String first = disk();
        String second = disk();
        String array = "/dev/md" + (200 + ProcessHandle.current().pid() % 50);
        need("mdadm --create " + array + " --run --assume-clean --metadata=1.2 --level=0 --raid-devices=2 " + first + " " + second);
        undo.push("mdadm --stop " + array);
        need("mkfs.ext4 -q " + array);
        Path point = mount("", array);
        Path image = image(point, "");
        Host host = look(image);
        ImageFacts facts = compare(host, image, array);
        assertEquals(new BlockLayer(array.substring(5), BlockLayer.Kind.RAID, "raid0"), facts.layers().getFirst());
        assertEquals(Optional.of(array.substring(5) + " raid0"), place(host, image).raid().toOptional());
    }
}
