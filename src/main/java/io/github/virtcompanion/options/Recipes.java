package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.HostOffer;
import io.github.virtcompanion.model.HostTopology;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.xml.DefinitionReader;
import io.github.virtcompanion.xml.DomainXml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The recipes for one machine on its host. Pure: nothing is read here.
public final class Recipes {
    /// In the order they are offered.
    public static final List<String> IDS = List.of("fast-install", "windows", "throughput", "low-latency", "nested", "portable", "defaults");

    private final DomainXml xml;
    private final Definition machine;
    private final Map<String, String> values;
    private final HostTopology host;
    private final HostOffer offer;
    private final List<Recipe.Step> lines = new ArrayList<>();

    private Recipes(DomainXml xml, HostTopology host, HostOffer offer) {
        this.xml = xml;
        this.machine = DefinitionReader.read(xml);
        this.values = Catalogue.read(xml);
        this.host = host;
        this.offer = offer;
    }

    /// @param host empty of nodes where not known
    public static List<Recipe> all(DomainXml xml, HostTopology host, HostOffer offer) {
        return IDS.stream().map(id -> of(id, xml, host, offer)).toList();
    }

    /// @param id one of [#IDS]
    public static Recipe of(String id, DomainXml xml, HostTopology host, HostOffer offer) {
        Recipes one = new Recipes(xml, host, offer);
        switch (id) {
            case "fast-install" -> one.fastInstall();
            case "windows" -> one.windows();
            case "throughput" -> one.throughput();
            case "low-latency" -> one.lowLatency();
            case "nested" -> one.nested();
            case "portable" -> one.portable();
            default -> one.defaults();
        }
        return new Recipe(id, false, one.lines);
    }

    private void put(String setting, Object value, String because, Object... args) {
        lines.add(new Recipe.Step(new Assignment(setting, value.toString()), Message.of("options.because." + because, args)));
    }

    private List<Disk> disks() {
        return machine.disks().stream().filter(disk -> disk.written() && !disk.target().isEmpty() && !disk.sourceType().equals("vhostuser")).toList();
    }

    private void fastInstall() {
        for (Disk disk : disks()) put("disk." + disk.target() + ".cache", "unsafe", "no-flush");
        put("rng.model", "virtio", "entropy");
        if (offers("features/hyperv/x") && machine.osId().filter(id -> id.contains("microsoft")).isPresent()) put("hyperv.relaxed", "on", "relaxed");
    }

    private boolean offers(String list) {
        return !offer.lists().getOrDefault(list.substring(0, list.lastIndexOf('/')), Set.of("?")).isEmpty();
    }

    /// As libosinfo's set for Windows 10 and newer, and as virtinst writes it (virtinst/domain/features.py).
    private void windows() {
        for (String one : List.of("relaxed", "vapic")) put("hyperv." + one, "on", one);
        put("hyperv.spinlocks", 8191, "spinlocks");
        for (String one : List.of("vpindex", "runtime", "synic", "stimer", "frequencies", "tlbflush", "ipi")) put("hyperv." + one, "on", one);
        put("clock.offset", "localtime", "localtime");
        put("clock.hypervclock", "yes", "hypervclock");
        put("clock.rtc.tickpolicy", "catchup", "catchup");
        put("clock.pit.tickpolicy", "delay", "delay");
        put("clock.hpet", "no", "hpet");
        int vcpus = machine.vcpus();
        if (vcpus > 1) {
            put("cpu.topology.sockets", 1, "one-socket");
            put("cpu.topology.cores", vcpus, "one-socket");
            put("cpu.topology.threads", 1, "one-socket");
        }
        xml.list("./devices/interface/mac/@address").stream().filter(mac -> values.getOrDefault("nic." + mac + ".model", "").equals("rtl8139"))
                .forEach(mac -> put("nic." + mac + ".model", "e1000e", "e1000e"));
    }

    private void throughput() {
        List<Disk> virtio = disks().stream().filter(disk -> disk.bus().equals("virtio") || disk.bus().isEmpty() && disk.target().startsWith("vd")).toList();
        int threads = Math.max(1, Math.min(virtio.size(), 4));
        if (!virtio.isEmpty()) put("iothreads", threads, "iothreads", virtio.size());
        for (int i = 0; i < virtio.size(); i++) put("disk." + virtio.get(i).target() + ".iothread", i % threads + 1, "iothread");
        for (Disk disk : disks()) {
            boolean block = disk.sourceType().equals("block");
            put("disk." + disk.target() + ".cache", "none", block ? "none-block" : "none-file");
            put("disk." + disk.target() + ".io", "native", "native");
            put("disk." + disk.target() + ".discard", "unmap", "unmap");
        }
        int queues = Math.min(machine.vcpus(), 8);
        if (queues > 1) xml.list("./devices/interface/mac/@address").stream().filter(mac -> values.getOrDefault("nic." + mac + ".model", "").startsWith("virtio") && !user(mac))
                .forEach(mac -> put("nic." + mac + ".queues", queues, "nic-queues", queues));
    }

    private boolean user(String mac) {
        return xml.has("./devices/interface[@type='user'][mac/@address='" + mac + "']");
    }

