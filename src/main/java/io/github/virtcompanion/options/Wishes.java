package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.xml.DomainXml;

import java.util.Map;

/// Whether an edit can come, and came, to what was wished: of wishes that exclude each other none wins in silence.
final class Wishes {
    private Wishes() {}

    /// A part of something that is not there would make it, and nobody could tell afterwards whether it was there before: it is refused.
    ///
    /// @param draft with all that others stand in as it shall be
    static void required(DomainXml draft, Setting setting, String key, Map.Entry<String, String> wish) throws FailedException {
        // What is written already stands in something.
        if (taken(setting, wish.getValue()) || !taken(setting, Catalogue.value(draft, setting, key))) return;
        String requires = setting.requires().replace("*", key);
        int equals = requires.indexOf('=');
        String other = equals < 0 ? requires : requires.substring(0, equals);
        String now = Catalogue.value(draft, Catalogue.find(other), Catalogue.key(other));
        if (equals < 0 && now.equals(Setting.DEFAULT))
            throw new Failure(Message.of("options.requires", wish.getKey(), other), Message.of("options.requires.next", other), "").asException();
        String value = requires.substring(equals + 1);
        if (equals > 0 && !now.equals(value))
            throw new Failure(Message.of("options.requires-value", wish.getKey(), other, value), Message.of("options.requires-value.next", other, value), "").asException();
    }

    static void check(DomainXml after, Map<String, String> wanted) throws FailedException {
        for (Map.Entry<String, String> one : wanted.entrySet()) {
            Setting setting = Catalogue.find(one.getKey());
            String key = Catalogue.key(one.getKey());
            // A card is known by the address that it had, and what is taken away may be made anew by what it belongs to.
            boolean renamed = wanted.keySet().stream().anyMatch(name -> name.endsWith(".mac") && Catalogue.key(name).equals(key));
            if (renamed || one.getValue().equals(Setting.DEFAULT) || setting.kind() == Setting.Kind.TEXT && one.getValue().isEmpty()) continue;
            if (!Catalogue.same(one.getKey(), Catalogue.value(after, setting, key), one.getValue()) && !all(after, setting, one.getValue()))
                throw new Failure(Message.of("options.not-both", one.getKey(), one.getValue()), Message.of("options.not-both.next"), "").asException();
        }
    }

    /// Where all processors are switched on, nothing says so.
    private static boolean all(DomainXml after, Setting setting, String value) {
        return setting.name().equals("vcpus.current") && Catalogue.value(after, Catalogue.required("vcpus"), "").equals(value);
    }

    private static boolean taken(Setting setting, String value) {
        return value.equals(Setting.DEFAULT) || setting.kind() == Setting.Kind.TEXT && value.isEmpty() || setting.kind() == Setting.Kind.FLAG && value.equals("off");
    }
}
