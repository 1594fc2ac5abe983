package io.github.virtcompanion.options;

import io.github.virtcompanion.options.Setting.Group;
import io.github.virtcompanion.options.Setting.Origin;
import io.github.virtcompanion.options.Setting.Trait;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The clock, and the features that a hypervisor adds to a machine (QEMU: docs/system/i386/hyperv.rst).
final class FeatureSettings {
    /// Of QEMU's driver; the others are older.
    private static final Map<String, String> TIMERS_SINCE = Map.of("hypervclock", "1.2.2", "tsc", "3.2.0", "armvtimer", "6.1.0");

    private FeatureSettings() {}

    static List<Setting> all() {
        return Stream.of(clock(), features(), hyperv()).flatMap(List::stream).toList();
    }

    private static List<Setting> clock() {
        List<Line> all = new ArrayList<>(List.of(
                Line.choice("clock.offset", "./clock/@offset", "utc", "utc", "localtime", "timezone", "variable", "absolute@8.4.0").explained(),
                Line.name("clock.timezone", "./clock/@timezone"),
                Line.number("clock.adjustment", "./clock/@adjustment", -1_000_000_000L, 1_000_000_000L, "s").or("reset").explained().unset("0"),
                Line.choice("clock.basis", "./clock/@basis", "utc", "utc", "localtime").explained().requires("clock.offset=variable"),
                Line.number("clock.start", "./clock/@start", 0, 253_402_300_799L, "s").since("8.4.0")));
        for (String timer : List.of("rtc", "pit", "hpet", "tsc", "kvmclock", "hypervclock", "armvtimer")) {
            Line present = timer(Line.choice("clock." + timer, place(timer, "present"), "", "yes", "no").by(Origin.MACHINE));
            if (timer.equals("kvmclock") || timer.equals("hypervclock")) present.is(Trait.KVM_ONLY);
            if (!timer.equals("armvtimer") && !timer.equals("rtc")) present.is(Trait.X86_ONLY);
            all.add(present.since(TIMERS_SINCE.getOrDefault(timer, "")));
        }
        all.add(timer(Line.choice("clock.rtc.tickpolicy", place("rtc", "tickpolicy"), "", "delay", "catchup").explained().by(Origin.MACHINE)));
        all.add(timer(Line.choice("clock.pit.tickpolicy", place("pit", "tickpolicy"), "", "delay", "catchup", "discard").explained().by(Origin.MACHINE)));
        all.add(timer(Line.choice("clock.rtc.track", place("rtc", "track"), "", "guest", "wall", "realtime").explained().by(Origin.MACHINE)));
        all.add(timer(Line.number("clock.tsc.frequency", place("tsc", "frequency"), 1, 100_000_000_000L, "Hz").since("3.2.0").by(Origin.HOST).is(Trait.KVM_ONLY, Trait.X86_ONLY)));
        all.add(timer(Line.choice("clock.tsc.mode", place("tsc", "mode"), "auto", "auto", "native", "emulate", "paravirt", "smpsafe").explained().since("3.2.0").is(Trait.X86_ONLY)));
        return all.stream().map(line -> line.in(Group.CLOCK)).toList();
    }

    /// libvirt writes a clock into every definition; where a file has none, which one is not for a timer to say.
    private static Line timer(Line line) {
        return line.requires("clock.offset");
    }

    private static Place place(String name, String attribute) {
        return new Place.Plain("./clock/timer[@name='" + name + "']/@" + attribute);
    }

