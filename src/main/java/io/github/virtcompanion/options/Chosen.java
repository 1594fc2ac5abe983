package io.github.virtcompanion.options;

import io.github.virtcompanion.model.HostTopology;
import io.github.virtcompanion.xml.DomainXml;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a definition says, by the names of settings, and the host that it is for.
///
/// @param host empty where not known
record Chosen(DomainXml xml, Map<String, String> values, Optional<HostTopology> host) {
    static Chosen in(DomainXml xml, Optional<HostTopology> host) {
        return new Chosen(xml, Catalogue.readAll(xml), host);
    }

    String of(String name) {
        return values.getOrDefault(name, Setting.DEFAULT);
    }

    boolean is(String name, String value) {
        return of(name).equals(value);
    }

    boolean set(String name) {
        return !is(name, Setting.DEFAULT);
    }

    long number(String name, long otherwise) {
        String value = of(name);
        return value.matches("-?\\d{1,18}") ? Long.parseLong(value) : otherwise;
    }

    long bytes(String name) {
        try {
            return set(name) ? Sizes.bytes(of(name)) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /// The machine's emulated board is the old one.
    boolean i440fx() {
        return of("machine").matches("pc|pc-i440fx.*");
    }

    /// Of a setting of many, each that is there: `each("nic.", ".backend")`.
    Stream<One> each(String start, String end) {
        return values.keySet().stream().filter(name -> name.startsWith(start) && name.endsWith(end)).map(name -> new One(this, name));
    }

    Stream<One> each() {
        return each("", "");
    }

    /// One setting, and those beside it.
    record One(Chosen machine, String name) {
        String value() {
            return machine.of(name);
        }

        boolean is(String value) {
            return machine.is(name, value);
        }

        boolean set() {
            return machine.set(name);
        }

        boolean of(String start) {
            return name.startsWith(start);
        }

        /// `00:16:3e:…` of a network card.
        String key() {
            return Catalogue.key(name);
        }

        /// `2` of the third virtual processor.
        long number() {
            return Long.parseLong("0" + key().replaceAll("\\D", ""));
        }

        /// `nic.X.queues` beside `nic.X.backend`.
        String beside(String word) {
            return name.substring(0, name.lastIndexOf('.') + 1) + word;
        }
    }

    /// What has settings of its own: a disk, a card.
    interface Part {
        Chosen machine();

        /// Of all its settings: `disk.vda.`.
        String prefix();

        default String name(String setting) {
            return prefix() + setting;
        }

        default String of(String setting) {
            return machine().of(name(setting));
        }

        default boolean is(String setting, String value) {
            return machine().is(name(setting), value);
        }

        default boolean set(String setting) {
            return machine().set(name(setting));
        }
    }
}
