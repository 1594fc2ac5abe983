package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a setting is exercised: on which machine, with which values, in which company.
///
/// @param key     what stands for its `*`; empty without one
/// @param values  each is tried
/// @param company what must be set before, for libvirt to take it
record Exercise(Setting setting, String key, List<String> values, List<Assignment> company) {
    /// A disk, a network card and a SCSI controller of each kind that settings ask for.
    static final String MACHINE = """
            <domain type='qemu'>
              <name>exercise</name>
              <uuid>6f1c0a5e-0d4f-4b0e-9d8a-5f0c7b1f0001</uuid>
              <memory unit='KiB'>1048576</memory>
              <vcpu>4</vcpu>
              <os>
                <type arch='x86_64' machine='pc'>hvm</type>
              </os>
              <features>
                <acpi/>
                <apic/>
              </features>
              <clock offset='utc'/>
              <devices>
                <disk type='file' device='disk'>
                  <driver name='qemu' type='qcow2'/>
                  <source file='/tmp/exercise.qcow2'/>
                  <target dev='vda' bus='virtio'/>
                </disk>
                <disk type='file' device='disk'>
                  <driver name='qemu' type='raw'/>
                  <source file='/tmp/exercise.raw'/>
                  <target dev='sda' bus='scsi'/>
                </disk>
                <disk type='file' device='cdrom'>
                  <target dev='sdb' bus='sata'/>
                  <readonly/>
                </disk>
                <controller type='scsi' index='0' model='virtio-scsi'/>
                <controller type='usb' index='0' model='piix3-uhci'/>
                <interface type='bridge'>
                  <mac address='52:54:00:00:00:01'/>
                  <source bridge='virbr0'/>
                  <model type='virtio'/>
                </interface>
                <serial type='pty'/>
              </devices>
            </domain>
            """;
    private static final String NIC = "52:54:00:00:00:01";

    /// Values that fit only where they are meant to, by the setting's name.
    private static final Map<String, List<String>> VALUES = new LinkedHashMap<>();
    private static final Map<String, String> COMPANY = new LinkedHashMap<>();

