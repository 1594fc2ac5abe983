package io.github.virtcompanion.options;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Every setting on a real libvirt: it takes the value, gives it back, and takes it away again without a trace;
/// and those that QEMU can start with anywhere are seen in its command line.
class SettingsIT {
    @RegisterExtension
    static final RealLibvirtd real = new RealLibvirtd();

    /// What libvirt takes only on a host that has it, or on a machine of another architecture, by the words of its refusal.
    private static final Set<String> NEEDS_ANOTHER_HOST = Set.of("clock.armvtimer", "features.gic.version", "features.ras", "security.type", "security.policy", "security.cbitpos",
            "security.reducedPhysBits", "security.kernelHashes", "nic.*.backend", "nic.*.portForward", "nic.*.bandwidth.inbound.floor", "tpm.model", "tpm.version", "tpm.type",
            "tpm.persistent_state", "audio.*.type", "watchdog.model", "panic.model", "iommu.model", "disk.*.bus");
    /// libvirt adds to these what no unsetting takes away: the other half of secure boot, another order of disks, a controller.
    private static final Set<String> LEAVES_TRACES = Set.of("firmware.enrolled-keys", "disk.*.bus");

    private static Hypervisor hypervisor;
    private static long version;

    @BeforeAll
    static void open() throws FailedException {
        hypervisor = Libvirt.open(real.uri(), false);
        version = hypervisor.libvirtVersion();
    }

    @AfterAll
    static void close() {
        if (hypervisor != null) hypervisor.close();
    }

    @TestFactory
    Stream<DynamicTest> everySettingIsTakenByLibvirtAndTakenAway() {
        return Catalogue.all().stream().flatMap(setting -> {
            Exercise exercise = Exercise.of(setting);
            return exercise.values().stream().map(value -> DynamicTest.dynamicTest(setting.name() + "=" + value, () -> thereAndBack(exercise, value)));
        });
    }

    private static void thereAndBack(Exercise exercise, String value) throws FailedException {
        Setting setting = exercise.setting();
        Assumptions.assumeTrue(setting.needs(value) <= version, "this libvirt is older");
        boolean kvm = exercise.company().contains(new Assignment("type", "kvm")) || setting.name().equals("type") && value.equals("kvm");
        Assumptions.assumeTrue(!kvm || real.kvm(), "needs KVM");
        Assumptions.assumeFalse(setting.group() == Setting.Group.LIFECYCLE && (value.equals("rename-restart") || value.equals("preserve") && !setting.name().equals("on_crash")), "of Xen only");
        try {
            String uuid = hypervisor.define(exercise.machine(value));
            String start = hypervisor.storedXml(uuid);
            String before = Catalogue.readAll(DomainXml.parse(start)).getOrDefault(exercise.name(), Setting.DEFAULT);
            hypervisor.define(Edits.apply(start, exercise.set(value)).text());
            String set = hypervisor.storedXml(uuid);
            String name = setting.name().equals("nic.*.mac") ? setting.nameFor(value) : exercise.name();
            assertEquals(Catalogue.meaning(setting, Values.canonical(setting, value)), Catalogue.meaning(setting, Catalogue.readAll(DomainXml.parse(set)).getOrDefault(name, Setting.DEFAULT)), set);
            // The CPU that it had before was libvirt's own choice.
            List<Assignment> back = Set.of("cpu.mode", "cpu.model").contains(name) ? List.of(new Assignment("cpu.mode", Setting.DEFAULT)) : exercise.back(name, before, value);
            hypervisor.define(Edits.apply(set, back).text());
            if (!LEAVES_TRACES.contains(setting.name())) assertEquals(start, hypervisor.storedXml(uuid), "taken away: " + name + "=" + before);
            hypervisor.delete(uuid);
        } catch (FailedException e) {
            Assumptions.assumeFalse(NEEDS_ANOTHER_HOST.contains(setting.name()), () -> e.failure().details());
            throw new AssertionError(setting.name() + "=" + value + ": " + e.failure().details(), e);
        }
    }

