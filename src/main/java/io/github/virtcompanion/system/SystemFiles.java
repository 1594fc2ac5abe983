package io.github.virtcompanion.system;

import io.github.virtcompanion.model.DeviceOpening;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Message;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The host's files, below a root: `/`, or a captured tree that stands for a whole host.
///
/// Paths are the host's own, absolute. In a captured tree symbolic links are followed inside the tree only, `..` never
/// leaves it, and nothing but regular files is opened. What cannot be read is [Fact.Unknown] with the reason; no call
/// throws. Safe for use by several threads.
public final class SystemFiles {
    /// No file of /proc or /sys that is read whole comes near this.
    private static final int LIMIT = 8 << 20;
    private static final int ENTRIES = 20_000;

    private final Path root;
    private final boolean real;
    private final CapturedTree tree;

    /// @param root `/` for the real host, or the top of a captured tree
    public SystemFiles(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.real = this.root.equals(Path.of("/"));
        this.tree = new CapturedTree(this.root);
    }

    public static SystemFiles realHost() {
        return new SystemFiles(Path.of("/"));
    }

    /// The files are this machine's own, so that commands may be run too.
    public boolean real() {
        return real;
    }

    public Path root() {
        return root;
    }

    /// The whole text; unknown where it is longer than 8 MiB.
    public Fact<String> text(String path) {
        return read(path, file -> {
            // Files of /proc and /sys say nothing of their length, all others do.
            if (Files.size(file) > LIMIT) return Fact.unknown("system.file.too-large", path, LIMIT >> 20);
            byte[] bytes = in(file, LIMIT + 1);
            if (bytes.length > LIMIT) return Fact.unknown("system.file.too-large", path, LIMIT >> 20);
            return Fact.known(new String(bytes, StandardCharsets.UTF_8), path);
        });
    }

    public Fact<List<String>> lines(String path) {
        return text(path).map(text -> text.lines().toList());
    }

    /// The text without white space around it: for files of one word.
    public Fact<String> word(String path) {
        return text(path).map(String::strip);
    }

    /// The lines within the first bytes of a file whose beginning is enough.
    public Fact<List<String>> head(String path, int bytes) {
        return read(path, file -> Fact.known(new String(in(file, bytes), StandardCharsets.UTF_8).lines().toList(), path));
    }

