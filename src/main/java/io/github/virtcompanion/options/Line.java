package io.github.virtcompanion.options;

import io.github.virtcompanion.options.Setting.Effect;
import io.github.virtcompanion.options.Setting.Group;
import io.github.virtcompanion.options.Setting.Kind;
import io.github.virtcompanion.options.Setting.Origin;
import io.github.virtcompanion.options.Setting.Range;
import io.github.virtcompanion.options.Setting.Trait;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Writes one line of the catalogue. Used while it is built, then forgotten.
final class Line {
    /// Anchors of libvirt's docs/formatdomain.rst.
    private static final Map<Group, String> ANCHORS = Map.ofEntries(Map.entry(Group.MACHINE, "operating-system-booting"), Map.entry(Group.LIFECYCLE, "events-configuration"),
            Map.entry(Group.CPU, "cpu-model-and-topology"), Map.entry(Group.CPUTUNE, "cpu-tuning"), Map.entry(Group.NUMA, "numa-node-tuning"),
            Map.entry(Group.MEMORY, "memory-backing"), Map.entry(Group.CLOCK, "time-keeping"), Map.entry(Group.FEATURES, "hypervisor-features"),
            Map.entry(Group.HYPERV, "hypervisor-features"), Map.entry(Group.DISK, "hard-drives-floppy-disks-cdroms"), Map.entry(Group.IOTUNE, "hard-drives-floppy-disks-cdroms"),
            Map.entry(Group.NETWORK, "network-interfaces"), Map.entry(Group.DEVICES, "devices"), Map.entry(Group.SYSTEM, "smbios-system-information"),
            Map.entry(Group.QEMU, "https://libvirt.org/drvqemu.html#pass-through-of-arbitrary-qemu-commands"));

    private final String name;
    private final Place place;
    private final Kind kind;
    private List<String> values;
    private final Map<String, String> newer = new HashMap<>();
    private Range range = Range.ANY;
    private String unset;
    private Origin origin;
    private Effect effect = Effect.NEXT_START;
    private String since = "";
    private String told = "";
    private String anchor = "";
    private String requires = "";
    private List<String> risky = List.of();
    private List<String> dataLoss = List.of();
    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);

    private Line(Kind kind, String name, Place place, String unset, List<String> values) {
        this.kind = kind;
        this.name = name;
        this.place = place;
        this.values = values;
        this.unset = unset;
        this.origin = unset.isEmpty() ? Origin.NOTHING : Origin.VALUE;
    }

    /// @param values `word`, or `word@9.1.0` for one that is newer than the setting
    static Line choice(String name, Place place, String unset, String... values) {
        Line line = new Line(Kind.CHOICE, name, place, unset, Stream.of(values).map(value -> value.replaceFirst("@.*", "")).toList());
        for (String value : values) if (value.indexOf('@') > 0) line.newer.put(value.substring(0, value.indexOf('@')), value.substring(value.indexOf('@') + 1));
        return line;
    }

    static Line choice(String name, String path, String unset, String... values) {
        return choice(name, new Place.Plain(path), unset, values);
    }

    static Line onOff(String name, String path, String unset) {
        return choice(name, path, unset, "on", "off");
    }

    static Line yesNo(String name, String path, String unset) {
        return choice(name, path, unset, "yes", "no");
    }

    /// An element with a `state`: `<pmu state='off'/>`; without one it is on.
    static Line state(String name, String element, String unset) {
        return choice(name, new Place.State(element), unset, "on", "off");
    }

    static Line flag(String name, String path) {
        return flag(name, new Place.Presence(path));
    }

    static Line flag(String name, Place place) {
        return new Line(Kind.FLAG, name, place, "off", List.of("on", "off"));
    }

    static Line number(String name, Place place, long from, long to, String unit) {
        return new Line(Kind.NUMBER, name, place, "", List.of()).within(from, to, unit);
    }

    static Line number(String name, String path, long from, long to, String unit) {
        return number(name, new Place.Plain(path), from, to, unit);
    }

    /// @param base bytes that 1 in the XML stands for
    static Line size(String name, String path, long base) {
        return size(name, new Place.Sized(path, base, false));
    }

    static Line size(String name, Place place) {
        return new Line(Kind.SIZE, name, place, "", List.of());
    }

    static Line cpus(String name, Place place) {
        return new Line(Kind.CPUSET, name, place, "", List.of());
    }

    static Line cpus(String name, String path) {
        return cpus(name, new Place.Plain(path));
    }

    static Line text(String name, Place place) {
        return new Line(Kind.TEXT, name, place, "", List.of());
    }

    static Line text(String name, String path) {
        return text(name, new Place.Plain(path));
    }

    static Line name(String name, Place place) {
        return new Line(Kind.NAME, name, place, "", List.of());
    }

    static Line name(String name, String path) {
        return name(name, new Place.Plain(path));
    }

    /// A word that goes where a number would.
    Line or(String word) {
        values = List.of(word);
        return this;
    }

    private Line within(long from, long to, String unit) {
        range = new Range(from, to, unit);
        return this;
    }

    Line unset(String value) {
        unset = value;
        origin = Origin.VALUE;
        return this;
    }

    /// Nobody but these decides what holds when nothing is written.
    Line by(Origin who) {
        origin = who;
        return this;
    }

    Line effect(Effect when) {
        effect = when;
        return this;
    }

    Line live() {
        return effect(Effect.LIVE);
    }

    Line saved() {
        return effect(Effect.SAVED_IMAGE);
    }

    Line since(String version) {
        since = version;
        return this;
    }

    Line told(String capability) {
        told = capability;
        return this;
    }

    Line at(String libvirtAnchor) {
        anchor = libvirtAnchor;
        return this;
    }

    /// @param setting   `rng.model`, or `boot.menu=yes`
    Line requires(String setting) {
        requires = setting;
        return this;
    }

    boolean named(String written) {
        return name.equals(written);
    }

    Line risky(String... some) {
        risky = List.of(some);
        return this;
    }

    Line dataLoss(String... some) {
        dataLoss = List.of(some);
        return this;
    }

    Line is(Trait... some) {
        traits.addAll(List.of(some));
        return this;
    }

    /// Each value has a sentence of its own.
    Line explained() {
        return is(Trait.EXPLAINED);
    }

    Setting in(Group group) {
        return new Setting(name, place, kind, group, values, range, unset, origin, effect, since, told, anchor.isEmpty() ? ANCHORS.get(group) : anchor, risky, dataLoss, traits, newer, requires);
    }
}
