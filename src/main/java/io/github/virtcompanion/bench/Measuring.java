package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.FailedException;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Measurements as the window wants them: found a place for, run one at a time, kept.
public interface Measuring {
    Site site(String wanted) throws FailedException;

    /// Blocks until done, as [Benchmark#run] does; the result is kept.
    Kept run(Site site, Wish wish, Consumer<Progress> progress) throws FailedException;

    /// Writes a file the user has named, in place of an older one.
    void save(Path file, byte[] contents) throws FailedException;

    /// Keeps what a machine wrote.
    void keep(Recording recording) throws FailedException;

    /// Of a machine, the newest first.
    List<Recording> recordings(String uuid) throws FailedException;

    /// Earlier ones of a file system, the newest first.
    List<Kept> earlier(String identity) throws FailedException;
}
