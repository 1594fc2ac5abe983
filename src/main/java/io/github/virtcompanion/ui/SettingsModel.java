package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Search;
import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.words.Words;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every setting of the catalogue for one machine, as stored and as it runs, and what the user wants instead.
final class SettingsModel {
    /// @param name   with the disk's own name: `disk.vda.cache`
    /// @param target of the disk; empty for settings of the whole machine
    /// @param live   the value it runs with, where that is another
    record Entry(Setting setting, String name, Optional<String> target, String stored, Optional<String> live) {}

    final StringProperty search = new SimpleStringProperty("");
    final ObjectProperty<Map<String, String>> wanted = new SimpleObjectProperty<>(Map.of());
    private final Search finder;
    private List<Entry> entries = List.of();

    SettingsModel(Words words) {
        finder = new Search(words::say);
    }

    /// @param live empty where the machine is off
    /// @return false where nothing is new
    boolean show(Map<String, String> stored, Map<String, String> live) {
        List<Entry> now = new ArrayList<>();
        stored.forEach((name, value) -> {
            Setting setting = setting(name);
            now.add(new Entry(setting, name, setting.many() ? Optional.of(Catalogue.key(name)) : Optional.empty(), value,
                    Optional.ofNullable(live.get(name)).filter(running -> !running.equals(value))));
        });
        if (now.equals(entries)) return false;
        entries = List.copyOf(now);
        wanted.set(Map.of());
        return true;
    }

    private static Setting setting(String name) {
        try {
            return Catalogue.find(name);
        } catch (FailedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Entries that answer to the searched words.
    List<Entry> shown() {
        return entries.stream().filter(entry -> search.get().isBlank() || finder.finds(entry.setting(), entry.name(), search.get())).toList();
    }

    /// What the chooser stands on: what is wanted, else what is stored.
    String value(Entry entry) {
        return wanted.get().getOrDefault(entry.name(), entry.stored());
    }

    void want(Entry entry, String value) {
        Map<String, String> next = new LinkedHashMap<>(wanted.get());
        if (value.isBlank() && entry.stored().equals(Setting.DEFAULT) || value.equals(entry.stored())) next.remove(entry.name());
        else next.put(entry.name(), value.isBlank() ? Setting.DEFAULT : value);
        wanted.set(Map.copyOf(next));
    }

    void reset() {
        wanted.set(Map.of());
    }

    List<Assignment> assignments() {
        return entries.stream().filter(entry -> wanted.get().containsKey(entry.name()))
                .map(entry -> new Assignment(entry.name(), wanted.get().get(entry.name()))).toList();
    }
}
