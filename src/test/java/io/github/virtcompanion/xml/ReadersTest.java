package io.github.virtcompanion.xml;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.DomainCapabilities;
import io.github.virtcompanion.model.FailedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// libvirt's documents to records.
class ReadersTest {
    @Test
    void aDefinition() throws FailedException {
        Definition read = DefinitionReader.read(Fixtures.text("emulated.xml"));
        assertEquals("freebsd-8", read.name());
        assertEquals("6e0b5c4e-2b9a-4f8e-9d63-0f4f7a1c1a01", read.uuid());
        assertEquals(Optional.of("FreeBSD 8.2 & ports"), read.title());
        assertEquals("qemu", read.type());
        assertEquals("x86_64", read.arch());
        assertEquals("pc-i440fx-7.2", read.machineType());
        assertEquals("/usr/bin/qemu-system-x86_64", read.emulator());
        assertEquals(Optional.of("qemu64"), read.cpu().model());
        assertTrue(read.cpu().bareDefault());
        assertEquals(1_048_576, read.memoryKiB());
        assertEquals(2, read.vcpus());
        assertEquals(Optional.of("http://freebsd.org/freebsd/8.2"), read.osId());
        assertTrue(read.tcgFeatures());
        assertFalse(read.pvSpinlock());
        assertEquals(List.of("hda", "hdc", "sda", "vdb", "vdc"), read.disks().stream().map(Disk::target).toList());
        assertEquals(new Disk("hda", "disk", "file", Optional.of("/srv/vm/freebsd-8.qcow2"), Optional.of("qcow2"), "ide", CacheMode.WRITETHROUGH, "writethrough",
                Optional.empty(), false, false), read.disks().getFirst());
        assertTrue(read.disk("hdc").orElseThrow().readOnly());
        assertEquals(Optional.of("rbd:pool/image"), read.disk("sda").orElseThrow().source());
        assertEquals(Optional.of("default/data.img"), read.disk("vdb").orElseThrow().source());
        assertEquals(CacheMode.NONE, read.disk("vdc").orElseThrow().effectiveCache());
    }

    @Test
    void nearlyNothing() throws FailedException {
        Definition read = DefinitionReader.read("<domain><devices><disk/><disk><driver cache='turbo' io='default'/><target dev='x'/></disk></devices></domain>");
        assertEquals("", read.name());
        assertEquals("", read.type());
        assertEquals(1, read.vcpus());
        assertEquals(Optional.empty(), read.title());
        assertEquals(new Disk("", "disk", "file", Optional.empty(), Optional.empty(), "", CacheMode.DEFAULT, "default", Optional.empty(), false, false), read.disks().getFirst());
        assertEquals("turbo", read.disk("x").orElseThrow().cacheWord());
        assertTrue(DefinitionReader.read("<domain><features><pvspinlock/></features></domain>").pvSpinlock());
        assertFalse(DefinitionReader.read("<domain><features><pvspinlock state='off'/></features></domain>").pvSpinlock());
    }

    @ParameterizedTest
    @CsvSource({"1024, '', 1024", "1024, KiB, 1024", "1024, k, 1024", "1, MiB, 1024", "1, M, 1024", "2, GiB, 2097152", "1, g, 1048576", "1, TiB, 1073741824", "1, MB, 977",
        "1000, KB, 977", "1025, b, 2", "1048576, bytes, 1024", "' 512 ', MiB, 524288", "much, KiB, 0", "1, parsec, 0", "'', KiB, 0"})
    void memoryInAllUnits(String number, String unit, long kib) throws FailedException {
        assertEquals(kib, DefinitionReader.read("<domain><memory unit='" + unit + "'>" + number + "</memory></domain>").memoryKiB());
    }

    @Test
    void domainCapabilities() throws FailedException {
        DomainCapabilities read = DomainCapabilitiesReader.read(Fixtures.text("domcaps-kvm.xml"));
        assertEquals("kvm", read.type());
        assertEquals("/usr/bin/qemu-system-x86_64", read.emulator());
        assertEquals("x86_64", read.arch());
        assertEquals("pc-q35-7.2", read.machineType());
        assertEquals(Set.of("host-passthrough", "maximum", "host-model", "custom"), read.cpuModes());
        assertEquals("SandyBridge-IBRS", read.hostModel());
        assertEquals(List.of("qemu64", "Nehalem"), read.usableModels());
        assertEquals(List.of("pentium"), read.unknownModels());
        assertEquals(Set.of("native", "threads", "io_uring"), read.ioModes());
    }

    @Test
    void capabilitiesWithoutKvmAlthoughABaselabelSaysSo() throws FailedException {
        var read = CapabilitiesReader.read(Fixtures.text("capabilities-no-kvm.xml"));
        assertEquals("x86_64", read.arch());
        assertEquals("SandyBridge", read.cpuModel());
        assertEquals(List.of("vmx", "osxsave"), read.cpuFeatures());
        assertFalse(read.runs("x86_64", "kvm"));
        assertTrue(read.runs("x86_64", "qemu"));
        assertTrue(read.runs("i686", "kvm"));
        assertEquals(Optional.of("/usr/bin/qemu-system-aarch64"), read.emulator("aarch64"));
        assertEquals(Optional.empty(), read.emulator("s390x"));
    }

    @Test
    void snapshots() throws FailedException {
        var read = SnapshotReader.read("<domainsnapshot><name>before</name><state>running</state><parent><name>first</name></parent><creationTime>1</creationTime>"
                + "<domain type='qemu'><name>x</name></domain><active>1</active></domainsnapshot>");
        assertEquals(new SnapshotReader.Snapshot("before", Optional.of("qemu"), "running", Optional.of("first"), true, Optional.of(java.time.Instant.ofEpochSecond(1)), ""), read);
        assertEquals(new SnapshotReader.Snapshot("old", Optional.empty(), "", Optional.empty(), false),
                SnapshotReader.read("<domainsnapshot><name>old</name><domain><uuid>u</uuid></domain><active>0</active></domainsnapshot>"));
    }
}
