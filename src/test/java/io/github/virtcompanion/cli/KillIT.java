package io.github.virtcompanion.cli;

import io.github.virtcompanion.change.Changes;
import io.github.virtcompanion.change.History;
import io.github.virtcompanion.change.HistoryEntry;
import io.github.virtcompanion.change.LiveChanges;
import io.github.virtcompanion.change.LiveProgress;
import io.github.virtcompanion.change.Outcome;
import io.github.virtcompanion.change.Plan;
import io.github.virtcompanion.change.Unfinished;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.HostFiles;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.DiskFlush;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The program as a process of its own, killed before and after each step that libvirt takes for it; and libvirtd killed
/// before each. Afterwards nothing is lost: every machine has a definition, every guest runs or is saved, the history tells
/// what happened, and the next start can finish it or take it back.
class KillIT {
    @RegisterExtension
    static final RealLibvirtd real = new RealLibvirtd();

    private static final int SECTOR = 512;
    private static final List<String> NAMES = List.of("one", "two", "three");

    @TempDir
    private Path directory;
    private int tries;

    private static String uuid(String name) {
        return "5d0c5f5e-0000-4000-8000-0000000000" + (20 + NAMES.indexOf(name));
    }

    /// What is done to the machines, and how they are before.
    private enum Case {
        ONE_DISK(false, "set", "one", "disk.hda.cache=none"),
        DEFINITION(false, "set", "one", "title=other", "disk.hda.cache=none"),
        SWITCH(false, "switch", "one", "--to", "kvm", "--cpu", "keep"),
        NOW(true, "set", "one", "disk.hda.cache=unsafe", "--now", "-y"),
        THIS_RUN(false, "set", "one", "disk.hda.cache=unsafe", "--this-boot-only", "-y"),
        THIS_RUN_RUNNING(true, "set", "one", "disk.hda.cache=unsafe", "--this-boot-only", "-y"),
        MANY(false, "set", "one", "two", "three", "title=other", "disk.hda.cache=none");

        private final boolean running;
        private final String[] arguments;

        Case(boolean running, String... arguments) {
            this.running = running;
            this.arguments = arguments;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "after", "daemon"})
    void nothingIsLostWhereverItEnds(String how) throws Exception {
        List<String> told = new ArrayList<>();
        for (Case each : Case.values()) {
            if (each == Case.SWITCH && !real.kvm()) continue;
            for (int step = 1; ; step++) {
                Map<String, String> before = prepare(each);
                int exit = run(step, how, each);
                if (how.equals("daemon") && exit != 0) real.startDaemon();
                assertTrue(exit == 0 || exit == 10 || exit == 11 || exit == HaltingProgram.HALTED, () -> each + ": " + exit);
                told.add(each + " " + step + " " + how + ": " + recovered(each, before, step % 2 == 0));
                cleanUp();
                if (exit == 0) break;
            }
        }
        System.getLogger("KillIT").log(System.Logger.Level.INFO, String.join("\n", told));
        assertTrue(told.size() > 12, () -> "it has come to it: " + told);
    }

