package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;

/// What the disk itself can do: 1 MiB at a time into a raw file, as tools like bonnie++ tell it. No mode can be faster and
/// still reach the disk.
public enum DiskLine {
    /// Through the host's page cache, with a flush every 16 MiB.
    BUFFERED("buffered", CacheMode.WRITEBACK, 16),
    /// Past the page cache (O_DIRECT).
    DIRECT("direct", CacheMode.NONE, 0),
    /// With a flush after each write.
    SYNC("sync", CacheMode.WRITETHROUGH, 0);

    /// Bytes of one write.
    public static final int WRITE = 1 << 20;
    /// Writes that stay within the image.
    static final int MOST_WRITES = QemuImgBench.IMAGE_MIB;

    private final String word;
    private final CacheMode mode;
    private final int flushInterval;

    DiskLine(String word, CacheMode mode, int flushInterval) {
        this.word = word;
        this.mode = mode;
        this.flushInterval = flushInterval;
    }

    /// As in JSON and in the keys of its words.
    public String word() {
        return word;
    }

    CacheMode mode() {
        return mode;
    }

    int flushInterval() {
        return flushInterval;
    }

    /// Two flushes at least; few enough for a disk of some MB/s.
    int firstTry() {
        return Math.max(8, 2 * flushInterval);
    }
}
