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

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    /// Kill points at a time, each on machines of its own; a daemon that is killed takes the connections of all, so that these are alone.
    private static final int TOGETHER = 3;
    private static final AtomicInteger TRIES = new AtomicInteger();

    @TempDir
    private Path directory;
    private String path;

    /// The classes as the first process that ends by itself has loaded them: every other starts in half the time.
    private Path classes() {
        return directory.resolve("classes.jsa");
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
        List<Callable<List<String>>> cases = new ArrayList<>();
        for (Case each : Case.values()) if (each != Case.SWITCH || real.kvm()) cases.add(() -> everyStep(each, how));
        archive();
        List<String> told = together(how.equals("daemon") ? 1 : TOGETHER, cases).stream().flatMap(List::stream).toList();
        System.getLogger("KillIT").log(System.Logger.Level.INFO, String.join("\n", told));
        assertTrue(told.size() > 12, () -> "it has come to it: " + told);
    }

    private List<String> everyStep(Case each, String how) throws Exception {
        List<String> told = new ArrayList<>();
        for (int step = 1; ; step++) {
            Try one = new Try(each);
            one.prepare();
            int exit = one.run(step, how);
            if (how.equals("daemon") && exit != 0) real.startDaemon();
            assertTrue(exit == 0 || exit == 10 || exit == 11 || exit == HaltingProgram.HALTED, () -> each + ": " + exit);
            told.add(each + " " + step + " " + how + ": " + one.recovered(step % 2 == 0));
            one.cleanUp();
            if (exit == 0) return told;
        }
    }

    /// At any moment, between any two instructions.
    @Test
    void nothingIsLostAtRandomMoments() throws Exception {
        Random random = new Random(4);
        List<Callable<String>> moments = new ArrayList<>();
        archive();
        for (int i = 0; i < 12; i++) {
            Case each = List.of(Case.ONE_DISK, Case.DEFINITION, Case.NOW, Case.MANY).get(i % 4);
            int moment = 300 + random.nextInt(2500);
            boolean finish = i % 2 == 0;
            moments.add(() -> {
                Try one = new Try(each);
                one.prepare();
                Process process = one.start(Integer.MAX_VALUE, "never");
                process.waitFor(moment, TimeUnit.MILLISECONDS);
                process.destroyForcibly().waitFor();
                String told = one.recovered(finish);
                one.cleanUp();
                return told;
            });
        }
        assertEquals(12, together(TOGETHER, moments).size());
    }

    private static <T> List<T> together(int threads, List<Callable<T>> all) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<T> done = new ArrayList<>();
            for (Future<T> one : pool.invokeAll(all)) done.add(one.get());
            return done;
        }
    }

    /// The archive takes no directories.
    private void archive() throws Exception {
        Path here = Path.of(HaltingProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        String name = HaltingProgram.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(directory.resolve("program.jar")))) {
            jar.putNextEntry(new JarEntry(name));
            jar.write(Files.readAllBytes(here.resolve(name)));
        }
        path = Stream.concat(Stream.of(directory.resolve("program.jar").toString()), Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).toAbsolutePath().equals(here))).collect(Collectors.joining(File.pathSeparator));
        Try one = new Try(Case.ONE_DISK);
        one.prepare();
        one.run(Integer.MAX_VALUE, "never", "-XX:ArchiveClassesAtExit=" + classes());
        one.recovered(true);
        one.cleanUp();
    }

    /// One kill point.
    private final class Try {
        private final int number = TRIES.incrementAndGet();
        private final Case each;
        private final Path state = directory.resolve("state" + number);
        private final Map<String, String> before = new LinkedHashMap<>();
        private final String first = name(NAMES.getFirst());

        Try(Case each) {
            this.each = each;
        }

        private String name(String of) {
            return of + number;
        }

        private String uuid(String name) {
            return "5d0c5f5e-%04d-4000-8000-0000000000%d".formatted(number, 20 + NAMES.indexOf(name.replaceAll("\\d", "")));
        }

        void prepare() throws IOException {
            for (String of : each == Case.MANY ? NAMES : NAMES.subList(0, 1)) {
                String name = name(of);
                Path image = real.image(name + ".img", Arrays.copyOf(real.guest("counting.bin"), 8 * SECTOR));
                real.virsh("define", real.image(name + ".xml", real.definition(name, uuid(name), "qemu", "", image).replace("writethrough", "writeback").getBytes()).toString());
                before.put(name, stored(name));
                if (each.running) {
                    real.virsh("start", name);
                    RealLibvirtd.await("the guest to count", () -> numbers(name).size() > 2);
                }
            }
        }

        Process start(int step, String how, String... more) throws IOException {
            List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m",
                    "--enable-native-access=ALL-UNNAMED"));
            if (more.length == 0) line.addAll(List.of("-XX:SharedArchiveFile=" + classes(), "-Xshare:auto", "-Xlog:disable"));
            line.addAll(List.of(more));
            line.addAll(List.of("-cp", path, HaltingProgram.class.getName(), Integer.toString(step), how, state.toString()));
            for (String argument : each.arguments) line.add(NAMES.contains(argument) ? name(argument) : argument);
            line.addAll(List.of("-c", real.uri()));
            return new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(directory.resolve("output" + number).toFile()).start();
        }

        int run(int step, String how, String... more) throws IOException, InterruptedException {
            Process process = start(step, how, more);
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), () -> each + " hangs");
            return process.exitValue();
        }

        /// The next start of the program.
        ///
        /// @param finish what was cut off is gone on with, or taken back
        /// @return what was found, for the log
        String recovered(boolean finish) throws Exception {
            SystemFiles files = SystemFiles.realHost();
            StringBuilder told = new StringBuilder();
            try (Inventory inventory = new Inventory(List.of(ConnectionSpec.of(real.uri())), (spec, readOnly) -> Libvirt.open(spec.uri(), readOnly), new HostFiles(files, new Commands(files)), false)) {
                inventory.start();
                inventory.loaded().join();
                Connection connection = inventory.connections().getFirst();
                History history = new History(new PrivateFiles(state));
                Changes changes = new Changes(history, Clock.systemUTC());
                LiveChanges live = new LiveChanges(history, new PrivateFiles(state), files, new DiskFlush(new Commands(files)), one -> Libvirt.open(one.uri(), false), Clock.systemUTC(), "/root");
                for (String name : before.keySet()) assertTrue(stored(name).contains("<uuid>" + uuid(name)), "every machine has a definition");
                if (each.running) {
                    String state = real.virsh("domstate", first).strip();
                    assertTrue(state.equals("running") || state.equals("paused") || real.virsh("dominfo", first).matches("(?s).*Managed save:\\s+yes.*"), "the guest runs or is saved: " + state);
                }
                for (Unfinished unfinished : live.unfinished(connection)) {
                    told.append("unfinished ");
                    Outcome outcome = finish ? live.finish(unfinished, LiveProgress.NONE) : live.takeBack(unfinished, LiveProgress.NONE);
                    assertTrue(outcome.done(), outcome::toString);
                }
                assertEquals(List.of(), live.unfinished(connection));
                if (each.running) goesOn();
                for (String name : before.keySet()) told.append(settled(changes, connection, name, before.get(name))).append(' ');
            }
            return told.toString().strip();
        }

        /// What the history tells is what is stored; what never came to libvirt can be finished.
        private String settled(Changes changes, Connection connection, String name, String before) throws Exception {
            changes.observe(connection, uuid(name));
            List<HistoryEntry> entries = changes.history().of(connection.uri(), uuid(name));
            assertTrue(entries.stream().noneMatch(entry -> entry.state() == HistoryEntry.State.INTENDED || entry.kind() == Plan.Kind.OUTSIDE), () -> "all settled: " + entries);
            if (each == Case.THIS_RUN || each == Case.THIS_RUN_RUNNING) return once(entries, name, before);
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

        /// What one run has, or was to have, changes nothing stored, and nothing of it can be taken back or finished later.
        private String once(List<HistoryEntry> entries, String name, String before) {
            assertEquals(before, stored(name));
            assertTrue(entries.stream().allMatch(entry -> entry.kind() == Plan.Kind.THIS_RUN && entry.before().equals(before) && entry.after().equals(before)), entries::toString);
            boolean unsafe = real.virsh("dumpxml", name).contains("cache='unsafe'");
            if (entries.isEmpty()) assertFalse(unsafe, "what it runs with is told");
            else if (entries.getFirst().state() == HistoryEntry.State.PROVEN) assertTrue(unsafe, entries::toString);
            return "one run: " + (entries.isEmpty() ? "nothing" : entries.getFirst().state().name());
        }

        private void goesOn() throws IOException {
            // The daemon may itself be at resuming what it restored for a program that is dead by now: whoever comes second is told that it runs already.
            RealLibvirtd.await("the guest to run", () -> {
                if (real.virsh("domstate", first).strip().equals("running")) return true;
                RealLibvirtd.command("virsh", "-q", "-c", real.uri(), "resume", first);
                return false;
            });
            int printed = numbers(first).size();
            RealLibvirtd.await("the guest to go on", () -> numbers(first).size() > printed);
            List<Long> numbers = numbers(first);
            for (int i = 1; i < numbers.size(); i++) assertEquals(numbers.get(i - 1) + 1, numbers.get(i), "it counts on");
        }

        void cleanUp() {
            for (String name : before.keySet()) {
                RealLibvirtd.command("virsh", "-q", "-c", real.uri(), "destroy", name);
                real.virsh("undefine", name, "--managed-save");
            }
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
