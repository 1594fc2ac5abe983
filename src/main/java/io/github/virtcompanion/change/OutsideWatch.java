package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.InventoryListener;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Machine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Writes down what other programs change, as libvirt's events tell of it, and at the start what they changed while nobody
/// looked. To be added to an inventory before that is started.
///
/// All work is done on one thread of its own: nothing waits for it.
public final class OutsideWatch implements InventoryListener {
    /// Events of one change come in pairs and more; and whoever works on the machine is given time to finish.
    private static final long SOON_MILLIS = 60;
    private static final long BUSY_MILLIS = 500;
    private static final System.Logger LOG = System.getLogger(OutsideWatch.class.getName());

    private final Changes changes;
    private final Consumer<Found> told;
    private final Set<Key> waiting = ConcurrentHashMap.newKeySet();
    private final Set<Connection> looked = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("outside changes").factory());

    /// @param told what was found, on the watch's thread
    public OutsideWatch(Changes changes, Consumer<Found> told) {
        this.changes = changes;
        this.told = told;
    }

    /// @param entry changed or removed by others, or settled after this program was cut off
    public record Found(Connection connection, HistoryEntry entry) {}

    private record Key(Connection connection, String uuid) {}

    @Override
    public void connectionChanged(Connection connection) {
        if (!connection.status().connected()) looked.remove(connection);
        else if (connection.loaded().isDone() && looked.add(connection)) thread.execute(() -> sinceLastTime(connection));
    }

    @Override
    public void machineChanged(Connection connection, Machine machine) {
        // Until all have come there is no event: they are compared together.
        if (connection.loaded().isDone()) look(new Key(connection, machine.uuid()), SOON_MILLIS);
    }

    @Override
    public void machineGone(Connection connection, String uuid) {
        look(new Key(connection, uuid), SOON_MILLIS);
    }

    private void look(Key key, long millis) {
        if (waiting.add(key)) thread.schedule(() -> look(key), millis, TimeUnit.MILLISECONDS);
    }

    private void look(Key key) {
        // What changes from here on gets a look of its own.
        waiting.remove(key);
        if (!key.connection().status().connected()) return;
        try {
            Optional<List<HistoryEntry>> found = changes.tryObserve(key.connection(), key.uuid());
            if (found.isEmpty()) look(key, BUSY_MILLIS);
            else {
                for (HistoryEntry entry : found.get()) told.accept(new Found(key.connection(), entry));
                // Another window or command that has just stored it writes that down a moment after libvirt tells of it.
                changes.history().tell(key.uuid());
            }
        } catch (FailedException e) {
            // The connection breaks, or the disk is full: the next event or start looks again.
            LOG.log(System.Logger.Level.DEBUG, "not compared", e);
        }
    }

    /// Once a connection. What is known is read once for all machines, and only what differs gets the look that takes locks and
    /// files: with a thousand machines hardly any. Those that went while nobody looked tell of nothing, and are looked for.
    private void sinceLastTime(Connection connection) {
        try {
            Map<String, String> known = changes.history().defined(connection.uri());
            for (Machine machine : connection.machines()) {
                Optional<String> before = Optional.ofNullable(known.remove(machine.uuid()));
                if (!changes.asKnown(connection, machine, before)) look(new Key(connection, machine.uuid()), 0);
            }
            for (String uuid : known.keySet()) look(new Key(connection, uuid), 0);
        } catch (FailedException e) {
            LOG.log(System.Logger.Level.DEBUG, "not compared", e);
        }
    }
}
