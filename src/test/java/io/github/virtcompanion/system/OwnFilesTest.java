package io.github.virtcompanion.system;

import io.github.virtcompanion.model.FailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// [PrivateFiles] and [PlainFiles].
class OwnFilesTest {
    @TempDir Path top;

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void privateFilesAreForTheirOwnerOnly() throws Exception {
        Path directory = Files.createDirectories(top.resolve("state"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        PrivateFiles files = new PrivateFiles(directory);
        files.write("history/one.xml", "<a/>");
        files.writeSoon("history/two.xml", "<c/>");
        files.append("log", "1\n");
        files.append("log", "2\n");
        assertEquals("rwx------", mode(directory));
        assertEquals("rwx------", mode(directory.resolve("history")));
        assertEquals("rw-------", mode(directory.resolve("history/one.xml")));
        assertEquals("rw-------", mode(directory.resolve("history/two.xml")));
        assertEquals(Optional.of("<c/>"), files.read("history/two.xml"));
        assertEquals("rw-------", mode(directory.resolve("log")));
        assertEquals(Optional.of("1\n2\n"), files.read("log"));
        assertEquals(List.of("history", "log"), files.list(""));
        files.write("history/one.xml", "<b/>");
        assertEquals(List.of("one.xml", "two.xml"), files.list("history"));
        assertEquals(Optional.of("<b/>"), files.read("history/one.xml"));
        files.delete("history/one.xml");
        assertEquals(Optional.empty(), files.read("history/one.xml"));
        assertEquals(List.of(), files.list("nowhere"));
        assertThrows(IllegalArgumentException.class, () -> files.write("../out", "x"));
    }

    @Test
    void aFailureIsTold() throws IOException {
        Files.writeString(top.resolve("file"), "");
        PrivateFiles files = new PrivateFiles(top.resolve("file"));
        FailedException e = assertThrows(FailedException.class, () -> files.write("x", "y"));
        assertEquals("system.private.write", e.failure().what().key());
    }

    @Test
    void theLockIsHeldByOne() throws Exception {
        PrivateFiles files = new PrivateFiles(top.resolve("state"));
        AtomicBoolean held = new AtomicBoolean(true);
        AtomicBoolean overlapped = new AtomicBoolean();
        Thread other;
        try (PrivateFiles.Lock _ = files.lock("history")) {
            other = Thread.ofPlatform().start(() -> {
                try (PrivateFiles.Lock _ = files.lock("history")) {
                    overlapped.set(held.get());
                } catch (FailedException e) {
                    overlapped.set(true);
                }
            });
            held.set(false);
        }
        other.join();
        assertFalse(overlapped.get());
    }

    @Test
    void xdgDirectories() {
        assertEquals(Path.of("/x/virt-companion"), PrivateFiles.home(Map.of("XDG_STATE_HOME", "/x"), "XDG_STATE_HOME", ".local/state"));
        Path home = Path.of(System.getProperty("user.home"), ".local/state/virt-companion");
        assertEquals(home, PrivateFiles.home(Map.of("XDG_STATE_HOME", "relative"), "XDG_STATE_HOME", ".local/state"));
        assertEquals(home, PrivateFiles.home(Map.of(), "XDG_STATE_HOME", ".local/state"));
    }

    @Test
    void aPlainFileIsReplacedWithItsModeThroughItsLink() throws Exception {
        Path file = Files.writeString(top.resolve("a.xml"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(top.resolve("link.xml"), Path.of("a.xml"));
        PlainFiles files = new PlainFiles();
        assertTrue(files.replace(link, "new".getBytes(UTF_8)));
        assertTrue(Files.isSymbolicLink(link));
        assertArrayEquals("new".getBytes(UTF_8), files.read(file));
        assertEquals("rw-r-----", mode(file));
        FileTime before = Files.getLastModifiedTime(file);
        Object inode = Files.getAttribute(file, "unix:ino");
        assertFalse(files.replace(link, "new".getBytes(UTF_8)));
        assertEquals(before, Files.getLastModifiedTime(file));
        assertEquals(inode, Files.getAttribute(file, "unix:ino"));
        try (var entries = Files.list(top)) {
            assertEquals(2, entries.count());
        }
    }

    @Test
    void whatIsNoFileIsRefused() {
        for (Path path : List.of(top, top.resolve("absent"), Path.of("/dev/null")))
            assertThrows(FailedException.class, () -> new PlainFiles().read(path), path.toString());
    }
}
