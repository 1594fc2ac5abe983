package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Message;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A setting of a machine as one line of data. Its words are in `settings.properties` below `settings.NAME`.
///
/// @param name     after libvirt: `type`, `cpu.mode`, `disk.*.cache`; `*` stands for a disk, a network card, a processor, …
/// @param place    where and how it is written in the domain's XML
/// @param values   allowed words, without `default`; empty where anything of its kind goes; of a number, words that go in its place
/// @param range    of numbers and sizes
/// @param unset    what QEMU or libvirt takes when the XML says nothing; empty where that is no single value
/// @param origin   who decides when the XML says nothing
/// @param effect   when a new value counts
/// @param since    the version of libvirt that first had it; empty where older than 1.0
/// @param told     which part of libvirt's domain capabilities lists the values possible here: `devices/disk/bus`; empty for none
/// @param anchor   of libvirt's page on the domain format, or another page
/// @param risky    values with a sentence on what can go wrong; `*` for any
/// @param dataLoss values under which data can be lost
/// @param traits   what else is to be known
/// @param newer    values that libvirt has had for less long than the setting, by its version
/// @param requires the setting without which this one has nothing to stand in: `rng.model`, or `boot.menu=yes` where only one value will do; empty for none
public record Setting(String name, Place place, Kind kind, Group group, List<String> values, Range range, String unset, Origin origin,
                      Effect effect, String since, String told, String anchor, List<String> risky, List<String> dataLoss, Set<Trait> traits, Map<String, String> newer, String requires) {
    /// The value that means: not written in the XML.
    public static final String DEFAULT = "default";
    private static final String PAGE = "https://libvirt.org/formatdomain.html#";

    public enum Kind {
        /// One of [Setting#values].
        CHOICE,
        /// An element that is there (`on`) or not (`off`).
        FLAG,
        /// A whole number.
        NUMBER,
        /// An amount of bytes: `512MiB`.
        SIZE,
        /// Numbers of processors or NUMA nodes: `0-3,8`.
        CPUSET,
        /// A name without blanks, such as a CPU model.
        NAME,
        /// Words for people, paths, command lines.
        TEXT
    }

    public enum Effect {
        /// The machine itself does not notice: a title.
        AT_ONCE,
        /// At the next start, or at once: libvirt changes it in the running machine, without a pause.
        LIVE,
        /// At the next start, or at once by saving the machine to disk and resuming it.
        SAVED_IMAGE,
        /// At the next start; a running machine must be powered off first, a reboot is not enough.
        NEXT_START
    }

    /// Who decides when the XML says nothing.
    public enum Origin {
        /// It is [Setting#unset].
        VALUE,
        /// There is none of it: no limit, no device, no text.
        NOTHING,
        /// libvirt chooses, and writes its choice into the definition.
        LIBVIRT,
        /// QEMU, by the machine's type and version.
        MACHINE,
        /// The host.
        HOST
    }

    public enum Trait {
        /// A value cannot be taken away, only changed.
        NEEDED,
        /// The values have sentences of their own.
        EXPLAINED,
        /// Shown although it is at its default.
        BASIC,
        /// Changes by itself in a running machine, or is filled in by libvirt there: says nothing about what is pending.
        DRIFTS,
        /// Needs KVM; under emulation it is without effect or refused.
        KVM_ONLY,
        /// Of x86 machines only.
        X86_ONLY,
        /// Can be had by a virtio device only.
        VIRTIO_ONLY,
        /// Taken away from a running machine it stays written there, as wide as the host is: libvirt has no call for that.
        STAYS_WRITTEN,
        /// libvirt keeps it beside the definition: a running machine has it too, and a file with a definition has not.
        BESIDE
    }

    /// Topics, in the order they are shown.
    public enum Group { MACHINE, LIFECYCLE, CPU, CPUTUNE, NUMA, MEMORY, CLOCK, FEATURES, HYPERV, DISK, IOTUNE, NETWORK, DEVICES, SYSTEM, QEMU }

    /// @param unit of a number, for people: `ms`, `KiB/s`; empty for a count
    public record Range(long from, long to, String unit) {
        static final Range ANY = new Range(0, Long.MAX_VALUE, "");
    }

    public Setting {
        values = List.copyOf(values);
        risky = List.copyOf(risky);
        dataLoss = List.copyOf(dataLoss);
        traits = Set.copyOf(traits);
        newer = Map.copyOf(newer);
    }

    /// Where it is in the domain's XML, with `*` for what it is one of.
    public String path() {
        return place.path();
    }

    /// Whether it exists once for each disk.
    public boolean ofDisk() {
        return name.startsWith("disk.*.");
    }

    /// Whether it exists several times: for each disk, network card, processor.
    public boolean many() {
        return name.indexOf('*') >= 0;
    }

    /// Its name for one disk: `disk.vda.cache`.
    public String nameFor(String key) {
        return name.replace("*", key);
    }

    /// What stands for the `*` in a name; empty where the name is not one of this setting's.
    public Optional<String> keyIn(String written) {
        int star = name.indexOf('*');
        if (star < 0) return name.equals(written) ? Optional.of("") : Optional.empty();
        String before = name.substring(0, star);
        String behind = name.substring(star + 1);
        boolean fits = written.startsWith(before) && written.endsWith(behind) && written.length() > before.length() + behind.length();
        return fits ? Optional.of(written.substring(star, written.length() - behind.length())) : Optional.empty();
    }

    /// The version of libvirt that a value needs, as libvirt counts: 9.1.0 is 9001000; 0 for any.
    public long needs(String value) {
        String version = newer.getOrDefault(value, since);
        if (version.isEmpty()) return 0;
        String[] parts = version.split("\\.");
        return Long.parseLong(parts[0]) * 1_000_000 + Long.parseLong(parts[1]) * 1000 + Long.parseLong(parts[2]);
    }

    /// What to call it: “Cache mode”.
    public Message label() {
        return Message.of("settings.of." + words() + ".label");
    }

    /// What it does, in a sentence or two.
    public Message what() {
        return Message.of("settings.of." + words() + ".what");
    }

    /// The topic's name.
    public Message groupLabel() {
        return Message.of("options.group." + group.name().toLowerCase(java.util.Locale.ROOT));
    }

    /// libvirt's page on it.
    public String page() {
        return anchor.startsWith("https:") ? anchor : PAGE + anchor;
    }

    /// What one of its values does; empty where values are free.
    public Optional<Message> valueWords(String value) {
        if (kind == Kind.FLAG && value.equals(DEFAULT)) return valueWords("off");
        boolean known = values.contains(value) || value.equals(DEFAULT) && (kind == Kind.CHOICE || explained()) && removable();
        if (!known) return Optional.empty();
        if (explained()) return Optional.of(Message.of("settings.of." + words() + ".value." + value));
        return switch (value) {
            case "on", "yes" -> Optional.of(Message.of("options.value.on"));
            case "off", "no" -> Optional.of(Message.of("options.value.off"));
            case DEFAULT -> Optional.of(defaultWords());
            default -> Optional.empty();
        };
    }

    /// What holds when nothing is written.
    public Message defaultWords() {
        return switch (origin) {
            case VALUE -> Message.of("options.unset.value", unset);
            case NOTHING -> Message.of("options.unset.nothing");
            case LIBVIRT -> Message.of("options.unset.libvirt");
            case MACHINE -> Message.of("options.unset.machine");
            case HOST -> Message.of("options.unset.host");
        };
    }

    /// What can go wrong with a value; empty where nothing can.
    public Optional<Message> risk(String value) {
        if (risky.contains(value)) return Optional.of(Message.of("settings.of." + words() + ".risk." + value));
        return risky.contains("*") && !value.equals(DEFAULT) ? Optional.of(Message.of("settings.of." + words() + ".risk")) : Optional.empty();
    }

    /// Whether its values are words of a list and nothing else.
    public boolean listed() {
        return kind == Kind.CHOICE || kind == Kind.FLAG;
    }

    /// Data can be lost under this value, so that consent is asked for.
    public boolean losesData(String value) {
        return dataLoss.contains(value);
    }

    /// Whether `default` is a value: the XML may go without it.
    public boolean removable() {
        return !traits.contains(Trait.NEEDED);
    }

    boolean explained() {
        return traits.contains(Trait.EXPLAINED);
    }

    private String words() {
        return name.replace(".*", "");
    }
}
