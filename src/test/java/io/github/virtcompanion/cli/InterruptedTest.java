package io.github.virtcompanion.cli;

import io.github.virtcompanion.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Ctrl-C in the middle of many machines, on the program as a process of its own: it ends between two of them, and tells of each.
class InterruptedTest {
    private static final int MACHINES = 200;

    @TempDir
    private Path directory;

    @Test
    void aSwitchOfManyEndsBetweenTwo() throws Exception {
        Path node = Files.writeString(directory.resolve("node.xml"), IntStream.range(0, MACHINES).mapToObj("""
                <domain type='kvm'>
                  <name>m%1$03d</name>
                  <uuid>5d0c5f5e-0000-4000-8000-000000001%1$03d</uuid>
                  <memory unit='MiB'>32</memory>
                  <os><type arch='x86_64'>hvm</type></os>
                </domain>
                """::formatted).collect(Collectors.joining("", "<node>", "</node>")));
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), Main.class.getName(), "switch", "--all", "--to", "qemu", "-c", "test://" + node);
        builder.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Path told = directory.resolve("told");
        Process process = builder.redirectError(told.toFile()).start();
        try (BufferedReader out = process.inputReader()) {
            String first = out.readLine();
            assertEquals(0, new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor());
            long changed = out.lines().count() + 1;
            assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it ends");
            String words = Files.readString(told);
            assertTrue(first.startsWith("m000"), () -> first + "\n" + words);
            assertTrue(changed < MACHINES, "it did not go on to the end");
            assertEquals(MACHINES - changed, words.lines().filter(line -> line.endsWith("left as it was; the rest was stopped.")).count(), words);
            assertNotEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }
}
