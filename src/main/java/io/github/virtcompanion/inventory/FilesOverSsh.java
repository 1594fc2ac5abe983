package io.github.virtcompanion.inventory;

import io.github.virtcompanion.model.FailedException;

/// The reading of another host's files through ssh, which its user agrees to or not.
public final class FilesOverSsh {
    private final ConnectionSpec spec;
    private final HostSource source;
    private final Runnable lookAgain;

    FilesOverSsh(ConnectionSpec spec, HostSource source, Runnable lookAgain) {
        this.spec = spec;
        this.source = source;
        this.lookAgain = lookAgain;
    }

    /// Reads a file.
    public boolean agreed() {
        return source.readsFilesOverSsh(spec);
    }

    /// Remembers the answer for this connection, and looks at the host again.
    ///
    /// @throws FailedException it could not be remembered
    public void agree(boolean yes) throws FailedException {
        source.readFilesOverSsh(spec, yes);
        lookAgain.run();
    }
}
