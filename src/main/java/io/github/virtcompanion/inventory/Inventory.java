package io.github.virtcompanion.inventory;

import io.github.virtcompanion.model.Machine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// All connections of the program.
///
/// Connections nobody asked for (the usual local ones) disappear when no daemon answers; when none is left, the demo
/// host takes their place.
public final class Inventory implements AutoCloseable {
    private static final Duration GOODBYE = Duration.ofMillis(500);

    private final Opener opener;
    private final HostSource hostSource;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final List<InventoryListener> listeners = new CopyOnWriteArrayList<>();
    private final Supplier<List<ConnectionSpec>> more;
    private final boolean demoIfNone;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile Optional<Sources> kept = Optional.empty();
    private volatile boolean closed;

    /// @param demoIfNone whether the demo host takes the place of absent ones
    public Inventory(List<ConnectionSpec> specs, Opener opener, HostSource hostSource, boolean demoIfNone) {
        this(() -> List.of(), opener, hostSource, demoIfNone);
        specs.forEach(spec -> connections.add(connection(spec)));
    }

    /// @param more asked once, by [#start]: finding out which connections there are may take a while
    public Inventory(Supplier<List<ConnectionSpec>> more, Opener opener, HostSource hostSource, boolean demoIfNone) {
        this.more = more;
        this.demoIfNone = demoIfNone;
        this.opener = opener;
        this.hostSource = hostSource;
    }

    /// What the user says of connections is kept there.
    public Inventory keptIn(Sources sources) {
        kept = Optional.of(sources);
        return this;
    }

    /// Where the list of connections is kept; empty where they were named for this run alone.
    public Optional<Sources> kept() {
        return kept;
    }

    private Connection connection(ConnectionSpec spec) {
        return new Connection(spec, opener, hostSource, new Fan(), this::dropped);
    }

    public List<Connection> connections() {
        return List.copyOf(connections);
    }

    public void addListener(InventoryListener listener) {
        listeners.add(listener);
    }

    /// The same for one that comes late: it is also told, here and now, of everything there is. Some of it perhaps twice.
    public void addListenerAndTell(InventoryListener listener) {
        listeners.add(listener);
        for (Connection connection : connections) {
            listener.connectionChanged(connection);
            for (Machine machine : connection.all()) listener.machineChanged(connection, machine);
        }
    }

    /// Begins to connect, each connection on its own thread, and does not wait for any of them. Again it does nothing.
    public void start() {
        if (!started.compareAndSet(false, true)) return;
        List<Connection> found = more.get().stream().map(this::connection).toList();
        connections.addAll(found);
        found.forEach(new Fan()::connectionChanged);
        connections.forEach(Connection::open);
    }

    /// Opens one more; one that is there already is only tried again.
    public Connection add(ConnectionSpec spec) {
        for (Connection there : connections)
            if (there.uri().equals(spec.uri())) {
                if (!spec.name().isBlank()) there.rename(spec.name());
                there.reconnect();
                return there;
            }
        Connection connection = connection(spec);
        connections.add(connection);
        new Fan().connectionChanged(connection);
        connection.open();
        return connection;
    }

    public void remove(Connection connection) {
        if (!connections.remove(connection)) return;
        connection.close();
        new Fan().connectionChanged(connection);
    }

    /// Completes when every connection has its list or has failed, those included that took the place of absent ones.
    public CompletableFuture<Void> loaded() {
        return settled(Connection::loaded);
    }

    /// Completes when every connection's host has been looked at as well.
    public CompletableFuture<Void> judged() {
        return settled(Connection::hostLoaded);
    }

    private CompletableFuture<Void> settled(java.util.function.Function<Connection, CompletableFuture<Void>> what) {
        List<Connection> now = connections();
        return CompletableFuture.allOf(now.stream().map(what).toArray(CompletableFuture[]::new))
                .thenCompose(_ -> now.containsAll(connections()) ? CompletableFuture.completedFuture(null) : settled(what));
    }

    private synchronized boolean dropped(Connection absent) {
        if (closed || !connections.contains(absent)) return false;
        if (connections.size() == 1 && demoIfNone) add(ConnectionSpec.demo());
        connections.remove(absent);
        absent.close();
        new Fan().connectionChanged(absent);
        return true;
    }

    @Override
    public void close() {
        closed = true;
        connections.forEach(Connection::close);
        try {
            for (Connection connection : connections) connection.awaitClosed(GOODBYE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Hands everything on to all listeners.
    private final class Fan implements InventoryListener {
        @Override
        public void connectionChanged(Connection connection) {
            listeners.forEach(listener -> listener.connectionChanged(connection));
        }

        @Override
        public void machineChanged(Connection connection, Machine machine) {
            listeners.forEach(listener -> listener.machineChanged(connection, machine));
        }

        @Override
        public void machineGone(Connection connection, String uuid) {
            listeners.forEach(listener -> listener.machineGone(connection, uuid));
        }

        @Override
        public void usageChanged(Connection connection) {
            listeners.forEach(listener -> listener.usageChanged(connection));
        }
    }
}
