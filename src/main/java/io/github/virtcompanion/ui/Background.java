package io.github.virtcompanion.ui;

import javafx.application.Platform;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The one way off the FX thread and back onto it. Tests use a twin that does everything in place.
public abstract class Background {
    /// Somewhere that may wait.
    protected abstract void aside(Runnable work);

    /// Where widgets may be touched, in the order of the calls.
    public abstract void show(Runnable work);

    /// @return to say what shall happen with the result
    public final <T> Job<T> run(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Job<T> job = new Job<>(result, this);
        aside(() -> {
            if (job.cancelled()) return;
            try {
                result.complete(work.call());
            } catch (Exception | LinkageError e) {
                result.completeExceptionally(e);
            }
        });
        return job;
    }

    /// Something already under way on another thread, such as a connection's.
    public final <T> Job<T> follow(CompletableFuture<T> result) {
        return new Job<>(result, this);
    }

    /// For the running program: a thread for each piece of work that waits, none of which keeps the program alive.
    public static Background onFxThread() {
        return new OnFxThread();
    }

    private static final class OnFxThread extends Background {
        private final ExecutorService threads = Executors.newCachedThreadPool(
                Thread.ofPlatform().name("background-", 0).daemon().factory());

        @Override
        protected void aside(Runnable work) {
            threads.execute(work);
        }

        @Override
        public void show(Runnable work) {
            Platform.runLater(work);
        }
    }
}
