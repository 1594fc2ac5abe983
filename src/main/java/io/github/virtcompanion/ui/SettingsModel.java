package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.SettingsRead;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.options.Candidates;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Search;
import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.words.Words;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Every setting of the catalogue for one machine or several, as stored and as they run, and what the user wants instead.
///
/// What is wanted and not reviewed yet is kept for each machine, and is there again when the user comes back to it.
final class SettingsModel {
    /// @param name     with the disk's own name: `disk.vda.cache`
    /// @param target   of the disk; empty for settings of the whole machine
    /// @param stored   the value of each machine, each once
    /// @param live     the value it runs with, where that is another
    /// @param possible not there yet, but could be: a pin of a processor
    record Entry(Setting setting, String name, Optional<String> target, List<String> values, Optional<String> live, boolean possible) {
        String stored() {
            return values.size() == 1 ? values.getFirst() : "";
        }

        String titled(Words words, String label) {
            return target().map(key -> key.equals("*") ? words.say("ui.settings.of-all-disks", label) : words.say("ui.settings.of-disk", label, key)).orElse(label);
        }

        boolean mixed() {
            return values.size() > 1;
        }

        boolean changed() {
            return mixed() || !Catalogue.meaning(setting, stored()).equals(Catalogue.meaning(setting, Setting.DEFAULT));
        }
    }

    final StringProperty search = new SimpleStringProperty("");
    final BooleanProperty changedOnly = new SimpleBooleanProperty();
    final ObjectProperty<Map<String, String>> wanted = new SimpleObjectProperty<>(Map.of());
    private final Search finder;
    private final Map<String, Map<String, String>> kept = new HashMap<>();
    private String who = "";
    private List<Entry> entries = List.of();
    private List<SettingsRead> machines = List.of();

    SettingsModel(Words words) {
        finder = new Search(words::say);
    }

    /// Another machine, or others, are looked at.
    ///
    /// @param key as given to [#select]
    boolean shows(String key) {
        return who.equals(key);
    }

    /// @param key by which what is wanted is found again
    void select(String key) {
        if (who.equals(key)) return;
        kept.put(who, wanted.get());
        who = key;
        entries = List.of();
        machines = List.of();
        wanted.set(kept.getOrDefault(key, Map.of()));
    }

    /// @return false where nothing is new
    boolean show(List<SettingsRead> read) {
        machines = List.copyOf(read);
        List<Map<String, String>> stored = read.stream().map(one -> Catalogue.read(one.stored())).toList();
        Map<String, String> live = read.size() == 1 ? read.getFirst().live().map(Catalogue::read).orElse(Map.of()) : Map.of();
        Set<String> names = new LinkedHashSet<>();
        stored.forEach(one -> names.addAll(one.keySet()));
        // A disk that only some have is no setting of all.
        names.removeIf(name -> setting(name).many() && stored.stream().anyMatch(one -> !one.containsKey(name)));
        List<Entry> now = new ArrayList<>();
        for (String name : names) now.add(entry(name, stored, live, false));
        if (read.size() > 1) Catalogue.all().stream().filter(Setting::ofDisk).flatMap(setting -> ofAllDisks(setting, stored).stream()).forEach(now::add);
        if (read.size() == 1) Candidates.of(read.getFirst().stored(), read.getFirst().offer()).stream().filter(name -> !names.contains(name)).forEach(name -> now.add(entry(name, stored, live, true)));
        List<Setting> order = Catalogue.all();
        now.sort(java.util.Comparator.comparing((Entry entry) -> entry.setting().group()).thenComparing(Entry::possible).thenComparingInt(entry -> entry.setting().many() ? 1 : 0)
                .thenComparing(entry -> entry.target().orElse("")).thenComparingInt(entry -> order.indexOf(entry.setting())));
        if (now.equals(entries)) return false;
        boolean first = entries.isEmpty();
        entries = List.copyOf(now);
        // What has come true meanwhile is no longer wanted.
        Map<String, String> left = new LinkedHashMap<>(wanted.get());
        left.entrySet().removeIf(one -> find(one.getKey()).map(entry -> entry.stored().equals(one.getValue())).orElse(true));
        if (!first || !left.equals(wanted.get())) wanted.set(Map.copyOf(left));
        return true;
    }

