package io.github.virtcompanion.cli;

import io.github.virtcompanion.Main;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
        real.virsh("define", real.image("o.xml", real.definition("contested", "5d0c5f5e-0000-4000-8000-000000000032", "qemu", "", real.image("o.img", new byte[512])).getBytes()).toString());
        assertBothStay("<on_crash>preserve</on_crash>", "set", "contested", "title=ours", "on_crash=preserve");
        assertBothStay("<on_crash>destroy</on_crash>", "undo", "contested");
        assertTrue(!stored().contains("<title>"), stored());
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
