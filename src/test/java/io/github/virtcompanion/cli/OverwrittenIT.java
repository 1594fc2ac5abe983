package io.github.virtcompanion.cli;

import io.github.virtcompanion.Main;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A script that has read the definition before a command of this program changed it, and stores its own a moment after.
class OverwrittenIT {
    @RegisterExtension
    static final RealLibvirtd real = new RealLibvirtd();

    @TempDir
    private Path directory;

    @Test
    void whatIsOverwrittenIsPutBackBeforeTheCommandEnds() throws Exception {
        define();
        assertBothStay("<on_crash>preserve</on_crash>", "set", "contested", "title=ours", "on_crash=preserve");
        assertBothStay("<on_crash>destroy</on_crash>", "undo", "contested");
        assertTrue(!stored().contains("<title>"), stored());
    }

    /// By calls that libvirt tells nobody of, faster than a plan is made and written down.
    @Test
    void whoKeepsStoringSomethingElseHoldsNothingUp() throws Exception {
        define();
        AtomicBoolean over = new AtomicBoolean();
        List<String> lost = Collections.synchronizedList(new ArrayList<>());
        Thread rival = Thread.ofPlatform().start(() -> {
            for (int i = 0; !over.get(); i++) {
                String wanted = "unit='KiB'>" + (20480 + i % 8 * 1024) + "</currentMemory>";
                real.virsh("setmem", "contested", 20480 + i % 8 * 1024 + "KiB", "--config");
                if (!stored().contains(wanted)) lost.add(wanted);
            }
        });
        try {
            for (int i = 0; i < 10; i++) {
                String cache = i % 2 == 0 ? "writeback" : "unsafe";
                Process process = program("set", "contested", "disk.hda.cache=" + cache, "--yes");
                String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it ends");
                assertEquals(0, process.exitValue(), told);
                assertTrue(stored().contains("cache='" + cache + "'"), told);
                assertTrue(told.lines().count() < 60, told);
            }
        } finally {
            over.set(true);
            rival.join();
        }
        // libvirt has no way to store only where nothing was stored meanwhile: a millisecond is left.
        assertTrue(lost.size() <= 1, lost.toString());
    }

    private void assertBothStay(String ours, String... command) throws Exception {
        String theirs = "<bootmenu enable='yes' timeout='" + command[0].length() + "'/>";
        String stale = stored().replaceAll("\\s*<bootmenu .*?/>", "").replace("</type>", "</type>" + theirs);
        Process process = program(command);
        RealLibvirtd.await("ours", () -> stored().contains(ours));
        real.virsh("define", real.image("stale.xml", stale.getBytes()).toString());
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it ends");
        assertEquals(0, process.exitValue(), told);
        assertTrue(told.contains("Both are stored now."), told);
        assertTrue(stored().contains(ours) && stored().contains("timeout='" + command[0].length() + "'"), stored());
    }

    private static void define() {
        real.virsh("define", real.image("o.xml", real.definition("contested", "5d0c5f5e-0000-4000-8000-000000000032", "qemu", "", real.image("o.img", new byte[512])).getBytes()).toString());
    }

    private static String stored() {
        return real.virsh("dumpxml", "--inactive", "contested");
    }

    private Process program(String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        line.addAll(List.of(arguments));
        line.addAll(List.of("-c", real.uri()));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.start();
    }
}
