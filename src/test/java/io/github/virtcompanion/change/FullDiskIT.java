package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.HostFiles;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.DiskFlush;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The disk that holds this program's history, or the saved guests, gets full at any moment: the guest goes on, what is told is
/// what happened, and once there is room again nothing is left over.
class FullDiskIT {
    @RegisterExtension
    static final RealLibvirtd real = new RealLibvirtd();

    private static final String UUID = "5d0c5f5e-0000-4000-8000-000000000031";
    private static final Path SAVED = Path.of("/var/lib/libvirt/qemu/save");
    private static final int PAGE = 4096;
    /// More than a change of this machine ever writes.
    private static final int PAGES = 40;

    @TempDir
    private Path directory;
    private Path state;
    private Inventory inventory;
    private Connection connection;
    private LiveChanges live;
    private Changes changes;

    @BeforeEach
    void open() throws Exception {
        state = Files.createDirectories(directory.resolve("state"));
        mount(state, PAGES * PAGE);
        SystemFiles files = SystemFiles.realHost();
        inventory = new Inventory(List.of(ConnectionSpec.of(real.uri())), (spec, readOnly) -> Libvirt.open(spec.uri(), readOnly), new HostFiles(files, new Commands(files)), false);
        inventory.start();
        inventory.loaded().join();
        connection = inventory.connections().getFirst();
        History history = new History(new PrivateFiles(state));
        live = new LiveChanges(history, new PrivateFiles(state), files, new DiskFlush(new Commands(files)), asking -> Libvirt.open(asking.uri(), false), Clock.systemUTC(), "/root");
        changes = new Changes(history, Clock.systemUTC());
        real.virsh("define", real.image("definition.xml", real.definition("full", UUID, "qemu", "", real.image("full.img", Arrays.copyOf(real.guest("counting.bin"), 1 << 20)))
                .replace("writethrough", "none").getBytes()).toString());
    }

    @AfterEach
    void close() {
        inventory.close();
        for (Path mounted : List.of(state, SAVED)) RealLibvirtd.command("umount", mounted.toString());
    }

    private static void mount(Path where, long bytes) throws IOException {
        Files.createDirectories(where);
        RealLibvirtd.Ran ran = RealLibvirtd.command("mount", "-t", "tmpfs", "-o", "mode=755,size=" + bytes, "full", where.toString());
        assertEquals(0, ran.code(), ran::output);
    }

    /// Nothing but these pages is left.
    private static void leave(Path where, int pages) throws IOException {
        Files.deleteIfExists(where.resolve("hog"));
        try (OutputStream hog = Files.newOutputStream(where.resolve("hog"))) {
            for (long left = Files.getFileStore(where).getUsableSpace() - (long) pages * PAGE; left > 0; left -= PAGE) hog.write(new byte[(int) Math.min(left, PAGE)]);
        }
    }

    private static void empty(Path where) throws IOException {
        try (Stream<Path> entries = Files.list(where)) {
            for (Path entry : entries.toList()) RealLibvirtd.command("rm", "-r", entry.toString());
        }
    }

    private static String stored() {
        return real.virsh("dumpxml", "--inactive", "full");
    }

    private static String running() {
        return real.virsh("dumpxml", "full");
    }

    private void start() {
        real.virsh("start", "full");
        RealLibvirtd.await("the guest to count", () -> !real.printed("full").isBlank());
    }

    @Test
    void withNoRoomToWriteDownWhatIsDoneTheGuestGoesOn() throws Exception {
        start();
        for (int pages = 0; pages <= PAGES; pages += 4) {
            empty(state);
            String wanted = running().contains("cache='none'") ? "unsafe" : "none";
            leave(state, pages);
            Outcome outcome = live.apply(connection, live.plan(connection, UUID, List.of(new Assignment("disk.hda.cache", wanted))), LiveProgress.NONE);
            String told = pages + " pages: " + outcome;
            assertEquals("running", real.virsh("domstate", "full").strip(), told);
            assertTrue(Set.of(Outcome.Kind.NOW, Outcome.Kind.REFUSED).contains(outcome.kind()), told);
            assertEquals(outcome.kind() == Outcome.Kind.NOW, stored().contains("cache='" + wanted + "'"), told);
            assertEquals(outcome.kind() == Outcome.Kind.NOW, running().contains("cache='" + wanted + "'"), told);
            if (outcome.kind() == Outcome.Kind.REFUSED) assertEquals("system.private.write", outcome.failure().orElseThrow().what().key(), told);
            Files.delete(state.resolve("hog"));
            assertEquals(List.of(), live.unfinished(connection), told);
        }
        assertEquals(1, changes.history().of(real.uri(), UUID).size(), "in the end there was room");
    }

