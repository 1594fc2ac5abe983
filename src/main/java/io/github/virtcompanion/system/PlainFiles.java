package io.github.virtcompanion.system;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// Files the user names: read whole, replaced at one stroke.
public final class PlainFiles {
    /// Larger than any domain definition by far.
    private static final int LIMIT = 64 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /// Whether the path's file system answers at all: who looks at one of a dead server waits for ever.
    ///
    /// @throws FailedException where it says nothing for three seconds
    public void expectAnswer(Path path) throws FailedException {
        Path absolute = path.toAbsolutePath();
        if (!new Patience(PATIENCE).of(path.toString(), () -> Files.exists(absolute)))
            throw new Failure(Message.of("system.plain.no-answer", path, PATIENCE.toSeconds()), Message.of("system.plain.no-answer.next"), "").asException();
    }

    /// For a file that is to be made: nothing that is there is written over.
    ///
    /// @throws FailedException where something of that name is there, or its file system does not answer
    public void expectNone(Path path) throws FailedException {
        expectAnswer(path);
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) throw new Failure(Message.of("system.plain.exists", path), Message.of("system.plain.exists.next"), "").asException();
    }

    /// @throws FailedException where it is absent, closed to us, no regular file, or larger than 64 MiB
    public byte[] read(Path file) throws FailedException {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) throw refused("system.plain.not-a-file", file);
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(LIMIT + 1);
                if (bytes.length > LIMIT) throw refused("system.plain.too-large", file);
                return bytes;
            }
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /// A new file, or other contents for an old one, which stays what it was where the disk is full.
    public void save(Path file, byte[] bytes) throws FailedException {
        if (Files.exists(file)) {
            replace(file, bytes);
            return;
        }
        try {
            Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /// The same, and a new file is its owner's alone, whatever the umask: it may hold passwords.
    public void saveForOwner(Path file, byte[] bytes) throws FailedException {
        if (!Files.exists(file)) {
            try {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } catch (IOException e) {
                throw failed(file, e);
            }
        }
        replace(file, bytes);
    }

    /// Replaces the file a path leads to, links followed, keeping mode, extended attributes, owner and group (the last two as
    /// far as allowed). One of several names is written in place, or the others would keep the old text; until that is over, a
    /// draft beside it has the new one whole. A file that already has these bytes is left alone.
    ///
    /// @return whether it was written
    public boolean replace(Path file, byte[] bytes) throws FailedException {
        if (Arrays.equals(read(file), bytes)) return false;
        try {
            Path target = file.toRealPath();
            if (!Files.isWritable(target)) throw new AccessDeniedException(target.toString());
            Path draft = target.resolveSibling("." + target.getFileName() + "." + Long.toHexString(ThreadLocalRandom.current().nextLong()));
            try {
                Files.copy(target, draft, StandardCopyOption.COPY_ATTRIBUTES);
                write(draft, bytes);
                if ((int) Files.getAttribute(target, "unix:nlink") > 1) write(target, bytes);
                else Files.move(asIs(target, draft), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
            PrivateFiles.sync(target.getParent());
            return true;
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) channel.write(buffer);
            channel.force(true);
        }
    }

    /// A change of owner takes bits from the mode, which therefore comes last.
    private static Path asIs(Path like, Path draft) throws IOException {
        Map<String, Object> old = Files.readAttributes(like, "unix:uid,gid");
        own(draft, "unix:gid", old.get("gid"));
        own(draft, "unix:uid", old.get("uid"));
        Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(like));
        return draft;
    }

    private static void own(Path draft, String what, Object id) throws IOException {
        if (id.equals(Files.getAttribute(draft, what))) return;
        try {
            Files.setAttribute(draft, what, id);
        } catch (IOException e) {
            // Only root may give files away; the file stays with whoever edits it, as with any editor.
        }
    }

    private static FailedException refused(String key, Path file) {
        return new FailedException(new Failure(Message.of(key, file.toString()), Message.of("system.plain.next"), ""));
    }

    private static FailedException failed(Path file, IOException e) {
        Message what = switch (e) {
            case NoSuchFileException _ -> Message.of("system.plain.absent", file.toString());
            case AccessDeniedException _ -> Message.of("system.plain.denied", file.toString());
            default -> Message.of("system.plain.other", file.toString());
        };
        return new FailedException(new Failure(what, Message.of("system.plain.next"), e.toString()));
    }
}
