package io.github.virtcompanion.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static io.github.virtcompanion.libvirt.RealLibvirtd.command;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// A file system of its own, mounted for a test.
final class Filesystem implements AutoCloseable {
    private final Path mounted;

    private Filesystem(Path mounted) {
        this.mounted = mounted;
    }

    /// On a loop device.
    static Filesystem loop(Path top, String type, long mebibytes) throws IOException {
        assumeTrue(RealMounts.installed("mkfs." + type), "mkfs." + type + " is not installed");
        Path image = top.resolve(type + ".img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(mebibytes << 20);
        }
        run("mkfs." + type, type.equals("ext4") ? "-F" : "-f", "-q", image.toString());
        return mount(top.resolve(type), "-o", "loop", image.toString());
    }

    static Filesystem inMemory(Path top, String type) throws IOException {
        return mount(top.resolve(type), "-t", type, type);
    }

    private static Filesystem mount(Path at, String... how) throws IOException {
        Files.createDirectory(at);
        List<String> line = new ArrayList<>(List.of("mount"));
        line.addAll(List.of(how));
        line.add(at.toString());
        run(line.toArray(String[]::new));
        return new Filesystem(at);
    }

    Path path() {
        return mounted;
    }

    static void run(String... line) {
        var ran = command(line);
        assertEquals(0, ran.code(), () -> String.join(" ", line) + ": " + ran.output());
    }

    @Override
    public void close() {
        command("umount", "-l", mounted.toString());
    }
}
