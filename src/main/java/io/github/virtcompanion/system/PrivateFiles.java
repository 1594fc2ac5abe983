package io.github.virtcompanion.system;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/// Files this program keeps for itself, for its user's eyes only: definitions in the history hold passwords.
///
/// Names are relative, with `/` between directories. What [#write] and [#append] return from is on the disk.
public final class PrivateFiles {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?> DIRECTORY = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    private static final FileAttribute<?> FILE = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final String LOCK = ".lock";

    private final Path top;

    /// @param top created with mode 0700 when something is first written
    public PrivateFiles(Path top) {
        this.top = top.toAbsolutePath().normalize();
    }

    /// What it remembers and could lose: history, window. `$XDG_STATE_HOME/virt-companion`.
    public static PrivateFiles state() {
        return new PrivateFiles(home(System.getenv(), "XDG_STATE_HOME", ".local/state"));
    }

    /// What the user has chosen. `$XDG_CONFIG_HOME/virt-companion`.
    public static PrivateFiles config() {
        return new PrivateFiles(home(System.getenv(), "XDG_CONFIG_HOME", ".config"));
    }

    /// XDG Base Directory Specification: a relative path in the variable is to be ignored.
    static Path home(Map<String, String> environment, String variable, String otherwise) {
        String set = environment.getOrDefault(variable, "");
        Path base = set.startsWith("/") ? Path.of(set) : Path.of(System.getProperty("user.home")).resolve(otherwise);
        return base.resolve("virt-companion");
    }

    public Path directory() {
        return top;
    }

    /// Replaces the file at one stroke.
    public void write(String name, String text) throws FailedException {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public void write(String name, byte[] bytes) throws FailedException {
        write(name, bytes, true);
    }

    /// The same without waiting for the disk: for what can be had again after the host has lost power.
    public void writeSoon(String name, String text) throws FailedException {
        write(name, text.getBytes(StandardCharsets.UTF_8), false);
    }

    private void write(String name, byte[] bytes, boolean now) throws FailedException {
        Path file = path(name);
        Path draft = file.resolveSibling("." + file.getFileName() + "." + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        try {
            create(file.getParent());
            try {
                put(draft, bytes, now, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
            if (now) sync(file.getParent());
        } catch (IOException e) {
            throw failed("system.private.write", file, e);
        }
    }

    /// Finds out by trying whether so much can be written: file systems have quotas and reserves that no figure tells of.
    public void room(long bytes) throws FailedException {
        Path draft = top.resolve(".room." + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        try {
            create(top);
            try {
                put(draft, new byte[Math.toIntExact(bytes)], false, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new FailedException(new Failure(Message.of("system.private.write", top.toString()), Message.of("system.private.room.next", top.toString()), e.toString()));
        }
    }

    public void append(String name, String text) throws FailedException {
        Path file = path(name);
        try {
            create(file.getParent());
            boolean created = !Files.exists(file);
            put(file, text.getBytes(StandardCharsets.UTF_8), true, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            if (created) sync(file.getParent());
        } catch (IOException e) {
            throw failed("system.private.write", file, e);
        }
    }

    /// @return empty where there is no such file
    public Optional<String> read(String name) throws FailedException {
        Path file = path(name);
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("system.private.read", file, e);
        }
    }

    /// Names in a directory, sorted, without drafts; empty where there is no such directory. @param name `""` for the top
    public List<String> list(String name) throws FailedException {
        Path directory = path(name);
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).filter(entry -> !entry.startsWith(".")).sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw failed("system.private.read", directory, e);
        }
    }

    /// Bytes of each file in a directory, by name, sorted; without drafts and locks.
    public SortedMap<String, Long> sizes(String name) throws FailedException {
        SortedMap<String, Long> all = new TreeMap<>();
        for (String entry : list(name)) {
            Path file = path(name).resolve(entry);
            try {
                if (!entry.endsWith(LOCK) && Files.isRegularFile(file)) all.put(entry, Files.size(file));
            } catch (NoSuchFileException e) {
                // Another window has just removed it.
            } catch (IOException e) {
                throw failed("system.private.read", file, e);
            }
        }
        return all;
    }

    public void delete(String name) throws FailedException {
        Path file = path(name);
        try {
            if (Files.deleteIfExists(file)) sync(file.getParent());
        } catch (IOException e) {
            throw failed("system.private.write", file, e);
        }
    }

    /// Waits until no other window, command or thread of this user holds the lock of that name.
    public Lock lock(String name) throws FailedException {
        return lock(name, PrivateFiles::acquire).orElseThrow();
    }

    /// The same without waiting.
    ///
    /// @return empty while somebody else holds it
    public Optional<Lock> tryLock(String name) throws FailedException {
        return lock(name, PrivateFiles::tryAcquire);
    }

    private interface Acquiring {
        /// @return null where it is held
        FileLock of(FileChannel channel) throws IOException;
    }

    private Optional<Lock> lock(String name, Acquiring acquiring) throws FailedException {
        Path file = path(name + LOCK);
        try {
            create(file.getParent());
            FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), FILE);
            try {
                FileLock lock = acquiring.of(channel);
                if (lock != null) return Optional.of(new Lock(channel, lock));
                channel.close();
                return Optional.empty();
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw failed("system.private.write", file, e);
        }
    }

    private static FileLock tryAcquire(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static FileLock acquire(FileChannel channel) throws IOException {
        while (true) {
            try {
                return channel.lock();
            } catch (OverlappingFileLockException e) {
                // Another thread of this program holds it; file locks know processes only.
                try {
                    Thread.sleep(10);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new java.nio.channels.FileLockInterruptionException();
                }
            }
        }
    }

    /// Held until closed.
    public static final class Lock implements AutoCloseable {
        private final FileChannel channel;
        private final FileLock lock;

        private Lock(FileChannel channel, FileLock lock) {
            this.channel = channel;
            this.lock = lock;
        }

        @Override
        public void close() {
            try (channel) {
                lock.release();
            } catch (IOException e) {
                // The system gives it back with the descriptor.
            }
        }
    }

    private Path path(String name) {
        Path path = top.resolve(name).normalize();
        if (!path.startsWith(top)) throw new IllegalArgumentException(name);
        return path;
    }

    private void create(Path directory) throws IOException {
        Files.createDirectories(directory, DIRECTORY);
        // Made by hand, or by another umask: nobody else looks in here.
        if (!Files.getPosixFilePermissions(top).equals(OWNER_ONLY)) Files.setPosixFilePermissions(top, OWNER_ONLY);
    }

    private static void put(Path file, byte[] bytes, boolean now, OpenOption... options) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(options), FILE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) channel.write(buffer);
            if (now) channel.force(true);
        }
    }

    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static FailedException failed(String key, Path file, Exception e) {
        return new FailedException(new Failure(Message.of(key, file.toString()), Message.of("system.private.next", file.toString()), e.toString()));
    }
}
