package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// [Places], [Mounts] and [BlockDevices].
class PlacesTest {
    private static final String MOUNTS = """
            23 27 0:22 / /proc rw shared:12 - proc proc rw
            27 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
            30 27 253:3 / /var/lib rw - xfs /dev/mapper/vg-lib rw
            31 27 0:45 /@images /srv/my\\040images rw shared:29 master:3 - btrfs /dev/sdb rw,subvol=/@images
            32 27 0:50 / /tank/vm rw - zfs tank/vm rw
            33 27 8:1 /real /bound rw - ext4 /dev/sda1 rw
            34 27 0:60 / /merged rw - overlay overlay rw,lowerdir=/lower,upperdir=/srv/my\\040images/up,workdir=/w
            35 27 9:0 / /stack rw - ext4 /dev/md0 rw
            36 35 0:61 / /stack rw - tmpfs none rw
            37 27 0:62 / /deep/er rw - nfs server:/x rw
            38 27 8:17 / /deep rw - ext4 /dev/sdc1 rw
            39 27 259:2 / /fast rw - ext4 /dev/nvme0n1p2 rw
            40 27 9:0 / /md rw - ext4 /dev/md0 rw
            not a line
            41 27 0:1 / /broken rw
            """;
    @TempDir Path top;

    private Tree tree() {
        Tree tree = new Tree(top).put("proc/self/mountinfo", MOUNTS).put("proc/mdstat", "md0 : active raid1 sdd1[1] sdc1[0]\n      2 blocks [2/2] [UU]\n");
        String block = "sys/class/block/";
        for (String disk : List.of("sda", "sdb", "sdc", "sdd")) tree.put(block + disk + "/queue/rotational", disk.equals("sdd") ? "1\n" : "0\n");
        for (String partition : List.of("sda1", "sda2", "sdc1", "sdd1", "nvme0n1p2")) tree.put(block + partition + "/partition", "1\n");
        tree.put(block + "nvme0n1/queue/rotational", "0\n").put(block + "md0/queue/rotational", "1\n").put(block + "dm-3/dm/name", "vg-lib\n");
        for (String slave : List.of("md0/slaves/sdc1", "md0/slaves/sdd1", "dm-3/slaves/dm-0", "dm-0/slaves/sda2")) tree.directory(block + slave);
        tree.put("sys/module/zfs/version", "2.2.7-1\n");
        return tree.link("sys/dev/block/253:3", "../../devices/virtual/block/dm-3").link("sys/dev/block/8:1", "../../devices/pci/block/sda/sda1");
    }

    private Place place(String path) {
        return new Places(tree().files(), tree().commands()).of(path).toOptional().orElseThrow(() -> new AssertionError(path));
    }

    @Test
    void findsTheMountByWholeComponents() {
        Mounts mounts = Mounts.parse(MOUNTS.lines().toList());
        for (Map.Entry<String, String> expected : Map.ofEntries(Map.entry("/var/lib/libvirt/a.img", "/var/lib"), Map.entry("/var/library/a.img", "/"), Map.entry("/var/lib", "/var/lib"),
                Map.entry("/srv/my images/a", "/srv/my images"), Map.entry("/srv/my", "/"), Map.entry("/procession", "/"), Map.entry("/deep/er/x", "/deep")).entrySet())
            assertEquals(Optional.of(expected.getValue()), mounts.at(expected.getKey()).map(Mounts.Mount::point), expected.getKey());
        assertEquals("tmpfs", mounts.at("/stack/x").orElseThrow().type());
        assertEquals(Optional.empty(), mounts.at("relative"));
        assertEquals("é\\134\t", Mounts.unescape("\\303\\251\\134134\\011"));
        assertEquals("\\9\\04", Mounts.unescape("\\9\\04"));
    }

    @Test
    void followsTheDevicesDownToTheDisks() {
        assertEquals(List.of("dm-3", "dm-0", "sda2", "sda"), place("/var/lib/a").disks());
        assertEquals(Optional.of(false), place("/var/lib/a").rotational().toOptional());
        assertEquals(List.of("nvme0n1p2", "nvme0n1"), place("/fast/a").disks());
        Place md = place("/md/a");
        assertEquals(List.of("md0", "sdc1", "sdc", "sdd1", "sdd"), md.disks());
        assertEquals(Optional.of(true), md.rotational().toOptional());
        assertEquals(Optional.of("md0 raid1"), md.raid().toOptional());
        assertInstanceOf(Fact.Unknown.class, place("/fast/a").raid());
        assertEquals(List.of("md0", "sdc1", "sdc", "sdd1", "sdd"), place("/dev/md0").disks());
        assertEquals(List.of("dm-3", "dm-0", "sda2", "sda"), place("/dev/mapper/vg-lib").disks());
    }

