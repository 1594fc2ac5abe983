package io.github.virtcompanion.system;

import io.github.virtcompanion.model.FailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class HeldCommandTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /// More than a pipe holds.
    private static final String MUCH = "head -c 300000 /dev/zero | tr '\\0' x >&2; ";

    @Test
    void muchOnStandardErrorHoldsNothingUp() throws FailedException {
        try (HeldCommand held = HeldCommand.start(shell(MUCH + "echo /somewhere; cat; " + MUCH), PATIENCE)) {
            assertEquals(Path.of("/somewhere"), held.path());
        }
    }

    @Test
    void itIsKeptUntilItIsClosed() throws FailedException {
        long before = ProcessHandle.current().children().count();
        try (HeldCommand held = HeldCommand.start(shell("echo /somewhere; cat"), PATIENCE)) {
            assertEquals(Path.of("/somewhere"), held.path());
            assertEquals(before + 1, ProcessHandle.current().children().count());
        }
        assertEquals(before, ProcessHandle.current().children().count());
    }

    @Test
    void whatItSaidOfItsFailureIsToBeRead() {
        FailedException failed = assertThrows(FailedException.class, () -> HeldCommand.start(shell(MUCH + "echo no room >&2; exit 3"), PATIENCE));
        assertEquals("system.held.failed", failed.failure().what().key());
        assertTrue(failed.failure().details().endsWith("no room"));
        FailedException refused = assertThrows(FailedException.class, () -> HeldCommand.start(shell("exit 126"), PATIENCE));
        assertEquals("system.held.sent-away", refused.failure().what().key());
    }

    private static List<String> shell(String script) {
        return List.of("sh", "-c", script);
    }
}