    static {
        VALUES.put("title", List.of("words", "l'été <\"&\">"));
        VALUES.put("description", List.of("words", "l'été <\"&\">\nof two lines"));
        VALUES.put("emulator", List.of("/usr/bin/qemu-system-x86_64"));
        VALUES.put("machine", List.of("pc-i440fx-7.2"));
        VALUES.put("firmware.loader", List.of("/usr/share/qemu/bios.bin"));
        VALUES.put("firmware.nvram", List.of("/tmp/exercise.fd"));
        VALUES.put("firmware.nvram.template", List.of("/usr/share/OVMF/OVMF_VARS_4M.fd"));
        VALUES.put("boot.devices", List.of("hd", "cdrom,hd,network"));
        VALUES.put("boot.kernel", List.of("/tmp/vmlinuz"));
        VALUES.put("boot.initrd", List.of("/tmp/initrd"));
        VALUES.put("boot.cmdline", List.of("console=ttyS0 quiet"));
        VALUES.put("cpu.model", List.of("EPYC", "qemu64"));
        VALUES.put("cpu.model.vendor_id", List.of("GenuineIntel"));
        VALUES.put("cpu.cache.level", List.of("3"));
        VALUES.put("cpu.maxphysaddr.bits", List.of("39"));
        VALUES.put("cpu.maxphysaddr.limit", List.of("39"));
        VALUES.put("cpu.topology.dies", List.of("1"));
        VALUES.put("cpu.topology.clusters", List.of("1"));
        VALUES.put("cpu.topology.sockets", List.of("4"));
        VALUES.put("cpu.topology.cores", List.of("4"));
        VALUES.put("cpu.topology.threads", List.of("4"));
        VALUES.put("vcpus", List.of("2", "8"));
        VALUES.put("vcpus.current", List.of("2", "3"));
        VALUES.put("cputune.quota", List.of("20000", "-1"));
        VALUES.put("cputune.global_quota", List.of("20000", "-1"));
        VALUES.put("cputune.emulator_quota", List.of("20000", "-1"));
        VALUES.put("cputune.iothread_quota", List.of("20000", "-1"));
        VALUES.put("numatune.memory.nodeset", List.of("0"));
        VALUES.put("numatune.memnode.*.nodeset", List.of("0"));
        VALUES.put("numa.cell.*.cpus", List.of("0-3"));
        VALUES.put("memory", List.of("512MiB", "2GiB"));
        VALUES.put("memory.current", List.of("512MiB"));
        VALUES.put("memory.max", List.of("4GiB"));
        VALUES.put("memory.hugepages.size", List.of("2MiB", "1GiB"));
        VALUES.put("memory.device.*.block", List.of("2MiB", "4MiB"));
        VALUES.put("memory.device.*.node", List.of("0"));
        VALUES.put("memory.device.*.requested", List.of("512MiB"));
        VALUES.put("memory.device.*.size", List.of("2GiB"));
        VALUES.put("clock.timezone", List.of("Europe/Paris"));
        VALUES.put("clock.tsc.frequency", List.of("3000000000"));
        VALUES.put("features.tcg.tb-cache", List.of("128MiB"));
        VALUES.put("features.smm.tseg", List.of("48MiB"));
        VALUES.put("kvm.dirty-ring", List.of("1024", "4096"));
        VALUES.put("hyperv.spinlocks", List.of("4095", "8191"));
        VALUES.put("hyperv.vendor_id", List.of("GenuineIntel"));
        VALUES.put("disk.*.queue_size", List.of("128", "256"));
        VALUES.put("disk.*.iothread", List.of("1"));
        VALUES.put("disk.*.serial", List.of("WD-1234", "two words"));
        VALUES.put("disk.*.wwn", List.of("5000c50015ea71ac"));
        VALUES.put("disk.*.vendor", List.of("SEAGATE"));
        VALUES.put("disk.*.product", List.of("ST3500418AS"));
        VALUES.put("disk.*.logical_block_size", List.of("512", "4096"));
        VALUES.put("disk.*.physical_block_size", List.of("512", "4096"));
        VALUES.put("disk.*.discard_granularity", List.of("4096"));
        VALUES.put("disk.*.iotune.group_name", List.of("shared"));
        VALUES.put("nic.*.model", List.of("e1000e", "rtl8139"));
        VALUES.put("nic.*.mac", List.of("52:54:00:00:00:02"));
        VALUES.put("nic.*.source", List.of("bridge:br1", "network:default", "direct:eth0", "direct:eth0:private", "user"));
        VALUES.put("clock.adjustment", List.of("-3600", "64", "reset"));
        VALUES.put("seclabel.*.label", List.of("+0:+0"));
        VALUES.put("seclabel.*.baselabel", List.of("system_u:object_r:svirt_t:s0"));
        VALUES.put("audio.*.serverName", List.of("sound.example"));
        VALUES.put("audio.*.path", List.of("/tmp/exercise.wav"));
        VALUES.put("nic.*.filter", List.of("clean-traffic"));
        VALUES.put("nic.*.portForward", List.of("tcp:2022:22", "tcp:8080-8090:80,udp:5353", "tcp@192.0.2.1:443,-tcp@192.0.2.1:444"));
        VALUES.put("rng.source", List.of("/dev/random"));
        VALUES.put("iommu.aw_bits", List.of("39", "48"));
        VALUES.put("shmem.*.size", List.of("1MiB", "16MiB"));
        VALUES.put("pstore.size", List.of("64KiB"));
        VALUES.put("controller.usb.*.model", List.of("qemu-xhci"));
        VALUES.put("controller.scsi.*.iothread", List.of("1"));
        VALUES.put("sysinfo.bios.*", List.of("LENOVO"));
        VALUES.put("sysinfo.system.*", List.of("Fedora"));
        VALUES.put("sysinfo.baseBoard.*", List.of("ASUS"));
        VALUES.put("sysinfo.chassis.*", List.of("Dell Inc."));
        VALUES.put("genid", List.of("43dc0cf8-809b-4adb-9bea-a9abb5f3d90e"));
        VALUES.put("resource.partition", List.of("/machine"));
        VALUES.put("security.policy", List.of("0x0001", "0x0007"));
        VALUES.put("qemu.commandline", List.of("-global PIIX4_PM.disable_s3=1", "-name 'two words' -S"));
        VALUES.put("qemu.env.*", List.of("1"));
        VALUES.put("qemu.override.*", List.of("4096", "text", "true", "-1"));

        COMPANY.put("firmware.secure-boot", "machine=pc-q35-7.2 firmware=efi");
        COMPANY.put("firmware.enrolled-keys", "machine=pc-q35-7.2 firmware=efi");
        COMPANY.put("firmware.loader.*", "firmware.loader=/usr/share/OVMF/OVMF_CODE_4M.fd");
        COMPANY.put("firmware.loader.secure", "machine=pc-q35-7.2 features.smm=on firmware.loader=/usr/share/OVMF/OVMF_CODE_4M.secboot.fd firmware.loader.type=pflash");
        COMPANY.put("firmware.loader.stateless", "firmware.loader=/usr/share/OVMF/OVMF_CODE_4M.fd firmware.loader.type=pflash");
        COMPANY.put("firmware.nvram", "firmware=efi");
        COMPANY.put("firmware.nvram.template", "firmware.loader=/usr/share/OVMF/OVMF_CODE_4M.fd firmware.loader.type=pflash firmware.nvram=/tmp/exercise.fd");
        COMPANY.put("boot.initrd", "boot.kernel=/tmp/vmlinuz");
        COMPANY.put("boot.cmdline", "boot.kernel=/tmp/vmlinuz");
        COMPANY.put("cpu.check", "cpu.model=EPYC");
        COMPANY.put("cpu.migratable", "type=kvm cpu.mode=host-passthrough");
        COMPANY.put("cpu.model.fallback", "cpu.model=EPYC");
        COMPANY.put("cpu.model.vendor_id", "cpu.model=EPYC");
        COMPANY.put("cpu.feature.*", "cpu.model=EPYC");
        COMPANY.put("cpu.cache.mode", "type=kvm cpu.mode=host-passthrough");
        COMPANY.put("cpu.cache.level", "cpu.mode=host-model cpu.cache.mode=emulate");
        COMPANY.put("cpu.maxphysaddr.*", "type=kvm cpu.mode=host-passthrough");
        COMPANY.put("cpu.topology.dies", "vcpus=1");
        COMPANY.put("cpu.topology.clusters", "vcpus=1");
        COMPANY.put("disk.*.removable", "disk.sda.bus=usb");
        COMPANY.put("disk.*.iotune.group_name", "disk.vda.iotune.total_bytes_sec=1MiB");
        COMPANY.put("nic.*.bandwidth.inbound.peak", "nic.*.bandwidth.inbound.average=1MiB");
        COMPANY.put("nic.*.bandwidth.inbound.burst", "nic.*.bandwidth.inbound.average=1MiB");
        COMPANY.put("nic.*.bandwidth.outbound.peak", "nic.*.bandwidth.outbound.average=1MiB");
        COMPANY.put("nic.*.bandwidth.outbound.burst", "nic.*.bandwidth.outbound.average=1MiB");
        COMPANY.put("cputune.iothreadpin.*", "iothreads=2");
        COMPANY.put("cputune.iothread_quota", "iothreads=2");
        COMPANY.put("cputune.iothread_period", "iothreads=2");
        COMPANY.put("numatune.memory.mode", "numatune.memory.nodeset=0");
        COMPANY.put("numatune.memory.placement", "vcpus.placement=auto");
        COMPANY.put("numatune.memnode.*", "numatune.memory.nodeset=0 numa.cell.0.cpus=0-3 numa.cell.0.memory=1GiB");
        COMPANY.put("numa.cell.*.access", "numa.cell.0.cpus=0-3 memory.source=memfd");
        COMPANY.put("numa.cell.*.discard", "numa.cell.0.cpus=0-3 memory.source=memfd");
        COMPANY.put("numa.cell.*.memory", "numa.cell.0.cpus=0-3");
        COMPANY.put("memory.max", "numa.cell.0.cpus=0-3");
        COMPANY.put("memory.max.slots", "numa.cell.0.cpus=0-3 memory.max=4GiB");
        COMPANY.put("memory.hugepages.size", "memory.hugepages=on");
        COMPANY.put("memory.allocation.threads", "memory.allocation=immediate");
        COMPANY.put("memory.device.*", "numa.cell.0.cpus=0-3 memory.max=8GiB");
        COMPANY.put("memory.device.*.access", "numa.cell.0.cpus=0-3 memory.max=8GiB memory.device.1.model=dimm");
        COMPANY.put("memory.device.*.discard", "numa.cell.0.cpus=0-3 memory.max=8GiB memory.device.1.model=dimm");
        COMPANY.put("memory.discard", "memory.source=memfd");
        COMPANY.put("clock.adjustment", "clock.offset=variable");
        COMPANY.put("clock.basis", "clock.offset=variable");
        COMPANY.put("features.apic.eoi", "features.apic=on");
        COMPANY.put("features.smm", "machine=pc-q35-7.2");
        COMPANY.put("features.smm.tseg", "machine=pc-q35-7.2 features.smm=on");
        COMPANY.put("features.pvspinlock", "type=kvm");
        COMPANY.put("hyperv.synic", "hyperv.vpindex=on");
        COMPANY.put("hyperv.stimer", "hyperv.vpindex=on hyperv.synic=on clock.hypervclock=yes");
        COMPANY.put("hyperv.stimer.direct", "hyperv.vpindex=on hyperv.synic=on clock.hypervclock=yes hyperv.stimer=on");
        COMPANY.put("hyperv.tlbflush", "hyperv.vpindex=on");
        COMPANY.put("hyperv.tlbflush.*", "hyperv.vpindex=on hyperv.vapic=on hyperv.tlbflush=on");
        COMPANY.put("hyperv.ipi", "hyperv.vpindex=on");
        COMPANY.put("hyperv.evmcs", "hyperv.vapic=on");
        COMPANY.put("hyperv.avic", "hyperv.vapic=on hyperv.vpindex=on hyperv.synic=on");
        COMPANY.put("disk.*.iothread", "iothreads=2");
        COMPANY.put("disk.*.iommu", "machine=pc-q35-7.2");
        COMPANY.put("nic.*.iommu", "machine=pc-q35-7.2");
        COMPANY.put("cputune.emulatorsched.priority", "cputune.emulatorsched=fifo");
        COMPANY.put("disk.*.detect_zeroes", "disk.vda.discard=unmap");
        COMPANY.put("disk.*.discard_no_unref", "disk.vda.discard=unmap");
        COMPANY.put("controller.scsi.*.iothread", "iothreads=2");
        COMPANY.put("nic.*.rss_hash_report", "nic.*.rss=on nic.*.queues=2");
        COMPANY.put("nic.*.rss", "nic.*.queues=2");
        COMPANY.put("nic.*.txmode", "nic.*.driver=qemu");
        COMPANY.put("rng.rate.*", "rng.model=virtio");
        COMPANY.put("rng.source", "rng.model=virtio");
        COMPANY.put("memballoon.*", "memballoon.model=virtio");
        COMPANY.put("memballoon.model", "type=qemu");
        COMPANY.put("watchdog.action", "watchdog.model=i6300esb");
        COMPANY.put("iommu.*", "machine=pc-q35-7.2 features.ioapic=qemu iommu.model=intel");
        COMPANY.put("iommu.model", "machine=pc-q35-7.2 features.ioapic=qemu");
        COMPANY.put("iommu.eim", "machine=pc-q35-7.2 features.ioapic=qemu iommu.model=intel iommu.intremap=on");
        COMPANY.put("tpm.version", "tpm.model=tpm-tis");
        COMPANY.put("tpm.type", "tpm.model=tpm-tis");
        COMPANY.put("tpm.persistent_state", "tpm.model=tpm-crb");
        COMPANY.put("controller.usb.*.model", "type=qemu");
        COMPANY.put("sysinfo.*", "os.smbios=sysinfo");
        COMPANY.put("boot.menu.timeout", "boot.menu=yes");
        COMPANY.put("seclabel.*.relabel", "seclabel.dac.label=+0:+0");
        COMPANY.put("seclabel.*.baselabel", "seclabel.dac.type=dynamic");
        COMPANY.put("audio.*.timerPeriod", "audio.1.type=none");
        COMPANY.put("audio.*.serverName", "audio.1.type=pulseaudio");
        COMPANY.put("audio.*.path", "audio.1.type=file");
        COMPANY.put("audio.*.input.*", "audio.1.type=none");
        COMPANY.put("audio.*.output.*", "audio.1.type=none");
        COMPANY.put("tpm.pcr.*", "tpm.model=tpm-tis");
        COMPANY.put("security.*", "security.type=sev");
        COMPANY.put("security.type", "type=qemu");
        COMPANY.put("cputune.vcpusched.*.priority", "cputune.vcpusched.0=fifo");
    }

