package io.github.virtcompanion.system;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Runs what may hang for ever, as every look at a file of a dead server does, on a thread that may be left behind.
///
/// What hung once is not tried again while it still hangs, so that at most one thread waits for each. Safe for use by
/// several threads.
public final class Patience {
    private final Map<String, Thread> waiting = new ConcurrentHashMap<>();
    private final Duration limit;

    /// @param limit how long to wait for each
    public Patience(Duration limit) {
        this.limit = limit;
    }

    /// @param what names what is waited for: a mount point
    /// @param work must leave its result where a thread that gave up may read it half finished
    /// @return whether it ended in time
    public boolean of(String what, Runnable work) {
        Thread stuck = waiting.get(what);
        if (stuck != null && stuck.isAlive()) return false;
        Thread thread = Thread.ofPlatform().daemon().name("looking at " + what).start(work);
        try {
            if (thread.join(limit)) {
                waiting.remove(what);
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        waiting.put(what, thread);
        return false;
    }
}
