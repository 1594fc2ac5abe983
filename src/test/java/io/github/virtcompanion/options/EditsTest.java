package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.xml.DomainXml;
import io.github.virtcompanion.xml.Fixtures;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Which setting draws which along, and which exclude each other.
class EditsTest {
    private static final String DISK = "<domain type='kvm'><devices><disk><driver name='qemu' %s/><target dev='vda'/></disk></devices></domain>";
    private static final String MACHINE = "<domain type='%s'><features><acpi/>%s</features>%s</domain>";

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "cache='none' io='native'|disk.vda.cache=writeback|cache='writeback'|io-native-dropped",
        "cache='none' io='native'|disk.vda.cache=default|``|io-native-dropped",
        "cache='directsync' io='native'|disk.*.cache=unsafe|cache='unsafe'|io-native-dropped",
        "cache='none' io='native'|disk.vda.cache=directsync|cache='directsync' io='native'|``",
        "cache='none' io='native'|disk.vda.cache=none|cache='none' io='native'|``",
        "cache='none' io='native'|disk.vda.cache=writeback disk.vda.io=threads|cache='writeback' io='threads'|``",
        "cache='none' io='io_uring'|disk.vda.cache=unsafe|cache='unsafe' io='io_uring'|``",
        "cache='none'|disk.vda.io=native|cache='none' io='native'|``",
        "cache='unsafe'|disk.vda.io=native disk.vda.cache=none|cache='none' io='native'|``",
        "io='native'|disk.vda.discard=unmap|io='native' discard='unmap'|``",
        "cache='none'|disk.*.cache=unsafe disk.vda.cache=unsafe|cache='unsafe'|``",
        "iothread='2' cache='none'|disk.vda.cache=default|iothread='2'|``"})
    void aDisk(String before, String assignments, String after, String note) throws FailedException {
        Edited edited = apply(DISK.formatted(before), assignments);
        assertEquals(DISK.formatted(after).replace("'qemu' />", "'qemu'/>"), edited.text());
        assertEquals(note.isEmpty() ? List.of() : List.of("options.note." + note), edited.notes().stream().map(Message::key).toList());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "cache='writeback'|disk.vda.io=native|options.io-native-needs-direct",
        "``|disk.vda.io=native|options.io-native-needs-direct",
        "cache='none'|disk.vda.io=native disk.vda.cache=unsafe|options.io-native-needs-direct",
        "cache='none'|disk.vdb.cache=none|options.no-such-disk",
        "cache='none'|disk.*.cache=writeback disk.vda.cache=unsafe|options.two-values",
        "cache='none'|disk.vda.cache=none disk.vda.cache=unsafe|options.two-values",
        "cache='none'|memory.hugepages=off memory.hugepages.size=2MiB|options.requires-value",
        "cache='none'|boot.menu.timeout=3000|options.requires-value",
        "cache='none'|boot.menu=no boot.menu.timeout=3000|options.requires-value",
        "cache='none'|rng.model=default rng.source=/dev/random|options.requires",
        "cache='none'|clock.hpet=no|options.requires",
        "cache='none'|iommu.intremap=on|options.requires",
        "cache='none'|features.apic.eoi=on|options.requires-value",
        "cache='none'|clock.timezone=Europe/Paris|options.clock.not-with",
        "cache='none'|memballoon.autodeflate=on|options.requires",
        "cache='none'|clock.offset=utc clock.adjustment=60|options.clock.not-with",
        "cache='none'|clock.offset=variable clock.adjustment=reset|options.clock.not-with",
        "cache='none'|memory=1GiB numa.cell.0.cpus=0 numa.cell.0.memory=2GiB|options.not-both",
        "cache='none'|cpu.mode=custom|options.cpu.custom-needs-model",
        "cache='none'|cpu.mode=maximum cpu.model=EPYC|options.cpu.model-needs-custom",
        "cache='none'|cpu.check=full|options.cpu.check-needs-mode",
        "cache='none'|cpu.migratable=on|options.cpu.migratable-needs-host",
        "cache='none'|cpu.mode=host-model cpu.migratable=on|options.cpu.migratable-needs-host"})
    void refused(String driver, String assignments, String key) {
        assertEquals(key, assertThrows(FailedException.class, () -> apply(DISK.formatted(driver), assignments)).failure().what().key());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        // type, features, cpu | assignments | type, features, cpu | notes
        "qemu|<tcg/>|<cpu mode='host-model'/>|type=kvm|kvm|``|<cpu mode='host-model'/>|tcg-dropped",
        "qemu|<tcg/>||type=qemu|qemu|<tcg/>||``",
        "qemu|||type=kvm|kvm|||bare-cpu",
        "qemu||<cpu mode='custom'><model>qemu64</model></cpu>|type=kvm|kvm||<cpu mode='custom'><model>qemu64</model></cpu>|bare-cpu",
        "qemu||<cpu mode='custom' match='exact' check='none'><model>qemu64</model></cpu>|type=kvm cpu.mode=host-passthrough|kvm||<cpu mode='host-passthrough'/>|model-dropped",
        "kvm||<cpu mode='host-passthrough'/>|type=qemu|qemu||<cpu mode='host-passthrough'/>|passthrough-needs-kvm",
        "kvm|<pvspinlock/>|<cpu mode='maximum'/>|type=qemu|qemu||<cpu mode='maximum'/>|pvspinlock-dropped",
        "kvm|<pvspinlock state='off'/>|<cpu mode='maximum'/>|type=qemu|qemu|<pvspinlock state='off'/>|<cpu mode='maximum'/>|``",
        "kvm||<cpu mode='host-passthrough' migratable='on'><topology sockets='1'/></cpu>|cpu.mode=host-model|kvm||<cpu mode='host-model'><topology sockets='1'/></cpu>|migratable-dropped",
        "kvm||<cpu match='exact'><model>EPYC</model><vendor>AMD</vendor></cpu>|cpu.mode=maximum|kvm||<cpu mode='maximum'/>|model-dropped",
        "kvm||<cpu mode='custom'><model>EPYC</model><feature policy='require' name='a'/><feature policy='disable' name='b'/></cpu>|cpu.mode=maximum|kvm||<cpu mode='maximum'><feature policy='disable' name='b'/></cpu>|model-dropped features-dropped",
        "kvm||<cpu mode='host-model'/>|cpu.model=EPYC|kvm||<cpu mode='custom' match='exact' check='partial'><model>EPYC</model></cpu>|``",
        "kvm|||cpu.model=EPYC cpu.check=none|kvm||<cpu mode='custom' match='exact' check='none'><model>EPYC</model></cpu>|``",
        "kvm||<cpu mode='custom' match='minimum' check='none'><model fallback='forbid'>qemu64</model></cpu>|cpu.model=EPYC|kvm||<cpu mode='custom' match='minimum' check='partial'><model fallback='forbid'>EPYC</model></cpu>|``",
        "kvm||<cpu mode='custom'><model>EPYC</model></cpu>|cpu.model=EPYC|kvm||<cpu mode='custom'><model>EPYC</model></cpu>|``",
        "kvm||<cpu mode='custom' match='exact'><model>EPYC</model><numa/></cpu>|cpu.mode=default|kvm||<cpu><numa/></cpu>|cpu-chosen-by-libvirt",
        "kvm||<cpu mode='custom' match='exact'><model>EPYC</model></cpu>|cpu.model=default|kvm|||cpu-chosen-by-libvirt",
        "kvm||<cpu mode='host-model'/>|cpu.mode=default|kvm|||cpu-chosen-by-libvirt"})
    void typeAndCpu(String type, String features, String cpu, String assignments, String typeAfter, String featuresAfter, String cpuAfter, String notes) throws FailedException {
        Edited edited = apply(MACHINE.formatted(type, text(features), text(cpu)), assignments);
        assertEquals(MACHINE.formatted(typeAfter, text(featuresAfter), text(cpuAfter)), edited.text());
        assertEquals(notes, String.join(" ", edited.notes().stream().map(note -> note.key().replace("options.note.", "")).toList()));
    }

    @Test
    void whatQemuDoesNotRunIsNotSwitched() {
        for (String type : List.of("lxc", "xen", "vmware", "vbox", "bhyve"))
            assertEquals("options.type-not-exchangeable", assertThrows(FailedException.class, () -> apply("<domain type='" + type + "'/>", "type=kvm")).failure().what().key());
    }

    @Test
    void allThatGotANewValueIsTold() throws FailedException {
        String machine = Fixtures.text("emulated.xml");
        assertEquals("[type=kvm, cpu.mode=host-passthrough, cpu.model=default, cpu.check=default, cpu.model.fallback=default, features.tcg.tb-cache=default, disk.sda.cache=unsafe, disk.sda.io=default]",
                apply(machine, "type=kvm cpu.mode=host-passthrough disk.sda.cache=unsafe disk.hda.cache=writethrough").all().toString());
        assertEquals("[disk.hdc.cache=none]", apply(machine, "disk.hdc.cache=none").all().toString());
    }

    @Test
    void aStarWithoutDisksChangesNothingAndSaysSo() throws FailedException {
        Edited edited = apply("<domain/>", "disk.*.cache=none");
        assertEquals("<domain/>", edited.text());
        assertEquals(List.of(Message.of("options.note.no-disk", "disk.*.cache")), edited.notes());
    }

    @Test
    void nothingIsChangedWhenOneOfManyIsRefused() {
        assertTrue(assertThrows(FailedException.class, () -> apply(Fixtures.text("emulated.xml"), "type=kvm title=x disk.hda.io=native")).failure().what().key().startsWith("options.io"));
    }

    /// A part of something that is not there would make it, and nothing would tell afterwards that it had not been there: it is
    /// refused. `<rng/>` without a model, `<tpm/>` without a backend or `<launchSecurity/>` without a type libvirt would refuse too.
    @ParameterizedTest
    @ValueSource(strings = {"rng.rate.bytes=1", "rng.source=/dev/random", "tpm.version=1.2", "tpm.type=emulator", "tpm.persistent_state=yes", "tpm.pcr.sha1=on", "watchdog.action=pause",
        "security.cbitpos=47", "security.kernelHashes=yes", "iommu.iotlb=on", "memballoon.stats.period=5", "features.smm.tseg=48MiB", "audio.1.path=/x"})
    void aPartOfNothingIsRefused(String assignment) {
        Failure failure = assertThrows(FailedException.class, () -> apply("<domain/>", assignment)).failure();
        assertEquals("options.requires", failure.what().key());
        assertEquals(Catalogue.required(assignment.substring(0, assignment.indexOf('='))).requires().replace("*", "1"), failure.nextStep().args().getFirst());
    }

    /// What was there before, and was made with it, stays when a part of it is taken away.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<os><bootmenu enable='yes'/></os> | boot.menu.timeout=3000 | boot.menu.timeout=default",
        "<clock offset='utc'/> | clock.adjustment=reset | clock.adjustment=default",
        "<clock offset='localtime'/> | clock.offset=timezone clock.timezone=Europe/Paris | clock.offset=localtime",
        "<clock offset='utc'/> | clock.timezone=Europe/Paris | clock.timezone=default",
        "<clock offset='utc'/> | clock.hpet=no | clock.hpet=default",
        "<clock offset='variable' adjustment='7' basis='utc'/> | clock.adjustment=60 | clock.adjustment=7",
        "<numatune><memory mode='strict' placement='auto'/></numatune> | numatune.memory.nodeset=0 | numatune.memory.nodeset=default",
        "<devices><rng model='virtio'><backend model='random'>/dev/urandom</backend></rng></devices> | rng.source=/dev/random | rng.source=/dev/urandom",
        "<devices><rng model='virtio'><backend model='random'>/dev/urandom</backend></rng></devices> | rng.rate.bytes=1024 | rng.rate.bytes=default",
        "<devices><memballoon model='virtio'/></devices> | memballoon.autodeflate=on | memballoon.autodeflate=default",
        "<devices><iommu model='intel'/></devices> | iommu.intremap=on | iommu.intremap=default",
        "<devices><tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm></devices> | tpm.pcr.sha256=on tpm.pcr.sha1=on | tpm.pcr.sha1=off tpm.pcr.sha256=default",
        "<seclabel type='none' model='dac'/> | seclabel.dac.type=static seclabel.dac.label=+0:+0 | seclabel.dac.label=default"})
    void takenBack(String part, String there, String back) throws FailedException {
        String before = "<domain type='kvm'>\n  " + part + "\n</domain>";
        String after = apply(before, there).text();
        assertNotEquals(before, after);
        if (!there.contains("seclabel")) assertEquals(before, apply(after, back).text());
        else assertEquals("<domain type='kvm'/>", apply(after, back).text().replaceAll("\\s*\\n\\s*", "").replace("></domain>", "/>"));
    }

    /// Where a card leads: its type and its source in one.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<interface type='network'><mac address='a'/><source network='default' portgroup='x'/></interface> | network:other | <interface type='network'><mac address='a'/><source network='other' portgroup='x'/></interface>",
        "<interface type='network'><mac address='a'/><source network='default' portgroup='x'/></interface> | bridge:br0 | <interface type='bridge'><mac address='a'/><source bridge='br0'/></interface>",
        "<interface type='bridge'><mac address='a'/><source bridge='br0'/><virtualport type='openvswitch'/><model type='virtio'/></interface> | direct:eth0:vepa | <interface type='direct'><mac address='a'/><source dev='eth0' mode='vepa'/><model type='virtio'/></interface>",
        "<interface type='direct'><mac address='a'/><source dev='eth0' mode='bridge'/></interface> | user | <interface type='user'><mac address='a'/></interface>",
        "<interface type='user'><mac address='a'/><model type='virtio'/></interface> | network:default | <interface type='network'><mac address='a'/><source network='default'/><model type='virtio'/></interface>"})
    void whereACardLeads(String before, String source, String after) throws FailedException {
        String xml = "<domain><devices>%s</devices></domain>";
        assertEquals(xml.formatted(after), apply(xml.formatted(before), "nic.a.source=" + source).text());
    }

    @Test
    void aCardOfAnotherKindStaysWhatItIs() throws FailedException {
        String xml = "<domain><devices><interface type='vhostuser'><mac address='a'/><source type='unix' path='/s' mode='client'/></interface></devices></domain>";
        assertEquals("vhostuser", Catalogue.readAll(DomainXml.parse(xml)).get("nic.a.source"));
        assertEquals("options.nic-source", assertThrows(FailedException.class, () -> apply(xml, "nic.a.source=user")).failure().what().key());
        for (String wrong : List.of("vhostuser", "bridge", "bridge:", "network:a:b", "direct:eth0:fast", "user:x", "default"))
            assertEquals("options.bad-value", assertThrows(FailedException.class, () -> apply(xml, "nic.a.source=" + wrong)).failure().what().key());
    }

    /// With comments, foreign elements and odd ends around.
    @ParameterizedTest
    @ValueSource(strings = {"seclabel.dac.label=+0:+0", "audio.1.type=none", "boot.menu=yes", "vcpus.cpuset=0", "vcpus.current=2", "vcpus.placement=auto"})
    void whatAPartIsMadeInGoesWithIt(String assignment) throws FailedException {
        String before = """
                <?xml version="1.0"?>\r
                <!-- mine --><domain xmlns:x="urn:x" type="kvm">\r
                \t<name><![CDATA[a<b]]></name> <!-- same line -->\r
                \t<x:keep a='"'  b = "'"/>\r
                \t<devices>\r
                \t\t<!-- no device but one that nobody knows --><x:device/>\r
                \t</devices>\r
                </domain>\r
                <?end?>""";
        String after = apply(before, assignment).text();
        assertNotEquals(before, after);
        assertEquals(before, apply(after, assignment.substring(0, assignment.indexOf('=')) + "=default").text());
    }

    private static String text(String cell) {
        return cell == null ? "" : cell;
    }

    private static Edited apply(String xml, String assignments) throws FailedException {
        List<Assignment> wanted = new ArrayList<>();
        for (String one : assignments.split(" ")) wanted.add(Catalogue.parse(one));
        return Edits.apply(xml, wanted);
    }

    /// A cell decides how much memory the machine has: a new one takes nothing away from it, and one that is taken away neither.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"numa.cell.0.cpus=0-3|<cell id='0' memory='8388608' unit='KiB' cpus='0-3'/>|8388608", "numa.cell.0.access=shared|<cell id='0' memory='8388608' unit='KiB' memAccess='shared'/>|8388608",
        "numa.cell.0.cpus=0-3 numa.cell.0.memory=2GiB|<cell id='0' memory='2097152' unit='KiB' cpus='0-3'/>|2097152"})
    void aNewCellHasTheMachinesMemory(String assignments, String cell, String memory) throws FailedException {
        String before = "<domain>\n  <memory unit='KiB'>8388608</memory>\n</domain>";
        String after = apply(before, assignments).text();
        assertTrue(after.contains(cell) && after.contains("<memory unit='KiB'>" + memory + "</memory>"), after);
        String back = apply(after, assignments.replaceAll("=\\S+", "=default")).text();
        assertEquals(before.replace("8388608", memory), back);
    }

    /// libvirt writes no number of those that are switched on where all are: a definition that says so would never be given back.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"<vcpu current='2'>4</vcpu>|vcpus.current=4|<vcpu>4</vcpu>", "<vcpu current='2'>4</vcpu>|vcpus=2|<vcpu>2</vcpu>", "<vcpu placement='auto'>4</vcpu><numatune><memory mode='strict' placement='auto'/></numatune>|vcpus.placement=static|<vcpu placement='static'>4</vcpu>", "<vcpu>4</vcpu>|vcpus.current=4|<vcpu>4</vcpu>",
        "<vcpu current='2'>4</vcpu>|vcpus=8|<vcpu current='2'>8</vcpu>"})
    void allProcessorsAreSwitchedOn(String before, String assignment, String after) throws FailedException {
        assertEquals("<domain>" + after + "</domain>", apply("<domain>" + before + "</domain>", assignment).text());
    }

    /// What foreign files have, there and back.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "<vcpu placement='static'>2</vcpu> | vcpus=default | vcpus=2",
            "<vcpu placement='static' cpuset='0-1'>2</vcpu> | vcpus=default | vcpus=2",
            "<memory>8388608</memory> | memory=64MiB | memory=8GiB",
            "<memory>8388608</memory><currentMemory>2097152</currentMemory> | memory.current=64MiB | memory.current=2GiB",
            "<memory unit='GiB'>8</memory> | memory=64GiB | memory=8GiB",
            "<cpu mode=\"host-passthrough\"/> | cpu.model.fallback=forbid | cpu.model.fallback=default",
            "<cpu mode='host-passthrough'/> | cpu.model.vendor_id=GenuineIntel | cpu.model.vendor_id=default",
            "<os><type>hvm</type></os> | firmware.nvram.template=/x | firmware.nvram.template=default",
            "<memory>8388608</memory> | memory.max.slots=3 | memory.max.slots=default"})
    void leavesNothingBehind(String part, String there, String back) throws FailedException {
        String xml = "<domain type='kvm'>\n  <name>a</name>\n  " + part + "\n</domain>\n";
        String edited = Edits.apply(xml, List.of(Catalogue.parse(there))).text();
        assertNotEquals(xml, edited);
        assertEquals(xml, Edits.apply(edited, List.of(Catalogue.parse(back))).text());
    }
}
