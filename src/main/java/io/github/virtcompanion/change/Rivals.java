package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.FailedException;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/// Reads a definition over and over, on a connection and a thread of its own, while it is being replaced: what another
/// program stores in between would be gone before anybody had seen it. What lives shorter than one reading is missed.
final class Rivals implements AutoCloseable {
    /// Sees nobody.
    static final Watching NOBODY = new Watching(null) {
        @Override
        Rivals of(String uuid) {
            return new Rivals(null, uuid);
        }
    };

    private final Hypervisor hypervisor;
    private final Thread thread;
    private final CountDownLatch reading = new CountDownLatch(1);
    private volatile boolean over;
    private volatile List<String> texts = List.of();

    private Rivals(Hypervisor hypervisor, String uuid) {
        this.hypervisor = hypervisor;
        this.thread = hypervisor == null ? null : Thread.ofPlatform().daemon().name("rivals").start(() -> read(uuid));
        try {
            // Not before it reads.
            if (thread != null) reading.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Opens its connection when it is first needed, and closes it at the end.
    static class Watching implements AutoCloseable {
        private final Callable<Hypervisor> opening;
        private Hypervisor hypervisor;

        private Watching(Callable<Hypervisor> opening) {
            this.opening = opening;
        }

        Rivals of(String uuid) {
            try {
                if (hypervisor == null) hypervisor = opening.call();
            } catch (Exception e) {
                // A second connection is a help, not a need.
                return new Rivals(null, uuid);
            }
            return new Rivals(hypervisor, uuid);
        }

        @Override
        public void close() {
            if (hypervisor != null) hypervisor.close();
        }
    }

    static Watching through(Callable<Hypervisor> opening) {
        return new Watching(opening);
    }

    private void read(String uuid) {
        String last = "";
        try {
            while (!over) {
                String text = hypervisor.storedXml(uuid);
                reading.countDown();
                if (text.equals(last)) continue;
                last = text;
                texts = java.util.stream.Stream.concat(texts.stream(), java.util.stream.Stream.of(text)).toList();
            }
        } catch (FailedException e) {
            // Gone, or the connection breaks: whoever stores finds out by itself.
        } finally {
            reading.countDown();
        }
    }

    /// The last definition that was none of these.
    Optional<String> seen(List<String> own) {
        close();
        return texts.stream().filter(text -> !own.contains(text)).reduce((_, later) -> later);
    }

    @Override
    public void close() {
        over = true;
        if (thread == null) return;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
