package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.util.List;

/// Why no figure of that disk can be had any more, from QEMU's words: those of strerror in the C locale.
final class DiskTrouble {
    private static final List<String> FULL = List.of("No space left on device", "Disk quota exceeded");
    private static final List<String> BROKEN = List.of("Input/output error", "Read-only file system", "Stale file handle", "Structure needs cleaning",
            "Transport endpoint is not connected", "Software caused connection abort", "No such device", "Remote I/O error", "Host is down", "Connection timed out");

    private DiskTrouble() {}

    /// @param words of a command that failed
    /// @throws FailedException where they tell of the disk rather than of that one command
    static void check(String place, String words) throws FailedException {
        if (FULL.stream().anyMatch(words::contains)) throw new Failure(Message.of("bench.disk-full", place), Message.of("bench.no-space.next"), words).asException();
        for (String why : BROKEN)
            if (words.contains(why)) throw new Failure(Message.of("bench.disk-broken", place, why), Message.of("bench.disk-broken.next"), words).asException();
    }

    static FailedException vanished(String place) {
        return new Failure(Message.of("bench.vanished", place), Message.of("bench.vanished.next"), "").asException();
    }

    static FailedException hangs(String place, long seconds) {
        return new Failure(Message.of("bench.hangs", place, seconds), Message.of("bench.hangs.next"), "").asException();
    }
}
