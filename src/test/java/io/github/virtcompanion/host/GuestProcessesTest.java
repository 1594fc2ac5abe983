package io.github.virtcompanion.host;

import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;

class GuestProcessesTest {
    private static final String UUID = "6f9c7a5e-0b8b-4d5e-9d39-2f6f6a3f0c11";

    @TempDir
    Path root;

    private void process(int pid, String commandLine, String stat) throws IOException {
        Path directory = Files.createDirectories(root.resolve("proc/" + pid));
        Files.writeString(directory.resolve("cmdline"), commandLine.replace(' ', (char) 0));
        Files.writeString(directory.resolve("stat"), stat);
    }

    private static String stat(String name, String startTicks) {
        return "77 (" + name + ") S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 " + startTicks + " 0 0";
    }

    @Test
    void aGuestRunsSinceItsProcessDoes() throws IOException {
        Files.createDirectories(root.resolve("proc"));
        Files.writeString(root.resolve("proc/stat"), "cpu 1 2 3\nbtime 1700000000\n");
        process(77, "/usr/bin/qemu-system-x86_64 -name guest=a -uuid " + UUID + " -smp 1 ", stat("qemu) S (x", "250050"));
        process(78, "/usr/bin/qemu-system-x86_64 -name guest=b ", stat("qemu", "1"));
        process(79, "vi -uuid " + UUID.replace('6', '7') + " ", stat("vi", "1"));
        process(80, "/usr/bin/qemu-kvm -uuid " + UUID.replace('6', '8'), "80 (gone");
        assertEquals(Map.of(UUID, Instant.ofEpochSecond(1_700_002_500)), GuestProcesses.startedAt(new SystemFiles(root)));
    }

    @Test
    void withoutTheBootTimeNothingIsKnown() {
        assertEquals(Map.of(), GuestProcesses.startedAt(new SystemFiles(root)));
    }
}
