package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.HostFiles;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.SaveProgress;
import io.github.virtcompanion.options.Pendings;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Changes that count at once, on a real libvirtd and QEMU, with a guest that counts: whether it goes on is seen by its numbers.
class LiveIT {
    @RegisterExtension
    static final RealLibvirtd real = new RealLibvirtd();

    private static final CountingGuest GUEST = new CountingGuest(real, "guest");
    private static final String UUID = "5d0c5f5e-0000-4000-8000-000000000003";
    private static final List<Assignment> UNSAFE = List.of(new Assignment("disk.hda.cache", "unsafe"));
    private static final List<Assignment> WRITEBACK = List.of(new Assignment("disk.hda.cache", "writeback"));
    private static final List<Assignment> DIRECTSYNC = List.of(new Assignment("disk.hda.cache", "directsync"));

    private static final int DISK_SIZE = 1 << 20;
    /// Smaller than the blocks of its file system, so that QEMU cannot open it past the page cache.
    private static final int ODD_SIZE = 512;

    /// counting.bin writes one sector before it counts.
    private static final long WRITTEN = 512;

    @TempDir
    private Path directory;
    private Inventory inventory;
    private Connection connection;
    private DiskFlush flush;
    private LiveChanges changes;

    @BeforeEach
    void open() {
        SystemFiles files = SystemFiles.realHost();
        inventory = new Inventory(List.of(ConnectionSpec.of(real.uri())), (spec, readOnly) -> Libvirt.open(spec.uri(), readOnly),
                new HostFiles(files, new Commands(files)), false);
        inventory.start();
        inventory.loaded().join();
        connection = inventory.connections().getFirst();
        flush = new DiskFlush(new Commands(files));
        changes = changes(asking -> Libvirt.open(asking.uri(), false));
    }

    /// As another start of the program has it: what is on the disk is all that it knows.
    private LiveChanges changes(LiveChanges.Opening opening) {
        return new LiveChanges(history(), new PrivateFiles(directory), SystemFiles.realHost(), flush, opening, Clock.systemUTC(), "/root");
    }

    private History history() {
        return new History(new PrivateFiles(directory));
    }

    @AfterEach
    void close() {
        inventory.close();
    }

    @Test
    void theGuestGoesOnWithTheNewCache() throws Exception {
        runWith("none");
        CountingGuest.Counted before = GUEST.counted();
        LivePlan plan = changes.plan(connection, UUID, UNSAFE);
        assertEquals(List.of(), plan.blockers());
        assertEquals(LivePlan.Way.SAVE_AND_RESUME, plan.way());
        assertEquals(32, plan.pause().orElseThrow().mebibytes());
        assertTrue(plan.needsConsent());
        List<String> phases = new ArrayList<>();
        Outcome outcome = changes.apply(connection, plan, words -> phases.add(words.key()));
        assertEquals(Outcome.Kind.NOW, outcome.kind(), outcome.toString());
        assertEquals(List.of("change.phase.saving", "change.phase.editing", "change.phase.resuming"), phases);
        assertTrue(qemu().contains("\"no-flush\":true"), qemu());
        GUEST.assertGoesOnFrom(before);
        assertTrue(live().contains("cache='unsafe'") && stored().contains("cache='unsafe'"));
        assertEquals(List.of(HistoryEntry.State.STORED), states());
        assertEquals(List.of(), changes.unfinished(connection));
        assertTrue(changes.plan(connection, UUID, WRITEBACK).pause().orElseThrow().measured(), "the next estimate is a measured one");

        assertEquals(Outcome.Kind.NOW, changes.apply(connection, changes.plan(connection, UUID, WRITEBACK), LiveProgress.NONE).kind());
        assertTrue(qemu().contains("\"no-flush\":false"), qemu());
        GUEST.assertGoesOnFrom(before);
        assertTrue(live().contains("cache='writeback'") && stored().contains("cache='writeback'"));
    }

    @Test
    void stoppedWhileItIsSavedTheGuestGoesOnAsItWas() throws Exception {
        runWith("none");
        CountingGuest.Counted before = GUEST.counted();
        String live = live();
        String stored = stored();
        List<SaveProgress> seen = Collections.synchronizedList(new ArrayList<>());
        Outcome outcome = changes.apply(connection, changes.plan(connection, UUID, UNSAFE), new LiveProgress() {
            @Override
            public void now(Message words) {}

            @Override
            public void saving(SaveProgress far) {
                seen.add(far);
            }

            @Override
            public boolean stopped() {
                return true;
            }
        });
        assertEquals(Outcome.Kind.NOT_TRIED, outcome.kind(), outcome.toString());
        assertEquals("change.outcome.stopped", outcome.summary().key());
        assertEquals(SaveProgress.BEGUN, seen.getFirst());
        GUEST.assertGoesOnFrom(before);
        assertTrue(live().contains("cache='none'"), live);
        assertEquals(stored, stored());
        assertEquals(List.of(), states());
        assertEquals(List.of(), changes.unfinished(connection));
        assertFalse(real.virsh("list", "--with-managed-save", "--all", "--name").contains("guest"), "no image is left");
    }

