package io.github.virtcompanion.cli;

import io.github.virtcompanion.Main;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Ctrl-C while many machines are taken back together: it ends between two of them, and a second call takes back the rest.
class InterruptedUndoIT {
    private static final int MACHINES = 60;

    @RegisterExtension
    static final RealLibvirtd real = new RealLibvirtd();

    @TempDir
    private Path directory;

    @Test
    void whatIsLeftIsNamedAndTakenBackByTheNextCall() throws Exception {
        for (int i = 0; i < MACHINES; i++) {
            String name = "m%03d".formatted(i);
            String definition = real.definition(name, "5d0c5f5e-0000-4000-8000-000000002%03d".formatted(i), "qemu", "", real.image(name + ".img", new byte[512]));
            real.virsh("define", real.image("m.xml", definition.getBytes()).toString());
        }
        assertEquals(0, ended(program("set", "--all", "disk.hda.cache=none")), this::told);
        Process process = program("undo", "--batch");
        try (BufferedReader out = process.inputReader()) {
            out.readLine();
            assertEquals(0, new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor());
            assertNotEquals(0, ended(process));
        }
        long left = told().lines().filter(line -> line.endsWith("left as it was; the rest was stopped.")).count();
        assertTrue(left > 0 && left < MACHINES, () -> left + ": " + told());
        assertEquals(left, changed());
        assertEquals(0, ended(program("undo", "--batch")), this::told);
        assertEquals(0, changed());
    }

    private long changed() {
        long changed = 0;
        for (int i = 0; i < MACHINES; i++) if (real.virsh("dumpxml", "--inactive", "m%03d".formatted(i)).contains("cache='none'")) changed++;
        return changed;
    }

    private Process program(String... arguments) throws Exception {
        // Whoever runs the tests in the background has Ctrl-C ignored, and so would every program they start.
        List<String> line = new ArrayList<>(List.of("env", "--default-signal=INT", Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        line.addAll(List.of(arguments));
        line.addAll(List.of("-c", real.uri()));
        ProcessBuilder builder = new ProcessBuilder(line).redirectError(directory.resolve("told").toFile());
        builder.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.start();
    }

    private static int ended(Process process) throws Exception {
        process.getInputStream().readAllBytes();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it ends");
        return process.exitValue();
    }

    private String told() {
        try {
            return Files.readString(directory.resolve("told"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
