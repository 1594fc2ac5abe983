package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.system.PrivateFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What is written down, without libvirt.
class HistoryTest {
    private static final String HOST = "qemu:///system";
    private static final String UUID = "11111111-1111-1111-1111-111111111111";
    private static final String OTHER = "22222222-2222-2222-2222-222222222222";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    private History history(Bounds bounds) {
        return new History(files(), this::files, () -> new Author("someone", Author.COMMAND, "virt-companion set"), bounds);
    }

    private History history() {
        return history(Bounds.USUAL);
    }

    private PrivateFiles files() {
        return new PrivateFiles(directory.resolve("state"));
    }

    private static String xml(String title) {
        return "<domain type='kvm'>\n  <name>m</name>\n  <uuid>" + UUID + "</uuid>\n  <title>" + title + "</title>\n  <memory unit='KiB'>1</memory>\n  <vcpu>1</vcpu>\n"
                + "  <devices>\n    <graphics type='vnc' passwd='geheim'/>\n  </devices>\n</domain>\n";
    }

    private static Plan plan(String uuid, Plan.Kind kind, String before, String after) {
        return new Plan(HOST, uuid, "m", kind, List.of(), before, after, List.of(), List.of(), Plan.When.AT_START, List.of(), List.of());
    }

    private static HistoryEntry change(History history, String before, String after) throws FailedException {
        HistoryEntry entry = history.intend(plan(UUID, Plan.Kind.XML, before, after), NOW, Optional.empty());
        history.stored(entry, after);
        return entry;
    }

    @Test
    void whoDidWhatAndWhyIsKept() throws FailedException {
        change(history(), xml("a"), xml("b"));
        HistoryEntry entry = history().of(HOST, UUID).getFirst();
        assertEquals(new Author("someone", "command", "virt-companion set"), entry.author());
        assertEquals(xml("a"), entry.before());
        assertEquals(xml("b"), entry.after());
        assertEquals(HistoryEntry.State.STORED, entry.state());
    }

    @Test
    void whatOthersChangedIsWrittenDownOnceWithItsDiff() throws FailedException {
        History history = history();
        assertEquals(List.of(), history.observe(HOST, UUID, "m", xml("a"), NOW), "the first look knows nothing to compare with");
        assertEquals(List.of(), history.observe(HOST, UUID, "m", xml("a"), NOW));
        HistoryEntry found = history().observe(HOST, UUID, "m", xml("b"), NOW).getFirst();
        assertEquals(Plan.Kind.OUTSIDE, found.kind());
        assertTrue(found.diff().contains("-  <title>a</title>\n+  <title>b</title>"), found.diff());
        assertEquals(List.of(), history.observe(HOST, UUID, "m", xml("b"), NOW));
        assertEquals(1, history.of(HOST, UUID).size());
    }

    @Test
    void whatOthersChangedRightBeforeAChangeComesBeforeIt() throws FailedException {
        History history = history();
        history.observe(HOST, UUID, "m", xml("a"), NOW);
        change(history, xml("b"), xml("c"));
        assertEquals(List.of(Plan.Kind.XML, Plan.Kind.OUTSIDE), history.of(HOST, UUID).stream().map(HistoryEntry::kind).toList());
    }

    /// The program was killed after writing down what it was going to do; what is stored by then tells how far it came.
    @ParameterizedTest
    @CsvSource({
            "a, CUT_OFF, CUT_OFF",
            "b, STORED, STORED",
            "c, STORED, STORED OUTSIDE",
    })
    void whatWasCutOffIsSettledByWhatIsStored(String stored, HistoryEntry.State state, String entries) throws FailedException {
        History history = history();
        Plan plan = plan(UUID, Plan.Kind.SETTINGS, xml("a"), xml("b"));
        history.intend(new Plan(HOST, UUID, "m", plan.kind(), List.of(new Assignment("title", "b")), plan.before(), plan.after(), List.of(), List.of(), plan.when(), List.of(), List.of()),
                NOW, Optional.empty());
        String now = stored.equals("c") ? xml("b").replace("<vcpu>1", "<vcpu>2") : xml(stored);
        List<HistoryEntry> found = history().observe(HOST, UUID, "m", now, NOW);
        assertEquals(state, found.getFirst().state());
        assertEquals(entries, String.join(" ", found.stream().map(entry -> entry.kind() == Plan.Kind.OUTSIDE ? "OUTSIDE" : entry.state().name()).toList()));
        assertEquals(List.of(), history().observe(HOST, UUID, "m", now, NOW), "settled once");
        assertEquals(stored.equals("a"), history.redoable(HOST, UUID).isPresent());
        assertEquals(!stored.equals("a"), history.undoable(HOST, UUID).isPresent());
    }

