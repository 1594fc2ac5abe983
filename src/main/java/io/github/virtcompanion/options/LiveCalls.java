package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.LiveCall;
import io.github.virtcompanion.model.LiveCall.Knobs;
import io.github.virtcompanion.model.LiveCall.Parameter;
import io.github.virtcompanion.model.LiveCall.Type;
import io.github.virtcompanion.xml.DomainXml;
import io.github.virtcompanion.xml.Element;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which of libvirt's calls bring new values to a running machine (libvirt: src/qemu/qemu_driver.c, src/qemu/qemu_hotplug.c).
public final class LiveCalls {
    /// VIR_DOMAIN_MEMORY_PARAM_UNLIMITED.
    private static final long UNLIMITED = 9007199254740991L;
    /// In the order of virDomainLifecycleAction.
    private static final List<String> ACTIONS = List.of("destroy", "restart", "rename-restart", "preserve", "coredump-destroy", "coredump-restart", "preserve-running");
    private static final Map<String, String> ACTION_DEFAULTS = Map.of("on_poweroff", "destroy", "on_reboot", "restart", "on_crash", "destroy");
    private static final List<String> EVENTS = List.of("on_poweroff", "on_reboot", "on_crash");

    private final DomainXml before;
    private final DomainXml after;
    private final Set<LiveCall> calls = new LinkedHashSet<>();

    private LiveCalls(DomainXml before, DomainXml after) {
        this.before = before;
        this.after = after;
    }

    /// @param running what the machine runs with
    /// @param wanted  what it shall run with
    /// @param changed the settings that differ
    /// @return in their order; empty where one of them cannot be changed so
    public static Optional<List<LiveCall>> between(String running, String wanted, List<Assignment> changed) throws FailedException {
        LiveCalls found = new LiveCalls(DomainXml.parse(running), DomainXml.parse(wanted));
        for (Assignment one : changed) {
            Setting setting = Catalogue.find(one.setting());
            boolean can = (setting.effect() == Setting.Effect.LIVE || setting.effect() == Setting.Effect.AT_ONCE) && found.add(setting, Catalogue.key(one.setting()), one.value());
            if (!can) return Optional.empty();
        }
        return found.calls.isEmpty() ? Optional.empty() : Optional.of(found.inOrder());
    }

    /// A thread is there before it is pinned, and gone with its pinning.
    private List<LiveCall> inOrder() {
        Set<Integer> gone = calls.stream().flatMap(call -> call instanceof LiveCall.IoThread(int id, boolean there) && !there ? Stream.of(id) : Stream.empty()).collect(Collectors.toSet());
        return calls.stream().filter(call -> !(call instanceof LiveCall.Pin pin && pin.thread() == LiveCall.Thread.IOTHREAD && gone.contains(pin.id())))
                .sorted(Comparator.comparing(call -> call instanceof LiveCall.IoThread(int _, boolean there) && there ? 0 : call instanceof LiveCall.IoThread ? 2 : 1)).toList();
    }

    private boolean add(Setting setting, String key, String value) {
        String name = setting.name();
        boolean none = value.equals(Setting.DEFAULT);
        if (name.startsWith("disk.*.iotune.")) {
            calls.add(limits(key));
            return true;
        }
        if (name.startsWith("nic.*.")) return device(Key.into("./devices/interface[mac/@address='*']", key));
        if (name.startsWith("memory.device.*.")) return device("./devices/memory[" + key + "]");
        if (name.startsWith("cputune.vcpupin.")) return pin(LiveCall.Thread.VCPU, key, value);
        if (name.startsWith("cputune.iothreadpin.")) return pin(LiveCall.Thread.IOTHREAD, key, value);
        if (name.startsWith("blkiotune.device.")) return calls.add(tune(Knobs.BLKIO, text("device_" + name.substring(name.lastIndexOf('.') + 1), key + "," + (none ? "0" : value))));
        return switch (name) {
            case "cputune.emulatorpin" -> pin(LiveCall.Thread.EMULATOR, "0", value);
            // Nothing written is the host's own choice, which only a start asks for again.
            case "cputune.shares" -> !none && calls.add(tune(Knobs.SCHEDULER, new Parameter("cpu_shares", Type.ULLONG, Long.parseLong(value), "")));
            case "blkiotune.weight" -> !none && calls.add(tune(Knobs.BLKIO, new Parameter("weight", Type.UINT, Long.parseLong(value), "")));
            case "numatune.memory.nodeset" -> !none && calls.add(tune(Knobs.NUMA, text("numa_nodeset", value)));
            case "memory.current" -> calls.add(new LiveCall.Balloon(kib(none ? of("memory") : value)));
            case "vcpus.current" -> calls.add(new LiveCall.Processors(Integer.parseInt(none ? of("vcpus") : value)));
            case "memballoon.stats.period" -> calls.add(new LiveCall.StatsPeriod(none ? 0 : Integer.parseInt(value)));
            case "iothreads" -> ioThreads(none ? 0 : Integer.parseInt(value));
            case "title", "description" -> calls.add(new LiveCall.Words(name.equals("title"), none ? Optional.empty() : Optional.of(value)));
            case "on_poweroff", "on_reboot", "on_crash" -> calls.add(new LiveCall.Lifecycle(EVENTS.indexOf(name), ACTIONS.indexOf(none ? ACTION_DEFAULTS.get(name) : value)));
            default -> limit(name, value, none);
        };
    }