    @Test
    void btrfsHasAnonymousNumbersAndSeveralDevices() {
        tree().directory("sys/fs/btrfs/0f/devices/sdb").directory("sys/fs/btrfs/0f/devices/sdd1").directory("sys/fs/btrfs/features")
                .said("---------------C------ /srv/my images/a\n", "lsattr", "-d", "/srv/my images/a")
                .said("garbage\n", "lsattr", "-d", "/srv/my images/b");
        Place place = place("/srv/my images/a");
        assertEquals("btrfs", place.fileSystem());
        assertEquals(List.of("sdb", "sdd1", "sdd"), place.disks());
        assertEquals(Optional.of(true), place.noCow().toOptional());
        assertInstanceOf(Fact.Unknown.class, place.btrfs(), "no profile is listed");
        tree().directory("sys/fs/btrfs/0f/allocation/data/raid1").directory("sys/fs/btrfs/0f/allocation/data/single").put("sys/fs/btrfs/0f/allocation/data/flags", "1\n");
        Place.Btrfs data = place("/srv/my images/a").btrfs().toOptional().orElseThrow();
        assertEquals("raid1 + single", data.name());
        assertEquals(2, data.devices());
        assertTrue(data.copies() && !data.noRedundancy());
        assertInstanceOf(Fact.Unknown.class, place("/srv/my images/b").noCow());
        assertInstanceOf(Fact.Unknown.class, place("/srv/my images/c").noCow());
        Place zfs = place("/tank/vm/a");
        assertEquals(Optional.of("2.2.7-1"), zfs.version().toOptional());
        assertEquals(List.of(), zfs.disks());
        assertInstanceOf(Fact.Unknown.class, zfs.rotational());
    }

    @Test
    void anOverlayIsJudgedByItsUpperDirectory() {
        Place place = place("/merged/a");
        assertEquals("/merged", place.mountPoint());
        assertEquals("btrfs", place.fileSystem());
        assertEquals("/dev/sdb", place.device());
    }

    @Test
    void linksAreFollowedButNotOntoTheNetwork() {
        Tree tree = tree().link("home", "/srv/my images/home").link("srv/my images/home/me/a.img", "../../../../var/lib/b.img").link("loop", "loop/x");
        Links links = new Links(tree.files(), Mounts.parse(MOUNTS.lines().toList()));
        assertEquals("/var/lib/b.img", links.resolve("/home/me/a.img"));
        assertEquals("/srv/my images/home/c", links.resolve("/home/./me/../c"));
        assertEquals("pool/volume", links.resolve("pool/volume"));
        assertEquals("/", links.resolve("/.."));
        assertTrue(links.resolve("/loop/y").startsWith("/loop"));
        assertTrue(links.resolve("/" + "a/".repeat(3000)).startsWith("/a"));
        Place place = place("/home/me/a.img");
        assertEquals("/home/me/a.img", place.path());
        assertEquals("/var/lib", place.mountPoint());
    }

    @Test
    void nothingOnANetworkMountIsTouched() {
        Tree tree = tree().link("net/a.img", "/var/lib/b.img");
        Links links = new Links(tree.files(), Mounts.parse(List.of("1 0 8:1 / / rw - ext4 /dev/sda1 rw", "2 1 0:9 / /net rw - nfs4 server:/x rw")));
        assertEquals("/net/a.img", links.resolve("/net/a.img"));
    }

    @Test
    void attributesOfMany() {
        List<String> paths = List.of("/a b", "/c", "/gone");
        Tree tree = new Tree(top.resolve("lsattr"));
        String recorded = io.github.virtcompanion.system.Commands.recordedAs(Attributes.command(paths)).substring(1);
        tree.put(recorded + "/stdout", "---------------C------ /a b\n---------------------- /c\n").put(recorded + "/stderr", "lsattr: No such file or directory while trying to stat /gone\n").put(recorded + "/exit", "1\n");
        Map<String, Fact<String>> answers = Attributes.ofMany(tree.commands(), paths);
        assertEquals(Fact.known("---------------C------", "lsattr"), answers.get("/a b"));
        assertEquals(Fact.known("----------------------", "lsattr"), answers.get("/c"));
        assertEquals(Fact.unknown("host.place.no-attributes", "/gone", "lsattr: No such file or directory while trying to stat /gone"), answers.get("/gone"));
    }

    @Test
    void whatIsNotKnownIsSaid() {
        assertInstanceOf(Fact.Unknown.class, new Places(tree().files(), tree().commands()).of("pool/volume"));
        Tree empty = new Tree(top.resolve("empty")).directory("proc");
        assertInstanceOf(Fact.Unknown.class, new Places(empty.files(), empty.commands()).of("/a"));
        Tree blank = new Tree(top.resolve("blank")).put("proc/self/mountinfo", "");
        assertInstanceOf(Fact.Unknown.class, new Places(blank.files(), blank.commands()).of("/a"));
        Tree old = new Tree(top.resolve("old")).put("proc/mounts", "sysfs /sys sysfs rw 0 0\n/dev/sda1 / ext4 rw 0 0\n");
        assertEquals("ext4", new Places(old.files(), old.commands()).of("/a").toOptional().orElseThrow().fileSystem());
    }

    @Test
    void hostileTreesEnd() {
        Tree odd = tree().directory("sys/class/block/md0/slaves/md0").directory("sys/class/block/sdc/slaves/md0");
        assertEquals(3, new Places(odd.files(), odd.commands()).of("/md/a").toOptional().orElseThrow().disks().stream().filter(name -> name.startsWith("sdc") || name.equals("md0")).count());
        Tree loop = new Tree(top.resolve("loop")).put("proc/self/mountinfo", "1 2 0:1 / / rw - overlay a rw,upperdir=/b\n2 1 0:1 / /b rw - overlay b rw,upperdir=/c\n");
        assertEquals("overlay", new Places(loop.files(), loop.commands()).of("/x").toOptional().orElseThrow().fileSystem());
    }
}
