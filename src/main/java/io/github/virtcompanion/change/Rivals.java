package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.DomainEvent;
import io.github.virtcompanion.model.FailedException;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Sees what other programs store while a definition is being replaced, and what would be gone before anybody had seen it. On this host
/// a connection and a thread of its own read it over and over. What lives shorter than one reading is missed; that it was
/// there, libvirt's events tell, on other hosts too.
final class Rivals implements AutoCloseable {
    private final Hypervisor hypervisor;
    private final String uuid;
    private final boolean reads;
    private final AtomicInteger stores = new AtomicInteger();
    private final Consumer<DomainEvent> counting = this::count;
    private final Set<String> texts = new LinkedHashSet<>();
    private final CountDownLatch reading = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean over;
    private boolean heard = true;

    private Rivals(Hypervisor hypervisor, String uuid, boolean reads) {
        this.hypervisor = hypervisor;
        this.uuid = uuid;
        this.reads = reads;
        try {
            hypervisor.onEvent(counting);
        } catch (FailedException e) {
            heard = false;
        }
        this.thread = Thread.ofPlatform().daemon().name("rivals").unstarted(this::read);
        if (!reads) return;
        thread.start();
        try {
            // Not before it reads.
            reading.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// How they are seen: opens a connection when it is first needed, and closes it at the end.
    static final class Watching implements AutoCloseable {
        private final Optional<Connection> connection;
        private final LiveChanges.Opening opening;
        private Optional<Hypervisor> second = Optional.empty();

        private Watching(Optional<Connection> connection, LiveChanges.Opening opening) {
            this.connection = connection;
            this.opening = opening;
        }

        /// @param first the connection by which the definition is replaced
        Rivals of(Hypervisor first, String uuid) {
            try {
                if (second.isEmpty() && connection.isPresent()) second = Optional.of(opening.open(connection.get()));
            } catch (FailedException e) {
                // A second connection is a help, not a need.
            }
            return new Rivals(second.orElse(first), uuid, second.isPresent());
        }

        @Override
        public void close() {
            second.ifPresent(Hypervisor::close);
        }
    }

    /// By the events alone.
    static Watching counted() {
        return new Watching(Optional.empty(), _ -> { throw new IllegalStateException(); });
    }

    /// Another host is too far away for reading to be of use, and libvirt's test driver has a world of its own for each connection.
    static Watching on(Connection connection, LiveChanges.Opening opening) {
        return connection.kind() == ConnectionSpec.Kind.LOCAL ? new Watching(Optional.of(connection), opening) : counted();
    }

    /// What came by while the definition was being replaced.
    ///
    /// @param texts  oldest first
    /// @param stores how often somebody stored, this program included, as libvirt's events tell; empty where they could not be heard
    record Seen(List<String> texts, Optional<Integer> stores) {}

    /// The definition has just been compared: only what is stored from here on counts.
    void compared() {
        stores.set(0);
    }

    /// Ours is stored.
    Seen seen() {
        stop();
        try {
            // Comes after the events of all that was stored before it.
            texts.add(hypervisor.storedXml(uuid));
            hypervisor.awaitEvents();
            int counted = stores.get();
            // What has been counted since.
            texts.add(hypervisor.storedXml(uuid));
            return new Seen(List.copyOf(texts), heard ? Optional.of(counted) : Optional.empty());
        } catch (FailedException e) {
            return new Seen(List.copyOf(texts), Optional.empty());
        }
    }

    private void count(DomainEvent event) {
        if (event.uuid().equals(uuid) && (event.kind() == DomainEvent.Kind.DEFINED || event.kind() == DomainEvent.Kind.METADATA)) stores.incrementAndGet();
    }

    private void read() {
        try {
            while (!over) {
                texts.add(hypervisor.storedXml(uuid));
                reading.countDown();
            }
        } catch (FailedException e) {
            // Gone, or the connection breaks: whoever stores finds out by itself.
        } finally {
            reading.countDown();
        }
    }

    private void stop() {
        over = true;
        try {
            if (reads) thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        hypervisor.forget(counting);
    }
}
