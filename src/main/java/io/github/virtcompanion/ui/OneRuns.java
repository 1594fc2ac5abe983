package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.RunWatch;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.InventoryListener;
import io.github.virtcompanion.model.Machine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Sees to the end of runs whose values were for one run only, also of those that ended while no window was open: flushes
/// their images, says so, and starts a machine again whose guest only wanted to reboot.
final class OneRuns implements InventoryListener {
    private final Desk desk;
    private final RunWatch watch;
    private final Set<String> connected = ConcurrentHashMap.newKeySet();
    private final Set<String> active = ConcurrentHashMap.newKeySet();

    OneRuns(Desk desk, RunWatch watch) {
        this.desk = desk;
        this.watch = watch;
    }

    @Override
    public void connectionChanged(Connection connection) {
        if (!connection.status().connected()) connected.remove(connection.uri());
        else if (connected.add(connection.uri())) look(connection);
    }

    @Override
    public void machineChanged(Connection connection, Machine machine) {
        String key = connection.uri() + " " + machine.uuid();
        if (machine.active()) active.add(key);
        else if (active.remove(key)) look(connection);
    }

    private void look(Connection connection) {
        desk.background().run(() -> watch.look(connection)).done(ended -> ended.forEach(this::tell)).failed(desk.notices()::failed);
    }

    private void tell(RunWatch.Ended ended) {
        String words = Stream.concat(Stream.of(ended.words()), ended.writtenWords().stream()).map(desk.words()::say).collect(Collectors.joining(" "));
        desk.notices().tell(words);
        if (ended.reboot()) desk.background().run(() -> {
            watch.startAgain(ended);
            return true;
        }).failed(desk.notices()::failed);
    }
}
