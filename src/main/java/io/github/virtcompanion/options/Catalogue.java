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

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Every setting this program knows. Adding one: a line here, its words in both languages; the tests do the rest.
///
/// What is taken when nothing is written, and the values: libvirt's docs/formatdomain.rst and QEMU's qemu-options.hx.
public final class Catalogue {
    private static final String DRIVER = "./devices/disk[target/@dev='*']/driver/";

    private static final List<Setting> ALL = List.of(
            Setting.choice("type", "./@type", "", "kvm", "qemu"),
            Setting.of(Kind.TEXT, "title", "./title").atOnce(),
            Setting.of(Kind.TEXT, "description", "./description").atOnce(),
            Setting.choice("cpu.mode", "./cpu/@mode", "", "host-passthrough", "host-model", "maximum", "custom").risky("host-passthrough"),
            Setting.of(Kind.NAME, "cpu.model", "./cpu/model"),
            Setting.choice("cpu.check", "./cpu/@check", "", "none", "partial", "full"),
            Setting.choice("cpu.migratable", "./cpu/@migratable", "on", "on", "off").risky("off"),
            Setting.choice("disk.*.cache", DRIVER + "@cache", "writeback", "none", "writethrough", "writeback", "directsync", "unsafe")
                    .risky("default", "none", "writethrough", "writeback", "directsync", "unsafe").dataLoss("unsafe"),
            Setting.choice("disk.*.io", DRIVER + "@io", "threads", "native", "threads", "io_uring"),
            Setting.choice("disk.*.discard", DRIVER + "@discard", "ignore", "unmap", "ignore").risky("unmap"),
            Setting.choice("disk.*.detect_zeroes", DRIVER + "@detect_zeroes", "off", "off", "on", "unmap"),
            Setting.choice("disk.*.error_policy", DRIVER + "@error_policy", "enospace", "stop", "report", "ignore", "enospace")
                    .risky("ignore").dataLoss("ignore"),
            Setting.choice("disk.*.copy_on_read", DRIVER + "@copy_on_read", "off", "on", "off"),
            Setting.of(Kind.NUMBER, "iothreads", "./iothreads"),
            Setting.choice("on_poweroff", "./on_poweroff", "destroy", "destroy", "restart", "preserve", "rename-restart"),
            Setting.choice("on_reboot", "./on_reboot", "restart", "restart", "destroy", "preserve", "rename-restart"),
            Setting.choice("on_crash", "./on_crash", "destroy", "destroy", "restart", "preserve", "rename-restart", "coredump-destroy", "coredump-restart"),
            Setting.flag("memory.hugepages", "./memoryBacking/hugepages").risky("on"),
            Setting.flag("memory.nosharepages", "./memoryBacking/nosharepages"),
            Setting.flag("memory.locked", "./memoryBacking/locked").risky("on"));

    private Catalogue() {}

    public static List<Setting> all() {
        return ALL;
    }

    /// @param name `type`, `disk.*.cache` or, for one disk, `disk.vda.cache`
    /// @throws FailedException there is none of that name; the next step says which is nearest
    public static Setting find(String name) throws FailedException {
        return lookUp(name).orElseThrow(() -> new Failure(Message.of("options.unknown-setting", name),
                Message.of("options.unknown-setting.next", nearest(name)), "").asException());
    }

    private static Optional<Setting> lookUp(String name) {
        return ALL.stream().filter(setting -> setting.name().equals(name) || setting.ofDisk() && !target(name).isEmpty()
                && setting.nameFor(target(name)).equals(name)).findFirst();
    }

    /// The disk in a setting's name; empty for settings of the whole machine, `*` for all disks.
    static String target(String name) {
        int last = name.lastIndexOf('.');
        return name.startsWith("disk.") && last > "disk.".length() ? name.substring("disk.".length(), last) : "";
    }

    private static String nearest(String typed) {
        // Nobody means a name of that length, and comparing takes its square.
        String name = typed.substring(0, Math.min(typed.length(), 100));
        String target = target(name).isEmpty() ? "*" : target(name);
        return ALL.stream().map(setting -> setting.nameFor(target)).min(Comparator.<String>comparingInt(known -> farness(name, known)).thenComparingInt(known -> distance(name, known))).orElseThrow();
    }

