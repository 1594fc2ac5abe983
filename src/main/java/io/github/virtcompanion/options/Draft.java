package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.xml.DomainXml;

import java.util.ArrayList;
import java.util.List;

/// A definition in the middle of an edit, and what there is to say about it. Used by one thread, then thrown away.
final class Draft {
    private DomainXml xml;
    private final List<Message> notes = new ArrayList<>();

    Draft(DomainXml xml) {
        this.xml = xml;
    }

    DomainXml xml() {
        return xml;
    }

    List<Message> notes() {
        return notes;
    }

    void note(String key, Object... args) {
        Message note = Message.of(key, args);
        if (!notes.contains(note)) notes.add(note);
    }

    void set(String path, String value) throws FailedException {
        xml = xml.set(path, value);
    }

    /// @return whether it was there
    boolean remove(String path) {
        DomainXml before = xml;
        xml = xml.remove(path);
        return xml != before;
    }

    /// One setting to one value, nothing else with it.
    void put(Setting setting, String key, String value) throws FailedException {
        if (Catalogue.value(xml, setting, key).equals(value)) return;
        boolean none = value.equals(Setting.DEFAULT) || setting.kind() == Setting.Kind.TEXT && value.isEmpty();
        xml = none ? setting.place().clear(xml, key) : setting.place().write(xml, key, value);
    }
}