    /// At any moment, between any two instructions.
    @Test
    void nothingIsLostAtRandomMoments() throws Exception {
        Random random = new Random(4);
        for (int i = 0; i < 12; i++) {
            Case each = List.of(Case.ONE_DISK, Case.DEFINITION, Case.NOW, Case.MANY).get(i % 4);
            Map<String, String> before = prepare(each);
            Process process = start(Integer.MAX_VALUE, "never", each);
            process.waitFor(300 + random.nextInt(2500), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            recovered(each, before, i % 2 == 0);
            cleanUp();
        }
    }

    private Map<String, String> prepare(Case each) throws IOException {
        Map<String, String> before = new LinkedHashMap<>();
        for (String name : each == Case.MANY ? NAMES : NAMES.subList(0, 1)) {
            Path image = real.image(name + ".img", Arrays.copyOf(real.guest("counting.bin"), 8 * SECTOR));
            real.virsh("define", real.image("definition.xml", real.definition(name, uuid(name), "qemu", "", image).replace("writethrough", "writeback").getBytes()).toString());
            before.put(name, stored(name));
            if (each.running) {
                real.virsh("start", name);
                RealLibvirtd.await("the guest to count", () -> numbers(name).size() > 2);
            }
        }
        return before;
    }

    private Process start(int step, String how, Case each) throws IOException {
        List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), HaltingProgram.class.getName(), Integer.toString(step), how, state().toString()));
        line.addAll(List.of(each.arguments));
        line.addAll(List.of("-c", real.uri()));
        return new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(directory.resolve("output").toFile()).start();
    }

    private int run(int step, String how, Case each) throws IOException, InterruptedException {
        Process process = start(step, how, each);
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), () -> each + " hangs");
        return process.exitValue();
    }

    /// Each try has a history of its own.
    private Path state() {
        return directory.resolve("state" + tries);
    }

    /// The next start of the program.
    ///
    /// @param finish what was cut off is gone on with, or taken back
    /// @return what was found, for the log
    private String recovered(Case each, Map<String, String> before, boolean finish) throws Exception {
        SystemFiles files = SystemFiles.realHost();
        StringBuilder told = new StringBuilder();
        try (Inventory inventory = new Inventory(List.of(ConnectionSpec.of(real.uri())), (spec, readOnly) -> Libvirt.open(spec.uri(), readOnly), new HostFiles(files, new Commands(files)), false)) {
            inventory.start();
            inventory.loaded().join();
            Connection connection = inventory.connections().getFirst();
            History history = new History(new PrivateFiles(state()));
            Changes changes = new Changes(history, Clock.systemUTC());
            LiveChanges live = new LiveChanges(history, new PrivateFiles(state()), files, new DiskFlush(new Commands(files)), one -> Libvirt.open(one.uri(), false), Clock.systemUTC(), "/root");
            for (String name : before.keySet()) assertTrue(stored(name).contains("<uuid>" + uuid(name)), "every machine has a definition");
            if (each.running) {
                String state = real.virsh("domstate", "one").strip();
                assertTrue(state.equals("running") || state.equals("paused") || real.virsh("dominfo", "one").matches("(?s).*Managed save:\\s+yes.*"), "the guest runs or is saved: " + state);
            }
            for (Unfinished unfinished : live.unfinished(connection)) {
                told.append("unfinished ");
                Outcome outcome = finish ? live.finish(unfinished, LiveProgress.NONE) : live.takeBack(unfinished, LiveProgress.NONE);
                assertTrue(outcome.done(), outcome::toString);
            }
            assertEquals(List.of(), live.unfinished(connection));
            if (each.running) goesOn();
            for (String name : before.keySet()) told.append(history(changes, connection, name, before.get(name))).append(' ');
        }
        return told.toString().strip();
    }

    /// What the history tells is what is stored; what never came to libvirt can be finished.
    private String history(Changes changes, Connection connection, String name, String before) throws Exception {
        changes.observe(connection, uuid(name));
        List<HistoryEntry> entries = changes.history().of(connection.uri(), uuid(name));
        assertTrue(entries.stream().noneMatch(entry -> entry.state() == HistoryEntry.State.INTENDED || entry.kind() == Plan.Kind.OUTSIDE), () -> "all settled: " + entries);
        boolean happened = entries.stream().anyMatch(entry -> entry.state().happened());
        assertEquals(happened, !stored(name).equals(before), () -> name + ": " + entries);
        if (happened) {
            HistoryEntry undo = changes.undoable(connection, uuid(name), name);
            assertEquals(before, undo.before());
            assertEquals(stored(name), undo.after());
            assertTrue(changes.applyUndo(connection, changes.planUndo(connection, uuid(name), undo), undo).done());
            assertEquals(before, stored(name));
            return "stored, taken back";
        }
        if (entries.isEmpty()) return "nothing";
        if (entries.getFirst().state() != HistoryEntry.State.CUT_OFF) return entries.getFirst().state().name();
        HistoryEntry redo = changes.redoable(connection, uuid(name), name);
        assertTrue(changes.applyUndo(connection, changes.planRedo(connection, uuid(name), redo), redo).done());
        assertFalse(stored(name).equals(before));
        return "cut off, finished";
    }

    private static void goesOn() throws IOException {
        if (real.virsh("domstate", "one").strip().equals("paused")) real.virsh("resume", "one");
        int printed = numbers("one").size();
        RealLibvirtd.await("the guest to go on", () -> numbers("one").size() > printed);
        List<Long> numbers = numbers("one");
        for (int i = 1; i < numbers.size(); i++) assertEquals(numbers.get(i - 1) + 1, numbers.get(i), "it counts on");
    }

    private void cleanUp() {
        tries++;
        for (String uuid : real.virsh("list", "--all", "--uuid").lines().filter(line -> !line.isBlank()).toList()) {
            RealLibvirtd.command("virsh", "-q", "-c", real.uri(), "destroy", uuid);
            real.virsh("undefine", uuid, "--managed-save");
        }
    }

    private static List<Long> numbers(String name) throws IOException {
        String printed = real.printed(name);
        return printed.substring(0, printed.lastIndexOf('\n') + 1).lines().map(String::strip).filter(line -> line.matches("[0-9a-f]{4}")).map(line -> Long.parseLong(line, 16)).toList();
    }

    private static String stored(String name) {
        return real.virsh("dumpxml", "--inactive", "--security-info", name);
    }
}
