package io.github.virtcompanion.system;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A new file beside somebody's files which loses its name as soon as it is made. Whoever kills this program, and however:
/// the file is gone when the last program that holds it open has ended. Commands open it through `/proc`.
///
/// Where a file without a name cannot be opened once more (some network file systems), it keeps its hidden name until it is
/// closed or the program ends; what a killed program left is recognised by that name and its free lock, and goes when the
/// next one is made. A file system that hangs is given up after [#PATIENCE].
public final class ScratchFile implements AutoCloseable {
    private static final String UUID_PATTERN = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /// Far behind the bytes that QEMU locks (block/file-posix.c).
    private static final long LOCKED = Long.MAX_VALUE - 1;

    /// What is to be done with the file while it has a name.
    @FunctionalInterface
    public interface Preparation {
        void of(String path);
    }

    private final Path parent;
    private final Path named;
    private final FileChannel channel;
    private final String path;
    private final Object device;
    private final Thread hook = new Thread(this::removeAtEnd);

    private ScratchFile(Path parent, Path named, FileChannel channel, String path, Object device) {
        this.parent = parent;
        this.named = named;
        this.channel = channel;
        this.path = path;
        this.device = device;
    }

    /// @param prefix      of the name, which a UUID follows; leftovers with it are removed first
    /// @param preparation done while the file is still empty and has its name
    public static ScratchFile create(Path parent, String prefix, Preparation preparation) throws FailedException {
        return create(parent, prefix, preparation, ScratchFile::opens);
    }

    /// @param opens whether a file that has lost its name can be opened through `/proc`
    static ScratchFile create(Path parent, String prefix, Preparation preparation, Predicate<String> opens) throws FailedException {
        ScratchFile scratch = patiently(parent, () -> made(parent, prefix, preparation, opens));
        Runtime.getRuntime().addShutdownHook(scratch.hook);
        return scratch;
    }

    private static ScratchFile made(Path parent, String prefix, Preparation preparation, Predicate<String> opens) throws IOException {
        removeLeftovers(parent, Pattern.compile(Pattern.quote(prefix) + UUID_PATTERN));
        Path named = parent.resolve(prefix + UUID.randomUUID());
        FileChannel channel = FileChannel.open(named, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            lock(channel);
            preparation.of(named.toString());
            Object device = Files.getAttribute(parent, "unix:dev");
            Optional<String> path = descriptor(named.getFileName().toString());
            Files.delete(named);
            if (path.filter(opens).isPresent()) return new ScratchFile(parent, named, channel, path.get(), device);
            channel.close();
            FileChannel again = FileChannel.open(named, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
            lock(again);
            preparation.of(named.toString());
            return new ScratchFile(parent, named, again, named.toString(), device);
        } catch (IOException | RuntimeException e) {
            channel.close();
            Files.deleteIfExists(named);
            throw e;
        }
    }

    private static void lock(FileChannel channel) {
        try {
            channel.lock(LOCKED, 1, false);
        } catch (IOException e) {
            // A file system without locks: nobody can tell there whether the file is still used, so nobody removes it.
        }
    }

    /// Java does not tell the number under which it holds a file open.
    private static Optional<String> descriptor(String name) throws IOException {
        Path own = Path.of("/proc").resolve(Files.readSymbolicLink(Path.of("/proc/self"))).resolve("fd");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(own)) {
            for (Path each : all)
                try {
                    if (Files.readSymbolicLink(each).endsWith(name)) return Optional.of(each.toString());
                } catch (NoSuchFileException e) {
                    // Closed meanwhile by another thread.
                }
        }
        return Optional.empty();
    }

    private static boolean opens(String path) {
        try (FileChannel _ = FileChannel.open(Path.of(path), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Under which commands of this user open it, as long as this program runs.
    public String path() {
        return path;
    }

    /// Nothing but its inode stays on the disk.
    public void empty() throws FailedException {
        patiently(parent, () -> channel.truncate(0));
    }

    public void write(byte[] bytes) throws FailedException {
        patiently(parent, () -> {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            for (channel.truncate(0); rest.hasRemaining(); ) channel.write(rest, rest.position());
            return "";
        });
    }

    /// The directory is still there, and of the file system it was of.
    public boolean there() throws FailedException {
        return patiently(parent, () -> {
            try {
                return Files.getAttribute(parent, "unix:dev").equals(device);
            } catch (IOException e) {
                return false;
            }
        });
    }

    /// What this user may still write on the file system, in bytes; empty where it has no limit of its own (ramfs).
    public OptionalLong usableBytes() throws FailedException {
        return patiently(parent, () -> {
            FileStore store = Files.getFileStore(parent);
            return store.getTotalSpace() == 0 ? OptionalLong.empty() : OptionalLong.of(store.getUsableSpace());
        });
    }

    /// Its type: `btrfs`.
    public String fileSystem() throws FailedException {
        return patiently(parent, () -> Files.getFileStore(parent).type());
    }

    @Override
    public void close() {
        // A cancelled thread waits no longer; what is to be removed is removed all the same.
        boolean cancelled = Thread.interrupted();
        try {
            patiently(parent, () -> {
                remove();
                channel.close();
                return "";
            });
        } catch (FailedException e) {
            // A file system that hangs: the system closes the file with the process.
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending, and the hook is at work.
        }
        if (cancelled) Thread.currentThread().interrupt();
    }

    /// Whoever still writes here was started by us.
    private void removeAtEnd() {
        ProcessHandle.current().descendants()
                .filter(child -> child.info().commandLine().filter(line -> line.contains(path)).isPresent())
                .forEach(ProcessHandle::destroyForcibly);
        remove();
    }

    private void remove() {
        if (!path.equals(named.toString())) return;
        try {
            Files.deleteIfExists(named);
        } catch (IOException e) {
            // The next run does it.
        }
    }

    private static void removeLeftovers(Path parent, Pattern name) throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            for (Path each : entries.filter(path -> name.matcher(path.getFileName().toString()).matches()).toList())
                if (abandoned(each)) Files.deleteIfExists(each);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean abandoned(Path other) {
        if (!Files.isRegularFile(other, LinkOption.NOFOLLOW_LINKS)) return false;
        try (FileChannel channel = FileChannel.open(other, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
             FileLock free = channel.tryLock(LOCKED, 1, false)) {
            return free != null;
        } catch (IOException | OverlappingFileLockException e) {
            return false;
        }
    }

    private interface Work<T> {
        T done() throws IOException;
    }

    /// On a thread of its own, which nobody interrupts: that would close the file.
    private static <T> T patiently(Path parent, Work<T> work) throws FailedException {
        AtomicReference<T> result = new AtomicReference<>();
        AtomicReference<Exception> trouble = new AtomicReference<>();
        boolean interrupted = Thread.interrupted();
        boolean answered = new Patience(PATIENCE).of(parent.toString(), () -> {
            try {
                result.set(work.done());
            } catch (IOException | RuntimeException e) {
                trouble.set(e);
            }
        });
        if (interrupted) Thread.currentThread().interrupt();
        if (result.get() != null) return result.get();
        if (trouble.get() != null) throw failed("system.scratch.create", parent, trouble.get().toString());
        if (answered) throw new IllegalStateException("no answer and no trouble");
        throw failed("system.scratch.no-answer", parent, "");
    }

    private static FailedException failed(String key, Path parent, String details) {
        return new Failure(Message.of(key, parent.toString(), PATIENCE.toSeconds()), Message.of("system.scratch.next"), details).asException();
    }
}