    @Test
    void aMachineThatIsGoneCanStillBeHad() throws FailedException {
        History history = history();
        history.observe(HOST, UUID, "m", xml("a"), NOW);
        assertEquals(Set.of(UUID), history.defined(HOST).keySet());
        assertEquals(Plan.Kind.UNDEFINED, history.undefined(HOST, UUID, NOW).orElseThrow().kind());
        assertEquals(Optional.empty(), history.undefined(HOST, UUID, NOW), "once");
        assertEquals(Map.of(), history.defined(HOST));
        assertEquals(List.of(xml("a")), history.gone(HOST, Set.of(OTHER)).stream().map(HistoryEntry::before).toList());
        assertEquals(List.of(), history.gone(HOST, Set.of(UUID)), "it is back");
        assertEquals(List.of(), history.gone("qemu:///session", Set.of()), "another connection's");
    }

    @Test
    void undoAndRedoGoBackAndForth() throws FailedException {
        History history = history();
        HistoryEntry first = change(history, xml("a"), xml("b"));
        HistoryEntry second = change(history, xml("b"), xml("c"));
        assertEquals(id(second), id(history.undoable(HOST, UUID).orElseThrow()));
        HistoryEntry undo = takeBack(history, Plan.Kind.UNDO, second, xml("c"), xml("b"));
        assertEquals(first.id(), history.undoable(HOST, UUID).orElseThrow().id());
        HistoryEntry undoFirst = takeBack(history, Plan.Kind.UNDO, first, xml("b"), xml("a"));
        assertEquals(Optional.empty(), history.undoable(HOST, UUID));
        takeBack(history, Plan.Kind.REDO, redoable(history, undoFirst), xml("a"), xml("b"));
        assertEquals(first.id(), history.undoable(HOST, UUID).orElseThrow().id());
        takeBack(history, Plan.Kind.REDO, redoable(history, undo), xml("b"), xml("c"));
        assertEquals(second.id(), history.undoable(HOST, UUID).orElseThrow().id());
        assertEquals(Optional.empty(), history.redoable(HOST, UUID));
    }

    @Test
    void aNewChangeEndsWhatCouldBeRedone() throws FailedException {
        History history = history();
        takeBack(history, Plan.Kind.UNDO, change(history, xml("a"), xml("b")), xml("b"), xml("a"));
        assertTrue(history.redoable(HOST, UUID).isPresent());
        change(history, xml("a"), xml("c"));
        assertEquals(Optional.empty(), history.redoable(HOST, UUID));
    }

    private static HistoryEntry redoable(History history, HistoryEntry expected) throws FailedException {
        HistoryEntry entry = history.redoable(HOST, UUID).orElseThrow();
        assertEquals(expected.id(), entry.id());
        return entry;
    }

    private static String id(HistoryEntry entry) {
        return entry.id();
    }

    private static HistoryEntry takeBack(History history, Plan.Kind kind, HistoryEntry entry, String before, String after) throws FailedException {
        HistoryEntry back = history.intend(plan(UUID, kind, before, after), NOW, Optional.of(entry.id()));
        history.stored(back, after);
        return back;
    }

    @Test
    void ofTooManyTheOldestGoAndThoseOfOthersFirst() throws FailedException {
        History history = history(new Bounds(4, Long.MAX_VALUE, Long.MAX_VALUE));
        change(history, xml("a"), xml("b"));
        String now = xml("b");
        for (int i = 0; i < 10; i++) {
            now = xml("outside " + i);
            history.observe(HOST, UUID, "m", now, NOW);
        }
        List<HistoryEntry> kept = history.of(HOST, UUID);
        assertEquals(4, kept.size());
        assertEquals(Plan.Kind.XML, kept.getLast().kind(), "what this one's user did outlives what others do every minute");
        assertEquals(now, kept.getFirst().after());
    }

