package io.github.virtcompanion.inventory;

import io.github.virtcompanion.model.DiskUsage;
import io.github.virtcompanion.model.DomainUsage;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Counters become rates, and what is not known stays so.
class UsageHistoryTest {
    private static final long SECOND = 1_000_000_000L;

    private static DomainUsage cpu(long nanos) {
        return new DomainUsage("uuid", nanos, 2, 1024);
    }

    private static DomainUsage all(long factor) {
        DiskUsage vda = new DiskUsage("vda", 100 * factor, factor, 3_000 * factor, 10 * factor, 0, 5 * factor, factor * SECOND / 2, 0, 0);
        DiskUsage vdb = new DiskUsage("vdb", 0, 0, 1_000 * factor, 0, 0, 5 * factor, 0, 0, 0);
        return cpu(factor * SECOND).with(new DomainUsage("uuid", -1, 1, 1024, 256, 900, 700 * factor, 50 * factor, List.of(vda, vdb)));
    }

    @Test
    void cpuIsInPercentOfTheVcpusAndOfTheHost() {
        UsageHistory history = UsageHistory.EMPTY.plus(cpu(0), 8, 1);
        assertTrue(history.isEmpty(), "one counter is no rate yet");
        history = history.plus(cpu(SECOND), 8, SECOND + 1);
        assertEquals(50, history.newest().orElseThrow().cpu(), 1e-4);
        assertEquals(12.5, history.newest().orElseThrow().hostCpu(), 1e-4);
        history = history.plus(cpu(10 * SECOND), 0, 2 * SECOND + 1);
        assertEquals(100, history.newest().orElseThrow().cpu(), "never above all its vCPUs");
        assertTrue(Float.isNaN(history.newest().orElseThrow().hostCpu()), "of an unknown number of CPUs");
        history = history.plus(cpu(5), 8, 3 * SECOND);
        assertEquals(2, history.samples().size(), "a counter that went back belongs to a new start");
    }

    @Test
    void disksAreAddedUpAndFlushesTimed() {
        Sample sample = UsageHistory.EMPTY.plus(all(1), 1, 1).plus(all(2), 1, SECOND + 1).newest().orElseThrow();
        assertEquals(100, sample.read(), 1e-3);
        assertEquals(4000, sample.written(), 1e-3);
        assertEquals(10, sample.writes(), 1e-3);
        assertEquals(10, sample.flushes(), 1e-3);
        assertEquals(50, sample.flushMillis(), 1e-3);
        assertEquals(50, sample.flushing(), 1e-3);
        assertEquals(750, sample.network(), 1e-3);
        assertEquals(25, sample.memory(), 1e-3);
        assertEquals(256, sample.usedKiB(), 1e-3);
        assertTrue(sample.guestTold());
    }

    @Test
    void whereTheGuestReportsNoMemoryItsProcessDoes() {
        DomainUsage process = cpu(1).with(new DomainUsage("uuid", -1, 1, 1024, -1, 512, -1, -1, List.of()));
        Sample sample = UsageHistory.EMPTY.plus(cpu(0), 1, 1).plus(process, 1, SECOND).newest().orElseThrow();
        assertEquals(50, sample.memory(), 1e-3);
        assertEquals(512, sample.usedKiB(), 1e-3);
        assertFalse(sample.guestTold());
        assertTrue(Float.isNaN(UsageHistory.EMPTY.plus(cpu(0), 1, 1).plus(cpu(1), 1, SECOND).newest().orElseThrow().memory()));
    }

    @Test
    void whatWasNotToldIsNotZero() {
        Sample first = UsageHistory.EMPTY.plus(cpu(0), 1, 1).plus(all(2), 1, SECOND + 1).newest().orElseThrow();
        assertTrue(Float.isNaN(first.written()) && Float.isNaN(first.flushMillis()) && Float.isNaN(first.network()), first.toString());
        assertEquals(25, first.memory(), 1e-3, "memory needs no difference");
    }

    @Test
    void noFlushesTakeNoTime() {
        UsageHistory still = UsageHistory.EMPTY.plus(all(1), 1, 1).plus(all(1), 1, SECOND + 1);
        assertEquals(0, still.newest().orElseThrow().flushMillis());
    }

    @Test
    void onlyTheNewestAreKept() {
        UsageHistory history = UsageHistory.EMPTY;
        for (int i = 1; i <= 200; i++) history = history.plus(cpu(i * SECOND / 10), 1, i * SECOND);
        assertEquals(UsageHistory.LENGTH, history.samples().size());
        assertEquals(UsageHistory.SHORT, history.recent().size());
        assertEquals(200 * SECOND, history.newest().orElseThrow().at());
    }
}