    @Test
    void whatTheGuestWouldNoticeIsRefusedByLibvirtAndTheGuestGoesOn() throws Exception {
        runWith("none");
        String stored = stored();
        CountingGuest.Counted before = GUEST.counted();
        LivePlan other = changes.plan(connection, UUID, List.of(new Assignment("type", "kvm"), new Assignment("cpu.mode", "host-passthrough")));
        assertEquals(List.of("change.live.block.type"), other.blockers().stream().map(blocker -> blocker.reason().key()).toList());
        LivePlan plan = changes.plan(connection, UUID, List.of(new Assignment("features.acpi", "off")));
        Outcome outcome = changes.apply(connection, plan, LiveProgress.NONE);
        assertEquals(Outcome.Kind.REFUSED, outcome.kind(), outcome.toString());
        assertEquals("change.outcome.resumed-unchanged", outcome.summary().key());
        assertFalse(outcome.failure().orElseThrow().details().isBlank(), "libvirt's words");
        GUEST.assertGoesOnFrom(before);
        assertEquals(stored, stored());
        assertEquals(List.of(), states());
        assertEquals(List.of(), changes.unfinished(connection));
    }

    @Test
    void whereQemuCannotGoOnWithTheNewValueTheOldOneIsPutBack() throws Exception {
        define("writeback", ODD_SIZE);
        real.virsh("start", "guest");
        String stored = stored();
        CountingGuest.Counted before = GUEST.counted();
        List<String> phases = new ArrayList<>();
        Outcome outcome = changes.apply(connection, changes.plan(connection, UUID, List.of(new Assignment("disk.hda.cache", "none"))), words -> phases.add(words.key()));
        assertEquals(Outcome.Kind.REFUSED, outcome.kind(), outcome.toString());
        assertTrue(outcome.failure().orElseThrow().details().contains("alignment"), outcome.toString());
        assertEquals("change.phase.putting-back", phases.getLast());
        GUEST.assertGoesOnFrom(before);
        assertTrue(live().contains("cache='writeback'"));
        assertEquals(stored, stored());
        assertEquals(List.of(), states());
    }

    @Test
    void aGuestThatSendsNoFlushesIsNotMovedToAModeThatNeedsThemUntilItStartsAnew() throws Exception {
        runWith("writethrough");
        LivePlan plan = changes.plan(connection, UUID, WRITEBACK);
        assertEquals(List.of("change.live.block.no-flushes"), blockers(plan));
        assertEquals(Outcome.Kind.REFUSED, changes.apply(connection, plan, LiveProgress.NONE).kind());
        assertTrue(stored().contains("cache='writethrough'"));

        LivePlan unsafe = changes.planThisRun(connection, UUID, UNSAFE);
        assertTrue(unsafe.needsConsent(), "offered as what it is");
        assertEquals(Outcome.Kind.THIS_RUN, changes.apply(connection, unsafe, LiveProgress.NONE).kind());
        assertTrue(live().contains("cache='unsafe'") && live().contains("<on_reboot>destroy</on_reboot>") && stored().contains("cache='writethrough'"));
        assertNotedForOneRun(stored());
        LiveChanges later = changes(asking -> Libvirt.open(asking.uri(), false));
        assertEquals(List.of("change.live.block.no-flushes"), blockers(later.plan(connection, UUID, WRITEBACK)), "what it was started with is remembered");
        assertEquals(List.of(), blockers(later.plan(connection, UUID, DIRECTSYNC)), "QEMU flushes by itself");

        real.virsh("destroy", "guest");
        runWith("none");
        assertEquals(List.of(), blockers(later.plan(connection, UUID, WRITEBACK)), "started anew");
    }

