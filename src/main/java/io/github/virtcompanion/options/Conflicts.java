package io.github.virtcompanion.options;

import io.github.virtcompanion.model.HostTopology;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.xml.DomainXml;
import io.github.virtcompanion.xml.Element;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What does not go together, told before libvirt or QEMU would tell it (libvirt: src/qemu/qemu_validate.c, src/conf/domain_validate.c).
public final class Conflicts {
    private final DomainXml xml;
    private final Map<String, String> values;
    private final Optional<HostTopology> host;
    private final List<Conflict> found = new ArrayList<>();

    private Conflicts(DomainXml xml, Optional<HostTopology> host) {
        this.xml = xml;
        this.values = Catalogue.readAll(xml);
        this.host = host;
    }

    /// @param host empty where not known
    public static List<Conflict> in(DomainXml xml, Optional<HostTopology> host) {
        Conflicts all = new Conflicts(xml, host);
        all.disks();
        all.processors();
        all.memory();
        all.boot();
        all.hyperv();
        all.devices();
        all.labels();
        all.sound();
        return List.copyOf(all.found);
    }

    /// Those that were not there before.
    public static List<Conflict> brought(DomainXml before, DomainXml after, Optional<HostTopology> host) {
        List<Conflict> old = in(before, host);
        return in(after, host).stream().filter(one -> !old.contains(one)).toList();
    }

    private void refuse(String id, Object... args) {
        found.add(new Conflict(id, true, Message.of("options.conflict." + id, args), Message.of("options.conflict." + id + ".next", args)));
    }

    private void warn(String id, Object... args) {
        found.add(new Conflict(id, false, Message.of("options.conflict." + id, args), Message.of("options.conflict." + id + ".next", args)));
    }

    private String of(String name) {
        return values.getOrDefault(name, Setting.DEFAULT);
    }

    private boolean is(String name, String value) {
        return of(name).equals(value);
    }

    private boolean set(String name) {
        return !is(name, Setting.DEFAULT);
    }

    private long number(String name, long otherwise) {
        String value = of(name);
        return value.matches("-?\\d{1,18}") ? Long.parseLong(value) : otherwise;
    }