    private static List<Setting> features() {
        String kvm = "./features/kvm/";
        return Stream.of(
                Line.flag("features.acpi", "./features/acpi").risky("off"),
                Line.flag("features.apic", "./features/apic").is(Trait.X86_ONLY),
                Line.onOff("features.apic.eoi", "./features/apic/@eoi", "").requires("features.apic=on").by(Origin.MACHINE).is(Trait.X86_ONLY),
                Line.flag("features.pae", "./features/pae").is(Trait.X86_ONLY),
                Line.state("features.hap", "./features/hap", "").by(Origin.HOST).is(Trait.X86_ONLY),
                Line.state("features.pmu", "./features/pmu", "").by(Origin.HOST).since("1.2.12").is(Trait.KVM_ONLY),
                Line.state("features.vmport", "./features/vmport", "").by(Origin.MACHINE).since("1.2.16").is(Trait.X86_ONLY),
                Line.choice("features.ioapic", "./features/ioapic/@driver", "", "kvm", "qemu").explained().by(Origin.MACHINE).since("3.4.0").is(Trait.KVM_ONLY, Trait.X86_ONLY),
                Line.state("features.smm", "./features/smm", "").by(Origin.MACHINE).since("2.1.0").is(Trait.X86_ONLY),
                Line.size("features.smm.tseg", new Place.Sized("./features/smm/tseg", 1 << 20, true)).requires("features.smm").since("4.5.0").by(Origin.MACHINE).is(Trait.X86_ONLY),
                Line.state("features.pvspinlock", "./features/pvspinlock", "").by(Origin.HOST).is(Trait.KVM_ONLY, Trait.X86_ONLY),
                Line.state("features.vmcoreinfo", "./features/vmcoreinfo", "off").since("4.4.0").told("features/vmcoreinfo"),
                Line.choice("features.gic.version", "./features/gic/@version", "", "2", "3", "host").by(Origin.HOST).since("1.2.16").told("features/gic/version"),
                Line.choice("features.async-teardown", new Wrapping.Hollow(new Place.Plain("./features/async-teardown/@enabled"), "./features/async-teardown", "<async-teardown/>"), "no", "yes", "no").since("9.6.0").told("features/async-teardown"),
                Line.choice("features.ps2", new Place.State("./features/ps2"), "on", "on", "off").since("10.7.0").told("features/ps2").is(Trait.X86_ONLY),
                Line.state("features.ras", "./features/ras", "off").since("10.4.0"),
                Line.size("features.tcg.tb-cache", new Place.Sized("./features/tcg/tb-cache", 1024, true)).since("8.0.0").by(Origin.MACHINE),
                Line.state("kvm.hidden", kvm + "hidden", "off").since("1.2.8").is(Trait.KVM_ONLY),
                Line.state("kvm.hint-dedicated", kvm + "hint-dedicated", "off").since("5.7.0").is(Trait.KVM_ONLY, Trait.X86_ONLY).risky("on"),
                Line.state("kvm.poll-control", kvm + "poll-control", "off").since("6.10.0").is(Trait.KVM_ONLY, Trait.X86_ONLY),
                Line.state("kvm.pv-ipi", kvm + "pv-ipi", "").by(Origin.MACHINE).since("7.10.0").is(Trait.KVM_ONLY, Trait.X86_ONLY),
                Line.number("kvm.dirty-ring", switched(kvm + "dirty-ring", "size", "<dirty-ring state='on' size='4096'/>"), 1024, 65536, "").since("8.0.0").is(Trait.KVM_ONLY))
                .map(line -> line.in(Group.FEATURES)).toList();
    }

    /// libvirt writes the mode that it means anyway.
    private static Place hollow(Place inside) {
        return new Wrapping.Hollow(inside, "./features/hyperv", "<hyperv mode='custom'/>");
    }

    private static Place switched(String element, String attribute, String frame) {
        return new Wrapping.Framed(new Wrapping.Switched(new Place.Plain(element + "/@" + attribute), element), element, frame);
    }

    private static List<Setting> hyperv() {
        String hyperv = "./features/hyperv/";
        List<Line> all = new ArrayList<>();
        all.add(Line.choice("hyperv.mode", "./features/hyperv/@mode", "custom", "custom", "passthrough", "host-model@11.9.0").explained().since("8.0.0"));
        for (String one : List.of("relaxed", "vapic", "vpindex", "runtime", "synic", "stimer", "reset", "frequencies", "reenlightenment", "tlbflush", "ipi", "evmcs", "avic", "emsr_bitmap", "xmm_input"))
            all.add(Line.choice("hyperv." + one, hollow(new Place.State(hyperv + one)), "off", "on", "off").told("features/hyperv/" + one)
                    .since(hypervSince(one)));
        all.add(Line.choice("hyperv.stimer.direct", hollow(new Place.Plain(hyperv + "stimer/direct/@state")), "off", "on", "off").requires("hyperv.stimer=on").since("5.7.0"));
        all.add(Line.choice("hyperv.tlbflush.direct", hollow(new Place.Plain(hyperv + "tlbflush/direct/@state")), "off", "on", "off").requires("hyperv.tlbflush=on").since("11.0.0"));
        all.add(Line.choice("hyperv.tlbflush.extended", hollow(new Place.Plain(hyperv + "tlbflush/extended/@state")), "off", "on", "off").requires("hyperv.tlbflush=on").since("11.0.0"));
        all.add(Line.number("hyperv.spinlocks", hollow(switched(hyperv + "spinlocks", "retries", "<spinlocks state='on'/>")), 4095, 4_294_967_295L, "").since("1.1.0").told("features/hyperv/spinlocks"));
        all.add(Line.text("hyperv.vendor_id", hollow(switched(hyperv + "vendor_id", "value", "<vendor_id state='on'/>"))).since("1.3.3").told("features/hyperv/vendor_id"));
        return all.stream().map(line -> line.is(Trait.X86_ONLY).in(Group.HYPERV)).toList();
    }

    private static String hypervSince(String one) {
        return switch (one) {
            case "relaxed" -> "1.0.0";
            case "vapic" -> "1.1.0";
            case "vpindex", "runtime", "synic", "stimer", "reset" -> "1.3.3";
            case "frequencies", "reenlightenment", "tlbflush" -> "4.7.0";
            case "ipi", "evmcs" -> "4.10.0";
            case "avic" -> "8.10.0";
            default -> "10.7.0";
        };
    }
}