    private boolean limit(String name, String value, boolean none) {
        if (name.startsWith("memtune.")) return calls.add(tune(Knobs.MEMORY, new Parameter(name.substring("memtune.".length()), Type.ULLONG, none ? UNLIMITED : kib(value), "")));
        if (!name.startsWith("cputune.")) return false;
        String what = name.substring("cputune.".length());
        boolean quota = what.endsWith("quota");
        String parameter = what.equals("period") || what.equals("quota") ? "vcpu_" + what : what;
        return calls.add(tune(Knobs.SCHEDULER, quota ? new Parameter(parameter, Type.LLONG, none ? -1 : Long.parseLong(value), "")
                : new Parameter(parameter, Type.ULLONG, none ? 100_000 : Long.parseLong(value), "")));
    }

    private static LiveCall.Tune tune(Knobs knobs, Parameter one) {
        return new LiveCall.Tune(knobs, "", List.of(one));
    }

    private static Parameter text(String name, String value) {
        return new Parameter(name, Type.STRING, 0, value);
    }

    private static long kib(String size) {
        return Sizes.bytes(size) / 1024;
    }

    private String of(String name) {
        return Catalogue.readAll(after).getOrDefault(name, "1");
    }

    /// All of a disk's limits at once: of those that belong together libvirt takes for 0 what it is not told.
    private LiveCall limits(String target) {
        String place = Key.into(DiskSettings.DISK, target) + "/iotune/";
        List<Parameter> all = new ArrayList<>();
        for (String unit : List.of("bytes_sec", "iops_sec"))
            for (String more : List.of("", "_max", "_max_length"))
                Stream.of("total_", "read_", "write_").map(way -> way + unit + more)
                        // QEMU has had lengths for less long than limits.
                        .filter(name -> !more.equals("_max_length") || before.has(place + name) || after.has(place + name))
                        .forEach(name -> all.add(new Parameter(name, Type.ULLONG, number(place + name), "")));
        if (before.has(place + "size_iops_sec") || after.has(place + "size_iops_sec")) all.add(new Parameter("size_iops_sec", Type.ULLONG, number(place + "size_iops_sec"), ""));
        after.get(place + "group_name").ifPresent(group -> all.add(text("group_name", group.strip())));
        return new LiveCall.Tune(Knobs.DISK, target, all);
    }

    private long number(String path) {
        return after.get(path).map(String::strip).filter(text -> text.matches("\\d{1,18}")).map(Long::parseLong).orElse(0L);
    }

    private boolean device(String path) {
        List<Element> found = after.elements(path);
        if (found.size() == 1) calls.add(new LiveCall.Device(found.getFirst().source()));
        return found.size() == 1;
    }

    /// Without a pinning of its own a processor runs where all of them may.
    private boolean pin(LiveCall.Thread thread, String id, String value) {
        if (!id.matches("\\d{1,5}")) return false;
        Optional<String> cpus = value.equals(Setting.DEFAULT) ? after.get("./vcpu/@cpuset") : Optional.of(value);
        return calls.add(new LiveCall.Pin(thread, Integer.parseInt(id), cpus.map(written -> List.copyOf(Values.cpus(written)))));
    }

    /// Threads with numbers of their own are somebody's arrangement.
    private boolean ioThreads(int wanted) {
        int there = before.get("./iothreads").map(String::strip).filter(text -> text.matches("\\d{1,4}")).map(Integer::parseInt).orElse(0);
        List<String> ids = before.list("./iothreadids/iothread/@id");
        for (int i = 0; i < ids.size(); i++) if (!ids.get(i).equals(Integer.toString(i + 1))) return false;
        for (int id = there + 1; id <= wanted; id++) calls.add(new LiveCall.IoThread(id, true));
        for (int id = there; id > wanted; id--) calls.add(new LiveCall.IoThread(id, false));
        return true;
    }
}
