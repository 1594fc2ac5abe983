package io.github.virtcompanion.system;

import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// In a process of its own, since it is the end of one.
class InterruptionTest {
    /// Work that never ends.
    static final class Endless {
        static void main() throws InterruptedException {
            Interruption.expected(() -> System.out.println("told"));
            System.out.println("begun");
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    @Test
    void theSecondEndsWhatDoesNotEnd() throws Exception {
        // Whoever runs the tests in the background has Ctrl-C ignored, and so would every program they start.
        Process process = new ProcessBuilder("env", "--default-signal=INT", Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"), Endless.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader out = process.inputReader()) {
            assertEquals("begun", out.readLine());
            interrupt(process);
            assertEquals("told", out.readLine());
            assertTrue(process.isAlive());
            interrupt(process);
            assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it ends");
            assertEquals(130, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void anAnswerIsGivenOn() {
        try (Interruption interruption = Interruption.expected(() -> {})) {
            assertEquals(Optional.of("y"), interruption.answer(() -> "y"));
            assertEquals(Optional.empty(), interruption.answer(() -> null));
        }
    }

    private static void interrupt(Process process) throws Exception {
        assertEquals(0, new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor());
    }
}
