package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.SaveProgress;
import io.github.virtcompanion.options.Pendings;
import io.github.virtcompanion.system.DiskFlush;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Changes that count at once.
class LiveIT extends OnALiveGuest {
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
}