    private static final String STARTED = """
            <domain type='qemu'>
              <name>started</name>
              <uuid>6f1c0a5e-0d4f-4b0e-9d8a-5f0c7b1f0002</uuid>
              <memory unit='KiB'>65536</memory>
              <vcpu>4</vcpu>
              <os>
                <type arch='x86_64' machine='MACHINE'>hvm</type>
              </os>
              <features><acpi/><apic/></features>
              <clock offset='utc'/>
              <devices>
                <disk type='file' device='disk'>
                  <driver name='qemu' type='qcow2'/>
                  <source file='IMAGE'/>
                  <target dev='vda' bus='virtio'/>
                </disk>
                <disk type='file' device='disk'>
                  <driver name='qemu' type='qcow2'/>
                  <source file='OTHER'/>
                  <target dev='sda' bus='scsi'/>
                </disk>
                <controller type='scsi' index='0' model='virtio-scsi'/>
                <memballoon model='virtio'/>
                <interface type='user'>
                  <mac address='52:54:00:00:00:01'/>
                  <model type='virtio'/>
                </interface>
              </devices>
            </domain>
            """;

    /// Settings that can be had together, and what QEMU's command line says of each.
    private static final Map<String, Map<String, String>> SEEN = Map.of("pc", Map.ofEntries(
            Map.entry("disk.vda.cache=none", "\"cache\":{\"direct\":true"), Map.entry("disk.vda.discard=unmap", "\"discard\":\"unmap\""),
            Map.entry("disk.vda.detect_zeroes=unmap", "\"detect-zeroes\":\"unmap\""), Map.entry("iothreads=2", "iothread2"), Map.entry("disk.vda.iothread=1", "\"iothread\":\"iothread1\""),
            Map.entry("disk.vda.queues=2", "\"num-queues\":2"), Map.entry("disk.vda.queue_size=128", "\"queue-size\":128"), Map.entry("disk.vda.rerror_policy=stop", "\"rerror\":\"stop\""),
            Map.entry("disk.vda.metadata_cache=1MiB", "\"cache-size\":1048576"), Map.entry("disk.vda.boot.order=1", "\"bootindex\":1"), Map.entry("disk.sda.rotation_rate=1", "\"rotation_rate\":1"),
            Map.entry("disk.sda.serial=WD-1234", "WD-1234"), Map.entry("disk.vda.physical_block_size=4096", "\"physical_block_size\":4096"), Map.entry("disk.vda.event_idx=off", "\"event_idx\":false"),
            Map.entry("disk.vda.packed=on", "\"packed\":true"), Map.entry("cpu.model=EPYC", "-cpu EPYC"), Map.entry("cpu.feature.ssbd=disable", "ssbd=off"), Map.entry("cpu.check=none", "-cpu EPYC"),
            Map.entry("vcpus.current=2", "-smp 2,maxcpus=4"), Map.entry("cpu.topology.cores=4", "cores=4"), Map.entry("memballoon.autodeflate=on", "\"deflate-on-oom\":true"),
            Map.entry("memballoon.freePageReporting=on", "\"free-page-reporting\":true"), Map.entry("clock.offset=localtime", "base=localtime"), Map.entry("clock.rtc.tickpolicy=catchup", "driftfix=slew"),
            Map.entry("clock.hpet=no", "hpet"), Map.entry("pm.suspend-to-mem=no", "disable_s3=1"), Map.entry("features.vmport=off", "vmport=off"), Map.entry("hyperv.relaxed=on", "hv-relaxed"),
            Map.entry("hyperv.spinlocks=8191", "hv-spinlocks=0x1fff"), Map.entry("kvm.hidden=on", "kvm=off"), Map.entry("rng.model=virtio", "virtio-rng-pci"), Map.entry("watchdog.model=i6300esb", "i6300esb"),
            Map.entry("panic.model=isa", "pvpanic"), Map.entry("shmem.buffer.size=4MiB", "ivshmem-plain"), Map.entry("qemu.commandline=-global PIIX4_PM.disable_s4=1", "-global PIIX4_PM.disable_s4=1"),
            Map.entry("qemu.env.LIBUSB_DEBUG=1", "LIBUSB_DEBUG=1"), Map.entry("qemu.override.virtio-disk0.write-zeroes=false", "\"write-zeroes\":false"), Map.entry("os.smbios=sysinfo", "-smbios type=1"),
            Map.entry("sysinfo.system.manufacturer=Fedora", "manufacturer=Fedora"), Map.entry("nic.*.rx_queue_size=512", "\"rx_queue_size\":512"), Map.entry("nic.*.host.csum=off", "\"csum\":false"),
            Map.entry("nic.*.guest.tso4=off", "\"guest_tso4\":false"), Map.entry("controller.scsi.0.queues=2", "\"num_queues\":2"),
            Map.entry("genid=43dc0cf8-809b-4adb-9bea-a9abb5f3d90e", "vmgenid"), Map.entry("features.tcg.tb-cache=128MiB", "tb-size=128")),
            "q35", Map.ofEntries(Map.entry("iommu.model=intel", "intel-iommu"), Map.entry("iommu.intremap=on", "intremap"), Map.entry("features.ioapic=qemu", "kernel_irqchip=split"),
                    Map.entry("memory.source=memfd", "memory-backend-memfd"), Map.entry("memory.access=shared", "\"share\":true"), Map.entry("memory.allocation=immediate", "\"prealloc\":true"),
                    Map.entry("numa.cell.0.cpus=0-3", "-numa node,nodeid=0,cpus=0-3"), Map.entry("numa.cell.0.memory=64MiB", "\"size\":67108864"), Map.entry("cpu.mode=maximum", "-cpu max"),
                    Map.entry("disk.vda.io=threads", "\"aio\":\"threads\""), Map.entry("disk.vda.bus=sata", "ide-hd"), Map.entry("boot.menu=yes", "menu=on"), Map.entry("clock.hpet=yes", "q35"),
                    Map.entry("on_reboot=destroy", "q35"), Map.entry("nic.*.model=e1000e", "e1000e"), Map.entry("kvm.poll-control=off", "-cpu max")));

