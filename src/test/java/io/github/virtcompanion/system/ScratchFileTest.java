package io.github.virtcompanion.system;

import io.github.virtcompanion.model.FailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ScratchFileTest {
    private static final String PREFIX = ".scratch-";

    @TempDir
    Path directory;

    @Test
    void itHasNoNameAndOthersOpenIt() throws Exception {
        List<String> named = new ArrayList<>();
        try (ScratchFile scratch = ScratchFile.create(directory, PREFIX, named::add)) {
            assertTrue(Path.of(named.getFirst()).getFileName().toString().startsWith(PREFIX));
            assertEquals(List.of(), entries());
            Process other = new ProcessBuilder("sh", "-c", "printf abc >\"$1\"; cat \"$1\"", "sh", scratch.path()).start();
            assertEquals("abc", new String(other.getInputStream().readAllBytes()));
            scratch.empty();
            assertEquals(0, Files.size(Path.of(scratch.path())));
            scratch.write("defg".getBytes());
            assertEquals("defg", Files.readString(Path.of(scratch.path())));
            assertTrue(scratch.there());
        }
        assertEquals(List.of(), entries());
    }

    @Test
    void leftoversGoAndNothingElse() throws Exception {
        Files.writeString(directory.resolve(PREFIX + UUID.randomUUID()), "left");
        Path mine = Files.writeString(directory.resolve(PREFIX + "notes"), "mine");
        Path odd = Files.createDirectory(directory.resolve(PREFIX + UUID.randomUUID()));
        Path link = Files.createSymbolicLink(directory.resolve(PREFIX + UUID.randomUUID()), mine);
        Path used = directory.resolve(PREFIX + UUID.randomUUID());
        Process holder = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp", System.getProperty("java.class.path"), Holder.class.getName(), used.toString()).start();
        try {
            assertEquals("held", holder.inputReader().readLine());
            ScratchFile.create(directory, PREFIX, _ -> {}).close();
            assertEquals(Stream.of(mine, odd, link, used).sorted().toList(), entries());
        } finally {
            holder.destroyForcibly();
        }
    }

    @Test
    void whereAFileWithoutANameCannotBeOpenedItKeepsItsName() throws Exception {
        try (ScratchFile scratch = ScratchFile.create(directory, PREFIX, _ -> {}, _ -> false)) {
            assertEquals(List.of(Path.of(scratch.path())), entries());
            ScratchFile.create(directory, PREFIX, _ -> {}).close();
            scratch.write("abc".getBytes());
            assertEquals("abc", Files.readString(Path.of(scratch.path())));
            scratch.empty();
        }
        assertEquals(List.of(), entries());
    }

    /// Another program that holds its file, as one that measures does.
    static final class Holder {
        public static void main(String[] arguments) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                channel.lock();
                System.out.println("held");
                System.in.read();
            }
        }
    }

    @Test
    void aDirectoryThatWentAwayIsTold() throws Exception {
        Path gone = Files.createDirectory(directory.resolve("gone"));
        try (ScratchFile scratch = ScratchFile.create(gone, PREFIX, _ -> {})) {
            Files.delete(gone);
            assertFalse(scratch.there());
        }
    }

    @Test
    void anInterruptedThreadKeepsItsFileAndItsInterrupt() throws Exception {
        try (ScratchFile scratch = ScratchFile.create(directory, PREFIX, _ -> {})) {
            Thread.currentThread().interrupt();
            scratch.empty();
            assertTrue(Thread.interrupted());
            assertEquals(0, Files.size(Path.of(scratch.path())));
        }
    }

    @Test
    void whereNothingCanBeMadeItSaysSo() {
        FailedException failed = assertThrows(FailedException.class, () -> ScratchFile.create(directory.resolve("absent"), PREFIX, _ -> {}));
        assertEquals("system.scratch.create", failed.failure().what().key());
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.sorted().toList();
        }
    }
}
