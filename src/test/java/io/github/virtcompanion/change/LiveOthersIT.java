package io.github.virtcompanion.change;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Changes that count at once, while other programs change and start the same machine.
class LiveOthersIT extends OnALiveGuest {
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
}
