package io.github.virtcompanion.cli;

import io.github.virtcompanion.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
        Path told = directory.resolve("told");
        Process process = program(line("switch", "--all", "--to", "qemu", "-c", node(MACHINES))).redirectError(told.toFile()).start();
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

    /// The keyboard belongs to the question: nobody answers it after Ctrl-C, and nothing waits for that.
    @Test
    void aQuestionIsLeftWithoutAnAnswer() throws Exception {
        String command = line("set", "--all", "disk.vda.cache=unsafe", "-c", node(3)).stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        // Only on a terminal is there a question; script(1) makes one.
        Process process = program(List.of("script", "-qec", command, "/dev/null")).redirectErrorStream(true).start();
        try (InputStream screen = process.getInputStream()) {
            StringBuilder seen = new StringBuilder();
            for (int next; !seen.toString().endsWith("[y/N]") && (next = screen.read()) >= 0; ) seen.append((char) next);
            process.getOutputStream().write(3);
            process.getOutputStream().flush();
            String rest = new String(screen.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it ends");
            assertTrue(rest.contains("m000: not changed."), () -> seen + rest);
            assertEquals(2, rest.lines().filter(line -> line.endsWith("left as it was; the rest was stopped.")).count(), () -> seen + rest);
            assertEquals(130, process.exitValue(), () -> seen + rest);
        } finally {
            process.destroyForcibly();
        }
    }

    private String node(int machines) throws IOException {
        return "test://" + Files.writeString(directory.resolve("node.xml"), IntStream.range(0, machines).mapToObj("""
                <domain type='kvm'>
                  <name>m%1$03d</name>
                  <uuid>5d0c5f5e-0000-4000-8000-000000001%1$03d</uuid>
                  <memory unit='MiB'>32</memory>
                  <os><type arch='x86_64'>hvm</type></os>
                  <devices><disk type='file' device='disk'><source file='/nowhere/a'/><target dev='vda' bus='virtio'/></disk></devices>
                </domain>
                """::formatted).collect(Collectors.joining("", "<node>", "</node>")));
    }

    private static List<String> line(String... arguments) {
        List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        line.addAll(List.of(arguments));
        return line;
    }

    /// Whoever runs the tests in the background has Ctrl-C ignored, and so would every program they start.
    private ProcessBuilder program(List<String> line) {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of("env", "--default-signal=INT"), line.stream()).toList());
        builder.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder;
    }
}
