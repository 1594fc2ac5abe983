package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Setting.Kind;
import io.github.virtcompanion.xml.DefinitionReader;
import io.github.virtcompanion.xml.DomainXml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every setting this program knows. Adding one: a line in the file of its topic, its words in both languages; the tests do the rest.
///
/// What is taken when nothing is written, and the values: libvirt's docs/formatdomain.rst and QEMU's qemu-options.hx.
public final class Catalogue {
    private static final List<Setting> ALL = Stream.of(MachineSettings.all(), CpuSettings.all(), MemorySettings.all(), FeatureSettings.all(),
            DiskSettings.all(), NetworkSettings.all(), DeviceSettings.all(), SystemSettings.all()).flatMap(List::stream)
            .sorted(Comparator.comparing(Setting::group)).toList();
    private static final Map<String, Setting> BY_NAME = ALL.stream().collect(Collectors.toUnmodifiableMap(Setting::name, Function.identity()));
    private static final List<Setting> OF_MANY = ALL.stream().filter(Setting::many).toList();

    private Catalogue() {}

    public static List<Setting> all() {
        return ALL;
    }

    /// @param name `type`, `disk.*.cache` or, for one disk, `disk.vda.cache`
    /// @throws FailedException there is none of that name; the next step says which is nearest
    public static Setting find(String name) throws FailedException {
        return lookUp(name).orElseThrow(() -> new Failure(Message.of("options.unknown-setting", name), meant(name), "").asException());
    }

    /// One that is known to be there.
    static Setting required(String name) {
        return lookUp(name).orElseThrow();
    }

    private static Message meant(String name) {
        List<String> near = Nearest.settings(ALL, name);
        return near.isEmpty() ? Message.of("options.unknown-setting.none") : Message.of("options.unknown-setting.next", String.join(", ", near));
    }

    /// Whether what is before the first `=` is a setting: else it may be anything, even the name of a machine.
    public static boolean assigns(String written) {
        return written.indexOf('=') > 0 && lookUp(written.substring(0, written.indexOf('=')).strip()).isPresent();
    }

    /// Of several that fit, the one with most of the name in words of its own: `cpu.model.fallback` is no feature.
    private static Optional<Setting> lookUp(String name) {
        Setting exact = BY_NAME.get(name);
        if (exact != null) return Optional.of(exact);
        return OF_MANY.stream().filter(setting -> setting.keyIn(name).filter(Catalogue::possibleKey).isPresent()).max(Comparator.comparingInt(setting -> setting.name().length()));
    }

    /// Quotes of both kinds at once cannot be written into a path.
    private static boolean possibleKey(String key) {
        return !key.contains("'") || !key.contains("\"");
    }

    /// What a name's `*` stands for: `vda` in `disk.vda.cache`, `*` for all; empty for settings of the whole machine.
    public static String key(String name) {
        return lookUp(name).flatMap(setting -> setting.name().equals(name) && setting.many() ? Optional.of("*") : setting.keyIn(name)).orElse("");
    }

    /// The disk in a setting's name; empty for settings of anything else, `*` for all disks.
    static String target(String name) {
        return name.startsWith("disk.") ? key(name) : "";
    }

    /// `SETTING=VALUE` as people write it.
    ///
    /// @throws FailedException no such setting, or not a value of it
    public static Assignment parse(String written) throws FailedException {
        int equals = written.indexOf('=');
        if (equals <= 0) throw new Failure(Message.of("options.no-assignment", written), Message.of("options.no-assignment.next"), "").asException();
        Assignment assignment = new Assignment(written.substring(0, equals).strip(), written.substring(equals + 1));
        check(assignment);
        return assignment;
    }

    /// @throws FailedException no such setting, or not a value of it
    public static void check(Assignment assignment) throws FailedException {
        Values.check(find(assignment.setting()), assignment);
    }

    /// `disk.*.cache` becomes one assignment for each disk that is written to; every other stays itself. Values get their one way to be written.
    ///
    /// @throws FailedException an unknown setting or value, or a disk that the machine does not have
    public static List<Assignment> resolve(Assignment assignment, DomainXml xml) throws FailedException {
        check(assignment);
        Setting setting = find(assignment.setting());
        String value = Values.canonical(setting, assignment.value());
        if (!setting.many()) return List.of(new Assignment(assignment.setting(), value));
        String key = key(assignment.setting());
        Definition machine = DefinitionReader.read(xml);
        if (setting.ofDisk() && machine.disk(key).filter(Catalogue::runByAnother).isPresent())
            throw new Failure(Message.of("options.disk-run-by-another", key), Message.of("options.disk-run-by-another.next"), "").asException();
        List<String> present = keys(xml, setting, _ -> true);
        if (key.equals("*")) return keys(xml, setting, Disk::written).stream().map(one -> new Assignment(setting.nameFor(one), value)).toList();
        if (present.contains(key) || Key.made(setting) || !setting.requires().isEmpty()) return List.of(new Assignment(setting.nameFor(key), value));
        // The second network card, for people who do not know addresses by heart.
        if (key.matches("[1-9]\\d{0,3}") && Integer.parseInt(key) <= present.size() && !setting.ofDisk())
            return List.of(new Assignment(setting.nameFor(present.get(Integer.parseInt(key) - 1)), value));
        throw missing(setting, machine, key, present);
    }

