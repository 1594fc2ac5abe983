package io.github.virtcompanion.ui;

import io.github.virtcompanion.bench.Meter;
import io.github.virtcompanion.bench.Recording;
import io.github.virtcompanion.inventory.DiskWatch;
import io.github.virtcompanion.model.DiskLook;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The recordings of what machines write that are under way in this window; they go on while other machines are looked at.
final class Meters {
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final int KEEP_EVERY = 10;

    private final Desk desk;
    private final Map<String, One> all = new HashMap<>();

    /// Of one machine.
    static final class One {
        /// The one under way, or the last one of this window.
        final ObjectProperty<Optional<Recording>> recording = new SimpleObjectProperty<>(Optional.empty());
        final ObjectProperty<Boolean> running = new SimpleObjectProperty<>(false);
        final ObjectProperty<List<Recording>> earlier = new SimpleObjectProperty<>(List.of());
        private Optional<DiskWatch> watch = Optional.empty();
        private int looks;
    }

    Meters(Desk desk) {
        this.desk = desk;
    }

    One of(Row.OfMachine row) {
        return all.computeIfAbsent(row.key(), _ -> {
            One one = new One();
            desk.background().run(() -> desk.measuring().recordings(row.uuid())).done(one.earlier::set);
            return one;
        });
    }

    void start(Row.OfMachine row) {
        One one = of(row);
        if (one.running.get()) return;
        desk.connection(row.connection()).ifPresent(connection -> {
            Recording empty = new Recording(row.uuid(), row.now().name(), Meter.EMPTY);
            one.recording.get().filter(before -> !before.meter().stretches().isEmpty()).ifPresent(before -> one.earlier.set(plus(before, one.earlier.get())));
            one.recording.set(Optional.of(empty));
            one.running.set(true);
            one.looks = 0;
            one.watch = Optional.of(DiskWatch.start(connection, row.uuid(), EVERY, look -> desk.background().show(() -> take(one, look)),
                    () -> desk.background().show(() -> stop(row))));
        });
    }

    private void take(One one, DiskLook look) {
        if (!one.running.get()) return;
        Recording before = one.recording.get().orElseThrow();
        Recording after = new Recording(before.uuid(), before.machine(), before.meter().plus(look));
        one.recording.set(Optional.of(after));
        if (++one.looks % KEEP_EVERY == 0) keep(after);
    }

    void stop(Row.OfMachine row) {
        One one = of(row);
        one.watch.ifPresent(DiskWatch::close);
        one.watch = Optional.empty();
        if (!one.running.get()) return;
        one.running.set(false);
        one.recording.get().ifPresent(this::keep);
    }

    private void keep(Recording recording) {
        desk.background().run(() -> {
            desk.measuring().keep(recording);
            return recording;
        }).failed(desk.notices()::failed);
    }

    private static List<Recording> plus(Recording newest, List<Recording> others) {
        List<Recording> more = new java.util.ArrayList<>(others);
        more.addFirst(newest);
        return List.copyOf(more);
    }
}
