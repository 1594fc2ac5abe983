package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.BlockLayer;
import io.github.virtcompanion.model.BlockLayer.Kind;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.GuestCpu;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.HostTuning;
import io.github.virtcompanion.model.ImageFacts;
import io.github.virtcompanion.model.ImageFacts.Space;
import io.github.virtcompanion.model.ImageHeader;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.Virtualization;
import io.github.virtcompanion.ui.StorageModel.Image;
import io.github.virtcompanion.ui.StorageModel.Mount;
import io.github.virtcompanion.words.Words;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StorageModelTest {
    private static final Message WHY = Message.of("model.quoted", "because");
    private static final long GIB = 1L << 30;
    private final Map<String, Fact<Place>> places = new LinkedHashMap<>();
    private final Map<String, ImageFacts> images = new LinkedHashMap<>();

    @Test
    void imagesAreGroupedByTheirFileSystemAndNamedByTheirMachines() {
        put("/b/two.img", "/b", "ext4", true, 10 * GIB);
        put("/a/shared.img", "/a", "btrfs", true, 10 * GIB);
        put("/b/one.img", "/b", "ext4", true, 10 * GIB);
        StorageModel model = StorageModel.of(host(), List.of(machine("zeta", "", "/a/shared.img"), machine("alpha", "", "/a/shared.img", "/b/one.img")));
        assertEquals(List.of("/a", "/b"), model.mounts().stream().map(Mount::name).toList());
        assertEquals(List.of("/b/one.img", "/b/two.img"), model.mounts().getLast().images().stream().map(Image::path).toList());
        assertEquals(List.of("alpha", "zeta"), model.mounts().getFirst().images().getFirst().machines());
        assertEquals(List.of(), model.mounts().getLast().images().getLast().machines());
    }

    @Test
    void whatIsNotPlacedKeepsItsReason() {
        places.put("/c/lost.img", Fact.unknown(WHY));
        StorageModel model = StorageModel.of(host(), List.of(machine("m", "", "/c/lost.img")));
        assertEquals(List.of(), model.mounts());
        assertEquals(List.of(new StorageModel.Unplaced("/c/lost.img", WHY, List.of("m"))), model.unplaced());
    }

    @Test
    void aBlockDeviceStandsForItselfWhereverItsNodeIs() {
        put("/dev/vg/data", "/dev", "devtmpfs", true, GIB);
        put("/dev/vg/more", "/dev", "devtmpfs", true, GIB);
        List<Mount> mounts = StorageModel.of(host(), List.of()).mounts();
        assertEquals(List.of("/dev/vg/data", "/dev/vg/more"), mounts.stream().map(Mount::name).toList());
        assertTrue(mounts.getFirst().device());
    }

    @Test
    void oneRefusalOfDirectWritesCountsForAllAndAnUnknownForNone() {
        put("/a/1", "/a", "ext4", true, GIB);
        put("/a/2", "/a", "ext4", null, GIB);
        assertEquals(Optional.of(true), only().direct().toOptional());
        put("/a/3", "/a", "ext4", false, GIB);
        assertEquals(Optional.of(false), only().direct().toOptional());
        assertEquals(1, only().directRefused());
        places.keySet().removeIf(path -> !path.equals("/a/2"));
        assertEquals(Fact.unknown(WHY), only().direct());
    }

    @Test
    void growthIsSummedWhereKnownAndComparedWithWhatIsFree() {
        put("/a/1", "/a", "ext4", true, 10 * GIB);
        put("/a/2", "/a", "ext4", true, 10 * GIB);
        image("/a/1", true, 10 * GIB, 7 * GIB, GIB);
        image("/a/2", true, 10 * GIB, 4 * GIB, GIB);
        assertEquals(9 * GIB, only().growth());
        assertFalse(only().couldOverflow());
        image("/a/2", true, 10 * GIB, 6 * GIB, GIB);
        assertTrue(only().couldOverflow());
        image("/a/1", true, 10 * GIB, Long.MAX_VALUE, 0);
        assertEquals(Long.MAX_VALUE, only().growth());
        places.put("/a/0", places.get("/a/1"));
        images.put("/a/0", ImageFacts.unknown(WHY));
        assertTrue(only().space().toOptional().isPresent(), "known from another image");
    }

    @Test
    void nearlyFullIsATwentiethOrOneGibibyte() {
        put("/a/1", "/a", "ext4", true, 100 * GIB);
        assertFalse(nearlyFull(5 * GIB, 100 * GIB));
        assertTrue(nearlyFull(5 * GIB - 1, 100 * GIB));
        assertTrue(nearlyFull(GIB - 1, 2 * GIB));
        assertFalse(nearlyFull(GIB, 2 * GIB));
        assertFalse(nearlyFull(0, 0), "without a limit");
    }

    @Test
    void machinesThatNeedAnotherModeAreNamedWithIt() {
        put("/a/new.img", "/a", "ext4", true, GIB);
        put("/a/old.img", "/a", "ext4", true, GIB);
        List<StorageModel.Mode> modes = StorageModel.of(host(), List.of(machine("new", "", "/a/new.img"),
                machine("old", "http://microsoft.com/win/98", "/a/old.img"))).mounts().getFirst().modes();
        assertEquals(Map.of(CacheMode.WRITEBACK, List.of("new"), CacheMode.WRITETHROUGH, List.of("old")),
                modes.stream().collect(Collectors.toMap(mode -> mode.recommendation().mode(), StorageModel.Mode::machines)));
        assertEquals(List.of(), only().modes(), "nothing is recommended for an image that no machine writes");
    }

    @Test
    void aMachineThatHasAnImageTwiceIsNamedOnce() {
        put("/a/one.img", "/a", "ext4", true, GIB);
        Mount mount = StorageModel.of(host(), List.of(machine("twice", "", "/a/one.img", "/a/one.img"))).mounts().getFirst();
        assertEquals(List.of("twice"), mount.images().getFirst().machines());
        assertEquals(List.of(List.of("twice")), mount.modes().stream().map(StorageModel.Mode::machines).toList());
    }

    @Test
    void chainsBecomeLevels() {
        assertEquals("md0 | sda1 sdb1 | sda sdb", levels(raid("md0", "raid0"), part("sda1"), disk("sda"), part("sdb1"), disk("sdb")));
        assertEquals("md0p1 | md0 | sda1 sdb1 | sda sdb", levels(part("md0p1"), raid("md0", "raid1"), part("sda1"), disk("sda"), part("sdb1"), disk("sdb")));
        assertEquals("dm-1 | dm-0 | nvme0n1p3 | nvme0n1", levels(lvm("dm-1", "vg-vm"), new BlockLayer("dm-0", Kind.CRYPT, "LUKS2"), part("nvme0n1p3"), disk("nvme0n1")));
        assertEquals("md2 | md0 md1 | sda sdb sdc sdd", levels(raid("md2", "raid0"), raid("md0", "raid1"), disk("sda"), disk("sdb"), raid("md1", "raid1"), disk("sdc"), disk("sdd")));
        assertEquals("md0 | sda1 sda2 sdb1 | sda sdb", levels(raid("md0", "raid5"), part("sda1"), disk("sda"), part("sda2"), part("sdb1"), disk("sdb")));
        assertEquals("", levels());
    }

    @Test
    void sizesAndMembersAreSaidInTheReadersLanguage() {
        Words english = new Words(Locale.ENGLISH);
        Words french = new Words(Locale.FRENCH);
        assertEquals(List.of("0 B", "1,023 B", "1 KiB", "1.5 GiB", "1 TiB", "8 EiB"), java.util.stream.Stream.of(0L, 1023L, 1024L, 3 * GIB / 2, 1024 * GIB - 1, Long.MAX_VALUE)
                .map(bytes -> Bytes.say(english, bytes)).toList());
        assertEquals("1,5 Gio", Bytes.say(french, 3 * GIB / 2));
        assertEquals("8 EiB", Bytes.sayKiB(english, Long.MAX_VALUE));
        assertEquals(List.of("sda1", "sdb1 (failed)", "sdc1 (write-mostly) (spare)", "odd"),
                List.of("sda1[0]", "sdb1[1](F)", "sdc1[2](W)(S)", "odd").stream().map(member -> RaidCard.member(english, member)).toList());
    }

    private boolean nearlyFull(long free, long total) {
        images.computeIfPresent("/a/1", (_, image) -> new ImageFacts(image.direct(), image.layers(), image.writeCache(), image.logicalBlock(),
                Fact.known(new Space(free, total), "test"), image.allocatedBytes(), image.header(), image.preallocation(), image.chain()));
        return only().nearlyFull();
    }

    private Mount only() {
        List<Mount> mounts = StorageModel.of(host(), List.of()).mounts();
        assertEquals(1, mounts.size());
        return mounts.getFirst();
    }

    private Host host() {
        return new Host(Samples.HOST, new Virtualization(Virtualization.Verdict.UNKNOWN, Virtualization.Certainty.UNKNOWN, WHY, List.of(), List.of(), 0), places,
                Fact.known(List.of(), "test"), Fact.known("6.12", "test"), Fact.known("x86_64", "test"), images, HostTuning.notRead(WHY));
    }

    private void put(String path, String mount, String type, Boolean direct, long size) {
        places.put(path, Fact.known(new Place(path, mount, type, "/dev/sda1", List.of("sda1", "sda"), Fact.known(false, "test"), Fact.known(false, "test"), Fact.unknown(WHY)), "test"));
        image(path, direct, 10 * GIB, size, size);
    }

    private void image(String path, Boolean direct, long free, long virtual, long allocated) {
        images.put(path, new ImageFacts(direct == null ? Fact.unknown(WHY) : Fact.known(direct, "test"), List.of(), Fact.unknown(WHY), Fact.unknown(WHY),
                Fact.known(new Space(free, 100 * GIB), "test"), Fact.known(allocated, "test"), Fact.known(ImageHeader.raw(virtual), "test"), Fact.unknown(WHY), Fact.known(List.of(), "test")));
    }

    private static Machine machine(String name, String osId, String... paths) {
        List<Disk> disks = Arrays.stream(paths).map(path -> new Disk("vda", "disk", "file", Optional.of(path), Optional.of("raw"), "virtio", CacheMode.NONE, "none",
                Optional.empty(), false, false)).toList();
        Definition definition = new Definition(name, name + "-uuid", Optional.empty(), Optional.empty(), "kvm", "x86_64", "pc", "", GuestCpu.ABSENT, 1024, 1, disks,
                Optional.of(osId).filter(id -> !id.isEmpty()), false, false);
        return new Machine(Samples.HOST, Samples.info(name, DomainState.SHUT_OFF), Fact.known(definition, "test"), Optional.empty(), List.of());
    }

    private static String levels(BlockLayer... chain) {
        return StorageModel.levels(List.of(chain)).stream().map(level -> level.stream().map(BlockLayer::name).collect(Collectors.joining(" "))).collect(Collectors.joining(" | "));
    }

    private static BlockLayer disk(String name) {
        return new BlockLayer(name, Kind.DISK, "");
    }

    private static BlockLayer part(String name) {
        return new BlockLayer(name, Kind.PARTITION, "");
    }

    private static BlockLayer raid(String name, String level) {
        return new BlockLayer(name, Kind.RAID, level);
    }

    private static BlockLayer lvm(String name, String volume) {
        return new BlockLayer(name, Kind.LVM, volume);
    }
}