    @Test
    void theNewestAndWhatIsUnderWayStayWhateverTheirSize() throws FailedException {
        Bounds narrow = new Bounds(200, 10, 10);
        History history = history();
        HistoryEntry old = change(history, xml("a"), xml("b"));
        HistoryEntry open = history.intend(plan(UUID, Plan.Kind.XML, xml("b"), xml("c")), NOW, Optional.empty());
        HistoryEntry newest = history.intend(plan(OTHER, Plan.Kind.XML, xml("b"), xml("c")), NOW, Optional.empty());
        files().write("history/" + UUID + "/" + newest.id() + ".json", EntryForm.write(newest));
        narrow.keep(files(), "history/" + UUID);
        narrow.keepInAll(files(), "history");
        assertEquals(List.of(newest.id(), open.id()), history.of(HOST, UUID).stream().map(HistoryEntry::id).toList(), "without " + old.id());
    }

    @Test
    void allMachinesTogetherAreBoundedToo() throws FailedException {
        History history = history(new Bounds(200, Long.MAX_VALUE, 20_000));
        for (int i = 0; i < 60; i++)
            for (String uuid : List.of(UUID, OTHER)) history.stored(history.intend(plan(uuid, Plan.Kind.XML, xml("a" + i), xml("b" + i)), NOW, Optional.empty()), xml("b" + i));
        Bounds bounds = new Bounds(200, Long.MAX_VALUE, 20_000);
        bounds.keepInAll(files(), "history");
        long sum = files().sizes("history/" + UUID).values().stream().mapToLong(each -> each).sum() + files().sizes("history/" + OTHER).values().stream().mapToLong(each -> each).sum();
        assertTrue(sum <= 20_000 && sum > 10_000, () -> "bytes: " + sum);
        assertEquals(xml("b59"), history.of(HOST, UUID).getFirst().after());
        assertEquals(xml("b59"), history.of(HOST, OTHER).getFirst().after());
    }

    @Test
    void severalWritersAtOnceLoseNothing() throws Exception {
        List<Thread> writers = new ArrayList<>();
        List<String> written = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Throwable> trouble = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int w = 0; w < 4; w++) {
            int writer = w;
            // Each with a history of its own, as other processes have.
            History own = history(new Bounds(1000, Long.MAX_VALUE, Long.MAX_VALUE));
            writers.add(Thread.ofPlatform().uncaughtExceptionHandler((_, e) -> trouble.add(e)).start(() -> {
                for (int i = 0; i < 25; i++) {
                    try (PrivateFiles.Lock _ = own.lock(HOST, UUID)) {
                        HistoryEntry entry = own.intend(plan(UUID, Plan.Kind.XML, xml("x"), xml(writer + " " + i)), Instant.now(), Optional.empty());
                        own.stored(entry, xml("x"));
                        written.add(entry.id());
                    } catch (FailedException e) {
                        trouble.add(e);
                    }
                }
            }));
        }
        for (Thread writer : writers) writer.join();
        assertEquals(List.of(), trouble);
        assertEquals(new TreeSet<>(written), new TreeSet<>(history().of(HOST, UUID).stream().map(HistoryEntry::id).toList()));
    }

    @Test
    void passwordsAreInPrivateFilesOnly() throws FailedException, IOException {
        History history = history();
        history.observe(HOST, UUID, "m", xml("a"), NOW);
        HistoryEntry entry = history.observe(HOST, UUID, "m", xml("a").replace("geheim", "anders"), NOW).getFirst();
        assertTrue(entry.before().contains("geheim"));
        assertFalse(entry.diff().contains("geheim") || entry.diff().contains("anders"), entry.diff());
        assertTrue(entry.diff().contains("-    <graphics type='vnc' passwd='***'/>"), "that it changed is seen");
        try (var files = Files.walk(directory.resolve("state"))) {
            for (Path path : files.toList())
                assertEquals(Files.isDirectory(path) ? "rwx------" : "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)), path.toString());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "<graphics passwd='a b' port='1'/>  | <graphics passwd='***' port='1'/>",
            "<graphics passwd=\"a'b\"/>         | <graphics passwd=\"***\"/>",
            "<graphics passwdValidTo='2030'/>   | <graphics passwdValidTo='2030'/>",
            "<session>AAA=</session>            | <session>***</session>",
            "<qemu:arg value='secret,id=s0,data=letmein'/> | <qemu:arg value='secret,id=s0,data=***'/>",
            "set x graphics.passwd=geheim       | set x graphics.passwd=***",
            "<title>my password is old</title>  | <title>my password is old</title>",
    })
    void whatIsSecretIsBlanked(String text, String shown) {
        assertEquals(shown, Secrets.blank(text));
    }
}