    @Test
    void aSavedStateIsChangedWithoutBeingStarted() throws Exception {
        runWith("none");
        CountingGuest.Counted before = GUEST.counted();
        real.virsh("managedsave", "guest");
        String stored = stored();
        LivePlan plan = changes.plan(connection, UUID, UNSAFE);
        assertEquals(LivePlan.Way.EDIT_SAVED, plan.way());
        assertTrue(plan.needsConsent() && plan.pause().isEmpty());
        Outcome outcome = changes.apply(connection, plan, LiveProgress.NONE);
        assertEquals(Outcome.Kind.STORED, outcome.kind(), outcome.toString());
        assertEquals("shut off", real.virsh("domstate", "guest").strip());
        assertTrue(stored().contains("cache='unsafe'") && real.virsh("managedsave-dumpxml", "guest").contains("cache='unsafe'"));
        assertEquals(List.of(), changes.unfinished(connection));

        HistoryEntry entry = history().of(connection.uri(), UUID).getFirst();
        assertEquals(Outcome.Kind.STORED, changes.applyUndo(connection, changes.planUndo(connection, UUID, entry), entry, LiveProgress.NONE).kind());
        assertEquals(stored, stored(), "to the byte");
        assertTrue(real.virsh("managedsave-dumpxml", "guest").contains("cache='none'"));
        assertTrue(Undone.of(history().of(connection.uri(), UUID)).takenBack().contains(entry.id()));
        real.virsh("start", "guest");
        GUEST.assertGoesOnFrom(before);
        assertTrue(live().contains("cache='none'"));
    }

    @Test
    void whatWasChangedNowIsTakenBackNow() throws Exception {
        runWith("none");
        CountingGuest.Counted before = GUEST.counted();
        String stored = stored();
        changes.apply(connection, changes.plan(connection, UUID, WRITEBACK), LiveProgress.NONE);
        HistoryEntry entry = history().of(connection.uri(), UUID).getFirst();
        LivePlan undo = changes.planUndo(connection, UUID, entry);
        assertEquals(LivePlan.Way.SAVE_AND_RESUME, undo.way());
        assertEquals(Outcome.Kind.NOW, changes.applyUndo(connection, undo, entry, LiveProgress.NONE).kind());
        assertEquals(stored, stored(), "to the byte");
        assertTrue(live().contains("cache='none'"));
        GUEST.assertGoesOnFrom(before);
        assertEquals(Plan.Kind.UNDO, history().of(connection.uri(), UUID).getFirst().kind());
        assertEquals(Optional.empty(), Undone.of(history().of(connection.uri(), UUID)).undoable());
    }