    /// A word that is part of the right one is nearer than its length says: `cache`, `disk.sda.zeroes`.
    private static int farness(String name, String known) {
        String word = lastPart(name);
        return word.length() > 2 && lastPart(known).contains(word) ? Math.min(1, distance(name, known)) : distance(name, known);
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /// Levenshtein's.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
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
        Setting setting = find(assignment.setting());
        String value = assignment.value();
        if (value.equals(Setting.DEFAULT) && setting.removable()) return;
        boolean fits = switch (setting.kind()) {
            case CHOICE, FLAG -> setting.values().contains(value);
            case NUMBER -> value.matches("[1-9][0-9]{0,8}");
            case NAME -> value.matches("[^\\s<>&'\"]+");
            case TEXT -> true;
        };
        if (fits) return;
        Message allowed = switch (setting.kind()) {
            case CHOICE, FLAG -> Message.of("options.bad-value.choice", valuesInWords(setting));
            case NUMBER -> Message.of("options.bad-value.number");
            case NAME, TEXT -> Message.of("options.bad-value.name");
        };
        throw new Failure(Message.of("options.bad-value", assignment.setting(), value), allowed, "").asException();
    }

    /// `disk.*.cache` becomes one assignment for each disk that is written to; every other stays itself.
    ///
    /// @throws FailedException an unknown setting or value, or a disk that the machine does not have
    public static List<Assignment> resolve(Assignment assignment, Definition machine) throws FailedException {
        check(assignment);
        Setting setting = find(assignment.setting());
        if (!setting.ofDisk()) return List.of(assignment);
        String target = target(assignment.setting());
        if (target.equals("*")) return written(machine).map(disk -> new Assignment(setting.nameFor(disk.target()), assignment.value())).toList();
        if (machine.disk(target).filter(Catalogue::runByAnother).isPresent())
            throw new Failure(Message.of("options.disk-run-by-another", target), Message.of("options.disk-run-by-another.next"), "").asException();
        if (machine.disk(target).isPresent()) return List.of(assignment);
        List<String> there = machine.disks().stream().map(Disk::target).filter(name -> !name.isEmpty()).toList();
        throw new Failure(Message.of("options.no-such-disk", machine.name(), target), there.isEmpty() ? Message.of("options.no-such-disk.none")
                : Message.of("options.no-such-disk.next", String.join(", ", there)), "").asException();
    }

    private static Stream<Disk> written(Definition machine) {
        return machine.disks().stream().filter(disk -> disk.written() && !disk.target().isEmpty() && !runByAnother(disk));
    }

    /// libvirt: "cache is not supported with vhostuser disk", and so all the others.
    private static boolean runByAnother(Disk disk) {
        return disk.sourceType().equals("vhostuser");
    }

    /// Every setting with its value in this definition, `default` where the XML says nothing; disk settings once for each written disk.
    public static Map<String, String> read(DomainXml xml) {
        return read(xml, written(DefinitionReader.read(xml)));
    }

    /// The same with CD-ROMs, floppies and read-only disks, whose settings can be changed too, when they are named.
    static Map<String, String> readAll(DomainXml xml) {
        return read(xml, DefinitionReader.read(xml).disks().stream().filter(disk -> !disk.target().isEmpty()));
    }

    private static Map<String, String> read(DomainXml xml, Stream<Disk> disks) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> targets = disks.map(Disk::target).toList();
        for (Setting setting : ALL) {
            if (setting.ofDisk()) for (String target : targets) values.put(setting.nameFor(target), value(xml, setting, target));
            else values.put(setting.name(), value(xml, setting, ""));
        }
        return values;
    }

    /// @param target of the disk; anything for settings of the whole machine
    static String value(DomainXml xml, Setting setting, String target) {
        String path = setting.pathFor(target);
        if (setting.kind() == Kind.FLAG) return xml.has(path) ? "on" : "off";
        String value = xml.get(path).map(found -> setting.kind() == Kind.TEXT ? found : found.strip()).filter(found -> !found.isEmpty()).orElse(Setting.DEFAULT);
        // A model without a mode is a custom CPU (virCPUDefParseXML).
        if (setting.name().equals("cpu.mode") && value.equals(Setting.DEFAULT) && DefinitionReader.read(xml).cpu().model().isPresent()) return "custom";
        return value;
    }

    /// The values with `default` replaced by what it stands for, so that both can be compared.
    static String meaning(Setting setting, String value) {
        return value.equals(Setting.DEFAULT) && !setting.unset().isEmpty() ? setting.unset() : value;
    }

    /// The allowed values in one line, for help texts; the kind where values are free.
    public static String valuesInWords(Setting setting) {
        return setting.values().isEmpty() ? setting.kind().name().toLowerCase(Locale.ROOT)
                : (setting.removable() ? Setting.DEFAULT + ", " : "") + String.join(", ", setting.values());
    }
}
