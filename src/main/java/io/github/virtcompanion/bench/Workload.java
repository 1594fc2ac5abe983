package io.github.virtcompanion.bench;

/// How a guest writes: 4 KiB at a time, and how often it asks for a flush.
public enum Workload {
    /// The headline. Of the recipes tried it ranks the modes most nearly as an installation inside a guest does.
    INSTALLER("installer", 8, 16),
    /// A guest that never flushes: FreeBSD and Windows set-ups of old.
    NEVER("never", 1, 0),
    /// A flush now and then: ext4 or xfs in a guest of today.
    EVERY_64("64", 1, 64),
    /// A flush after each write: dpkg, rpm, databases.
    EVERY_WRITE("1", 1, 1);

    private final String word;
    private final int depth;
    private final int flushInterval;

    Workload(String word, int depth, int flushInterval) {
        this.word = word;
        this.depth = depth;
        this.flushInterval = flushInterval;
    }

    /// As in JSON and in the keys of its words.
    public String word() {
        return word;
    }

    /// Writes in flight at once.
    public int depth() {
        return depth;
    }

    /// Writes from flush to flush, never less than the depth (qemu-img refuses that); 0 for no flushes.
    public int flushInterval() {
        return flushInterval;
    }
}
