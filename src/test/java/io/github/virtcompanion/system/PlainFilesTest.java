package io.github.virtcompanion.system;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// A file is the same file after its text has changed.
class PlainFilesTest {
    private final PlainFiles files = new PlainFiles();

    @TempDir
    private Path directory;

    @Test
    void modeAndNamesStayAndNothingIsLeftBeside() throws Exception {
        Path file = Files.writeString(directory.resolve("a b.xml"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        assertTrue(files.replace(link, "new".getBytes()));
        assertFalse(files.replace(link, "new".getBytes()));
        assertEquals("new", Files.readString(file));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(List.of("a b.xml", "link"), names());
    }

    @Test
    void eachNameOfAFileHasTheNewText() throws Exception {
        Path file = Files.writeString(directory.resolve("one"), "a longer old text");
        Path other = Files.createLink(directory.resolve("two"), file);
        assertTrue(files.replace(file, "new".getBytes()));
        assertEquals("new", Files.readString(other));
        assertTrue(Files.isSameFile(file, other));
        assertEquals(List.of("one", "two"), names());
    }

    @Test
    void extendedAttributesStay() throws Exception {
        Path file = Files.writeString(directory.resolve("labelled"), "old");
        assumeTrue(Files.getFileStore(file).supportsFileAttributeView(UserDefinedFileAttributeView.class), "this file system has no extended attributes");
        view(file).write("note", ByteBuffer.wrap("mine".getBytes()));
        assertTrue(files.replace(file, "new".getBytes()));
        ByteBuffer read = ByteBuffer.allocate(10);
        assertEquals(4, view(file).read("note", read));
        assertEquals("new", Files.readString(file));
    }

    private static UserDefinedFileAttributeView view(Path file) {
        return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    }

    private List<String> names() throws Exception {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