    /// Whole cores of one NUMA node, as many as fit; the first of the host's stays with the host and QEMU.
    private void lowLatency() {
        if (machine.kvm()) put("cpu.mode", "host-passthrough", "passthrough");
        int vcpus = machine.vcpus();
        Optional<HostTopology.Node> node = host.nodes().stream().filter(one -> one.cpus().size() > vcpus).min(Comparator.<HostTopology.Node>comparingInt(one -> one.id() == 0 ? 1 : 0).thenComparingInt(HostTopology.Node::id))
                .or(() -> host.nodes().stream().max(Comparator.comparingInt(one -> one.cpus().size())));
        node.filter(one -> one.cpus().size() >= vcpus).ifPresent(one -> pin(one, vcpus));
        long page = host.hugePageSizes().stream().filter(size -> host.hugePages(size) * size >= machine.memoryKiB()).max(Comparator.naturalOrder()).orElse(0L);
        if (page > 0) {
            put("memory.hugepages", "on", "hugepages", Sizes.words(page * 1024));
            put("memory.hugepages.size", Sizes.words(page * 1024), "hugepages", Sizes.words(page * 1024));
        }
        put("memory.nosharepages", "on", "nosharepages");
        put("memballoon.model", "none", "no-balloon");
        put("memory.allocation", "immediate", "immediate");
    }

    private void pin(HostTopology.Node node, int vcpus) {
        List<Integer> order = new ArrayList<>(new LinkedHashSet<>(node.cpus().stream().sorted(Comparator.comparingInt(HostTopology.Cpu::socket).thenComparingInt(HostTopology.Cpu::core)
                .thenComparingInt(HostTopology.Cpu::id)).map(HostTopology.Cpu::id).toList()));
        int threads = node.cpus().stream().mapToInt(cpu -> Math.max(1, cpu.siblings().size())).min().orElse(1);
        // What is left over goes to the front, where the host's own interrupts usually are.
        List<Integer> spare = order.subList(0, Math.min(order.size() - vcpus, threads));
        List<Integer> used = order.subList(order.size() - vcpus, order.size());
        for (int i = 0; i < vcpus; i++) put("cputune.vcpupin." + i, used.get(i), "pinned", used.get(i), node.id());
        String rest = Values.cpuset((spare.isEmpty() ? order : spare).stream().sorted().toList());
        put("cputune.emulatorpin", rest, "emulator", rest);
        if (host.nodes().size() > 1) put("numatune.memory.nodeset", node.id(), "numa", node.id());
        if (threads > 1 && vcpus % threads == 0) {
            put("cpu.topology.sockets", 1, "same-topology");
            put("cpu.topology.cores", vcpus / threads, "same-topology");
            put("cpu.topology.threads", threads, "same-topology");
        }
        if (machine.kvm() && !spare.isEmpty()) put("kvm.hint-dedicated", "on", "dedicated");
    }

    private void nested() {
        put("cpu.mode", machine.kvm() ? "host-passthrough" : "maximum", machine.kvm() ? "nested-passthrough" : "nested-maximum");
        Set<String> features = offer.lists().getOrDefault("cpu/host-features", Set.of());
        String extension = features.contains("svm") ? "svm" : features.contains("vmx") ? "vmx" : "";
        if (!extension.isEmpty()) put("cpu.feature." + extension, "require", "nested-feature", extension);
        put("kvm.hidden", "off", "not-hidden");
        if (values.getOrDefault("memballoon.model", "").equals("none")) put("memballoon.model", "virtio", "balloon-back");
    }

    private void portable() {
        put("cpu.mode", machine.kvm() ? "host-model" : "maximum", machine.kvm() ? "host-model" : "nested-maximum");
        if (values.containsKey("cpu.feature.invtsc")) put("cpu.feature.invtsc", "default", "invtsc");
        for (Disk disk : disks()) {
            put("disk." + disk.target() + ".cache", "none", "none-moves");
            put("disk." + disk.target() + ".error_policy", "stop", "stop");
        }
        values.keySet().stream().filter(name -> name.startsWith("cputune.vcpupin.") || name.equals("cputune.emulatorpin") || name.startsWith("cputune.iothreadpin."))
                .filter(name -> !values.get(name).equals(Setting.DEFAULT)).forEach(name -> put(name, "default", "unpinned"));
        for (String name : List.of("numatune.memory.nodeset", "vcpus.cpuset", "kvm.hint-dedicated", "hyperv.mode")) if (!values.getOrDefault(name, "default").equals("default")) put(name, "default", "unpinned");
        put("memory.locked", "off", "not-locked");
    }

    /// Everything that tunes; nothing that the guest's system is made for.
    private void defaults() {
        Set<Setting.Group> tuning = Set.of(Setting.Group.CPUTUNE, Setting.Group.NUMA, Setting.Group.IOTUNE);
        List<String> also = List.of("cache", "io", "discard", "detect_zeroes", "error_policy", "rerror_policy", "copy_on_read", "iothread", "queues", "queue_size", "metadata_cache", "ioeventfd", "event_idx",
                "txmode", "rx_queue_size", "tx_queue_size", "average", "peak", "burst", "driver", "hugepages", "nosharepages", "locked", "allocation", "hard_limit", "soft_limit", "hint-dedicated", "poll-control", "weight");
        values.forEach((name, value) -> {
            Setting setting = setting(name);
            boolean cell = name.startsWith("numa.cell.");
            boolean listed = also.contains(name.substring(name.lastIndexOf('.') + 1)) && setting.group() != Setting.Group.MACHINE;
            if (!setting.removable() || cell || !tuning.contains(setting.group()) && !listed) return;
            if (!Catalogue.meaning(setting, value).equals(Catalogue.meaning(setting, Setting.DEFAULT)) && !value.equals(Setting.DEFAULT)) put(name, Setting.DEFAULT, "default", setting.defaultWords());
        });
    }

    private static Setting setting(String name) {
        try {
            return Catalogue.find(name);
        } catch (io.github.virtcompanion.model.FailedException e) {
            throw new IllegalStateException(e);
        }
    }
}
