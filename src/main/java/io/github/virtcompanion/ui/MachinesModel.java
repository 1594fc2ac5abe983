package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.Machine;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.control.TreeItem;

import java.text.Collator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The list: connections, their machines as filtered, searched and sorted, and the counts beside it.
/// Lines are kept and changed in place, so that selection and scroll position stay.
final class MachinesModel {
    enum Filter { ALL, EMULATED, UNSAFE, PENDING }

    enum Order { NAME, TYPE, CACHE, CPU }

    final TreeItem<Row> root = new TreeItem<>();
    final StringProperty search = new SimpleStringProperty("");
    final ObjectProperty<Filter> filter = new SimpleObjectProperty<>(Filter.ALL);
    final ObjectProperty<Order> order = new SimpleObjectProperty<>(Order.NAME);
    final BooleanProperty descending = new SimpleBooleanProperty();
    final IntegerProperty running = new SimpleIntegerProperty();
    /// There are machines, but none passes filter and search.
    final BooleanProperty nothingFound = new SimpleBooleanProperty();
    /// Lines are being moved: what a selection model says meanwhile means nothing.
    final BooleanProperty arranging = new SimpleBooleanProperty();
    private final Map<Filter, IntegerProperty> counts = new EnumMap<>(Filter.class);
    private final Map<String, TreeItem<Row>> connections = new LinkedHashMap<>();
    private final Map<String, Map<String, TreeItem<Row>>> machines = new LinkedHashMap<>();
    private final Collator collator;

    MachinesModel(Locale locale) {
        collator = Collator.getInstance(locale);
        for (Filter each : Filter.values()) counts.put(each, new SimpleIntegerProperty());
        search.subscribe((_, _) -> arrange());
        filter.subscribe((_, _) -> arrange());
        order.subscribe((_, _) -> arrange());
        descending.subscribe((_, _) -> arrange());
    }

    IntegerProperty count(Filter which) {
        return counts.get(which);
    }

    /// The line of a connection, made when it is new.
    Row.OfConnection connection(String uri, String label, boolean demo) {
        TreeItem<Row> item = connections.computeIfAbsent(uri, _ -> {
            TreeItem<Row> made = new TreeItem<>(new Row.OfConnection(uri, label, demo));
            made.setExpanded(true);
            machines.put(uri, new LinkedHashMap<>());
            root.getChildren().add(made);
            return made;
        });
        return (Row.OfConnection) item.getValue();
    }

    void connectionGone(String uri) {
        machines.remove(uri);
        Optional.ofNullable(connections.remove(uri)).ifPresent(root.getChildren()::remove);
    }

    /// Takes over what a machine now is. It gets, keeps or loses its place with the next [#arrange].
    Row.OfMachine put(Machine machine) {
        Map<String, TreeItem<Row>> siblings = machines.get(machine.connection());
        if (siblings == null) throw new IllegalStateException("unknown connection " + machine.connection());
        TreeItem<Row> item = siblings.computeIfAbsent(machine.uuid(), _ -> new TreeItem<>(new Row.OfMachine(machine)));
        Row.OfMachine row = (Row.OfMachine) item.getValue();
        row.machine.set(machine);
        return row;
    }

    void gone(String uri, String uuid) {
        Map<String, TreeItem<Row>> siblings = machines.get(uri);
        if (siblings != null) siblings.remove(uuid);
    }

    Optional<Row.OfMachine> machine(String uri, String uuid) {
        return Optional.ofNullable(machines.getOrDefault(uri, Map.of()).get(uuid)).map(item -> (Row.OfMachine) item.getValue());
    }

    Optional<Row.OfConnection> connection(String uri) {
        return Optional.ofNullable(connections.get(uri)).map(item -> (Row.OfConnection) item.getValue());
    }

    Stream<Row.OfMachine> machinesOf(String uri) {
        return machines.getOrDefault(uri, Map.of()).values().stream().map(item -> (Row.OfMachine) item.getValue());
    }

    Stream<Row.OfMachine> all() {
        return machines.keySet().stream().flatMap(this::machinesOf);
    }

