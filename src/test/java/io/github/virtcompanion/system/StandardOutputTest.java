package io.github.virtcompanion.system;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StandardOutputTest {
    @TempDir
    private Path directory;

    @Test
    void aFullDiskIsToldOf() throws Exception {
        try (var full = new FileOutputStream("/dev/full")) {
            var output = new StandardOutput(full, Path.of("/dev/full"));
            assertEquals(Optional.empty(), output.failure());
            new PrintStream(output, true, StandardCharsets.UTF_8).println("machines");
            assertEquals("system.output.lost", output.failure().orElseThrow().what().key());
        }
    }

    @Test
    void aReaderWhoHasSeenEnoughIsNoFailure() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        var output = new StandardOutput(broken(), pipe);
        output.write('a');
        assertEquals(Optional.empty(), output.failure());
    }

    private static OutputStream broken() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
    }

    @Test
    void nothingIsWrittenBehindAHole() {
        var written = new StringBuilder();
        var output = new StandardOutput(new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                if (one == '!') throw new IOException("full");
                written.append((char) one);
            }
        }, Path.of("/dev/null"));
        output.write('a');
        output.write('!');
        output.write('b');
        assertEquals("a", written.toString());
        assertTrue(output.failure().isPresent());
    }
}