    /// The lines within the last bytes of a file that may have grown large.
    public Fact<List<String>> tail(String path, int bytes) {
        return read(path, file -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                channel.position(Math.max(0, channel.size() - bytes));
                byte[] end = java.nio.channels.Channels.newInputStream(channel).readNBytes(bytes);
                return Fact.known(new String(end, StandardCharsets.UTF_8).lines().toList(), path);
            }
        });
    }

    /// Whether there is anything at that path. Unknown where the way to it is closed.
    public Fact<Boolean> exists(String path) {
        return attributes(path).map(found -> found.isPresent());
    }

    /// Known false where there is nothing, or no directory.
    public Fact<Boolean> isDirectory(String path) {
        return attributes(path).map(found -> found.filter(BasicFileAttributes::isDirectory).isPresent());
    }

    /// This user may make files in that directory, and its file system lets itself be written. Of a captured tree nobody may.
    public boolean writableDirectory(String path) {
        try {
            return real && Files.isDirectory(Path.of(path)) && Files.isWritable(Path.of(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private Fact<java.util.Optional<BasicFileAttributes>> attributes(String path) {
        try {
            return Fact.known(java.util.Optional.of(Files.readAttributes(locate(path), BasicFileAttributes.class)), path);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return tree.why(path, Fact.known(java.util.Optional.empty(), path));
        } catch (IOException | InvalidPathException e) {
            // ENOTDIR has no exception of its own when it is met on the way.
            if (text(e).contains("Not a directory")) return Fact.known(java.util.Optional.empty(), path);
            return Fact.unknown(reason(path, e));
        }
    }

    /// Names in a directory, sorted.
    public Fact<List<String>> list(String path) {
        return read(path, directory -> {
            List<String> names = new ArrayList<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                for (Path entry : entries) {
                    names.add(entry.getFileName().toString());
                    if (names.size() > ENTRIES) return Fact.unknown("system.directory.too-large", path, ENTRIES);
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            Collections.sort(names);
            return Fact.known(List.copyOf(names), path);
        });
    }

    /// Bytes that an ordinary user can still write to the file system of a path. Unknown in a captured tree.
    public Fact<Long> freeBytes(String path) {
        if (!real) return Fact.unknown("system.file.denied-at-capture", path);
        return read(path, file -> Fact.known(Files.getFileStore(file).getUsableSpace(), path));
    }

    /// The target of a symbolic link, as it is written in it.
    public Fact<String> readLink(String path) {
        return read(path, _ -> {
            int slash = path.lastIndexOf('/');
            Path link = locate(path.substring(0, Math.max(slash, 0)) + "/").resolve(path.substring(slash + 1));
            return Fact.known(Files.readSymbolicLink(link).toString(), path);
        }, false);
    }

    /// Opens a device for reading and writing, as a program that uses it would, and closes it again.
    ///
    /// In a captured tree no node is ever opened, for that would be this machine's device: a regular file in its place
    /// holds the outcome as a word.
    public DeviceOpening openReadWrite(String path) {
        return real ? open(Path.of(path)) : tree.opening(path, this);
    }

    private static DeviceOpening open(Path device) {
        try (FileChannel _ = FileChannel.open(device, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return DeviceOpening.OK;
        } catch (NoSuchFileException e) {
            return DeviceOpening.ABSENT;
        } catch (AccessDeniedException e) {
            return DeviceOpening.DENIED;
        } catch (IOException e) {
            String words = text(e);
            if (words.contains("No such device")) return DeviceOpening.NO_DEVICE;
            if (words.contains("busy")) return DeviceOpening.BUSY;
            return words.contains("not permitted") ? DeviceOpening.DENIED : DeviceOpening.OTHER;
        }
    }

    /// Some bytes of a device of the real host, as pread gives them; a captured tree has none.
    public Fact<byte[]> deviceBytes(String path, long offset, int count) {
        if (!real) return Fact.unknown("system.file.not-regular", path);
        ByteBuffer bytes = ByteBuffer.allocate(count);
        try (FileChannel channel = FileChannel.open(Path.of(path), StandardOpenOption.READ)) {
            return channel.read(bytes, offset) == count ? Fact.known(bytes.array(), path) : Fact.unknown("system.file.other", path, "short read");
        } catch (IOException | InvalidPathException e) {
            return Fact.unknown(reason(path, e));
        }
    }

    /// The reason of an unknown fact is that there is no such file.
    public static boolean absent(Fact<?> fact) {
        return fact instanceof Fact.Unknown<?>(Message reason) && reason.key().equals("system.file.absent");
    }

    /// The reason of an unknown fact is a lack of rights.
    public static boolean denied(Fact<?> fact) {
        return fact instanceof Fact.Unknown<?>(Message reason) && reason.key().startsWith("system.file.denied");
    }

    /// Where a path of the host lies on this machine, links followed inside the root.
    Path locate(String path) throws IOException {
        return real ? Path.of(path) : tree.locate(path);
    }

    private <T> Fact<T> read(String path, Reading<T> reading) {
        return read(path, reading, true);
    }

    private <T> Fact<T> read(String path, Reading<T> reading, boolean follow) {
        try {
            if (!follow) return reading.of(root);
            Path file = locate(path);
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            // A pipe would hold us for ever, a device would be somebody else's.
            if (!attributes.isRegularFile() && !attributes.isDirectory()) return Fact.unknown("system.file.not-regular", path);
            // Whoever looks at a captured tree may be root, to whom every file opens.
            if (!real && !tree.readable(file)) return Fact.unknown("system.file.denied", path);
            return reading.of(file);
        } catch (IOException | InvalidPathException | SecurityException e) {
            return tree.why(path, Fact.unknown(reason(path, e)));
        }
    }

    private static Message reason(String path, Exception e) {
        return switch (e) {
            case NoSuchFileException _ -> Message.of("system.file.absent", path);
            case AccessDeniedException _ -> Message.of("system.file.denied", path);
            case NotDirectoryException _ -> Message.of("system.directory.none", path);
            case NotLinkException _ -> Message.of("system.file.no-link", path);
            default -> text(e).contains("Not a directory") ? Message.of("system.file.absent", path)
                    : Message.of("system.file.other", path, text(e));
        };
    }

    private static String text(Exception e) {
        String words = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return words == null ? e.getClass().getSimpleName() : words;
    }

    private static byte[] in(Path file, int bytes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(bytes);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        Fact<T> of(Path file) throws IOException;
    }
}
