package io.github.virtcompanion.system;

import io.github.virtcompanion.model.Fact;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/// Brings what the host still holds in memory for some files to the disk. Images are opened for reading only.
public final class DiskFlush {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Commands commands;

    public DiskFlush(Commands commands) {
        this.commands = commands;
    }

    public enum How {
        /// Nothing that was written needed it.
        NOT_NEEDED,
        /// Each file by itself.
        FILES,
        /// One of them may not be opened by this user: everything of this host was flushed, as everybody may ask for.
        HOST
    }

    /// Waits until it is done.
    ///
    /// @return unknown where neither could be done: what was written is not sure to be on the disk
    public Fact<How> flush(Collection<String> files) {
        if (files.stream().allMatch(DiskFlush::force)) return Fact.known(How.FILES, "fsync");
        return switch (commands.run(List.of("sync"), PATIENCE)) {
            case Fact.Known<Output>(Output output, String source) when output.exit() == 0 -> Fact.known(How.HOST, source);
            case Fact.Known<Output>(Output output, String _) -> Fact.unknown("system.flush.refused", output.err().strip());
            case Fact.Unknown<Output> unknown -> unknown.map(_ -> How.HOST);
        };
    }

    private static boolean force(String file) {
        // Linux flushes a file through any descriptor of it.
        try (FileChannel channel = FileChannel.open(Path.of(file), StandardOpenOption.READ)) {
            channel.force(true);
            return true;
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }
}
