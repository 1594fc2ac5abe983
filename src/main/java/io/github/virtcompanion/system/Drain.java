package io.github.virtcompanion.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Reads a stream to its end so that the command never waits for us, and keeps the first megabytes.
final class Drain {
    private static final int LIMIT = 8 << 20;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Thread thread;

    Drain(InputStream in) {
        thread = Thread.ofPlatform().daemon().name("command output").start(() -> read(in));
    }

    private void read(InputStream in) {
        byte[] buffer = new byte[8192];
        try (in) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) keep(buffer, n);
        } catch (IOException e) {
            // The command was killed; what it said until then is kept.
        }
    }

    private synchronized void keep(byte[] buffer, int n) {
        kept.write(buffer, 0, Math.min(n, LIMIT - kept.size()));
    }

    /// What it has said, waiting for its end only so long.
    String text(Duration patience) throws InterruptedException {
        thread.join(patience);
        synchronized (this) {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}
