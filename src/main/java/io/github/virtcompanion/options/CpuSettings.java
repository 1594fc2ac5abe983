package io.github.virtcompanion.options;

import io.github.virtcompanion.options.Setting.Group;
import io.github.virtcompanion.options.Setting.Origin;
import io.github.virtcompanion.options.Setting.Trait;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Processors: what the guest sees, and which of the host's it runs on.
final class CpuSettings {
    private static final String TOPOLOGY = "./cpu/topology";
    private static final Place.Plain SOCKETS = new Place.Plain(TOPOLOGY + "/@sockets");

    private CpuSettings() {}

    static List<Setting> all() {
        return Stream.of(cpu(), tune(), numa()).flatMap(List::stream).toList();
    }

    private static List<Setting> cpu() {
        return Stream.of(
                Line.choice("cpu.mode", "./cpu/@mode", "", "host-passthrough", "host-model", "maximum@7.1.0", "custom").explained().by(Origin.LIBVIRT)
                        .risky("host-passthrough").told("cpu/mode").is(Trait.BASIC),
                Line.name("cpu.model", "./cpu/model").by(Origin.LIBVIRT).is(Trait.BASIC),
                Line.choice("cpu.check", "./cpu/@check", "", "none", "partial", "full").explained().by(Origin.LIBVIRT).since("3.2.0").is(Trait.BASIC),
                Line.onOff("cpu.migratable", "./cpu/@migratable", "on").explained().risky("off").since("6.5.0").told("cpu/migratable").is(Trait.BASIC, Trait.X86_ONLY),
                Line.choice("cpu.model.fallback", new Wrapping.Hollow(new Place.Plain("./cpu/model/@fallback"), "./cpu/model", "<model/>"), "allow", "allow", "forbid").explained(),
                Line.text("cpu.model.vendor_id", new Wrapping.Hollow(new Place.Plain("./cpu/model/@vendor_id"), "./cpu/model", "<model/>")).is(Trait.X86_ONLY),
                Line.choice("cpu.feature.*", new Place.State("./cpu/feature[@name='*']", "policy", "require"), "", "require", "optional", "disable", "force", "forbid").explained().by(Origin.LIBVIRT).risky("force")
                        .told("cpu/feature"),
                Line.choice("cpu.cache.mode", new Place.Kinded("./cpu/cache", "mode", Map.of("emulate", Map.of("level", "3"))), "", "passthrough", "emulate", "disable").explained().since("3.3.0").by(Origin.MACHINE).is(Trait.X86_ONLY),
                Line.number("cpu.cache.level", "./cpu/cache/@level", 3, 3, "").since("3.3.0").by(Origin.MACHINE).is(Trait.X86_ONLY),
                Line.choice("cpu.maxphysaddr.mode", new Place.Kinded("./cpu/maxphysaddr", "mode", Map.of("emulate", Map.of("bits", "40"))), "", "passthrough", "emulate").explained().since("8.7.0").by(Origin.MACHINE).is(Trait.X86_ONLY),
                Line.number("cpu.maxphysaddr.bits", new Wrapping.Both(new Place.Plain("./cpu/maxphysaddr/@bits"), Map.of("./cpu/maxphysaddr/@mode", "emulate")), 32, 64, "bits").since("8.7.0")
                        .by(Origin.MACHINE).is(Trait.X86_ONLY),
                Line.number("cpu.maxphysaddr.limit", new Wrapping.Both(new Place.Plain("./cpu/maxphysaddr/@limit"), Map.of("./cpu/maxphysaddr/@mode", "passthrough")), 32, 64, "bits").since("9.3.0")
                        .is(Trait.X86_ONLY),
                topology("sockets"), topology("dies").since("6.1.0"), topology("clusters").since("10.1.0"), topology("cores"), topology("threads"),
                Line.number("vcpus", new Place.Counted("./vcpu", "1"), 1, 8192, "").unset("1").is(Trait.BASIC).at("cpu-allocation"),
                Line.number("vcpus.current", "./vcpu/@current", 1, 8192, "").live().is(Trait.BASIC).at("cpu-allocation"),
                Line.choice("vcpus.placement", "./vcpu/@placement", "static", "static", "auto").explained().at("cpu-allocation"),
                Line.cpus("vcpus.cpuset", "./vcpu/@cpuset").at("cpu-allocation")).map(line -> line.in(Group.CPU)).toList();
    }

    /// libvirt wants sockets, cores and threads together.
    private static Line topology(String level) {
        return Line.number("cpu.topology." + level, new Wrapping.Framed(level.equals("sockets") ? SOCKETS : new Place.Plain(TOPOLOGY + "/@" + level), TOPOLOGY,
                "<topology sockets='1' cores='1' threads='1'/>"), 1, 8192, "").unset("1");
    }