    /// There was enough at first.
    @ParameterizedTest
    @CsvSource({"saving, 0", "editing, 0", "editing, 3", "resuming, 0", "resuming, 1"})
    void noMatterWhenItGetsFull(String phase, int pages) throws Exception {
        start();
        Outcome outcome = live.apply(connection, live.plan(connection, UUID, List.of(new Assignment("disk.hda.cache", "unsafe"))), words -> {
            if (words.key().equals("change.phase." + phase)) unchecked(() -> leave(state, pages));
        });
        assertEquals("running", real.virsh("domstate", "full").strip(), outcome.toString());
        boolean now = phase.equals("resuming") || pages > 0;
        assertEquals(now ? Outcome.Kind.NOW : Outcome.Kind.REFUSED, outcome.kind(), outcome.toString());
        assertEquals(now, stored().contains("cache='unsafe'"), stored());
        assertEquals(now, running().contains("cache='unsafe'"), running());
        Files.delete(state.resolve("hog"));
        assertEquals(List.of(), live.unfinished(connection));
        changes.observe(connection, UUID);
        assertEquals(now ? List.of(HistoryEntry.State.STORED) : List.of(), changes.history().of(real.uri(), UUID).stream().map(HistoryEntry::state).toList());
    }

    @Test
    void whatLibvirtHasStoredIsNotToldAsUnchanged() throws Exception {
        for (int pages = 0; pages <= PAGES; pages++) {
            empty(state);
            leave(state, pages);
            String wanted = "title " + pages;
            Outcome outcome = changes.apply(connection, changes.plan(connection, UUID, List.of(new Assignment("title", wanted))));
            String told = pages + " pages: " + outcome;
            assertEquals(outcome.stored(), stored().contains(wanted), told);
            Files.delete(state.resolve("hog"));
            changes.observe(connection, UUID);
            assertTrue(changes.history().of(real.uri(), UUID).stream().noneMatch(entry -> entry.state() == HistoryEntry.State.INTENDED || entry.kind() == Plan.Kind.OUTSIDE), told);
            assertEquals(outcome.stored(), changes.history().undoable(real.uri(), UUID).isPresent(), told);
        }
    }

    /// It was there when it was looked for.
    @Test
    void withNoRoomForTheGuestItGoesOnAndNothingIsLeft() throws Exception {
        mount(SAVED, 200 << 20);
        start();
        LivePlan plan = live.plan(connection, UUID, List.of(new Assignment("disk.hda.cache", "unsafe")));
        Outcome outcome = live.apply(connection, plan, words -> {
            if (words.key().equals("change.phase.saving")) unchecked(() -> leave(SAVED, 1));
        });
        assertEquals(Outcome.Kind.REFUSED, outcome.kind(), outcome.toString());
        assertEquals(Message.of("change.outcome.resumed-unchanged", "full"), outcome.summary());
        assertEquals(Message.of("change.live.not-saved", Message.of("libvirt.disk-full.what", real.uri(), "", "")), outcome.failure().orElseThrow().what());
        assertEquals("libvirt.disk-full.next", outcome.failure().orElseThrow().nextStep().key());
        assertEquals("running", real.virsh("domstate", "full").strip());
        try (Stream<Path> left = Files.list(SAVED)) {
            assertEquals(List.of(SAVED.resolve("hog")), left.toList());
        }
        assertTrue(stored().contains("cache='none'") && running().contains("cache='none'"), stored());
        assertEquals(List.of(), changes.history().of(real.uri(), UUID));
        assertEquals(List.of(), live.unfinished(connection));
    }

    /// A saved machine that is off goes nowhere.
    @Test
    void ofASavedMachineItIsNotToldThatItsGuestGoesOn() throws Exception {
        start();
        real.virsh("managedsave", "full");
        LivePlan plan = live.plan(connection, UUID, List.of(new Assignment("features.acpi", "off")));
        Outcome outcome = live.apply(connection, plan, LiveProgress.NONE);
        assertEquals(Outcome.Kind.REFUSED, outcome.kind(), outcome.toString());
        assertEquals(Message.of("change.outcome.saved-unchanged", "full"), outcome.summary());
        assertEquals("change.live.saved-refused", outcome.failure().orElseThrow().what().key());
        assertEquals("shut off", real.virsh("domstate", "full").strip());
    }

    /// Neither with the new values nor with the old: its disk is gone, say.
    @Test
    void whereItCannotBeResumedAtAllItIsToldWhyAndItStaysSaved() throws Exception {
        start();
        Path image = Path.of("/var/lib/libvirt/images/full.img");
        Path aside = image.resolveSibling("aside.img");
        LivePlan plan = live.plan(connection, UUID, List.of(new Assignment("disk.hda.cache", "unsafe")));
        Outcome outcome = live.apply(connection, plan, words -> {
            if (words.key().equals("change.phase.resuming")) unchecked(() -> Files.move(image, aside));
        });
        assertEquals(Outcome.Kind.UNFINISHED, outcome.kind(), outcome.toString());
        assertEquals("change.unfinished.not-resumed", outcome.failure().orElseThrow().what().key(), outcome.toString());
        assertTrue(real.virsh("dominfo", "full").contains("Managed save:   yes"));
        Files.move(aside, image);
        Outcome finished = live.finish(live.unfinished(connection).getFirst(), LiveProgress.NONE);
        assertTrue(finished.done(), finished.toString());
        assertEquals("running", real.virsh("domstate", "full").strip());
        assertTrue(stored().contains("cache='unsafe'") && running().contains("cache='unsafe'"), stored());
    }

    private interface Doing {
        void run() throws IOException;
    }

    private static void unchecked(Doing doing) {
        try {
            doing.run();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
