package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.DomainUsage;
import io.github.virtcompanion.model.FailedException;

import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Asks what may never be answered, with a thread and a connection of its own. On a shared connection the calls of others would
/// wait as well: libvirt's client can miss that one is queued while another thread reads the socket, until the next keepalive
/// (seen with 9.0: 5 to 15 s).
final class Asker {
    /// Its last question has not been answered yet.
    final AtomicBoolean busy = new AtomicBoolean();
    private final Statistics.Opening opening;
    private final ExecutorService thread;

    // Only touched on the thread.
    private Hypervisor hypervisor;

    Asker(String name, Statistics.Opening opening) {
        this.opening = opening;
        this.thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("statistics of " + name).factory());
    }

    /// @param answer called on this thread; with nothing where nothing could be asked
    void ask(Work<Map<String, DomainUsage>> question, Consumer<Map<String, DomainUsage>> answer) {
        busy.set(true);
        thread.execute(() -> {
            Map<String, DomainUsage> told = Map.of();
            try {
                if (hypervisor == null) hypervisor = opening.open();
                told = question.on(hypervisor);
            } catch (FailedException e) {
                // A broken connection is opened again for the next question.
                letGo();
            } finally {
                busy.set(false);
            }
            answer.accept(told);
        });
    }

    /// As soon as it is not waiting any more.
    void close() {
        try {
            thread.execute(this::letGo);
        } catch (RejectedExecutionException e) {
            // Closed already.
        }
        thread.shutdown();
    }

    private void letGo() {
        if (hypervisor != null) hypervisor.close();
        hypervisor = null;
    }
}
