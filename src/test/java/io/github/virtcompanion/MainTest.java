package io.github.virtcompanion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The program as a process of its own.
class MainTest {
    @TempDir
    private Path home;
    private String locale = "C.UTF-8";

    private int run(Path output, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-Xmx64m", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), "io.github.virtcompanion.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder program = new ProcessBuilder(command).redirectError(home.resolve("said").toFile()).redirectOutput(output.toFile());
        program.environment().put("LC_ALL", locale);
        program.environment().put("HOME", home.toString());
        List.of("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME").forEach(program.environment()::remove);
        Process running = program.start();
        assertTrue(running.waitFor(60, TimeUnit.SECONDS));
        return running.exitValue();
    }

    private String said() throws Exception {
        return Files.readString(home.resolve("said"));
    }

    @Test
    void keepsItsHistoryBelowTheHomeOfItsEnvironment() throws Exception {
        assertEquals(0, run(home.resolve("out"), "set", "test", "title=New", "-c", "test:///default"), said());
        assertTrue(Files.isDirectory(home.resolve(".local/state/virt-companion/history")));
    }

    @Test
    void doesNotEndWellWhereItsAnswerIsLost() throws Exception {
        Path full = Path.of("/dev/full");
        assertEquals(2, run(full, "settings", "--json"));
        assertFalse(said().isBlank());
        assertEquals(2, run(full, "list", "-c", "test:///default"));
        assertEquals(2, run(full, "--version"));
    }

    @Test
    void goesOnWithTheOtherFilesAfterOneThatIsTooLarge() throws Exception {
        Path large = home.resolve("large.xml");
        byte[] comment = new byte[40 << 20];
        Arrays.fill(comment, (byte) 'x');
        try (var out = Files.newOutputStream(large)) {
            out.write("<!--".getBytes());
            out.write(comment);
            out.write("--><domain type='qemu'/>".getBytes());
        }
        Path good = Files.writeString(home.resolve("good.xml"), "<domain type='qemu'/>");
        assertEquals(1, run(home.resolve("out"), "edit", "type=kvm", large.toString(), good.toString()), said());
        assertEquals("<domain type='kvm'/>", Files.readString(good));
        assertTrue(said().startsWith(large + ": "), said());
        assertFalse(said().contains("\tat "), said());
    }

    @Test
    void takesLettersThatTheLocaleDoesNotKnow() throws Exception {
        locale = "C";
        assertEquals(0, run(home.resolve("out"), "set", "test", "title=Été", "-c", "test:///default", "--dry-run"), said());
        assertTrue(Files.readString(home.resolve("out")).contains("<title>Été</title>"), said());
        assertEquals(2, run(home.resolve("out"), "edit", "type=kvm", home.resolve("nobody").toString() + "\u00e9"), said());
        assertFalse(said().contains("\tat "), said());
    }
}
