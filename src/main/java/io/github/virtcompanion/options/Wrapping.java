package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;
import io.github.virtcompanion.xml.Element;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A place that stands in something which comes and goes with it.
public sealed interface Wrapping extends Place {
    /// Where the value itself is.
    Place inside();

    @Override
    default String path() {
        return inside().path();
    }

    @Override
    default Optional<String> read(DomainXml xml, String key) {
        return inside().read(xml, key);
    }

    /// A place inside an element that libvirt takes only with other things in it.
    ///
    /// @param element the path of that element
    /// @param frame   the element as it is made, and as it counts for nothing
    record Framed(Place inside, String element, String frame) implements Wrapping {
        @Override
        public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
            return inside.write(Frames.held(xml, element, frame, key), key, value);
        }

        @Override
        public DomainXml clear(DomainXml xml, String key) {
            String at = Key.into(element, key);
            if (inside.read(xml, key).isEmpty()) return xml;
            DomainXml cleared = Frames.original(inside, element, frame, key).map(value -> written(xml, key, value)).orElseGet(() -> inside.clear(xml, key));
            List<Element> left = cleared.elements(at);
            return !left.isEmpty() && Frames.same(left.getFirst(), Frames.of(frame, key)) ? cleared.remove(at) : cleared;
        }

        private DomainXml written(DomainXml xml, String key, String value) {
            try {
                return inside.write(xml, key, value);
            } catch (FailedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// The part of an element without which it is none: written into one that is made, and taken away with all of it.
    record Core(Place inside, String element, String frame) implements Wrapping {
        @Override
        public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
            return inside.write(Frames.held(xml, element, frame, key), key, value);
        }

        @Override
        public DomainXml clear(DomainXml xml, String key) {
            return inside.read(xml, key).isEmpty() ? xml : xml.remove(Key.into(element, key));
        }
    }

    /// A place inside an element that is made where it is missing, and stays: it is worth something by itself.
    record Within(Place inside, String element, String frame) implements Wrapping {
        @Override
        public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
            return inside.write(Frames.held(xml, element, frame, key), key, value);
        }

        @Override
        public DomainXml clear(DomainXml xml, String key) {
            return inside.clear(xml, key);
        }
    }

    /// A place inside an element into which libvirt writes something of its own, which says nothing once the rest is gone.
    record Hollow(Place inside, String element, String left) implements Wrapping {
        @Override
        public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
            return inside.write(xml, key, value);
        }

        @Override
        public DomainXml clear(DomainXml xml, String key) {
            if (inside.read(xml, key).isEmpty()) return xml;
            DomainXml cleared = inside.clear(xml, key);
            List<Element> found = cleared.elements(Key.into(element, key));
            return !found.isEmpty() && Frames.same(found.getFirst(), left) ? cleared.remove(Key.into(element, key)) : cleared;
        }
    }

    /// A place whose value brings another along; both go together.
    ///
    /// @param also paths and what is written there where nothing is
    record Both(Place inside, Map<String, String> also) implements Wrapping {
        @Override
        public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
            DomainXml written = inside.write(xml, key, value);
            for (Map.Entry<String, String> one : also.entrySet()) {
                String at = Key.into(one.getKey(), key);
                if (!written.has(at)) written = written.set(at, one.getValue());
            }
            return written;
        }

        @Override
        public DomainXml clear(DomainXml xml, String key) {
            if (inside.read(xml, key).isEmpty()) return xml;
            DomainXml cleared = xml;
            for (Map.Entry<String, String> one : also.entrySet()) {
                String at = Key.into(one.getKey(), key);
                if (cleared.get(at).filter(one.getValue()::equals).isPresent()) cleared = cleared.remove(at);
            }
            return inside.clear(cleared, key);
        }
    }
}