    /// Those that pass filter and search, in the order of the list.
    Stream<Row.OfMachine> shown() {
        return connections.values().stream().flatMap(item -> item.getChildren().stream()).map(item -> (Row.OfMachine) item.getValue());
    }

    Stream<Row.OfConnection> allConnections() {
        return connections.values().stream().map(item -> (Row.OfConnection) item.getValue());
    }

    /// The visible line with this key.
    Optional<TreeItem<Row>> visible(String key) {
        return Stream.concat(connections.values().stream(), connections.values().stream().flatMap(item -> item.getChildren().stream()))
                .filter(item -> item.getValue().key().equals(key)).findFirst();
    }

    /// Puts every line where it belongs and counts. Called once after a batch of changes.
    void arrange() {
        arranging.set(true);
        try {
            connections.forEach((uri, item) -> reconcile(item.getChildren(), machines.get(uri).values().stream()
                    .filter(child -> shown((Row.OfMachine) child.getValue())).sorted(comparator()).toList()));
            running.set((int) all().filter(row -> row.now().active()).count());
            nothingFound.set(all().findAny().isPresent() && shown().findAny().isEmpty());
            counts.forEach((which, count) -> count.set((int) all().filter(row -> passes(row, which)).count()));
        } finally {
            arranging.set(false);
        }
    }

    private boolean shown(Row.OfMachine row) {
        return passes(row, filter.get()) && matches(row);
    }

    private static boolean passes(Row.OfMachine row, Filter filter) {
        return switch (filter) {
            case ALL -> true;
            case EMULATED -> row.emulated();
            case UNSAFE -> row.unsafe();
            case PENDING -> row.pending();
        };
    }

    /// Anywhere in name, title, description, image paths or uuid; virt-manager only finds the beginning of a name.
    private boolean matches(Row.OfMachine row) {
        String wanted = search.get().strip().toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) return true;
        Optional<Definition> definition = row.now().stored().toOptional().or(row.now()::live);
        return Stream.concat(Stream.of(row.now().name(), row.now().label(), row.uuid()),
                        definition.stream().flatMap(each -> Stream.concat(each.description().stream(),
                                each.disks().stream().map(Disk::source).flatMap(Optional::stream))))
                .anyMatch(words -> words.toLowerCase(Locale.ROOT).contains(wanted));
    }

    private Comparator<TreeItem<Row>> comparator() {
        Comparator<Row.OfMachine> byName = Comparator.comparing((Row.OfMachine row) -> row.now().label(), collator).thenComparing(Row.OfMachine::uuid);
        Comparator<Row.OfMachine> first = switch (order.get()) {
            case NAME -> byName;
            case TYPE -> Comparator.comparing((Row.OfMachine row) -> row.now().current().map(Definition::type).orElse(""));
            case CACHE -> Comparator.comparing((Row.OfMachine row) -> row.worstDisk().map(Row::cacheRank).orElse(3));
            case CPU -> Comparator.comparing((Row.OfMachine row) -> row.cpu.get().newest());
        };
        Comparator<Row.OfMachine> rows = (descending.get() ? first.reversed() : first).thenComparing(byName);
        return (left, right) -> rows.compare((Row.OfMachine) left.getValue(), (Row.OfMachine) right.getValue());
    }

    /// Changes as few places as it can: usually one line comes or goes, or none does.
    private static void reconcile(List<TreeItem<Row>> lines, List<TreeItem<Row>> wanted) {
        if (lines.equals(wanted)) return;
        Collection<TreeItem<Row>> stay = new HashSet<>(wanted);
        List<TreeItem<Row>> left = new ArrayList<>(lines);
        left.retainAll(stay);
        Collection<TreeItem<Row>> old = new HashSet<>(left);
        boolean inOrder = left.equals(wanted.stream().filter(old::contains).toList());
        int changed = lines.size() + wanted.size() - 2 * left.size();
        if (!inOrder || changed > 20) {
            ((javafx.collections.ObservableList<TreeItem<Row>>) lines).setAll(wanted);
            return;
        }
        lines.removeIf(line -> !stay.contains(line));
        for (int i = 0; i < wanted.size(); i++)
            if (i >= lines.size() || lines.get(i) != wanted.get(i)) lines.add(i, wanted.get(i));
    }
}
