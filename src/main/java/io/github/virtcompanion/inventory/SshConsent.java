package io.github.virtcompanion.inventory;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.system.PrivateFiles;

import java.util.TreeSet;

/// Whose files the user has agreed to have read through ssh: one URI a line in `files-over-ssh`. Nobody has agreed to
/// anything until he says so.
public final class SshConsent {
    private static final String FILE = "files-over-ssh";
    private final PrivateFiles config;

    public SshConsent(PrivateFiles config) {
        this.config = config;
    }

    /// A file that cannot be read agrees to nothing.
    boolean given(String uri) {
        try {
            return uris().contains(uri);
        } catch (FailedException e) {
            return false;
        }
    }

    void give(String uri, boolean agreed) throws FailedException {
        try (PrivateFiles.Lock _ = config.lock(FILE)) {
            TreeSet<String> uris = uris();
            if (agreed ? uris.add(uri) : uris.remove(uri)) config.write(FILE, uris.isEmpty() ? "" : String.join("\n", uris) + "\n");
        }
    }

    private TreeSet<String> uris() throws FailedException {
        TreeSet<String> uris = new TreeSet<>();
        config.read(FILE).ifPresent(text -> text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(uris::add));
        return uris;
    }
}
