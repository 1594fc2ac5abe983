package io.github.virtcompanion.system;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A new, hidden directory beside somebody's files. It goes when it is closed, and when the program ends before that;
/// what a killed program left is recognised by its name and its free lock, and goes when the next one is made.
///
/// A directory, because what is created in it inherits the attributes of those around it, +C of btrfs above all.
public final class ScratchDirectory implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String UUID_PATTERN = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    /// Between the making of a directory and of its lock.
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private final Path directory;
    private final FileChannel lock;
    private final Thread hook = new Thread(this::removeAtEnd);

    private ScratchDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /// @param prefix of the name, which a UUID follows; leftovers with it are removed first
    public static ScratchDirectory create(Path parent, String prefix) throws FailedException {
        Path directory = parent.resolve(prefix + UUID.randomUUID());
        FileChannel channel = null;
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            channel.lock();
            ScratchDirectory scratch = new ScratchDirectory(directory, channel);
            Runtime.getRuntime().addShutdownHook(scratch.hook);
            scratch.removeLeftovers(parent, Pattern.compile(Pattern.quote(prefix) + UUID_PATTERN));
            return scratch;
        } catch (IOException e) {
            remove(directory);
            if (channel != null) close(channel);
            throw new FailedException(new Failure(Message.of("system.scratch.create", parent.toString()), Message.of("system.scratch.next"), e.toString()));
        }
    }

    public Path resolve(String name) {
        return directory.resolve(name);
    }

    public void delete(String name) throws FailedException {
        try {
            Files.deleteIfExists(resolve(name));
        } catch (IOException e) {
            throw new FailedException(new Failure(Message.of("system.scratch.delete", resolve(name).toString()), Message.of("system.scratch.next"), e.toString()));
        }
    }

    /// What this user may still write on the file system, in bytes; empty where it has no limit of its own (ramfs).
    public OptionalLong usableBytes() throws FailedException {
        try {
            FileStore store = Files.getFileStore(directory);
            return store.getTotalSpace() == 0 ? OptionalLong.empty() : OptionalLong.of(store.getUsableSpace());
        } catch (IOException e) {
            throw new FailedException(new Failure(Message.of("system.scratch.create", directory.toString()), Message.of("system.scratch.next"), e.toString()));
        }
    }

    /// Its type: `btrfs`.
    public String fileSystem() throws FailedException {
        try {
            return Files.getFileStore(directory).type();
        } catch (IOException e) {
            throw new FailedException(new Failure(Message.of("system.scratch.create", directory.toString()), Message.of("system.scratch.next"), e.toString()));
        }
    }

    @Override
    public void close() {
        remove(directory);
        close(lock);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending, and the hook is at work.
        }
    }

    /// Whoever still writes here was started by us, and must not write on after its file has lost its name.
    private void removeAtEnd() {
        ProcessHandle.current().descendants()
                .filter(child -> child.info().commandLine().filter(line -> line.contains(directory.toString())).isPresent())
                .forEach(ProcessHandle::destroyForcibly);
        remove(directory);
    }

    private void removeLeftovers(Path parent, Pattern name) throws IOException {
        List<Path> others;
        try (Stream<Path> entries = Files.list(parent)) {
            others = entries.filter(path -> name.matcher(path.getFileName().toString()).matches() && !path.equals(directory)).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path other : others) if (abandoned(other)) remove(other);
    }

    private boolean abandoned(Path other) {
        try {
            if (!Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS) || !Files.getOwner(other).equals(Files.getOwner(directory))) return false;
            Path held = other.resolve(LOCK);
            if (!Files.exists(held, LinkOption.NOFOLLOW_LINKS))
                return Files.getLastModifiedTime(other).toInstant().isBefore(Instant.now().minus(YOUNG));
            try (FileChannel channel = FileChannel.open(held, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS); FileLock free = channel.tryLock()) {
                return free != null;
            }
        } catch (IOException | OverlappingFileLockException e) {
            return false;
        }
    }

    /// Flat: nothing in it is a directory.
    private static void remove(Path directory) {
        // A command that is just ending may make its file once more.
        for (int attempt = 0; attempt < 3 && Files.exists(directory, LinkOption.NOFOLLOW_LINKS); attempt++) {
            try (Stream<Path> entries = Files.list(directory)) {
                for (Path entry : entries.toList()) Files.deleteIfExists(entry);
                Files.deleteIfExists(directory);
            } catch (IOException | UncheckedIOException e) {
                // The next attempt, or the next run.
            }
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The system gives the lock back with the process.
        }
    }
}
