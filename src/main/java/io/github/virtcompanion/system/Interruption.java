package io.github.virtcompanion.system;

import sun.misc.Signal;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/// Ctrl-C, or a `kill`, while machines are changed: what can still be left is left, the rest is carried through, and only
/// then the program ends. Java's runtime waits for its shutdown hooks, and this one waits for the work. A second Ctrl-C
/// ends the program at once; what that cuts off is found by its journal at the next start.
public final class Interruption implements AutoCloseable {
    /// What a shell expects of a program ended by SIGINT.
    private static final int ENDED = 128 + 2;

    private final CountDownLatch over = new CountDownLatch(1);
    private final CompletableFuture<Void> stop = new CompletableFuture<>();
    private final Thread hook = new Thread(this::await, "interruption");
    private final Runnable told;
    private volatile boolean asking;

    private Interruption(Runnable told) {
        this.told = told;
    }

    /// @param told run once, by another thread, where something is carried through after the first Ctrl-C
    public static Interruption expected(Runnable told) {
        Interruption interruption = new Interruption(told);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    public boolean stopped() {
        return stop.isDone();
    }

    /// Waits for what only a person can give, but no longer than until Ctrl-C: reading a terminal cannot be broken off, so
    /// that a thread of its own reads, and is left behind.
    ///
    /// @return empty where Ctrl-C came first, or the answer is null
    public Optional<String> answer(Supplier<String> question) {
        asking = true;
        try {
            return CompletableFuture.supplyAsync(() -> Optional.ofNullable(question.get()), reading -> Thread.ofPlatform().daemon().name("question").start(reading))
                    .applyToEither(stop.thenApply(_ -> Optional.empty()), it -> it).join();
        } finally {
            asking = false;
        }
    }

    private void await() {
        boolean asked = asking;
        stop.complete(null);
        Signal.handle(new Signal("INT"), _ -> Runtime.getRuntime().halt(ENDED));
        if (!asked && over.getCount() > 0) told.run();
        try {
            over.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The program is ending already.
        }
    }
}
