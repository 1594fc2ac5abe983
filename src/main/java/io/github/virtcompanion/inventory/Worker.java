package io.github.virtcompanion.inventory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A connection's own platform thread: libvirt keeps its last error a thread of the system.
final class Worker {
    private final ScheduledThreadPoolExecutor thread;

    Worker(String name) {
        thread = thread(name);
    }

    static ScheduledThreadPoolExecutor thread(String name) {
        var executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    ScheduledThreadPoolExecutor thread() {
        return thread;
    }

    /// @param otherwise called at once where it is closed
    void run(Runnable work, Runnable otherwise) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            otherwise.run();
        }
    }

    /// @return ends when it has been tried, at once where it is closed
    CompletableFuture<Void> tried(Runnable work) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        run(() -> {
            try {
                work.run();
            } finally {
                over.complete(null);
            }
        }, () -> over.complete(null));
        return over;
    }

    /// @return empty where it is closed
    Optional<ScheduledFuture<?>> later(Runnable work, long millis) {
        try {
            return Optional.of(thread.schedule(work, millis, TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            return Optional.empty();
        }
    }

    /// What has been given to it is still done.
    void shutdown() {
        thread.shutdown();
    }

    void awaitEnd(Duration atMost) throws InterruptedException {
        thread.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }
}