    static Exercise of(Setting setting) {
        String key = !setting.many() ? "" : setting.name().startsWith("nic.") ? NIC : switch (setting.name()) {
            case String name when name.matches("disk\\.\\*\\.(serial|wwn|vendor|product|rotation_rate|removable|shareable)") -> "sda";
            case String name when name.matches("disk\\.\\*\\.(tray|startup)") -> "sdb";
            case String name when name.startsWith("disk.") -> "vda";
            case String name when name.startsWith("cpu.feature") -> "ssbd";
            case String name when name.startsWith("seclabel.") -> "dac";
            case String name when name.startsWith("audio.") || name.startsWith("cputune.iothreadpin") || name.startsWith("memory.device") -> "1";
            case String name when name.startsWith("sysinfo.") -> name.contains("bios") ? "vendor" : "manufacturer";
            case String name when name.startsWith("blkiotune.") -> "/dev/null";
            case String name when name.startsWith("shmem.") -> "buffer";
            case String name when name.startsWith("qemu.override") -> "virtio-disk0.physical_block_size";
            case String name when name.startsWith("qemu.env") -> "LIBUSB_DEBUG";
            default -> "0";
        };
        return new Exercise(setting, key, values(setting), company(setting.name()));
    }

    String name() {
        return setting.nameFor(key);
    }