    @ParameterizedTest
    @ValueSource(strings = {"pc", "q35"})
    void qemuIsStartedWithThem(String machine) throws FailedException, IOException {
        Path image = image("started.qcow2");
        Path other = image("other.qcow2");
        String xml = STARTED.replace("IMAGE", image.toString()).replace("OTHER", other.toString()).replace("MACHINE", machine);
        List<Assignment> all = new ArrayList<>();
        // An I/O APIC of QEMU needs KVM to be split from.
        for (String one : SEEN.get(machine).keySet()) if (!one.startsWith("features.ioapic") && !one.startsWith("iommu.intremap")) all.add(Catalogue.parse(one));
        String uuid = hypervisor.define(Edits.apply(xml, all).text());
        hypervisor.start(uuid);
        assertEquals(List.of(), Pendings.between(hypervisor.liveXml(uuid), hypervisor.storedXml(uuid)), "it was just started: nothing waits");
        String log = Files.readString(Path.of("/var/log/libvirt/qemu/started.log")).replace("\\\n", "").replaceAll("\\s+", " ");
        List<String> missing = SEEN.get(machine).entrySet().stream().filter(entry -> all.contains(assignment(entry.getKey()))).filter(entry -> !log.contains(entry.getValue())).map(Map.Entry::toString).toList();
        assertTrue(missing.isEmpty(), () -> missing + "\n" + log);
    }

    private static Path image(String name) {
        Path image = real.image(name, new byte[0]);
        assertEquals(0, RealLibvirtd.command("qemu-img", "create", "-q", "-f", "qcow2", image.toString(), "16M").code());
        return image;
    }

    private static Assignment assignment(String written) {
        return new Assignment(written.substring(0, written.indexOf('=')), written.substring(written.indexOf('=') + 1));
    }
}
