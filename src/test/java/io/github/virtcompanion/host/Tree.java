package io.github.virtcompanion.host;

import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.SystemFiles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A captured host made by hand in a temporary directory.
public final class Tree {
    private final Path top;

    public Tree(Path top) {
        this.top = top;
    }

    public Path path() {
        return top;
    }

    public Tree put(String path, String text) {
        return bytes(path, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    public Tree bytes(String path, byte[] bytes) {
        try {
            Files.createDirectories(top.resolve(path).getParent());
            Files.write(top.resolve(path), bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Tree directory(String path) {
        try {
            Files.createDirectories(top.resolve(path));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Tree link(String path, String target) {
        try {
            Files.createDirectories(top.resolve(path).getParent());
            Files.deleteIfExists(top.resolve(path));
            Files.createSymbolicLink(top.resolve(path), Path.of(target));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a command said, with exit code 0.
    public Tree said(String out, String... command) {
        return put(Commands.recordedAs(List.of(command)).substring(1) + "/stdout", out);
    }

    public SystemFiles files() {
        return new SystemFiles(top);
    }

    public Commands commands() {
        return new Commands(files());
    }
}
