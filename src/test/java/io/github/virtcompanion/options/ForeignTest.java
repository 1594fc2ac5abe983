package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

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
            "<cpu mode='host-model'><feature name='vmx'/></cpu> | cpu.feature.vmx | require",
            "<cpu mode='host-model'><model vendor_id='VIA VIA VIA '/></cpu> | cpu.model.vendor_id | 'VIA VIA VIA '",
            "<clock offset='utc'><timer name='rtc' track='realtime'/></clock> | clock.rtc.track | realtime",
            "<os><loader type='rom'>/C.fd</loader><varstore path='/x.json'/></os> | firmware | efi",
            "<os firmware='efi'><varstore template='/V.json' path='/x.json'/></os> | firmware.nvram | /x.json",
            "<os firmware='efi'><varstore template='/V.json'/></os> | firmware.nvram.template | /V.json",
            "<devices><rng model='virtio'><backend model='egd' type='udp'><source mode='bind' service='1234'/></backend></rng></devices> | rng.source | default",
            "<features><hyperv><vendor_id state='on' value='kvm hyperv'/></hyperv></features> | hyperv.vendor_id | kvm hyperv",
            "<features><hyperv><vendor_id state='off' value='kvm hyperv'/></hyperv></features> | hyperv.vendor_id | default",
            "<features><hyperv><spinlocks state='off' retries='8191'/></hyperv></features> | hyperv.spinlocks | default",
            "<features><kvm><dirty-ring state='off' size='4096'/></kvm></features> | kvm.dirty-ring | default",
            "<features><tcg><tb-cache>65536</tb-cache></tcg></features> | features.tcg.tb-cache | 64MiB",
            "<ns0:commandline xmlns:ns0='http://libvirt.org/schemas/domain/qemu/1.0'><ns0:arg value='-S'/><ns0:env name='A' value='b'/></ns0:commandline> | qemu.commandline | -S",
            "<ns0:commandline xmlns:ns0='http://libvirt.org/schemas/domain/qemu/1.0'><ns0:arg value='-S'/><ns0:env name='A' value='b'/></ns0:commandline> | qemu.env.A | b",
            "<commandline xmlns='http://libvirt.org/schemas/domain/qemu/1.0'><arg value='-S'/></commandline> | qemu.commandline | -S",
            "<override xmlns='http://libvirt.org/schemas/domain/qemu/1.0'><device alias='video0'><frontend><property name='xres' type='unsigned' value='9'/></frontend></device></override> | qemu.override.video0.xres | 9"})
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
            "<launchSecurity type='sev'><policy>0x7</policy><cbitpos>47</cbitpos></launchSecurity> | security.policy=default | <launchSecurity type='sev'><policy>0x0003</policy><cbitpos>47</cbitpos></launchSecurity>",
            "<launchSecurity type='sev-snp'><policy>0x24</policy><cbitpos>47</cbitpos></launchSecurity> | security.policy=default | <launchSecurity type='sev-snp'><policy>0x00030000</policy><cbitpos>47</cbitpos></launchSecurity>",
            "<launchSecurity type='tdx'><policy>0x1</policy><mrOwner>a</mrOwner></launchSecurity> | security.policy=default | <launchSecurity type='tdx'><mrOwner>a</mrOwner></launchSecurity>",
            "<memoryBacking><hugepages><page size='2048' unit='KiB' nodeset='0'/><page size='1' unit='G' nodeset='1'/></hugepages></memoryBacking> | memory.hugepages.size=default | <memoryBacking><hugepages/></memoryBacking>",
            "<numatune><memnode cellid='1' mode='preferred' nodeset='1'/></numatune> | numatune.memnode.1.nodeset=default | ''",
            "<devices><pstore backend='acpi-erst'><path>/a</path><size unit='KiB'>8</size></pstore><input type='mouse'/></devices> | pstore.size=default | <devices><input type='mouse'/></devices>"})
    void written(String before, String assignment, String after) throws FailedException {
        assertEquals(MACHINE.formatted(after), set(MACHINE.formatted(before), assignment));
    }

    /// What stands in another's place is left there, and one that is switched off is switched on.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "<features><hyperv><vendor_id state='off' value='a'/></hyperv></features> | hyperv.vendor_id=b | <features><hyperv><vendor_id state='on' value='b'/></hyperv></features>",
            "<features><hyperv><stimer state='on'><direct state='on'/></stimer><ipi state='on'/></hyperv></features> | hyperv.stimer=default | <features><hyperv><ipi state='on'/></hyperv></features>",
            "<features><hyperv><spinlocks state='off'/></hyperv></features> | hyperv.spinlocks=8191 | <features><hyperv><spinlocks state='on' retries='8191'/></hyperv></features>",
            "<ns0:commandline xmlns:ns0='http://libvirt.org/schemas/domain/qemu/1.0'><ns0:arg value='-S'/></ns0:commandline> | qemu.commandline=-S -daemonize | <ns0:commandline xmlns:ns0='http://libvirt.org/schemas/domain/qemu/1.0'><ns0:arg value='-S'/><ns0:arg value='-daemonize'/></ns0:commandline>",
            "<commandline xmlns='http://libvirt.org/schemas/domain/qemu/1.0'><arg value='-S'/></commandline> | qemu.env.A=b | <commandline xmlns='http://libvirt.org/schemas/domain/qemu/1.0'><arg value='-S'/><env name='A' value='b'/></commandline>",
            "<commandline xmlns='http://libvirt.org/schemas/domain/qemu/1.0'><arg value='-S'/></commandline> | qemu.commandline=default | ''"})
    void writtenInTheirWay(String before, String assignment, String after) throws FailedException {
        assertEquals(MACHINE.formatted(after), set(MACHINE.formatted(before), assignment));
    }

    /// libvirt takes no feature without a state: a part of one that is not there would make it one.
    @ParameterizedTest
    @CsvSource({"hyperv.stimer.direct", "hyperv.tlbflush.direct", "hyperv.tlbflush.extended"})
    void partsOfWhatIsNotThere(String part) {
        String xml = MACHINE.formatted("<features><hyperv><vpindex state='on'/></hyperv></features>");
        assertEquals("options.requires-value", assertThrows(FailedException.class, () -> set(xml, part + "=on")).failure().what().key());
    }

    /// A card that is given away and the one that steps in for it have one address (`<teaming>`); libvirt refuses that of disks only.
    @Test
    void twoCardsOfOneAddress() throws FailedException {
        String mac = "<mac address='52:54:00:11:22:33'/>";
        String xml = MACHINE.formatted("<devices><interface type='network'>" + mac + "<source network='a'/><model type='virtio'/></interface>"
                + "<interface type='hostdev'>" + mac + "<driver name='vfio'/><mtu size='9000'/></interface></devices>");
        Map<String, String> values = Catalogue.readAll(DomainXml.parse(xml));
        assertEquals("default", values.get("nic.52:54:00:11:22:33.mtu"));
        assertEquals("default", values.get("nic.52:54:00:11:22:33.driver"));
        assertEquals("9000", values.get("nic.#2.mtu"));
        assertEquals("hostdev", values.get("nic.#2.source"));
        assertEquals("default", values.get("nic.#2.model"));
        assertEquals(xml.replace("9000", "1400"), set(xml, "nic.#2.mtu=1400"));
        assertEquals(xml.replace("'virtio'/>", "'e1000'/>"), set(xml, "nic.52:54:00:11:22:33.model=e1000"));
        assertEquals(xml.replace("52:54:00:11:22:33'/><driver", "52:54:00:11:22:34'/><driver"), set(xml, "nic.#2.mac=52:54:00:11:22:34"));
    }

    /// Companions of a USB controller have its number and are no controllers to set.
    @Test
    void companions() throws FailedException {
        String xml = MACHINE.formatted("<devices><controller type='usb' index='0' model='ich9-ehci1'/><controller type='usb' index='0' model='ich9-uhci1'><master startport='0'/></controller></devices>");
        assertEquals(List.of("controller.usb.0.model"), Catalogue.readAll(DomainXml.parse(xml)).keySet().stream().filter(name -> name.startsWith("controller.usb.")).toList());
    }

    /// The parts of a setting are of one device, not of several.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "<rng model='virtio'><backend model='random'>/dev/random</backend></rng><rng model='virtio'><rate bytes='9'/><backend model='builtin'/></rng> | rng.rate.bytes | 7 "
                    + "| <rng model='virtio'><backend model='random'>/dev/random</backend><rate bytes='7' period='1000'/></rng><rng model='virtio'><rate bytes='9'/><backend model='builtin'/></rng>",
            "<watchdog model='ib700'/><watchdog model='itco' action='reset'/> | watchdog.action | dump | <watchdog model='ib700' action='dump'/><watchdog model='itco' action='reset'/>",
            "<tpm model='spapr-tpm-proxy'><backend type='passthrough'/></tpm><tpm model='tpm-spapr'><backend type='emulator' version='2.0'/></tpm> | tpm.version | 1.2 "
                    + "| <tpm model='spapr-tpm-proxy'><backend type='passthrough' version='1.2'/></tpm><tpm model='tpm-spapr'><backend type='emulator' version='2.0'/></tpm>"})
    void oneOfTwo(String devices, String name, String value, String after) throws FailedException {
        String xml = MACHINE.formatted("<devices>" + devices + "</devices>");
        assertEquals("default", Catalogue.readAll(DomainXml.parse(xml)).get(name));
        assertEquals(MACHINE.formatted("<devices>" + after + "</devices>"), set(xml, name + "=" + value));
    }

    /// A property that is taken from QEMU's command line has no value.
    @Test
    void aPropertyTakenAway() throws FailedException {
        String override = "<qemu:override><qemu:device alias='video0'><qemu:frontend><qemu:property name='xres' type='%s'%s/></qemu:frontend></qemu:device></qemu:override>";
        String machine = "<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><name>foreign</name>" + override + "</domain>";
        String gone = machine.formatted("remove", "");
        String given = machine.formatted("unsigned", " value='9'");
        assertEquals("remove", Catalogue.readAll(DomainXml.parse(gone)).get("qemu.override.video0.xres"));
        assertEquals(given, set(gone, "qemu.override.video0.xres=9"));
        assertEquals(gone, set(given, "qemu.override.video0.xres=remove"));
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
