package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.ImageFacts;
import io.github.virtcompanion.model.ImageHeader;
import io.github.virtcompanion.model.Machine;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.control.TreeItem;

import java.text.Collator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/// The list: connections, their machines as filtered, searched and sorted, and the counts beside it.
/// Lines are kept and changed in place, so that selection and scroll position stay.
final class MachinesModel {
    enum Filter {
        ALL, RUNNING, EMULATED, UNSAFE, PENDING, ADVICE;

        static Filter of(String word) {
            return Arrays.stream(values()).filter(filter -> filter.word().equals(word)).findFirst().orElse(ALL);
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    final TreeItem<Row> root = new TreeItem<>();
    final StringProperty search = new SimpleStringProperty("");
    final ObjectProperty<Filter> filter = new SimpleObjectProperty<>(Filter.ALL);
    final ObjectProperty<Column> order = new SimpleObjectProperty<>(Column.NAME);
    /// Machines that are off are left out.
    final BooleanProperty hideOff = new SimpleBooleanProperty();
    /// Only machines with this tag; empty for all.
    final StringProperty tag = new SimpleStringProperty("");
    /// All there are, in order.
    final ObservableList<String> tags = FXCollections.observableArrayList();
    /// Searches that the user gave a name.
    final ObservableList<SavedFilter> saved = FXCollections.observableArrayList();
    /// The highest rates seen, to which graphs of rates are drawn; in bytes a second.
    private final Map<Column, Double> highest = new EnumMap<>(Column.class);
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
    private boolean holding;
    private boolean complete = true;

    MachinesModel(Locale locale) {
        collator = Collator.getInstance(locale);
        for (Filter each : Filter.values()) counts.put(each, new SimpleIntegerProperty());
        search.subscribe((_, _) -> arrange());
        filter.subscribe((_, _) -> arrange());
        order.subscribe((_, _) -> arrange());
        descending.subscribe((_, _) -> arrange());
        hideOff.subscribe((_, _) -> arrange());
        tag.subscribe((_, _) -> arrange());
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
        Row.OfConnection row = (Row.OfConnection) item.getValue();
        row.label.set(label);
        return row;
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
        if (holding) return;
        arranging.set(true);
        try {
            connections.forEach((uri, item) -> reconcile(item.getChildren(), machines.get(uri).values().stream()
                    .filter(child -> shown((Row.OfMachine) child.getValue())).sorted(comparator()).toList()));
            count();
        } finally {
            arranging.set(false);
        }
    }

    private void count() {
        int[] counted = new int[Filter.values().length];
        int active = 0;
        SortedSet<String> found = new TreeSet<>(collator);
        for (Map<String, TreeItem<Row>> siblings : machines.values())
            for (TreeItem<Row> item : siblings.values()) {
                Row.OfMachine row = (Row.OfMachine) item.getValue();
                if (row.now().active()) active++;
                found.addAll(row.tags());
                for (Filter each : Filter.values()) if (passes(row, each)) counted[each.ordinal()]++;
            }
        running.set(active);
        counts.forEach((which, count) -> count.set(counted[which.ordinal()]));
        if (!List.copyOf(found).equals(tags)) tags.setAll(found);
        nothingFound.set(counted[Filter.ALL.ordinal()] > 0 && shown().findAny().isEmpty());
    }

    private boolean shown(Row.OfMachine row) {
        return passes(row, filter.get()) && (!hideOff.get() || row.now().active()) && (tag.get().isEmpty() || row.tags().contains(tag.get())) && matches(row);
    }

    private static boolean passes(Row.OfMachine row, Filter filter) {
        return switch (filter) {
            case ALL -> true;
            case RUNNING -> row.now().active();
            case EMULATED -> row.emulated();
            case UNSAFE -> row.unsafe();
            case PENDING -> row.pending();
            case ADVICE -> !row.findings.get().isEmpty();
        };
    }

    /// virt-manager only finds the beginning of a name.
    private boolean matches(Row.OfMachine row) {
        String wanted = search.get().strip().toLowerCase(Locale.ROOT);
        return wanted.isEmpty() || row.says(wanted);
    }

    private Comparator<TreeItem<Row>> comparator() {
        Comparator<Row.OfMachine> byName = Comparator.comparing((Row.OfMachine row) -> row.place(collator)).thenComparing(Row.OfMachine::uuid);
        Comparator<Row.OfMachine> wanted = order.get() == Column.NAME ? byName : order.get().order(this);
        Comparator<Row.OfMachine> rows = (descending.get() ? wanted.reversed() : wanted).thenComparing(byName);
        return (left, right) -> rows.compare((Row.OfMachine) left.getValue(), (Row.OfMachine) right.getValue());
    }

    /// A graph of rates reaches up to the highest rate seen, as virt-manager's do.
    double highest(Column column) {
        return column.rate() ? highest.getOrDefault(column, 1.0) : 100;
    }

    /// New samples have come.
    void measured(Row.OfMachine row) {
        for (Column column : Column.values())
            if (column.rate()) highest.merge(column, Math.max(1.0, column.newest(row)), Math::max);
    }

    /// What filter, tag and search are now, under a name.
    void save(String name) {
        saved.removeIf(each -> each.name().equals(name));
        saved.add(new SavedFilter(name, filter.get(), tag.get(), search.get()));
    }

    boolean shows(SavedFilter wanted) {
        return filter.get() == wanted.filter() && tag.get().equals(wanted.tag()) && search.get().strip().equals(wanted.search().strip());
    }

    /// One arrangement for all three.
    void use(SavedFilter wanted) {
        holding = true;
        filter.set(wanted.filter());
        tag.set(wanted.tag());
        search.set(wanted.search());
        holding = false;
        arrange();
    }

    /// All that was told is in the list; false while thousands are coming in.
    void complete(boolean now) {
        complete = now;
    }

    boolean complete() {
        return complete;
    }

    GuestOs os(Row.OfMachine row) {
        return GuestOs.of(row.now().current());
    }

    /// Of all its written disks, as far as their images could be looked at.
    Optional<Long> imageBytes(Row.OfMachine row) {
        return sum(row, facts -> facts.header().toOptional().map(ImageHeader::virtualBytes));
    }

    Optional<Long> allocatedBytes(Row.OfMachine row) {
        return sum(row, facts -> facts.allocatedBytes().toOptional());
    }

    private Optional<Long> sum(Row.OfMachine row, Function<ImageFacts, Optional<Long>> what) {
        Optional<Host> host = connection(row.connection()).flatMap(connection -> connection.host.get().toOptional());
        if (host.isEmpty() || row.writtenDisks().isEmpty()) return Optional.empty();
        long sum = 0;
        for (Disk disk : row.writtenDisks()) {
            Optional<Long> bytes = disk.source().map(host.get()::image).flatMap(what);
            if (bytes.isEmpty()) return Optional.empty();
            sum += bytes.get();
        }
        return Optional.of(sum);
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
            ((ObservableList<TreeItem<Row>>) lines).setAll(wanted);
            return;
        }
        lines.removeIf(line -> !stay.contains(line));
        for (int i = 0; i < wanted.size(); i++)
            if (i >= lines.size() || lines.get(i) != wanted.get(i)) lines.add(i, wanted.get(i));
    }
}
