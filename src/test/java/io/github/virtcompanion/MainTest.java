package io.github.virtcompanion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The program as a process of its own.
class MainTest {
    @TempDir
    private Path home;

    @Test
    void keepsItsHistoryBelowTheHomeOfItsEnvironment() throws Exception {
        ProcessBuilder program = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), "io.github.virtcompanion.Main", "set", "test", "title=New", "-c", "test:///default")).redirectErrorStream(true)
                .redirectOutput(home.resolve("said").toFile());
        program.environment().put("HOME", home.toString());
        List.of("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME").forEach(program.environment()::remove);
        Process running = program.start();
        assertTrue(running.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, running.exitValue(), Files.readString(home.resolve("said")));
        assertTrue(Files.isDirectory(home.resolve(".local/state/virt-companion/history")));
    }
}
