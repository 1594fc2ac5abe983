package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Message;

import java.util.List;
import java.util.Optional;

/// A setting of a machine as one line of data. Its words are in `options.properties` below `options.setting.NAME`.
///
/// @param name      after libvirt: `type`, `cpu.mode`, `disk.*.cache`; `*` stands for each written disk
/// @param path      where it is in the domain's XML, with `*` for the disk's target
/// @param values    allowed words, without `default`; empty where anything of its kind goes
/// @param unset     what QEMU or libvirt takes when the XML says nothing; empty where that depends on the machine
/// @param effect    when a new value counts
/// @param risky     values with a sentence on what can go wrong
/// @param dataLoss  values under which data can be lost
public record Setting(String name, String path, Kind kind, List<String> values, String unset, Effect effect, List<String> risky,
                      List<String> dataLoss) {
    /// The value that means: not written in the XML.
    public static final String DEFAULT = "default";

    public enum Kind {
        /// One of [Setting#values].
        CHOICE,
        /// An element that is there (`on`) or not (`off`).
        FLAG,
        /// A whole number, 1 or more.
        NUMBER,
        /// A name without blanks, such as a CPU model.
        NAME,
        /// Words for people.
        TEXT
    }

    public enum Effect {
        /// The machine itself does not notice: a title.
        AT_ONCE,
        /// At the next start; a running machine must be powered off first, a reboot is not enough.
        NEXT_START
    }

    public Setting {
        values = List.copyOf(values);
        risky = List.copyOf(risky);
        dataLoss = List.copyOf(dataLoss);
    }

    static Setting choice(String name, String path, String unset, String... values) {
        return new Setting(name, path, Kind.CHOICE, List.of(values), unset, Effect.NEXT_START, List.of(), List.of());
    }

    static Setting flag(String name, String path) {
        return new Setting(name, path, Kind.FLAG, List.of("on", "off"), "off", Effect.NEXT_START, List.of(), List.of());
    }

    static Setting of(Kind kind, String name, String path) {
        return new Setting(name, path, kind, List.of(), "", Effect.NEXT_START, List.of(), List.of());
    }

    Setting atOnce() {
        return new Setting(name, path, kind, values, unset, Effect.AT_ONCE, risky, dataLoss);
    }

    Setting risky(String... some) {
        return new Setting(name, path, kind, values, unset, effect, List.of(some), dataLoss);
    }

    Setting dataLoss(String... some) {
        return new Setting(name, path, kind, values, unset, effect, risky, List.of(some));
    }

    /// Whether it exists once for each disk.
    public boolean ofDisk() {
        return name.startsWith("disk.*.");
    }

    /// Its name for one disk: `disk.vda.cache`.
    public String nameFor(String target) {
        return name.replace("*", target);
    }

    String pathFor(String target) {
        char quote = target.indexOf('\'') < 0 ? '\'' : '"';
        return path.replace("'*'", quote + target + quote);
    }

    /// What to call it: “Cache mode”.
    public Message label() {
        return Message.of("options.setting." + words() + ".label");
    }

    /// What it does, in a sentence or two.
    public Message what() {
        return Message.of("options.setting." + words() + ".what");
    }

    /// What one of its values does; empty where values are free.
    public Optional<Message> valueWords(String value) {
        if (kind == Kind.FLAG && value.equals(DEFAULT)) return valueWords("off");
        return values.contains(value) || value.equals(DEFAULT) && kind == Kind.CHOICE && removable()
                ? Optional.of(Message.of("options.setting." + words() + ".value." + value)) : Optional.empty();
    }

    /// What can go wrong with a value; empty where nothing can.
    public Optional<Message> risk(String value) {
        return risky.contains(value) ? Optional.of(Message.of("options.setting." + words() + ".risk." + value)) : Optional.empty();
    }

    /// Data can be lost under this value, so that consent is asked for.
    public boolean losesData(String value) {
        return dataLoss.contains(value);
    }

    /// Whether `default` is a value: the XML may go without it.
    public boolean removable() {
        return !name.equals("type");
    }

    private String words() {
        return name.replace(".*", "");
    }
}