    private static FailedException missing(Setting setting, Definition machine, String key, List<String> present) {
        List<String> there = setting.ofDisk() ? machine.disks().stream().map(Disk::target).filter(name -> !name.isEmpty()).toList() : present;
        if (setting.ofDisk()) return new Failure(Message.of("options.no-such-disk", machine.name(), key), there.isEmpty() ? Message.of("options.no-such-disk.none")
                : Message.of("options.no-such-disk.next", String.join(", ", there)), "").asException();
        return new Failure(Message.of("options.no-such-part", machine.name(), key, setting.name()), there.isEmpty() ? Message.of("options.no-such-part.none")
                : Message.of("options.no-such-part.next", String.join(", ", there)), "").asException();
    }

    /// What a setting of many is there for in this definition.
    static List<String> keys(DomainXml xml, Setting setting, Predicate<Disk> which) {
        if (setting.place() instanceof Overrides) return Overrides.present(xml);
        if (!setting.ofDisk()) return Key.present(xml, QemuNamespace.in(xml, setting.path()));
        return DefinitionReader.read(xml).disks().stream().filter(disk -> which.test(disk) && !disk.target().isEmpty() && !runByAnother(disk)).map(Disk::target).toList();
    }

    /// libvirt: "cache is not supported with vhostuser disk", and so all the others.
    private static boolean runByAnother(Disk disk) {
        return disk.sourceType().equals("vhostuser");
    }

    /// Every setting with its value in this definition, `default` where the XML says nothing; disk settings once for each written disk.
    public static Map<String, String> read(DomainXml xml) {
        return read(xml, Disk::written);
    }

    /// The same with CD-ROMs, floppies and read-only disks, whose settings can be changed too, when they are named.
    public static Map<String, String> readAll(DomainXml xml) {
        return read(xml, _ -> true);
    }

    private static Map<String, String> read(DomainXml xml, Predicate<Disk> which) {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, List<String>> known = new LinkedHashMap<>();
        List<Setting> together = new ArrayList<>();
        for (int i = 0; i < ALL.size(); i++) {
            Setting setting = ALL.get(i);
            if (!setting.many()) {
                values.put(setting.name(), value(xml, setting, ""));
                continue;
            }
            together.add(setting);
            // All settings of one disk stand together.
            if (i + 1 < ALL.size() && family(ALL.get(i + 1)).equals(family(setting))) continue;
            for (Setting one : together) known.computeIfAbsent(family(one) + " " + where(one), _ -> keys(xml, one, which));
            together.stream().flatMap(one -> known.get(family(one) + " " + where(one)).stream()).distinct()
                    .forEach(key -> together.stream().filter(one -> known.get(family(one) + " " + where(one)).contains(key)).forEach(one -> values.put(one.nameFor(key), value(xml, one, key))));
            together.clear();
        }
        return values;
    }

    private static String family(Setting setting) {
        return setting.group() + " " + (setting.many() ? setting.name().substring(0, setting.name().indexOf('*')) : setting.name());
    }

    private static String where(Setting setting) {
        int star = setting.path().indexOf('*');
        return star < 0 ? setting.path() : setting.path().substring(0, star);
    }

    /// @param key of the disk or whatever it is one of; anything for settings of the whole machine
    static String value(DomainXml xml, Setting setting, String key) {
        Optional<String> found = setting.place().read(xml, key);
        String value = found.map(text -> setting.kind() == Kind.TEXT ? text : text.strip()).filter(text -> !text.isBlank()).map(text -> Values.canonical(setting, text)).orElse(Setting.DEFAULT);
        // A model without a mode is a custom CPU (virCPUDefParseXML).
        if (value.equals(Setting.DEFAULT) && setting.name().equals("cpu.mode") && DefinitionReader.read(xml).cpu().model().isPresent()) return "custom";
        return value;
    }

    /// The values with `default` replaced by what it stands for, so that both can be compared.
    public static String meaning(Setting setting, String value) {
        return value.equals(Setting.DEFAULT) && !setting.unset().isEmpty() ? setting.unset() : value;
    }

    /// Whether two values of a setting have the same effect; of a setting that is none, whether they are the same.
    public static boolean same(String name, String one, String other) {
        return one.equals(other) || lookUp(name).filter(setting -> meaning(setting, one).equals(meaning(setting, other))).isPresent();
    }

    /// Whether the machine does not notice it, so that it has no need to wait for its next start.
    public static boolean countsAtOnce(Assignment assignment) {
        return lookUp(assignment.setting()).filter(setting -> setting.effect() == Setting.Effect.AT_ONCE).isPresent();
    }

    /// The allowed values in one line, for help texts; the kind where values are free.
    public static String valuesInWords(Setting setting) {
        return Values.inWords(setting);
    }
}