    private long bytes(String name) {
        try {
            return set(name) ? Sizes.bytes(of(name)) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void disks() {
        boolean q35 = of("machine").contains("q35");
        for (Element disk : xml.elements("./devices/disk")) {
            String target = disk.child("target").flatMap(element -> element.attribute("dev")).orElse("");
            if (target.isEmpty()) continue;
            String name = "disk." + target + ".";
            String bus = is(name + "bus", Setting.DEFAULT) ? target.startsWith("vd") ? "virtio" : "" : of(name + "bus");
            String format = disk.child("driver").flatMap(driver -> driver.attribute("type")).orElse("");
            if (set(name + "iothread") && !bus.equals("virtio") && !bus.isEmpty()) refuse("iothread-bus", target, bus);
            else if (number(name + "iothread", 0) > number("iothreads", 0)) refuse("iothread-missing", target, of(name + "iothread"), number("iothreads", 0));
            if (is(name + "shareable", "on") && format.equals("qcow2")) refuse("shareable-qcow2", target);
            if (is(name + "detect_zeroes", "unmap") && !is(name + "discard", "unmap")) warn("zeroes-discard", target);
            if (set(name + "discard_no_unref") && !format.equals("qcow2")) refuse("no-unref-format", target);
            if (bus.equals("ide") && q35) refuse("ide-q35", target);
            if (set(name + "rotation_rate") && !bus.isEmpty() && !List.of("scsi", "sata", "ide").contains(bus)) refuse("rotation-bus", target, bus);
            limits(name + "iotune.", target);
        }
    }

    private void limits(String name, String target) {
        for (String unit : List.of("bytes_sec", "iops_sec")) {
            if (set(name + "total_" + unit) && (set(name + "read_" + unit) || set(name + "write_" + unit))) refuse("limit-total", target, unit);
            for (String way : List.of("total_", "read_", "write_")) {
                if (set(name + way + unit + "_max") && !set(name + way + unit)) refuse("limit-burst", target, way + unit);
                if (set(name + way + unit + "_max_length") && !set(name + way + unit + "_max")) refuse("limit-length", target, way + unit);
            }
        }
    }

    private void processors() {
        long count = number("vcpus", 1);
        if (number("vcpus.current", 0) > count) refuse("vcpus-current", of("vcpus.current"), count);
        if (set("cpu.topology.sockets")) {
            long product = number("cpu.topology.sockets", 1) * number("cpu.topology.dies", 1) * number("cpu.topology.clusters", 1) * number("cpu.topology.cores", 1) * number("cpu.topology.threads", 1);
            if (product != count) refuse("topology", product, count);
        }
        if (is("cpu.cache.mode", "passthrough") && !is("cpu.mode", "host-passthrough") && !is("cpu.mode", "maximum")) refuse("cache-passthrough");
        if (set("cpu.cache.level") && !is("cpu.cache.mode", "emulate")) refuse("cache-level");
        if (is("cpu.maxphysaddr.mode", "passthrough") && !is("cpu.mode", "host-passthrough")) refuse("address-passthrough");
        if (is("cpu.feature.invtsc", "require") && !is("cpu.migratable", "off")) warn("invtsc");
        if (is("type", "qemu") && is("cpu.mode", "host-passthrough")) refuse("passthrough-qemu");
        if (is("kvm.hint-dedicated", "on") && values.keySet().stream().noneMatch(name -> name.startsWith("cputune.vcpupin.")) && !set("vcpus.cpuset")) warn("dedicated-unpinned");
        for (String name : values.keySet()) {
            if (name.startsWith("cputune.vcpupin.") && Long.parseLong("0" + Catalogue.key(name).replaceAll("\\D", "")) >= count) warn("pin-beyond", Catalogue.key(name), count);
            boolean cpuset = name.startsWith("cputune.vcpupin.") || name.startsWith("cputune.iothreadpin.") || name.equals("cputune.emulatorpin") || name.equals("vcpus.cpuset");
            if (cpuset && set(name)) host.filter(there -> there.cpus().findAny().isPresent()).ifPresent(there -> Values.cpus(of(name)).stream().filter(cpu -> there.cpu(cpu).isEmpty()).findFirst()
                    .ifPresent(cpu -> refuse("pin-host", name, cpu, there.cpus().count())));
            if (name.startsWith("cputune.iothreadpin.") && Long.parseLong("0" + Catalogue.key(name).replaceAll("\\D", "")) > number("iothreads", 0)) refuse("pin-iothread", Catalogue.key(name), number("iothreads", 0));
        }
        if (set("numatune.memory.nodeset")) host.filter(there -> !there.nodes().isEmpty()).ifPresent(there -> Values.cpus(of("numatune.memory.nodeset")).stream()
                .filter(node -> there.nodes().stream().noneMatch(one -> one.id() == node)).findFirst().ifPresent(node -> refuse("numa-host", node, there.nodes().size())));
    }

    private void memory() {
        values.keySet().stream().filter(name -> name.startsWith("numatune.memnode.") && name.endsWith(".mode") && is(name, "restrictive") && !is("numatune.memory.mode", "restrictive"))
                .forEach(name -> refuse("memnode-restrictive", Catalogue.key(name)));
        if (bytes("memory.current") > bytes("memory")) refuse("memory-current", of("memory.current"), of("memory"));
        boolean cells = xml.has("./cpu/numa/cell");
        if (set("memory.max") && !cells) refuse("max-needs-cell");
        if (set("memory.max") && bytes("memory.max") <= bytes("memory")) refuse("max-too-small", of("memory.max"), of("memory"));
        if (is("memory.hugepages", "on") && !is("memballoon.model", "none") && set("memballoon.model")) warn("hugepages-balloon");
        if (is("memory.hugepages", "on")) host.ifPresent(this::hugePages);
        if (is("memory.locked", "on") && !set("memtune.hard_limit")) warn("locked-limit");
        if (set("memtune.hard_limit") && bytes("memtune.hard_limit") < bytes("memory")) warn("limit-too-small", of("memtune.hard_limit"), of("memory"));
        if (is("memory.access", "shared") && !is("memory.source", "memfd") && !is("memory.source", "file") && !is("memory.hugepages", "on")) warn("shared-source");
        boolean sharedCells = values.keySet().stream().anyMatch(name -> name.startsWith("numa.cell.") && name.endsWith(".access") && is(name, "private"));
        if (is("memory.access", "shared") && sharedCells) warn("shared-numa");
        if (xml.has("./devices/filesystem/driver[@type='virtiofs']") && !is("memory.access", "shared")
                && values.keySet().stream().noneMatch(name -> name.startsWith("numa.cell.") && name.endsWith(".access") && is(name, "shared"))) refuse("virtiofs-shared");
        for (String name : values.keySet()) {
            if (!name.startsWith("memory.device.") || !name.endsWith(".model") || !is(name, "dimm")) continue;
            for (String part : List.of("block", "requested")) {
                String other = name.substring(0, name.length() - "model".length()) + part;
                if (set(other)) refuse("label-type", other, name, "virtio-mem");
            }
        }
        if (set("memory.allocation.threads") && !is("memory.allocation", "immediate")) warn("threads-ondemand");
    }

    private void hugePages(HostTopology there) {
        long size = set("memory.hugepages.size") ? bytes("memory.hugepages.size") / 1024 : there.hugePageSizes().stream().findFirst().orElse(0L);
        if (size > 0 && !there.hugePageSizes().isEmpty() && !there.hugePageSizes().contains(size)) refuse("hugepage-size", Sizes.words(size * 1024));
        else if (size > 0 && there.hugePages(size) * size < bytes("memory") / 1024) refuse("hugepages-host", there.hugePages(size), Sizes.words(size * 1024), of("memory"));
    }

    /// qemu_validate.c: "Spice audio is not supported without spice graphics".
    private void sound() {
        values.forEach((name, value) -> {
            if (name.startsWith("audio.") && name.endsWith(".type") && value.equals("spice") && !xml.has("./devices/graphics[@type='spice']")) refuse("audio-spice", name);
        });
    }

    /// virSecurityLabelDefParseXML.
    private void labels() {
        for (String name : values.keySet()) {
            if (!name.startsWith("seclabel.") || !name.endsWith(".type")) continue;
            String one = name.substring(0, name.length() - "type".length());
            String type = Catalogue.meaning(Catalogue.required(name), of(name));
            boolean labelled = set(one + "label");
            if (type.equals("static") && !labelled) refuse("label-missing", one + "label", name);
            if (!type.equals("static") && labelled) refuse("label-type", one + "label", name, "static");
            if (!type.equals("dynamic") && set(one + "baselabel")) refuse("label-type", one + "baselabel", name, "dynamic");
            if (type.equals("dynamic") && is(one + "relabel", "no")) refuse("label-type", one + "relabel", name, "static");
            if (type.equals("none") && is(one + "relabel", "yes")) refuse("label-type", one + "relabel", name, "static");
        }
    }

    private void boot() {
        boolean orders = xml.has("./devices/disk/boot") || xml.has("./devices/interface/boot");
        if (set("boot.devices") && orders) refuse("boot-order");
        boolean secure = is("firmware.secure-boot", "yes") || is("firmware.loader.secure", "yes");
        if (secure && of("machine").matches("pc|pc-i440fx.*")) refuse("secure-machine", of("machine"));
        if (set("firmware.secure-boot") && !is("firmware", "efi")) refuse("secure-efi");
        if (is("firmware.secure-boot", "yes") && is("firmware.enrolled-keys", "no")) warn("secure-keys");
        if (is("firmware", "efi") && is("features.acpi", "off")) refuse("efi-acpi");
        if (set("on_poweroff") && is("on_poweroff", "restart") && is("on_reboot", "destroy")) refuse("off-and-on");
    }

    private void hyperv() {
        boolean passthrough = is("hyperv.mode", "passthrough");
        String[][] needs = {{"synic", "vpindex"}, {"stimer", "synic"}, {"stimer.direct", "stimer"}, {"tlbflush", "vpindex"}, {"ipi", "vpindex"}, {"evmcs", "vapic"}, {"tlbflush.direct", "tlbflush"}, {"tlbflush.direct", "vapic"}, {"tlbflush.extended", "tlbflush"}};
        for (String[] need : needs) if (!passthrough && is("hyperv." + need[0], "on") && !is("hyperv." + need[1], "on")) refuse("hyperv-needs", "hyperv." + need[0], "hyperv." + need[1]);
        if (is("hyperv.stimer", "on") && !is("clock.hypervclock", "yes")) refuse("stimer-clock");
        if (is("type", "qemu") && is("features.pvspinlock", "on")) refuse("pvspinlock-qemu");
        if (is("type", "kvm") && set("features.tcg.tb-cache")) refuse("tcg-kvm");
    }

    private void devices() {
        if (is("iommu.intremap", "on") && !is("features.ioapic", "qemu")) refuse("intremap-ioapic");
        if (is("iommu.eim", "on") && !is("iommu.intremap", "on")) refuse("eim-intremap");
        if (is("iommu.model", "intel") && of("machine").matches("pc|pc-i440fx.*")) refuse("iommu-machine");
        if (is("tpm.model", "tpm-crb") && is("tpm.version", "1.2")) refuse("tpm-crb");
        for (String name : values.keySet()) {
            if (!name.startsWith("nic.") || !name.endsWith(".backend")) continue;
            String key = Catalogue.key(name);
            String type = xml.elements(Key.into("./devices/interface[mac/@address='*']", key)).stream().findFirst().flatMap(nic -> nic.attribute("type")).orElse("");
            cards("nic." + key + ".", key, type);
            boolean user = type.matches("user|vhostuser");
            if (is(name, "passt") && !user) refuse("passt-user", key);
            if (set("nic." + key + ".portForward") && !is(name, "passt")) refuse("ports-passt", key);
            if (set("nic." + key + ".queues") && !of("nic." + key + ".model").startsWith("virtio") && set("nic." + key + ".model")) warn("queues-model", key, of("nic." + key + ".model"));
        }
    }

    /// What the host's side of a card cannot do (virDomainNetDefValidatePortOptions, qemuValidateNetSupportsCoalesce, virNetDevSupportsBandwidth).
    private void cards(String name, String key, String type) {
        boolean bridged = type.isEmpty() || type.equals("network") || type.equals("bridge");
        if (is(name + "driver", "vfio") && !type.equals("hostdev") && !type.isEmpty()) refuse("card-vfio", key, type);
        if (set(name + "driver") && !is(name + "driver", "vfio") && type.equals("hostdev")) refuse("card-type", key, name + "driver", type);
        if (is(name + "isolated", "yes") && !bridged) refuse("card-type", key, name + "isolated", type);
        if (set(name + "coalesce") && type.matches("user|vhostuser|hostdev")) refuse("card-type", key, name + "coalesce", type);
        if (set(name + "filter") && !bridged && !type.equals("ethernet")) warn("card-type", key, name + "filter", type);
        boolean limited = values.keySet().stream().anyMatch(limit -> limit.startsWith(name + "bandwidth.") && set(limit));
        if (limited && !bridged && !type.equals("ethernet") && !type.equals("direct")) warn("card-type", key, name + "bandwidth", type);
    }
}