    private static Entry entry(String name, List<Map<String, String>> stored, Map<String, String> live, boolean possible) {
        Setting setting = setting(name);
        List<String> values = stored.stream().map(one -> one.getOrDefault(name, Setting.DEFAULT)).distinct().toList();
        return new Entry(setting, name, setting.many() ? Optional.of(Catalogue.key(name)) : Optional.empty(), values,
                Optional.ofNullable(live.get(name)).filter(running -> !values.contains(running)).filter(_ -> !setting.traits().contains(Setting.Trait.DRIFTS) && !setting.traits().contains(Setting.Trait.BESIDE)), possible);
    }

    /// Machines whose disks have other names have them all together: `disk.*.io`.
    private static Optional<Entry> ofAllDisks(Setting setting, List<Map<String, String>> stored) {
        List<Map<String, String>> disks = stored.stream().map(one -> one.entrySet().stream().filter(value -> setting.keyIn(value.getKey()).isPresent())
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))).toList();
        boolean alike = disks.stream().map(Map::keySet).distinct().count() == 1;
        if (alike || disks.stream().anyMatch(Map::isEmpty)) return Optional.empty();
        List<String> values = disks.stream().flatMap(one -> one.values().stream()).distinct().sorted().toList();
        return Optional.of(new Entry(setting, setting.name(), Optional.of("*"), values, Optional.empty(), false));
    }

    private static Setting setting(String name) {
        try {
            return Catalogue.find(name);
        } catch (FailedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<Entry> find(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    /// The machine that is looked at; the first of several.
    Optional<SettingsRead> machine() {
        return machines.stream().findFirst();
    }

    /// Entries that answer to the searched words; what is not there yet only when it is asked for, or wanted.
    List<Entry> shown() {
        boolean all = search.get().isBlank();
        List<Entry> found = entries.stream().filter(entry -> all || finder.finds(entry.setting(), entry.name(), search.get()))
                .filter(entry -> !changedOnly.get() || entry.changed() || wanted.get().containsKey(entry.name()))
                .filter(entry -> !entry.possible() || !all || wanted.get().containsKey(entry.name())).toList();
        return all ? found : nearestFirst(found);
    }

    /// The topic with the nearest setting comes first, and in each the nearest.
    private List<Entry> nearestFirst(List<Entry> found) {
        Map<Entry, Integer> distances = new HashMap<>();
        Map<Setting.Group, Integer> topics = new HashMap<>();
        for (Entry entry : found) {
            int distance = finder.distance(entry.setting(), entry.name(), search.get());
            distances.put(entry, distance);
            topics.merge(entry.setting().group(), distance, Math::min);
        }
        return found.stream().sorted(java.util.Comparator.comparing((Entry entry) -> topics.get(entry.setting().group()))
                .thenComparing(entry -> entry.setting().group()).thenComparing(distances::get)).toList();
    }

    /// What the chooser stands on: what is wanted, else what is stored; empty for several values.
    String value(Entry entry) {
        return wanted.get().getOrDefault(entry.name(), entry.stored());
    }

    boolean wants(Entry entry) {
        return wanted.get().containsKey(entry.name());
    }

    void want(Entry entry, String value) {
        Map<String, String> next = new LinkedHashMap<>(wanted.get());
        String meant = value.isBlank() ? Setting.DEFAULT : value;
        if (meant.equals(entry.stored())) next.remove(entry.name());
        else next.put(entry.name(), meant);
        wanted.set(Map.copyOf(next));
    }

    void leave(Entry entry) {
        Map<String, String> next = new LinkedHashMap<>(wanted.get());
        next.remove(entry.name());
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