    private static List<Setting> tune() {
        List<Line> all = new ArrayList<>(List.of(
                Line.cpus("cputune.vcpupin.*", "./cputune/vcpupin[@vcpu='*']/@cpuset").live().is(Trait.STAYS_WRITTEN),
                Line.cpus("cputune.emulatorpin", "./cputune/emulatorpin/@cpuset").live().is(Trait.STAYS_WRITTEN),
                Line.cpus("cputune.iothreadpin.*", "./cputune/iothreadpin[@iothread='*']/@cpuset").live().since("1.2.9").is(Trait.STAYS_WRITTEN),
                Line.number("cputune.shares", "./cputune/shares", 2, 262144, "").by(Origin.HOST).live()));
        for (String of : List.of("", "global_", "emulator_", "iothread_")) {
            String since = of.equals("global_") ? "1.3.3" : of.equals("iothread_") ? "2.1.0" : "";
            all.add(Line.number("cputune." + of + "period", "./cputune/" + of + "period", 1000, 1_000_000, "µs").unset("100000").since(since).live());
            all.add(Line.number("cputune." + of + "quota", "./cputune/" + of + "quota", -1, 17592186044415L, "µs").unset("-1").since(since).live());
        }
        all.add(Line.choice("cputune.vcpusched.*", new Place.Kinded("./cputune/vcpusched[@vcpus='*']", "scheduler", Map.of("fifo", Map.of("priority", "1"), "rr", Map.of("priority", "1"))), "", "batch", "idle", "fifo", "rr").explained().since("1.2.13").risky("fifo", "rr"));
        all.add(Line.number("cputune.vcpusched.*.priority", new Wrapping.Both(new Place.Plain("./cputune/vcpusched[@vcpus='*']/@priority"),
                Map.of("./cputune/vcpusched[@vcpus='*']/@scheduler", "fifo")), 1, 99, "").since("1.2.13"));
        String emulator = "./cputune/emulatorsched";
        all.add(Line.choice("cputune.emulatorsched", new Place.Kinded(emulator, "scheduler", Map.of("fifo", Map.of("priority", "1"), "rr", Map.of("priority", "1"))), "", "batch", "idle", "fifo", "rr").explained().since("5.3.0").risky("fifo", "rr"));
        all.add(Line.number("cputune.emulatorsched.priority", emulator + "/@priority", 1, 99, "").since("5.3.0").requires("cputune.emulatorsched"));
        all.add(Line.number("iothreads", "./iothreads", 1, 1024, "").live().since("1.2.8").is(Trait.BASIC).at("iothreads-allocation"));
        return all.stream().map(line -> line.in(Group.CPUTUNE)).toList();
    }

    private static List<Setting> numa() {
        String cell = "./cpu/numa/cell[@id='*']";
        String node = "./numatune/memnode[@cellid='*']";
        String memnode = "<memnode cellid='*' mode='strict' nodeset='0'/>";
        return Stream.of(
                Line.choice("numatune.memory.mode", "./numatune/memory/@mode", "strict", "strict", "interleave", "preferred", "restrictive").explained().told("numatune/mode"),
                Line.cpus("numatune.memory.nodeset", new Wrapping.Both(new Place.Plain("./numatune/memory/@nodeset"), Map.of("./numatune/memory/@mode", "strict"))).live(),
                Line.choice("numatune.memory.placement", "./numatune/memory/@placement", "static", "static", "auto").explained(),
                Line.cpus("numatune.memnode.*.nodeset", new Wrapping.Core(new Place.Plain(node + "/@nodeset"), node, memnode)).since("1.2.7"),
                Line.choice("numatune.memnode.*.mode", new Wrapping.Framed(new Place.Plain(node + "/@mode"), node, memnode), "strict", "strict", "interleave", "preferred", "restrictive").explained().since("1.2.7"),
                Line.cpus("numa.cell.*.cpus", new Wrapping.Framed(new Place.Plain(cell + "/@cpus"), cell, cell())),
                Line.size("numa.cell.*.memory", new Wrapping.Framed(new Place.Sized(cell + "/@memory", 1024, true), cell, cell())).requires("numa.cell.*.cpus"),
                Line.choice("numa.cell.*.access", new Wrapping.Framed(new Place.Plain(cell + "/@memAccess"), cell, cell()), "private", "private", "shared").explained().since("1.2.9"),
                Line.choice("numa.cell.*.discard", new Wrapping.Framed(new Place.Plain(cell + "/@discard"), cell, cell()), "no", "yes", "no").since("4.4.0")).map(line -> line.in(Group.NUMA)).toList();
    }

    /// Memory is what libvirt asks for first; the processors follow. How much it is [Together] says.
    private static String cell() {
        return "<cell id='*' memory='1048576' unit='KiB'/>";
    }
}
