package io.github.virtcompanion.system;

import java.util.concurrent.CountDownLatch;

/// Ctrl-C, or a `kill`, while machines are changed: what can still be left is left, the rest is carried through, and only
/// then the program ends. Java's runtime waits for its shutdown hooks, and this one waits for the work.
public final class Interruption implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::await, "interruption");
    private volatile boolean stopped;

    private Interruption() {}

    public static Interruption expected() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    public boolean stopped() {
        return stopped;
    }

    private void await() {
        stopped = true;
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