    @Test
    void aRunOfItsOwnGoesBackToWhatIsStored() throws Exception {
        runWith("none");
        CountingGuest.Counted before = GUEST.counted();
        String stored = stored();
        assertEquals(Outcome.Kind.THIS_RUN, changes.apply(connection, changes.planThisRun(connection, UUID, UNSAFE), LiveProgress.NONE).kind());
        List<Assignment> waiting = Pendings.between(live(), stored()).stream().map(one -> new Assignment(one.setting(), one.next())).toList();
        assertEquals(List.of("disk.hda.cache", "on_reboot"), waiting.stream().map(Assignment::setting).sorted().toList());
        assertEquals(Outcome.Kind.NOW, changes.apply(connection, changes.plan(connection, UUID, waiting), LiveProgress.NONE).kind());
        assertEquals(List.of(), Pendings.between(live(), stored()));
        assertEquals(stored, stored(), "byte for byte");
        assertEquals(List.of(HistoryEntry.State.PROVEN), states(), "nothing was stored");
        assertNotedForOneRun(stored);
        GUEST.assertGoesOnFrom(before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPausedGuestStaysPausedAndIsNotToldToGoOn(boolean forThisRun) throws Exception {
        runWith("none");
        CountingGuest.Counted before = GUEST.counted();
        real.virsh("suspend", "guest");
        LivePlan plan = forThisRun ? changes.planThisRun(connection, UUID, UNSAFE) : changes.plan(connection, UUID, WRITEBACK);
        assertTrue(plan.consequences().contains(LivePlan.STAYS_PAUSED), plan.toString());
        assertEquals(List.of(), plan.consequences().stream().filter(words -> words.key().startsWith("change.live.pause")).toList());
        Outcome outcome = changes.apply(connection, plan, LiveProgress.NONE);
        assertEquals(Message.of(forThisRun ? "change.outcome.this-run-paused" : "change.outcome.now-paused", "guest"), outcome.summary());
        assertEquals("paused", real.virsh("domstate", "guest").strip());
        assertTrue(live().contains(forThisRun ? "cache='unsafe'" : "cache='writeback'"));
        real.virsh("resume", "guest");
        GUEST.assertGoesOnFrom(before);
    }

    /// The newest entry tells of a run and changes nothing that could be taken back or brought back.
    private void assertNotedForOneRun(String stored) throws Exception {
        List<HistoryEntry> all = history().of(connection.uri(), UUID);
        HistoryEntry entry = all.getFirst();
        assertEquals(Plan.Kind.THIS_RUN, entry.kind());
        assertEquals(HistoryEntry.State.PROVEN, entry.state());
        assertEquals(List.of("disk.hda.cache=unsafe"), entry.settings());
        assertEquals(List.of(stored, stored), List.of(entry.before(), entry.after()), "restoring that moment brings back no unsafe disk");
        assertTrue(entry.diff().lines().anyMatch(line -> line.startsWith("+") && line.contains("cache='unsafe'")), entry.diff());
        assertEquals(List.of(Optional.empty(), Optional.empty()), List.of(Undone.of(all).undoable(), Undone.of(all).redoable()));
    }

    @Test
    void aGuestThatCouldNotBeResumedIsNotSaved() throws Exception {
        runWith("none");
        CountingGuest.Counted before = GUEST.counted();
        Files.delete(Path.of(LivePlanner.opened(live()).iterator().next()));
        LivePlan plan = changes.planThisRun(connection, UUID, UNSAFE);
        assertEquals(List.of("change.live.block.gone"), blockers(plan));
        assertEquals(Outcome.Kind.REFUSED, changes.apply(connection, plan, LiveProgress.NONE).kind());
        GUEST.assertGoesOnFrom(before);
    }

    @Test
    void whatCannotBeDoneNowIsSaidBeforehand() throws Exception {
        runWith("none");
        real.virsh("managedsave", "guest");
        assertEquals(List.of("change.live.block.saved"), blockers(changes.planThisRun(connection, UUID, UNSAFE)));
        assertEquals(Outcome.Kind.REFUSED, changes.apply(connection, changes.planThisRun(connection, UUID, UNSAFE), LiveProgress.NONE).kind());
        assertTrue(real.virsh("list", "--with-managed-save", "--all", "--name").contains("guest"), "the saved state stays");
    }

    @Test
    void thisBootOnlyIsOverAtPowerOffThoughTheProgramIsGone() throws Exception {
        define("writethrough", DISK_SIZE);
        String stored = stored();
        LivePlan plan = changes.planThisRun(connection, UUID, UNSAFE);
        assertEquals(LivePlan.Way.START, plan.way());
        assertTrue(plan.needsConsent());
        assertEquals(Outcome.Kind.THIS_RUN, changes.apply(connection, plan, LiveProgress.NONE).kind());
        assertTrue(qemu().contains("\"no-flush\":true"), qemu());
        assertEquals(stored, stored(), "byte for byte");
        assertTrue(live().contains("<on_reboot>destroy</on_reboot>"));
        assertNotedForOneRun(stored);
        GUEST.counted();
        RunWatch watch = new RunWatch(changes, flush);
        assertEquals(List.of(), watch.look(connection), "it runs");
        real.virsh("managedsave", "guest");
        assertEquals(List.of(), watch.look(connection), "saved, it is not over");
        real.virsh("start", "guest");
        assertTrue(qemu().contains("\"no-flush\":true"), qemu());
        assertEquals(List.of(), watch.look(connection), "it goes on");
        assertEquals(List.of(UUID), changes.journal().runs(connection.uri()).stream().map(OneRun::uuid).toList());
        // The program is gone when the guest powers off.
        inventory.close();
        real.virsh("send-key", "guest", "KEY_A");
        RealLibvirtd.await("power-off", () -> real.virsh("domstate", "guest").strip().equals("shut off"));
        real.virsh("start", "guest");
        assertTrue(qemu().contains("\"no-flush\":false"), qemu());
        assertTrue(live().contains("cache='writethrough'"));

        open();
        List<RunWatch.Ended> ended = new RunWatch(changes, flush).look(connection);
        assertEquals(List.of(UUID), ended.stream().map(RunWatch.Ended::uuid).toList());
        assertEquals(Fact.known(DiskFlush.How.FILES, "fsync"), ended.getFirst().flushed());
        assertFalse(ended.getFirst().reboot());
        assertEquals(Message.of("change.run.flushed", "guest"), ended.getFirst().words());
        assertEquals(List.of(), new RunWatch(changes, flush).look(connection), "told once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"send-key guest KEY_R", "reset guest"})
    void aRebootEndsAThisBootOnlyRun(String reboot) throws Exception {
        define("writethrough", DISK_SIZE);
        changes.apply(connection, changes.planThisRun(connection, UUID, UNSAFE), LiveProgress.NONE);
        GUEST.counted();
        RunWatch watch = new RunWatch(changes, flush);
        RealLibvirtd.await("the start to be seen", () -> connection.machine(UUID).filter(Machine::active).isPresent());
        watch.tick(connection);
        real.virsh(reboot.split(" "));
        RealLibvirtd.await("power-off", () -> real.virsh("domstate", "guest").strip().equals("shut off"));
        RealLibvirtd.await("the reason", () -> connection.endedByReset(UUID));
        RunWatch.Ended ended = watch.look(connection).getFirst();
        assertTrue(ended.written().orElseThrow() >= WRITTEN, ended.toString());
        assertTrue(ended.reboot());
        watch.startAgain(ended);
        assertTrue(qemu().contains("\"no-flush\":false"), qemu());
    }

    static Stream<Arguments> everyStepKilled() {
        return Stream.of(FailingHypervisor.Fault.KILLED_BEFORE, FailingHypervisor.Fault.KILLED_AFTER)
                .flatMap(fault -> Stream.of(1, 2, 3, 4).flatMap(call -> Stream.of(true, false).map(finish -> Arguments.of(fault, call, finish))));
    }

    @ParameterizedTest
    @MethodSource("everyStepKilled")
    void killedBetweenAnyTwoStepsNothingIsLost(FailingHypervisor.Fault fault, int call, boolean finish) throws Exception {
        runWith("none");
        CountingGuest.Counted before = GUEST.counted();
        var failing = new FailingHypervisor(call, fault);
        LiveChanges killed = changes(asking -> failing.around(Libvirt.open(asking.uri(), false)));
        LivePlan plan = killed.plan(connection, UUID, UNSAFE);
        assertThrows(FailingHypervisor.Killed.class, () -> killed.apply(connection, plan, LiveProgress.NONE));
        assertTrue(failing.happened());
        assertTrue(stored().contains("cache='none'") || stored().contains("cache='unsafe'"));

        List<Unfinished> unfinished = changes.unfinished(connection);
        boolean runs = fault == FailingHypervisor.Fault.KILLED_BEFORE && call == 1 || fault == FailingHypervisor.Fault.KILLED_AFTER && call == 4;
        assertEquals(runs ? 0 : 1, unfinished.size(), unfinished.toString());
        if (!runs) {
            assertEquals(List.of("change.live.block.under-way"), blockers(changes.planThisRun(connection, UUID, UNSAFE)).subList(0, 1));
            Outcome outcome = finish ? changes.finish(unfinished.getFirst(), LiveProgress.NONE) : changes.takeBack(unfinished.getFirst(), LiveProgress.NONE);
            assertTrue(outcome.done(), outcome.toString());
        }
        GUEST.assertGoesOnFrom(before);
        boolean changed = runs ? call == 4 : finish;
        assertTrue(live().contains(changed ? "cache='unsafe'" : "cache='none'"), live());
        assertTrue(stored().contains(changed ? "cache='unsafe'" : "cache='none'"), stored());
        assertEquals(changed ? List.of(HistoryEntry.State.STORED) : List.of(), states());
        assertEquals(List.of(), changes.unfinished(connection));
        assertEquals("", real.virsh("list", "--with-managed-save", "--all", "--name").strip(), "no saved state is left behind");
    }

    static Stream<Arguments> everyStepOfOneRunKilled() {
        return everyStepKilled().filter(arguments -> (int) arguments.get()[1] < 4);
    }

    @ParameterizedTest
    @MethodSource("everyStepOfOneRunKilled")
    void killedBetweenAnyTwoStepsOfARunOfItsOwnNothingIsLost(FailingHypervisor.Fault fault, int call, boolean finish) throws Exception {
        runWith("none");
        CountingGuest.Counted before = GUEST.counted();
        String stored = stored();
        var failing = new FailingHypervisor(call, fault);
        LiveChanges killed = changes(asking -> failing.around(Libvirt.open(asking.uri(), false)));
        LivePlan plan = killed.planThisRun(connection, UUID, UNSAFE);
        assertThrows(FailingHypervisor.Killed.class, () -> killed.apply(connection, plan, LiveProgress.NONE));
        assertTrue(failing.happened());
        List<Unfinished> unfinished = changes.unfinished(connection);
        boolean runs = fault == FailingHypervisor.Fault.KILLED_BEFORE && call == 1 || fault == FailingHypervisor.Fault.KILLED_AFTER && call == 3;
        assertEquals(runs ? 0 : 1, unfinished.size(), unfinished.toString());
        if (!runs) {
            Outcome outcome = finish ? changes.finish(unfinished.getFirst(), LiveProgress.NONE) : changes.takeBack(unfinished.getFirst(), LiveProgress.NONE);
            assertTrue(outcome.done(), outcome.toString());
            assertEquals(Optional.empty(), outcome.entry(), "it is not to be taken back like what is stored");
        }
        GUEST.assertGoesOnFrom(before);
        boolean changed = runs ? call == 3 : finish;
        assertTrue(live().contains(changed ? "cache='unsafe'" : "cache='none'"), live());
        assertEquals(stored, stored());
        if (changed) assertNotedForOneRun(stored);
        else assertEquals(List.of(), states());
    }

    @ParameterizedTest
    @EnumSource(FailingHypervisor.Fault.class)
    void aStartForOneRunThatGoesWrongIsTold(FailingHypervisor.Fault fault) throws Exception {
        define("none", DISK_SIZE);
        String stored = stored();
        var failing = new FailingHypervisor(1, fault);
        LiveChanges broken = changes(asking -> failing.around(Libvirt.open(asking.uri(), false)));
        LivePlan plan = broken.planThisRun(connection, UUID, UNSAFE);
        boolean killed = fault == FailingHypervisor.Fault.KILLED_BEFORE || fault == FailingHypervisor.Fault.KILLED_AFTER;
        if (killed) assertThrows(FailingHypervisor.Killed.class, () -> broken.apply(connection, plan, LiveProgress.NONE));
        else assertEquals(fault == FailingHypervisor.Fault.REFUSED ? Outcome.Kind.REFUSED : Outcome.Kind.THIS_RUN, broken.apply(connection, plan, LiveProgress.NONE).kind());
        boolean started = fault == FailingHypervisor.Fault.KILLED_AFTER || fault == FailingHypervisor.Fault.ANSWER_LOST;
        assertEquals(started ? "running" : "shut off", real.virsh("domstate", "guest").strip());
        new Changes(history(), Clock.systemUTC()).observe(connection, UUID);
        assertEquals(List.of(killed ? HistoryEntry.State.CUT_OFF : started ? HistoryEntry.State.PROVEN : HistoryEntry.State.REFUSED), states());
        assertEquals(List.of(Optional.empty(), Optional.empty()), List.of(Undone.of(history().of(connection.uri(), UUID)).undoable(), Undone.of(history().of(connection.uri(), UUID)).redoable()));
        assertEquals(stored, stored());
        // Killed before it began, the next look at its end finds a machine that is off, and flushes what it may have written.
        assertEquals(fault != FailingHypervisor.Fault.REFUSED, !changes.journal().runs(connection.uri()).isEmpty());
    }

    /// With the connection: the daemon was restarted right after it had started the machine, or right before, or is not back yet.
    @ParameterizedTest
    @CsvSource({"true, true, THIS_RUN", "false, true, REFUSED", "true, false, UNFINISHED"})
    void whatCameOfAStartWhoseAnswerWasLostIsFoundOut(boolean done, boolean comesBack, Outcome.Kind expected) throws Exception {
        define("writethrough", DISK_SIZE);
        LiveChanges broken = changes(asking -> {
            Hypervisor hypervisor = Libvirt.open(asking.uri(), false);
            return (Hypervisor) Proxy.newProxyInstance(Hypervisor.class.getClassLoader(), new Class<?>[] {Hypervisor.class}, (_, method, arguments) -> {
                boolean now = method.getName().equals("startOnce");
                try {
                    if (now && done) method.invoke(hypervisor, arguments);
                    if (now) real.stopDaemon();
                    if (now && comesBack) real.startDaemon();
                    return method.invoke(hypervisor, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });
        });
        Outcome outcome = broken.apply(connection, broken.planThisRun(connection, UUID, UNSAFE), LiveProgress.NONE);
        assertEquals(expected, outcome.kind(), outcome.toString());
        if (!comesBack) real.startDaemon();
        assertEquals(done, qemu().contains("\"no-flush\":true"), qemu());
        assertEquals(done, !changes.journal().runs(connection.uri()).isEmpty(), "its end is seen to");
    }

    @ParameterizedTest
    @EnumSource(value = FailingHypervisor.Fault.class, names = {"REFUSED", "ANSWER_LOST"})
    void aStepThatFailsIsTakenBackAtOnce(FailingHypervisor.Fault fault) throws Exception {
        runWith("none");
        for (int call = 1; call <= 4; call++) {
            CountingGuest.Counted before = GUEST.counted();
            var failing = new FailingHypervisor(call, fault);
            LiveChanges failed = changes(asking -> failing.around(Libvirt.open(asking.uri(), false)));
            Outcome outcome = failed.apply(connection, failed.plan(connection, UUID, UNSAFE), LiveProgress.NONE);
            assertTrue(failing.happened());
            GUEST.assertGoesOnFrom(before);
            // Only a resumption whose answer was lost has happened all the same.
            boolean changed = fault == FailingHypervisor.Fault.ANSWER_LOST && call == 4;
            assertEquals(changed ? Outcome.Kind.NOW : Outcome.Kind.REFUSED, outcome.kind(), call + ": " + outcome);
            assertTrue(live().contains(changed ? "cache='unsafe'" : "cache='none'"), live());
            assertTrue(stored().contains(changed ? "cache='unsafe'" : "cache='none'"), stored());
            assertEquals(changed ? List.of(HistoryEntry.State.STORED) : List.of(), states());
            assertEquals(List.of(), changes.unfinished(connection));
        }
    }

    @ParameterizedTest
    @CsvSource({"saving, true", "editing, true", "editing, false", "resuming, true", "resuming, false"})
    void aDaemonThatEndsInTheMiddleLeavesAGuestThatGoesOnOrCanBeResumed(String phase, boolean finish) throws Exception {
        runWith("none");
        CountingGuest.Counted before = GUEST.counted();
        LivePlan plan = changes.plan(connection, UUID, UNSAFE);
        Outcome outcome = changes.apply(connection, plan, words -> {
            if (words.key().equals("change.phase." + phase)) real.stopDaemon();
        });
        assertEquals(Outcome.Kind.UNFINISHED, outcome.kind(), outcome.toString());
        real.startDaemon();
        List<Unfinished> unfinished = changes.unfinished(connection);
        boolean running = phase.equals("saving");
        assertEquals(running ? List.of() : List.of(UUID), unfinished.stream().map(Unfinished::uuid).toList());
        if (!running) {
            Outcome settled = finish ? changes.finish(unfinished.getFirst(), LiveProgress.NONE) : changes.takeBack(unfinished.getFirst(), LiveProgress.NONE);
            assertTrue(settled.done(), settled.toString());
        }
        GUEST.assertGoesOnFrom(before);
        String cache = finish && !running ? "cache='unsafe'" : "cache='none'";
        assertTrue(live().contains(cache) && stored().contains(cache), cache + stored());
        assertEquals(finish && !running ? List.of(HistoryEntry.State.STORED) : List.of(), states());
        assertEquals(List.of(), changes.unfinished(connection));
    }

    /// libvirt itself never removes it while the guest runs, and takes it for a saved state.
    @Test
    void aDaemonThatDiesInTheMiddleOfSavingLeavesNoHalfImageBehind() throws Exception {
        runWith("none");
        CountingGuest.Counted before = GUEST.counted();
        LivePlan plan = changes.plan(connection, UUID, UNSAFE);
        Path image = Path.of("/var/lib/libvirt/qemu/save/guest.save");
        Thread killer = Thread.ofPlatform().daemon().start(() -> real.killDaemonAt(image));
        Outcome outcome = changes.apply(connection, plan, LiveProgress.NONE);
        killer.join();
        assertEquals(Outcome.Kind.UNFINISHED, outcome.kind(), outcome.toString());
        real.startDaemon();
        RealLibvirtd.await("the guest to go on", () -> real.virsh("domstate", "guest").strip().equals("running"));
        assertTrue(Files.exists(image), "libvirt leaves it");
        assertEquals(List.of(), changes.unfinished(connection));
        assertFalse(Files.exists(image));
        GUEST.assertGoesOnFrom(before);
        assertEquals(List.of(), blockers(changes.plan(connection, UUID, UNSAFE)), "it can be tried again");
    }

    /// Saving takes its time.
    @Test
    void whatOthersStoreWhileItIsSavedStaysAndSoDoesOurs() throws Exception {
        runWith("none");
        CountingGuest.Counted before = GUEST.counted();
        LivePlan plan = changes.plan(connection, UUID, UNSAFE);
        Outcome outcome = changes.apply(connection, plan, words -> {
            if (words.key().equals("change.phase.editing")) real.virsh("desc", "guest", "--config", "theirs");
        });
        assertEquals(Outcome.Kind.NOW, outcome.kind(), outcome.toString());
        assertEquals(Optional.empty(), outcome.failure());
        GUEST.assertGoesOnFrom(before);
        assertTrue(stored().contains("<description>theirs</description>") && stored().contains("cache='unsafe'"), stored());
        List<HistoryEntry> entries = history().of(connection.uri(), UUID);
        assertEquals(List.of(Plan.Kind.SETTINGS, Plan.Kind.OUTSIDE), entries.stream().map(HistoryEntry::kind).toList(), "each is written down as what it was");
        assertFalse(entries.getFirst().diff().contains("theirs</description>\n+"), entries.getFirst().diff());
        assertEquals(entries.getFirst().id(), outcome.entry().orElseThrow());
        assertEquals(HistoryEntry.State.STORED, entries.getFirst().state());
    }

    /// As scripts do it that have read before and think for a moment.
    @Test
    void whatOthersStoreAMomentLaterWithoutKnowingOfOursIsBroughtTogetherWithIt() throws Exception {
        runWith("none");
        String theirs = stored().replace("  <memory ", "  <description>theirs</description>\n  <memory ");
        assertEquals(Outcome.Kind.NOW, changes.apply(connection, changes.plan(connection, UUID, UNSAFE), LiveProgress.NONE).kind());
        real.virsh("define", real.image("stale.xml", theirs.getBytes()).toString());
        List<Outcome> again = changes.confirm(new Changes(history(), Clock.systemUTC()));
        assertEquals(List.of("change.outcome.again"), again.stream().map(outcome -> outcome.summary().key()).toList());
        assertTrue(stored().contains("<description>theirs</description>") && stored().contains("cache='unsafe'"), stored());
    }

    @Test
    void whereOthersStoreAnotherValueWhileItIsSavedThatIsTold() throws Exception {
        runWith("none");
        CountingGuest.Counted before = GUEST.counted();
        Outcome outcome = changes.apply(connection, changes.plan(connection, UUID, UNSAFE), words -> {
            if (words.key().equals("change.phase.editing")) real.virsh("define", real.image("other.xml", stored().replace("cache='none'", "cache='directsync'").getBytes()).toString());
        });
        assertEquals(Outcome.Kind.NOW, outcome.kind(), outcome.toString());
        assertEquals("change.live.not-stored", outcome.failure().orElseThrow().what().key());
        GUEST.assertGoesOnFrom(before);
        assertTrue(live().contains("cache='unsafe'") && stored().contains("cache='directsync'"), stored());
        assertEquals(List.of(), changes.unfinished(connection));
    }

    /// virt-manager does, which waits for the end of an installation's first part: once.
    @ParameterizedTest
    @CsvSource({"editing, false, 1, true", "editing, false, 2, false", "resuming, false, 1, true", "resuming, true, 1, true", "resuming, true, 2, false"})
    void startedBySomebodyElseAsSoonAsItIsSavedItGoesOnAndIsSavedOnceMore(String phase, boolean readBefore, int times, boolean changed) throws Exception {
        runWith("none");
        CountingGuest.Counted before = GUEST.counted();
        List<String> phases = new ArrayList<>();
        Outcome outcome = changes.apply(connection, changes.plan(connection, UUID, UNSAFE), words -> {
            phases.add(words.key());
            if (words.key().equals("change.phase." + phase) && Collections.frequency(phases, words.key()) <= times) {
                // Who has read the image before it was changed starts it as it was.
                String unchanged = real.virsh("managedsave-dumpxml", "--security-info", "guest").replace("cache='unsafe'", "cache='none'");
                if (readBefore) real.virsh("managedsave-define", "guest", real.image("unchanged.xml", unchanged.getBytes()).toString());
                real.virsh("start", "guest");
            }
        });
        GUEST.assertGoesOnFrom(before);
        String cache = changed ? "cache='unsafe'" : "cache='none'";
        assertTrue(live().contains(cache) && stored().contains(cache), stored());
        assertEquals(changed ? Outcome.Kind.NOW : Outcome.Kind.REFUSED, outcome.kind(), outcome.toString());
        assertEquals(changed ? List.of(HistoryEntry.State.STORED) : List.of(), states());
        assertEquals(changed ? Optional.empty() : Optional.of("change.live.too-early"), outcome.failure().filter(_ -> !changed).map(failure -> failure.what().key()));
        assertEquals(List.of(), changes.unfinished(connection));
    }

    @Test
    void whoeverChangesItMeanwhileIsNotOverwritten() throws Exception {
        runWith("none");
        LivePlan plan = changes.plan(connection, UUID, UNSAFE);
        defineXml(stored().replace("<vcpu placement='static'>2<", "<vcpu placement='static'>1<"));
        assertEquals(Outcome.Kind.MOVED, changes.apply(connection, plan, LiveProgress.NONE).kind());
        assertTrue(live().contains("cache='none'") && stored().contains(">1</vcpu>"));
    }

    private List<HistoryEntry.State> states() throws Exception {
        return history().of(connection.uri(), UUID).stream().map(HistoryEntry::state).toList();
    }

    private static List<String> blockers(LivePlan plan) {
        return plan.blockers().stream().map(blocker -> blocker.reason().key()).toList();
    }

    private static String live() {
        return real.virsh("dumpxml", "--security-info", "guest");
    }

    private static String stored() {
        return real.virsh("dumpxml", "--inactive", "--security-info", "guest");
    }

    private static String qemu() {
        return ProcessHandle.allProcesses().flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains("guest=guest,")).findFirst().orElse("no such process");
    }

    private static void runWith(String cache) {
        define(cache, DISK_SIZE);
        real.virsh("start", "guest");
    }

    private static void define(String cache, int size) {
        byte[] image = Arrays.copyOf(real.guest("counting.bin"), size);
        defineXml(real.definition("guest", UUID, "qemu", "", real.image("guest.img", image)).replace("writethrough", cache));
    }

    private static void defineXml(String xml) {
        real.virsh("define", real.image("definition.xml", xml.getBytes()).toString());
    }
}
