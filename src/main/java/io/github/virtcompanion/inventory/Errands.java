package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.FailedException;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Asks QEMU for what takes its time (a start, a save) or is never answered (by a hung guest), so that the list goes on meanwhile.
/// Each errand has a thread and a libvirt connection to itself; why not the connection's own: see [Asker].
final class Errands {
    /// A daemon has a worker for each waiting call, and twenty workers (libvirtd.conf, max_workers).
    private static final int AT_ONCE = 6;
    private static final int IDLE_SECONDS = 30;

    private final Statistics.Opening opening;
    private final ThreadPoolExecutor threads;
    private final Deque<Hypervisor> idle = new ArrayDeque<>();
    private int generation;

    Errands(String name, Statistics.Opening opening) {
        this.opening = opening;
        threads = new ThreadPoolExecutor(AT_ONCE, AT_ONCE, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("errands of " + name).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /// @param otherwise run instead where no connection of its own is to be had
    /// @throws RejectedExecutionException after [#close]
    <T> void run(Work<T> work, CompletableFuture<T> result, Runnable otherwise) {
        threads.execute(() -> {
            int mine = generation();
            Hypervisor hypervisor;
            try {
                Optional<Hypervisor> kept = keptOne();
                hypervisor = kept.isPresent() ? kept.get() : opening.open();
            } catch (FailedException e) {
                otherwise.run();
                return;
            }
            try {
                T done = work.on(hypervisor);
                giveBack(hypervisor, mine);
                result.complete(done);
            } catch (FailedException | RuntimeException e) {
                // It may be the connection that broke.
                hypervisor.close();
                result.completeExceptionally(e);
            }
        });
    }

    private synchronized int generation() {
        return generation;
    }

    private synchronized Optional<Hypervisor> keptOne() {
        return Optional.ofNullable(idle.poll());
    }

    /// One is kept for the next errand.
    private void giveBack(Hypervisor hypervisor, int ofGeneration) {
        synchronized (this) {
            if (ofGeneration == generation && idle.isEmpty()) {
                idle.add(hypervisor);
                return;
            }
        }
        hypervisor.close();
    }

    /// The daemon has gone, and what was opened with it.
    void letGo() {
        Deque<Hypervisor> left;
        synchronized (this) {
            generation++;
            left = new ArrayDeque<>(idle);
            idle.clear();
        }
        left.forEach(Hypervisor::close);
    }

    /// What waits for an answer is left to it.
    void close() {
        letGo();
        threads.shutdown();
    }
}
