package io.github.virtcompanion.change;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.xml.DomainXml;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What differs between two definitions, said in the catalogue's words.
final class Changed {
    private static final String ABSENT = "default";

    private Changed() {}

    static List<Message> between(String before, String after, Plan.Kind kind) throws FailedException {
        if (before.equals(after)) return List.of();
        Map<String, String> old = Catalogue.read(DomainXml.parse(before));
        Map<String, String> now = Catalogue.read(DomainXml.parse(after));
        List<Message> all = new ArrayList<>();
        // In the catalogue's order: the type before the CPU that goes along with it.
        Set<String> names = new LinkedHashSet<>(now.keySet());
        names.addAll(old.keySet());
        for (String name : names) {
            String was = old.getOrDefault(name, ABSENT);
            String is = now.getOrDefault(name, ABSENT);
            if (!was.equals(is)) all.add(Message.of("change.changed", name(name), shown(was), shown(is)));
        }
        // Whatever the catalogue has no words for is in the diff; say so rather than nothing.
        if (all.isEmpty() || kind == Plan.Kind.XML) all.add(Message.of("change.changed-xml"));
        return all;
    }

    /// `vda: Cache mode`, `Type`.
    private static Message name(String name) throws FailedException {
        Setting setting = Catalogue.find(name);
        return setting.many() ? Message.of("change.of-disk", Catalogue.key(name), setting.label()) : setting.label();
    }

    private static Object shown(String value) {
        return value.equals(ABSENT) ? Message.of("change.value.default") : value;
    }
}
