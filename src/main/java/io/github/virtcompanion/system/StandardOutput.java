package io.github.virtcompanion.system;

import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Standard output that remembers what it could not write: Java's own swallows it, and a command whose answer a full disk
/// has cut off would end as if all were well.
public final class StandardOutput extends OutputStream {
    private static final int KIND = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    private final OutputStream to;
    private final Path descriptor;
    private volatile Optional<IOException> failure = Optional.empty();

    public StandardOutput() {
        this(new FileOutputStream(FileDescriptor.out), Path.of("/proc/self/fd/1"));
    }

    /// @param descriptor tells of what kind it is
    StandardOutput(OutputStream to, Path descriptor) {
        this.to = to;
        this.descriptor = descriptor;
    }

    @Override
    public void write(int one) {
        write(new byte[]{(byte) one}, 0, 1);
    }

    /// What comes after a failure is dropped: a file with a hole is worse than one that ends.
    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        if (failure.isPresent()) return;
        try {
            to.write(bytes, from, length);
        } catch (IOException e) {
            failure = Optional.of(e);
        }
    }

    /// What was lost; nothing where whoever read the pipe has seen enough, as `head` does.
    public Optional<Failure> failure() {
        return failure.filter(_ -> !readBySomebody()).map(e -> new Failure(Message.of("system.output.lost"), Message.of("system.output.lost.next"), String.valueOf(e.getMessage())));
    }

    private boolean readBySomebody() {
        try {
            int kind = (int) Files.getAttribute(descriptor, "unix:mode") & KIND;
            return kind == PIPE || kind == SOCKET;
        } catch (IOException e) {
            return false;
        }
    }
}