    private static List<String> values(Setting setting) {
        if (VALUES.containsKey(setting.name())) return VALUES.get(setting.name());
        return switch (setting.kind()) {
            case CHOICE, FLAG -> setting.values();
            case NUMBER -> List.of(Long.toString(Math.max(setting.range().from(), 1)), Long.toString(Math.min(setting.range().to(), Math.max(setting.range().from() * 2, 64))));
            case SIZE -> List.of("64MiB", "1GiB");
            case CPUSET -> List.of("0", "0-1");
            case NAME, TEXT -> throw new AssertionError("never exercised: " + setting.name());
        };
    }

    /// The longest name that fits counts; a star at its end stands for anything.
    private static List<Assignment> company(String name) {
        String found = COMPANY.entrySet().stream().filter(entry -> entry.getKey().equals(name) || entry.getKey().endsWith("*") && name.startsWith(entry.getKey().substring(0, entry.getKey().length() - 1)))
                .max((a, b) -> Integer.compare(a.getKey().length(), b.getKey().length())).map(Map.Entry::getValue).orElse("");
        List<Assignment> all = new ArrayList<>();
        for (String one : found.isEmpty() ? new String[0] : found.split(" "))
            all.add(new Assignment(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1)));
        return all;
    }

    /// The machine that a value is exercised on.
    String machine(String value) throws FailedException {
        return switch (setting.name() + "=" + value) {
            // Of UTC and local time only.
            case "clock.adjustment=reset" -> MACHINE;
            // Of cards that the host gives away only.
            case "nic.*.driver=vfio" -> MACHINE.replace("<interface type='bridge'>", "<interface type='hostdev'>")
                    .replace("<source bridge='virbr0'/>", "<source>\n        <address type='pci' domain='0x0000' bus='0x03' slot='0x10' function='0x0'/>\n      </source>")
                    .replace("      <model type='virtio'/>\n", "");
            default -> Edits.apply(MACHINE, company).text();
        };
    }

    /// What a value needs beside it in the same step.
    List<Assignment> set(String value) {
        List<Assignment> all = new ArrayList<>(List.of(new Assignment(name(), value)));
        switch (name() + "=" + value) {
            case "clock.offset=timezone" -> all.add(new Assignment("clock.timezone", "Europe/Paris"));
            case "clock.offset=absolute" -> all.add(new Assignment("clock.start", "1234567890"));
            case "cpu.mode=custom" -> all.add(new Assignment("cpu.model", "EPYC"));
            case "numatune.memory.placement=static" -> all.add(new Assignment("numatune.memory.nodeset", "0"));
            case "numatune.memnode.0.mode=restrictive" -> all.add(new Assignment("numatune.memory.mode", "restrictive"));
            case "seclabel.dac.type=static" -> all.add(new Assignment("seclabel.dac.label", "+0:+0"));
            case "disk.vda.io=native" -> all.add(new Assignment("disk.vda.cache", "none"));
            default -> { }
        }
        return all;
    }

    /// To take it back: what it was before, and what came with it.
    ///
    /// @param name of the setting now: a card is known by its address
    List<Assignment> back(String name, String before, String value) {
        List<Assignment> all = new ArrayList<>(List.of(new Assignment(name, before)));
        if (name.equals("numatune.memory.placement") && value.equals("static")) all.add(new Assignment("numatune.memory.nodeset", "default"));
        if (name.equals("cpu.mode") && before.equals("custom")) all.add(new Assignment("cpu.model", "qemu64"));
        if (name.equals("cpu.model") && before.equals("default")) all.add(new Assignment("cpu.mode", "default"));
        if (name.equals("numatune.memnode.0.mode") && value.equals("restrictive")) all.add(new Assignment("numatune.memory.mode", "strict"));
        if (value.equals("native")) all.add(new Assignment("disk.vda.cache", "default"));
        return all;
    }
}
