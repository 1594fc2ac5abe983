package io.github.virtcompanion.system;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// On stand-ins for pkttyagent; the real one is asked by packaging/test-installed.sh, as an installed program does.
final class TerminalAgentTest {
    @TempDir
    Path directory;

    @Test
    @Timeout(10)
    void itIsReadyWhenPolkitKnowsOfItAndGoesWhenClosed() throws IOException {
        Path said = directory.resolve("said");
        String program = program("sleep 0.3; echo \"$@\" >" + said + "; exec 1>&- sleep 1000");
        try (TerminalAgent _ = TerminalAgent.start(program, true)) {
            assertEquals("--notify-fd 1 --process " + ProcessHandle.current().pid() + " --fallback", Files.readString(said).strip());
            assertTrue(asking());
        }
        for (int i = 0; i < 100 && asking(); i++) pause();
        assertFalse(asking());
    }

    @Test
    @Timeout(4)
    void withoutATerminalOrTheProgramNobodyWaits() throws IOException {
        TerminalAgent.start(program("exit 1"), false).close();
        TerminalAgent.start(directory.resolve("missing").toString(), false).close();
    }

    private static boolean asking() {
        return ProcessHandle.current().children().anyMatch(child -> child.info().commandLine().orElse("").contains("sleep 1000"));
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String program(String does) throws IOException {
        Path program = Files.createTempFile(directory, "agent", "", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.writeString(program, "#!/bin/sh\n" + does + "\n").toString();
    }
}
