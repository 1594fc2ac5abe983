package io.github.virtcompanion.bench;

import io.github.virtcompanion.libvirt.RealLibvirtd;
import io.github.virtcompanion.system.ScratchFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// The whole program, killed with SIGKILL at moments that differ from run to run, and ended with SIGTERM.
class KilledIT {
    private static final int TIMES = 8;
    private static final int LATEST_MS = 2500;

    @TempDir
    Path directory;

    @Test
    void noFileAndNoProcessIsLeft() throws Exception {
        assumeTrue(Stream.of("/usr/bin/qemu-img", "/bin/qemu-img").anyMatch(program -> Files.exists(Path.of(program))), "qemu-img is not installed");
        Random random = new Random();
        for (int i = 0; i < TIMES; i++) {
            Process program = program();
            int after = random.nextInt(LATEST_MS);
            assertTrue(!program.waitFor(after, TimeUnit.MILLISECONDS) || program.exitValue() == 0, () -> "ended by itself with " + program.exitValue());
            if (i == 0) program.destroy();
            else program.destroyForcibly();
            program.waitFor();
            // Between the making of a file and the loss of its name, some microseconds, it is found: empty, under a name the next run knows.
            List<Path> left = entries();
            assertTrue(left.isEmpty() || left.size() == 1 && left.getFirst().getFileName().toString().startsWith(Benchmark.PREFIX) && Files.size(left.getFirst()) == 0,
                    "after " + after + " ms: " + left);
            String opened = "/proc/" + program.pid() + "/fd/";
            RealLibvirtd.await("the last write", () -> ProcessHandle.allProcesses().noneMatch(process -> process.info().commandLine().orElse("").contains(opened)));
        }
        ScratchFile.create(directory, Benchmark.PREFIX, _ -> {}).close();
        assertEquals(List.of(), entries());
    }

    private Process program() throws IOException {
        return new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), "io.github.virtcompanion.Main", "bench", directory.toString(), "--quick")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        }
    }
}
