package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.xml.DomainXml;

import java.util.Map;
import java.util.Optional;

/// Where a setting stands in a definition, and how its value is written there. What a write makes, a clear takes away again.
///
/// Paths may hold `[target/@dev='*']`, `[@name='*']` or `[*]` for what the setting is one of; see [Key].
public sealed interface Place permits Autostart, Firmware, Mac, Nvram, Variable, Overrides, Wrapping, Lists.Words, Lists.Attributes,
        Place.Formed, Place.Plain, Place.Counted, Place.Presence, Place.State, Place.Sized, Place.Kinded, Place.Device {
    /// With `*` for what it is one of.
    String path();

    /// @param key what stands for `*`
    /// @return empty where nothing is written
    Optional<String> read(DomainXml xml, String key);

    /// @throws FailedException XML cannot say this value
    DomainXml write(DomainXml xml, String key, String value) throws FailedException;

    DomainXml clear(DomainXml xml, String key);

    /// One whose text has a form of its own.
    sealed interface Formed extends Place permits NicSource, Ports {
        boolean takes(String value);

        /// The sentence that says what it takes.
        Message form();

        /// What libvirt writes for it, of what it takes for the same.
        default String written(String value) {
            return value;
        }
    }

    /// An attribute or an element's text, nothing else.
    record Plain(String path) implements Place {
        @Override
        public Optional<String> read(DomainXml xml, String key) {
            return xml.get(Key.into(path, key));
        }

        @Override
        public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
            return xml.set(Key.into(path, key), value);
        }

        @Override
        public DomainXml clear(DomainXml xml, String key) {
            return xml.remove(Key.into(path, key));
        }
    }

    /// The text of an element whose attributes are settings of their own: they stay when it goes back to what holds without it.
    ///
    /// @param none what holds when nothing is written
    record Counted(String path, String none) implements Place {
        @Override
        public Optional<String> read(DomainXml xml, String key) {
            return xml.get(path);
        }

        @Override
        public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
            return xml.set(path, value);
        }

        @Override
        public DomainXml clear(DomainXml xml, String key) {
            boolean bare = xml.elements(path).stream().allMatch(element -> Frames.same(element, "<" + element.name() + ">" + element.text().strip() + "</" + element.name() + ">"));
            try {
                return bare ? xml.remove(path) : xml.set(path, none);
            } catch (FailedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// An element that says yes by being there.
    record Presence(String path) implements Place {
        @Override
        public Optional<String> read(DomainXml xml, String key) {
            return Optional.of(xml.has(Key.into(path, key)) ? "on" : "off");
        }

        @Override
        public DomainXml write(DomainXml xml, String key, String value) {
            return value.equals("on") ? xml.add(Key.into(path, key)) : clear(xml, key);
        }

        @Override
        public DomainXml clear(DomainXml xml, String key) {
            return xml.remove(Key.into(path, key));
        }
    }

    /// An element that says something of its own where its attribute is missing: `<hap/>` alone is on.
    record State(String element, String attribute, String bare) implements Place {
        State(String element) {
            this(element, "state", "on");
        }

        @Override
        public String path() {
            return element + "/@" + attribute;
        }

        @Override
        public Optional<String> read(DomainXml xml, String key) {
            String at = Key.into(element, key);
            return xml.get(at + "/@" + attribute).or(() -> xml.has(at) ? Optional.of(bare) : Optional.empty());
        }

        @Override
        public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
            return xml.set(Key.into(path(), key), value);
        }

        @Override
        public DomainXml clear(DomainXml xml, String key) {
            return xml.remove(Key.into(element, key));
        }
    }

    /// An amount of bytes; the value is `512MiB`, the XML has a number, and often its unit beside it.
    ///
    /// @param base bytes that 1 stands for where there is no unit
    /// @param unit whether there is an attribute `unit`
    record Sized(String path, long base, boolean unit) implements Place {
        @Override
        public Optional<String> read(DomainXml xml, String key) {
            return xml.get(Key.into(path, key)).map(number -> Sizes.fromXml(number, unitAt(xml, key), base));
        }

        @Override
        public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
            String at = Key.into(path, key);
            long bytes = Sizes.bytes(value);
            Optional<Long> scale = xml.has(at) ? unitAt(xml, key).flatMap(Sizes::unit) : Optional.empty();
            // A number without a unit keeps going without.
            if (xml.has(at) && unit && unitAt(xml, key).isEmpty() && bytes % base == 0) scale = Optional.of(base);
            if (scale.filter(one -> bytes % one == 0).isPresent()) return xml.set(at, Long.toString(bytes / scale.get()));
            boolean kib = unit && bytes % 1024 == 0;
            DomainXml written = xml.set(at, Long.toString(unit ? kib ? bytes / 1024 : bytes : bytes / base));
            return unit ? written.set(unitPath(at), kib ? "KiB" : "b") : written;
        }

        @Override
        public DomainXml clear(DomainXml xml, String key) {
            String at = Key.into(path, key);
            // A size that is an attribute leaves its unit behind.
            DomainXml without = unit && attribute(at) >= 0 && xml.has(at) ? xml.remove(unitPath(at)) : xml;
            return without.remove(at);
        }

        private Optional<String> unitAt(DomainXml xml, String key) {
            return unit ? xml.get(unitPath(Key.into(path, key))) : Optional.empty();
        }

        private static String unitPath(String at) {
            return (attribute(at) < 0 ? at : at.substring(0, attribute(at))) + "/@unit";
        }

        /// Where the attribute at the path's end begins; one inside brackets is none.
        private static int attribute(String at) {
            int slash = at.lastIndexOf("/@");
            return slash > at.lastIndexOf(']') ? slash : -1;
        }
    }

    /// An attribute whose value decides which other attributes the element has.
    ///
    /// @param others by value: attributes that it needs, with what they get where they are missing; every other of them goes
    record Kinded(String element, String attribute, Map<String, Map<String, String>> others) implements Place {
        @Override
        public String path() {
            return element + "/@" + attribute;
        }

        @Override
        public Optional<String> read(DomainXml xml, String key) {
            return xml.get(Key.into(path(), key));
        }

        @Override
        public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
            DomainXml written = xml.set(Key.into(path(), key), value);
            Map<String, String> needed = others.getOrDefault(value, Map.of());
            for (Map<String, String> kind : others.values())
                for (String name : kind.keySet()) if (!needed.containsKey(name)) written = written.remove(Key.into(element + "/@" + name, key));
            for (Map.Entry<String, String> one : needed.entrySet()) {
                String at = Key.into(element + "/@" + one.getKey(), key);
                if (!written.has(at)) written = written.set(at, one.getValue());
            }
            return written;
        }

        @Override
        public DomainXml clear(DomainXml xml, String key) {
            return xml.remove(Key.into(element, key));
        }
    }

    /// A device with its model: without a value there is no device.
    ///
    /// @param made the device for a value `%s`; under a value's own name where it is another
    record Device(String path, String element, Map<String, String> made) implements Place {
        Device(String path, String element, String made) {
            this(path, element, Map.of("", made));
        }

        @Override
        public Optional<String> read(DomainXml xml, String key) {
            return xml.get(Key.into(path, key));
        }

        @Override
        public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
            String at = Key.into(element, key);
            return xml.has(at) ? xml.set(Key.into(path, key), value) : Frames.make(xml, at, made.getOrDefault(value, made.get("")).replace("%s", value).replace("*", key));
        }

        @Override
        public DomainXml clear(DomainXml xml, String key) {
            return xml.remove(Key.into(element, key));
        }
    }
}
