package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/// Definitions that libvirt did not write itself: by hand, by templates, by other programs, for newer versions.
class ForeignTest {
    private static final String MACHINE = "<domain type='kvm'><name>foreign</name><memory unit='KiB'>6291456</memory>%s</domain>";

    /// Parts without a number are there all the same, and a device counts as one of its own kind.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "<devices><controller type='usb' model='nec-xhci'/></devices> | controller.usb.#1.model | nec-xhci",
            "<devices><controller type='scsi' index='0' model='lsilogic'/><controller type='usb'/><controller type='scsi' model='virtio-scsi'/></devices> | controller.scsi.#2.model | virtio-scsi",
            "<cpu><numa><cell id='0' cpus='0' memory='1048576'/><cell cpus='1-2' memory='2097152'/></numa></cpu> | numa.cell.#2.cpus | 1-2",
            "<os><nvram type='file'><source file='/var/lib/foreign.fd'/></nvram></os> | firmware.nvram | /var/lib/foreign.fd",
            "<os><nvram type='network'><source protocol='nbd' name='x'/></nvram></os> | firmware.nvram | default",
            "<cpu mode='host-model'><model>power8</model></cpu> | cpu.model | power8",
            "<devices><rng model='virtio'><backend model='egd' type='udp'><source mode='bind' service='1234'/></backend></rng></devices> | rng.source | default",
            "<features><hyperv><vendor_id state='on' value='kvm hyperv'/></hyperv></features> | hyperv.vendor_id | kvm hyperv"})
    void read(String part, String setting, String value) throws FailedException {
        String xml = MACHINE.formatted(part);
        assertEquals(value, Catalogue.readAll(DomainXml.parse(xml)).get(setting));
        assertEquals(xml, set(xml, setting + "=" + value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "<devices><controller type='usb'/><controller type='usb' model='nec-xhci'/></devices> | controller.usb.#2.model=qemu-xhci | <devices><controller type='usb'/><controller type='usb' model='qemu-xhci'/></devices>",
            "<os><nvram type='file'><source file='/a.fd'/></nvram></os> | firmware.nvram=/b.fd | <os><nvram type='file'><source file='/b.fd'/></nvram></os>",
            "<maxMemory slots='32' unit='KiB'>8388608</maxMemory> | memory.max=default | ''",
            "<memoryBacking><hugepages><page size='2048' unit='KiB' nodeset='0'/><page size='1' unit='G' nodeset='1'/></hugepages></memoryBacking> | memory.hugepages.size=default | <memoryBacking><hugepages/></memoryBacking>",
            "<numatune><memnode cellid='1' mode='preferred' nodeset='1'/></numatune> | numatune.memnode.1.nodeset=default | ''",
            "<devices><pstore backend='acpi-erst'><path>/a</path><size unit='KiB'>8</size></pstore><input type='mouse'/></devices> | pstore.size=default | <devices><input type='mouse'/></devices>"})
    void written(String before, String assignment, String after) throws FailedException {
        assertEquals(MACHINE.formatted(after), set(MACHINE.formatted(before), assignment));
    }

    /// The second of three goes, not all behind it.
    @Test
    void oneMemoryDeviceOfSeveral() throws FailedException {
        String dimm = "<memory model='dimm'><target><size unit='KiB'>%d</size><node>0</node></target></memory>";
        String devices = "<devices>" + dimm.formatted(524288) + "%s" + dimm.formatted(262144) + "</devices>";
        assertEquals(MACHINE.formatted(devices.formatted("")), set(MACHINE.formatted(devices.formatted(dimm.formatted(131072))), "memory.device.2.size=default"));
        String other = "<memory model='virtio-mem'><target><size unit='KiB'>2097152</size><node>0</node><block unit='KiB'>2048</block><requested unit='KiB'>%d</requested></target></memory>";
        assertEquals(MACHINE.formatted(devices.formatted(other.formatted(0))), set(MACHINE.formatted(devices.formatted(other.formatted(524288))), "memory.device.2.requested=default"));
    }

    /// A cell without a wish has what the others leave: the machine's memory stays what it was.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "<cell id='0' cpus='0-3' memory='6291456' unit='KiB'/> | numa.cell.0.memory=default | <cell id='0' cpus='0-3' memory='6291456' unit='KiB'/>",
            "<cell id='0' cpus='0' memory='4194304'/><cell id='1' cpus='1' memory='2097152'/> | numa.cell.1.memory=default | <cell id='0' cpus='0' memory='4194304'/><cell id='1' cpus='1' memory='2097152'/>",
            "<cell id='0' cpus='0' memory='4194304'/><cell id='1' cpus='1' memory='1048576'/> | numa.cell.1.memory=1GiB | <cell id='0' cpus='0' memory='4194304'/><cell id='1' cpus='1' memory='1048576'/>"})
    void memoryOfCells(String before, String assignment, String after) throws FailedException {
        String cells = "<cpu><numa>%s</numa></cpu>";
        assertEquals(MACHINE.formatted(cells.formatted(after)), set(MACHINE.formatted(cells.formatted(before)), assignment));
    }

    /// What stands there already takes nothing else away.
    @Test
    void theSameBootDevicesLeaveTheOrders() throws FailedException {
        String xml = MACHINE.formatted("<os><boot dev='hd'/></os><devices><disk><target dev='vda'/><boot order='1'/></disk></devices>");
        for (String same : List.of("boot.devices=hd", "disk.vda.boot.order=1")) assertEquals(xml, set(xml, same));
    }

    /// A template's word is no number, and no reason to stop.
    @Test
    void aTemplate() throws FailedException {
        String xml = "<domain type='qemu'><name>NAME</name><memory unit='KiB'>MEMORY</memory><currentMemory>MEMORY</currentMemory><vcpu>VCPU</vcpu></domain>";
        assertEquals("MEMORY", Catalogue.readAll(DomainXml.parse(xml)).get("memory"));
        assertEquals(xml.replace("VCPU", "2"), set(xml, "vcpus=2"));
        assertEquals(xml.replace("MEMORY", "1048576"), set(xml, "memory=1GiB"));
    }

    /// One sentence, not a crash.
    @Test
    void elementsWhereAValueWouldBe() {
        String xml = MACHINE.formatted("<devices><rng model='virtio'><backend model='egd'><source mode='bind'/></backend></rng></devices>");
        assertEquals("xml.not-a-text", assertThrows(FailedException.class, () -> set(xml, "rng.source=/dev/random")).failure().what().key());
    }

    private static String set(String xml, String assignment) throws FailedException {
        return Edits.apply(xml, List.of(Catalogue.parse(assignment))).text();
    }
}
