package io.github.virtcompanion.system;

import com.sun.nio.file.ExtendedOpenOption;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.ImageFacts.Space;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/// Disk images of this very machine, and the directories they lie in. Not for captured trees: their files are others.
///
/// Any of these calls may hang on a dead server: [Patience].
public final class ImageFiles {
    private static final String NAME = ".virt-companion-direct-";
    private static final Pattern LEFTOVER = Pattern.compile(Pattern.quote(NAME) + "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    /// No file system asks for more; NFS names its transfer size of up to 1 MiB as its block.
    private static final int LARGEST_BLOCK = 1 << 20;

    private ImageFiles() {}

    /// The first bytes of a regular file; fewer where it is shorter.
    public static Fact<byte[]> head(String path, int count) {
        try {
            Path file = Path.of(path);
            if (!Files.isRegularFile(file)) return Files.exists(file) ? Fact.unknown("system.file.not-regular", path) : unreachable(path, file);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                ByteBuffer bytes = ByteBuffer.allocate(count);
                while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                    // Until it is full or the file ends.
                }
                return Fact.known(java.util.Arrays.copyOf(bytes.array(), bytes.position()), path);
            }
        } catch (AccessDeniedException e) {
            return Fact.unknown("system.file.denied", path);
        } catch (IOException | InvalidPathException e) {
            return Fact.unknown("system.file.other", path, words(e));
        }
    }

    private static <T> Fact<T> unreachable(String path, Path file) {
        // Neither there nor absent: the way is closed.
        return Files.notExists(file) ? Fact.unknown("system.file.absent", path) : Fact.unknown("system.file.denied", path);
    }

    /// The path without symbolic links; as it is where they cannot be followed.
    public static String real(String path) {
        try {
            return Path.of(path).toRealPath().toString();
        } catch (IOException | InvalidPathException e) {
            return path;
        }
    }

    /// Length in bytes as `ls` shows it.
    public static Fact<Long> length(String path) {
        try {
            return Fact.known(Files.size(Path.of(path)), path);
        } catch (AccessDeniedException e) {
            return Fact.unknown("system.file.denied", path);
        } catch (IOException | InvalidPathException e) {
            return Fact.unknown("system.file.other", path, words(e));
        }
    }

    /// @param directory on the file system that is meant
    public static Fact<Space> space(String directory) {
        try {
            FileStore store = Files.getFileStore(Path.of(directory));
            return Fact.known(new Space(store.getUsableSpace(), store.getTotalSpace()), "statvfs(" + directory + ")");
        } catch (AccessDeniedException e) {
            return Fact.unknown("system.file.denied", directory);
        } catch (IOException | InvalidPathException e) {
            return Fact.unknown("system.file.other", directory, words(e));
        }
    }

    /// Whether O_DIRECT works in a directory: a hidden file is created there, one block is written so, and it is removed.
    ///
    /// @return unknown where this user may write nothing there
    public static Fact<Boolean> direct(String directory) {
        Path file;
        try {
            file = Path.of(directory).resolve(NAME + UUID.randomUUID());
            if (!Files.isWritable(file.getParent())) return Fact.unknown("system.direct.not-writable", directory);
        } catch (InvalidPathException e) {
            return Fact.unknown("system.file.other", directory, words(e));
        }
        removeLeftovers(file.getParent());
        try {
            int block = (int) Math.clamp(Files.getFileStore(file.getParent()).getBlockSize(), 4096, LARGEST_BLOCK);
            // With O_CREAT the kernel makes the file before it refuses O_DIRECT.
            try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT))) {
                channel.write(ByteBuffer.allocateDirect(2 * block).alignedSlice(block).limit(block));
                return Fact.known(true, "O_DIRECT in " + directory);
            }
        } catch (AccessDeniedException e) {
            return Fact.unknown("system.direct.not-writable", directory);
        } catch (IOException e) {
            // EINVAL is the file system's answer; a full or read-only one says nothing of O_DIRECT.
            return words(e).contains("Invalid argument") ? Fact.known(false, "O_DIRECT in " + directory) : Fact.unknown("system.direct.failed", directory, words(e));
        } finally {
            remove(file);
        }
    }

    /// Of a program that ended while the file system did not answer.
    private static void removeLeftovers(Path directory) {
        try (DirectoryStream<Path> ours = Files.newDirectoryStream(directory, path -> LEFTOVER.matcher(path.getFileName().toString()).matches())) {
            for (Path path : ours) {
                BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                // A younger one may be at work.
                if (file.isRegularFile() && file.size() <= LARGEST_BLOCK && file.lastModifiedTime().toInstant().isBefore(Instant.now().minus(Duration.ofMinutes(1)))) remove(path);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // They harm nobody.
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Empty or one block long, hidden, and named after this program.
        }
    }

    private static String words(Exception e) {
        String words = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return words == null ? e.getClass().getSimpleName() : words;
    }
}
