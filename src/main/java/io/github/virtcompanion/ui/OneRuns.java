package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.RunWatch;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.InventoryListener;
import io.github.virtcompanion.model.Machine;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Sees to the end of runs whose values were for one run only, also of those that ended while no window was open: flushes
/// their images, says so, and starts a machine again whose guest only wanted to reboot. Meanwhile it asks how much they write.
final class OneRuns implements InventoryListener {
    /// By the row's key: bytes written so far, where they are known.
    final ObservableMap<String, Optional<Long>> going = FXCollections.observableHashMap();
    private final Desk desk;
    private final RunWatch watch;
    private final Set<String> connected = ConcurrentHashMap.newKeySet();
    private final Set<String> active = ConcurrentHashMap.newKeySet();
    /// Connections of which one is in such a run.
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final Set<String> asking = ConcurrentHashMap.newKeySet();

    OneRuns(Desk desk) {
        this.desk = desk;
        this.watch = desk.runs();
    }

    @Override
    public void connectionChanged(Connection connection) {
        if (!connection.status().connected()) connected.remove(connection.uri());
        else if (connected.add(connection.uri())) look(connection);
    }

    @Override
    public void machineChanged(Connection connection, Machine machine) {
        String key = key(connection, machine.uuid());
        if (!machine.active()) {
            if (active.remove(key)) look(connection);
            // What it runs with and is stored nowhere makes it differ from what is stored.
        } else if (active.add(key) && !machine.pending().isEmpty()) ask(connection, false);
    }

    @Override
    public void usageChanged(Connection connection) {
        if (running.contains(connection.uri())) ask(connection, true);
    }

    private void look(Connection connection) {
        desk.background().run(() -> watch.look(connection)).done(ended -> ended.forEach(this::tell)).failed(desk.notices()::unread).ended(() -> ask(connection, false));
    }

    /// One question at a time: a guest that hangs holds up its answer.
    private void ask(Connection connection, boolean written) {
        if (!asking.add(connection.uri())) return;
        desk.background().run(() -> {
            if (written) watch.tick(connection);
            return watch.going(connection);
        }).done(now -> show(connection, now)).ended(() -> asking.remove(connection.uri()));
    }

    private void show(Connection connection, List<RunWatch.Going> now) {
        if (now.isEmpty()) running.remove(connection.uri());
        else running.add(connection.uri());
        Set<String> keys = now.stream().map(run -> key(connection, run.uuid())).collect(Collectors.toSet());
        going.keySet().removeIf(key -> key.startsWith(connection.uri() + " ") && !keys.contains(key));
        now.forEach(run -> going.put(key(connection, run.uuid()), run.written()));
    }

    private static String key(Connection connection, String uuid) {
        return connection.uri() + " " + uuid;
    }

    private void tell(RunWatch.Ended ended) {
        String became = ended.failure().isPresent() ? "" : desk.words().say(ended.words()) + " ";
        desk.notices().tell((became + ended.written().filter(bytes -> bytes > 0).map(bytes -> desk.say("ui.run.written", Bytes.say(desk.words(), bytes))).orElse("")).strip());
        ended.failure().ifPresent(desk.notices()::failed);
        if (ended.reboot()) desk.background().run(() -> {
            watch.startAgain(ended);
            return true;
        }).failed(desk.notices()::failed);
    }
}
