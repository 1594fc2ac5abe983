package io.github.virtcompanion.system;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.zip.GZIPOutputStream;

/// Writes small files as a `.tar.gz` (POSIX ustar, with pax headers for long names): the JDK reads zip only, and a zip
/// would lose links.
public final class TarGz {
    private static final int BLOCK = 512;

    private TarGz() {}

    /// Replaces the file at one stroke.
    ///
    /// @param entries by relative path; `path/` is a directory, `path -> target` a symbolic link, both without bytes
    public static void write(Path file, SortedMap<String, byte[]> entries) throws FailedException {
        Path draft = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(draft))) {
                for (var entry : entries.entrySet()) put(out, entry.getKey(), entry.getValue());
                out.write(new byte[2 * BLOCK]);
            } catch (IOException e) {
                Files.deleteIfExists(draft);
                throw e;
            }
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new FailedException(new Failure(Message.of("system.plain.other", file.toString()), Message.of("system.plain.next"), e.toString()));
        }
    }

    private static void put(OutputStream out, String key, byte[] bytes) throws IOException {
        String[] link = key.split(" -> ", 2);
        if (link.length == 2) header(out, link[0], '2', 0, link[1]);
        else if (key.endsWith("/")) header(out, key, '5', 0, "");
        else {
            header(out, key, '0', bytes.length, "");
            padded(out, bytes);
        }
    }

    private static void header(OutputStream out, String path, char type, int size, String target) throws IOException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length > 100) {
            byte[] record = pax("path", path);
            header(out, "pax/" + Integer.toHexString(path.hashCode()), 'x', record.length, "");
            padded(out, record);
        }
        byte[] block = new byte[BLOCK];
        text(block, 0, 100, path);
        text(block, 100, 8, type == '5' ? "0000755" : "0000644");
        text(block, 108, 8, "0000000");
        text(block, 116, 8, "0000000");
        text(block, 124, 12, "%011o".formatted(size));
        // No clock: the same facts make the same archive.
        text(block, 136, 12, "00000000000");
        Arrays.fill(block, 148, 156, (byte) ' ');
        block[156] = (byte) type;
        text(block, 157, 100, target);
        text(block, 257, 8, "ustar\00000");
        int sum = 0;
        for (byte b : block) sum += b & 0xff;
        text(block, 148, 8, "%06o\0 ".formatted(sum));
        out.write(block);
    }

    /// `27 path=…\n`, where the number counts its own digits too.
    private static byte[] pax(String key, String value) {
        int rest = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8).length;
        int length = rest + String.valueOf(rest).length();
        length = rest + String.valueOf(length).length();
        return (length + " " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void text(byte[] block, int at, int room, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, block, at, Math.min(room, bytes.length));
    }

    private static void padded(OutputStream out, byte[] bytes) throws IOException {
        out.write(bytes);
        out.write(new byte[(BLOCK - bytes.length % BLOCK) % BLOCK]);
    }
}
