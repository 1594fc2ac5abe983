package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Changes that count at once, cut off between any two steps: by the end of this program, of the daemon, of the connection.
class LiveFaultsIT extends OnALiveGuest {
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
        AtomicBoolean armed = new AtomicBoolean(true);
        EndingDaemon ending = new EndingDaemon(real, "startOnce", done, comesBack);
        LiveChanges broken = changes(asking -> ending.around(Libvirt.open(asking.uri(), false), armed));
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
}
