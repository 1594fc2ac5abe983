package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.ImageFacts;
import io.github.virtcompanion.model.ImageHeader;
import io.github.virtcompanion.model.KernelRelease;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.Preallocation;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.ImageFiles;
import io.github.virtcompanion.system.Patience;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ImagesTest {
    @TempDir Path top;

    private static byte[] qcow2(int version, int clusterBits, long size, int snapshots, String backing, long incompatible) {
        ByteBuffer bytes = ByteBuffer.allocate(512);
        byte[] name = backing.getBytes(StandardCharsets.UTF_8);
        bytes.put(new byte[] {'Q', 'F', 'I', (byte) 0xfb}).putInt(version).putLong(name.length == 0 ? 0 : 256).putInt(name.length).putInt(clusterBits).putLong(size);
        bytes.putInt(60, snapshots).putLong(72, incompatible).put(256, name);
        return bytes.array();
    }

    @Test
    void headers() {
        assertEquals(Optional.of(new ImageHeader("qcow2", 1L << 40, 65536, 3, Optional.of("base.qcow2"), false, false, false)), Qcow2Header.parse(qcow2(3, 16, 1L << 40, 3, "base.qcow2", 0)));
        ImageHeader marked = Qcow2Header.parse(qcow2(3, 21, 0, 0, "", 3)).orElseThrow();
        assertTrue(marked.corrupt() && marked.dirty());
        assertFalse(Qcow2Header.parse(qcow2(2, 9, 0, 0, "", 3)).orElseThrow().corrupt(), "version 2 has no such bits");
        for (byte[] odd : List.of(qcow2(1, 16, 1, 0, "", 0), qcow2(4, 16, 1, 0, "", 0), qcow2(3, 8, 1, 0, "", 0), qcow2(3, 30, 1, 0, "", 0), qcow2(3, 16, -1, 0, "", 0), qcow2(3, 16, 1, -1, "", 0), new byte[71], new byte[0]))
            assertEquals(Optional.empty(), Qcow2Header.parse(odd));
        byte[] cut = java.util.Arrays.copyOf(qcow2(3, 16, 1, 0, "base", 0), 200);
        assertEquals(Optional.empty(), Qcow2Header.parse(cut).orElseThrow().backing(), "a name beyond what was read");
    }

    /// On the real file system of this test, which may be anything.
    @Test
    void imagesOfThisHost() throws IOException {
        Path base = Files.write(top.resolve("base.img"), new byte[5000]);
        Path middle = Files.write(top.resolve("middle.qcow2"), qcow2(3, 16, 1 << 30, 0, "base.img", 0));
        Path image = Files.write(top.resolve("top.qcow2"), qcow2(3, 16, 1 << 30, 0, middle.toString(), 0));
        Path vmdk = Files.writeString(top.resolve("x.vmdk"), "KDMV...");
        SystemFiles real = SystemFiles.realHost();
        List<String> paths = Stream.of(image, base, vmdk, top.resolve("gone")).map(Path::toString).toList();
        Map<String, Fact<Place>> places = new Places(real, new Commands(real)).of(paths);
        Map<String, ImageFacts> seen = new Images(real, new Commands(real), new Patience(Images.LIMIT)).of(places);
        ImageFacts facts = seen.get(image.toString());
        assertEquals(Optional.of(List.of(middle.toString(), base.toString())), facts.chain().toOptional());
        assertEquals(1L << 30, facts.header().toOptional().orElseThrow().virtualBytes());
        assertTrue(facts.allocatedBytes().toOptional().isPresent(), "stat tells");
        assertTrue(facts.growthBytes().orElseThrow() > 0);
        assertTrue(facts.space().toOptional().isPresent());
        assertTrue(facts.direct().toOptional().isPresent(), "we may write here, so it was tried");
        assertEquals(Optional.of(Preallocation.OFF), facts.preallocation().toOptional());
        assertEquals(Optional.of(Preallocation.FULL), seen.get(base.toString()).preallocation().toOptional());
        assertInstanceOf(Fact.Unknown.class, seen.get(vmdk.toString()).preallocation());
        assertEquals(Optional.of(ImageHeader.raw(5000)), seen.get(base.toString()).header().toOptional());
        assertInstanceOf(Fact.Unknown.class, seen.get(vmdk.toString()).header());
        assertTrue(SystemFiles.absent(seen.get(top.resolve("gone").toString()).header()));
        try (Stream<Path> left = Files.list(top)) {
            assertEquals(4, left.count(), "nothing is left behind");
        }
    }

    /// Lengths and sizes as `qemu-img create -o preallocation=` of QEMU 7.2 left them for a disk of 100 MiB.
    @Test
    void whatWasSetAside() {
        ImageHeader qcow2 = new ImageHeader("qcow2", 104857600, 65536, 0, Optional.empty(), false, false, false);
        ImageHeader raw = ImageHeader.raw(104857600);
        ImageHeader tiny = new ImageHeader("qcow2", 65536, 65536, 0, Optional.empty(), false, false, false);
        record Case(ImageHeader header, long length, long blocks, Preallocation expected) {}
        for (Case one : List.of(new Case(qcow2, 196616, 392, Preallocation.OFF), new Case(qcow2, 105185280, 520, Preallocation.METADATA), new Case(qcow2, 105185280, 205320, Preallocation.FULL),
                new Case(raw, 104857600, 8, Preallocation.OFF), new Case(raw, 104857600, 204800, Preallocation.FULL), new Case(tiny, 196616, 392, Preallocation.OFF),
                new Case(ImageHeader.raw(0), 0, 0, Preallocation.OFF), new Case(new ImageHeader("qcow2", Long.MAX_VALUE, 1 << 21, 0, Optional.empty(), false, false, false), 0, 0, Preallocation.OFF)))
            assertEquals(one.expected, Preallocation.of(one.header, one.length, one.blocks * 512), one.toString());
        Fact<ImageHeader> header = Fact.known(raw, "test");
        assertInstanceOf(Fact.Unknown.class, ImageHeads.preallocation("zfs", header, Fact.known(104857600L, ""), Fact.known(512L, "")), "zfs compresses zeros to nothing");
        assertEquals(Optional.of(Preallocation.FULL), ImageHeads.preallocation("zfs", header, Fact.known(104857600L, ""), Fact.known(104857600L, "")).toOptional());
        assertInstanceOf(Fact.Unknown.class, ImageHeads.preallocation("ext4", header, Fact.unknown("model.quoted", ""), Fact.known(1L, "")));
        assertInstanceOf(Fact.Unknown.class, ImageHeads.preallocation("ext4", header, Fact.known(1L, ""), Fact.unknown("model.quoted", "")));
    }

    @Test
    void whatAnEndedProgramLeftIsRemoved() throws IOException {
        String uuid = "01234567-89ab-cdef-0123-456789abcdef";
        Path left = Files.createFile(top.resolve(".virt-companion-direct-" + uuid));
        Path young = Files.createFile(top.resolve(".virt-companion-direct-" + uuid.replace('0', '1')));
        Path other = Files.createFile(top.resolve(".virt-companion-direct-mine"));
        Path large = Files.write(top.resolve(".virt-companion-direct-" + uuid.replace('0', '2')), new byte[2 << 20]);
        for (Path old : List.of(left, other, large)) Files.setLastModifiedTime(old, java.nio.file.attribute.FileTime.fromMillis(0));
        assertTrue(ImageFiles.direct(top.toString()).toOptional().isPresent());
        assertFalse(Files.exists(left));
        for (Path kept : List.of(young, other, large)) assertTrue(Files.exists(kept), kept.toString());
    }

    /// Whatever stands in a header or a captured tree, nothing breaks and nothing is made up.
    @Test
    void anythingMayStandThere() {
        java.util.Random random = new java.util.Random(42);
        byte[] valid = qcow2(3, 16, 1L << 40, 3, "base.qcow2", 0);
        String recorded = "/a\tdirect=yes\tfree=1\ttotal=2\tallocated=3\tformat=qcow2\tvirtual=4\tcluster=65536\tsnapshots=0\tbacking=b\tchain=/b:/c\n";
        for (int run = 0; run < 5000; run++) {
            byte[] bytes = java.util.Arrays.copyOf(valid, random.nextInt(valid.length + 1));
            for (int change = random.nextInt(8); change > 0 && bytes.length > 4; change--) bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt();
            Qcow2Header.parse(bytes).ifPresent(header -> assertTrue(header.virtualBytes() >= 0 && header.snapshots() >= 0 && header.clusterBytes() >= 512));
            StringBuilder line = new StringBuilder(recorded);
            for (int change = random.nextInt(8); change > 0; change--) line.setCharAt(random.nextInt(line.length()), "\t\n=/:x9-".charAt(random.nextInt(8)));
            RecordedImages.parse(line.toString().lines().toList()).values().forEach(image -> image.header().toOptional().ifPresent(header -> assertTrue(header.virtualBytes() >= 0)));
            KernelRelease.of(line.toString());
            Tuning.memory(line.toString().lines().toList());
            LiveImages.blocks(line.toString().lines().toList());
        }
    }

    @Test
    void aLoopOfBackingFilesEnds() throws IOException {
        Path image = Files.write(top.resolve("a.qcow2"), qcow2(3, 16, 1, 0, "b.qcow2", 0));
        Files.write(top.resolve("b.qcow2"), qcow2(3, 16, 1, 0, "a.qcow2", 0));
        SystemFiles real = SystemFiles.realHost();
        Map<String, Fact<Place>> places = new Places(real, new Commands(real)).of(List.of(image.toString()));
        assertEquals(2, new Images(real, new Commands(real), new Patience(Images.LIMIT)).of(places).get(image.toString()).chain().toOptional().orElseThrow().size());
    }

    @Test
    void whatACaptureKeepsIsReadAgain() throws FailedException {
        try (DemoHost demo = DemoHost.unpack()) {
            String path = "/var/lib/libvirt/images/windows-vista.qcow2";
            Map<String, ImageFacts> images = new Images(demo.files(), demo.commands(), new Patience(Images.LIMIT)).of(new Places(demo.files(), demo.commands()).of(List.of(path)));
            ImageFacts image = images.get(path);
            assertEquals(Optional.of(true), image.direct().toOptional());
            assertEquals(42949672960L, image.header().toOptional().orElseThrow().virtualBytes());
            assertEquals(List.of("md0", "sda1", "sda", "sdb1", "sdb"), image.layers().stream().map(layer -> layer.name()).toList());
            Tree tree = new Tree(top.resolve("again")).put("capture/images", RecordedImages.write(images));
            RecordedImages.Image again = RecordedImages.read(tree.files()).get(path);
            assertEquals(image.header(), again.header());
            assertEquals(image.space(), again.space());
            assertEquals(image.chain(), again.chain());
            assertEquals(Optional.of(Preallocation.OFF), again.preallocation().toOptional());
            assertEquals(image.allocatedBytes(), again.allocated());
        }
        ImageFacts remote = new ImageFacts(Fact.unknown("model.quoted", ""), List.of(), Fact.unknown("model.quoted", ""), Fact.unknown("model.quoted", ""), Fact.unknown("model.quoted", ""), Fact.unknown("model.quoted", ""),
                Fact.known(new ImageHeader("qcow2", 1, 65536, 0, Optional.of("nbd://SECRET@host/x"), false, false, false), ""), Fact.unknown("model.quoted", ""), Fact.known(List.of("nbd://SECRET@host/x"), ""));
        assertFalse(RecordedImages.write(Map.of("/a", remote)).contains("SECRET"));
        Tree odd = new Tree(top.resolve("odd")).put("capture/images", "\t\t\n\t/x\n/a\tdirect=perhaps\tfree=x\ttotal=5\tvirtual=99999999999999999999\tformat=qcow2\n\n=\n/b\tvirtual=1\tformat=raw\n");
        assertInstanceOf(Fact.Unknown.class, RecordedImages.read(odd.files()).get("/a").direct());
        assertInstanceOf(Fact.Unknown.class, RecordedImages.read(odd.files()).get("/a").header());
        assertEquals(Optional.of("raw"), RecordedImages.read(odd.files()).get("/b").header().toOptional().map(ImageHeader::format));
    }

    @Test
    void sizesOfStat() {
        assertEquals(Map.of("/a b", 4096L), LiveImages.blocks(List.of("8 512 /a b", "stat: cannot", "x 512 /c", "9 9")));
    }
}
