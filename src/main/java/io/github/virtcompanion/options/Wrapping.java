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

    /// A place inside an element that is made where it is missing. How they differ is what goes with the value.
    sealed interface InFrame extends Wrapping {
        /// The path of that element.
        String element();

        /// The element as it is made.
        String frame();

        @Override
        default DomainXml write(DomainXml xml, String key, String value) throws FailedException {
            return inside().write(Frames.held(xml, element(), frame(), key), key, value);
        }
    }

    /// A place inside an element that libvirt takes only with other things in it: it goes when nothing but them is left.
    record Framed(Place inside, String element, String frame) implements InFrame {
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

    /// The part of an element without which it is none: all of it goes.
    record Core(Place inside, String element, String frame) implements InFrame {
        @Override
        public DomainXml clear(DomainXml xml, String key) {
            return inside.read(xml, key).isEmpty() ? xml : xml.remove(Key.into(element, key));
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

    /// A place in an element with a state: what is written there says nothing while that is `off`, and a value switches it on.
    record Switched(Place inside, String element) implements Wrapping {
        @Override
        public Optional<String> read(DomainXml xml, String key) {
            return off(xml) ? Optional.empty() : inside.read(xml, key);
        }

        @Override
        public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
            return inside.write(off(xml) ? xml.set(element + "/@state", "on") : xml, key, value);
        }

        @Override
        public DomainXml clear(DomainXml xml, String key) {
            return off(xml) ? xml : inside.clear(xml, key);
        }

        private boolean off(DomainXml xml) {
            return xml.get(element + "/@state").filter("off"::equals).isPresent();
        }
    }

    /// A place in whose stead another counts where an element of that path is there: one of another kind, or one that does the same in another way.
    record Instead(Place inside, Map<String, Place> others) implements Wrapping {
        @Override
        public Optional<String> read(DomainXml xml, String key) {
            return one(xml).read(xml, key);
        }

        @Override
        public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
            return one(xml).write(xml, key, value);
        }

        @Override
        public DomainXml clear(DomainXml xml, String key) {
            return one(xml).clear(xml, key);
        }

        private Place one(DomainXml xml) {
            return others.entrySet().stream().filter(other -> xml.has(other.getKey())).map(Map.Entry::getValue).findFirst().orElse(inside);
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
            DomainXml cleared = inside.clear(xml, key);
            for (Map.Entry<String, String> one : also.entrySet()) {
                String at = Key.into(one.getKey(), key);
                if (cleared.get(at).filter(one.getValue()::equals).isPresent()) cleared = cleared.remove(at);
            }
            // Where others are left beside it, what came along may be theirs.
            String element = Key.into(path().substring(0, path().lastIndexOf('/')), key);
            return cleared.has(element) ? inside.clear(xml, key) : cleared;
        }
    }
}
