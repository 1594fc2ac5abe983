package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.DiskLook;
import io.github.virtcompanion.model.DiskUsage;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.PrivateFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MeterTest {
    @TempDir
    Path directory;

    private Meter meter = Meter.EMPTY;

    /// What two disks had written by then.
    private void look(double second, String modes, long kib, long writes, long flushes, long flushMillis) {
        DiskUsage first = new DiskUsage("vda", 0, 0, (kib - 1) << 10, writes, 0, flushes, flushMillis * 1_000_000, 0, 0);
        DiskUsage second2 = new DiskUsage("vdb", 0, 0, 1024, 0, 0, -1, -1, 0, 0);
        meter = meter.plus(new DiskLook((long) (second * 1000), modes, List.of(first, second2)));
    }

    @Test
    void figuresAreThoseBetweenTwoLooks() {
        look(0, "none", 100, 10, 1, 5);
        assertTrue(meter.now().isEmpty());
        look(2, "none", 300, 60, 11, 205);
        assertEquals(Optional.of(new Meter.Pace(100, 25, 5, Optional.of(20.0))), meter.now());
        look(4, "none", 300, 60, 11, 205);
        assertEquals(Optional.of(new Meter.Pace(0, 0, 0, Optional.empty())), meter.now());
    }

    /// The figure is that of the time in which it wrote: an installer also reads and computes.
    @Test
    void aSwitchUnderWayIsCompared() {
        look(0, "writethrough", 10, 0, 0, 0);
        for (int i = 1; i <= 5; i++) look(2 * i, "writethrough", 10 + 6 * i, 2 * i, 0, 0);
        look(60, "writethrough", 40, 10, 0, 0);
        // Resumed with another mode: another QEMU, which counts from nothing.
        look(70, "unsafe", 2, 1, 0, 0);
        for (int i = 1; i <= 5; i++) look(70 + 2 * i, "unsafe", 2 + 2824 * i, 1 + 700 * i, 0, 0);
        assertEquals(List.of("writethrough", "unsafe"), meter.stretches().stream().map(Stretch::modes).toList());
        assertEquals(3, meter.stretches().getFirst().kibPerSecond().orElseThrow(), 0.01);
        assertEquals(1412, meter.stretches().getLast().kibPerSecond().orElseThrow(), 0.01);
        assertEquals(List.of(Message.of("bench.meter.faster", "writethrough", 3.0, "unsafe", 1400.0, 470.0)), meter.comparisons());
    }

    @Test
    void oneThatNeverFlushesIsSlowedDownByFlushesOfQemu() {
        look(0, "none", 1, 0, 0, 0);
        look(10, "none", 4000, 1000, 3, 0);
        assertEquals(Message.of("bench.meter.seldom"), meter.meaning().orElseThrow());
    }

    @Test
    void whatItFlushesTellsWhichModeHelps() {
        look(0, "none", 1, 0, 0, 0);
        look(10, "none", 4000, 1000, 50, 0);
        assertEquals(Message.of("bench.meter.sometimes", 20.0), meter.meaning().orElseThrow());
        look(20, "none", 5000, 1200, 900, 0);
        assertEquals("bench.meter.always", meter.meaning().orElseThrow().key());
        look(30, "none", 6000, 1800, 900, 0);
        assertEquals(Message.of("bench.meter.often", 2.0), meter.meaning().orElseThrow());
    }

    @Test
    void aGuestThatIsToldOfNoCacheIsNotTakenForOneThatNeverFlushes() {
        look(0, "writethrough", 1, 0, 0, 0);
        look(10, "writethrough", 4000, 1000, 0, 0);
        assertEquals(Message.of("bench.meter.no-cache", "writethrough"), meter.meaning().orElseThrow());
        // Switched under way it still believes what it was told at its start.
        look(12, "unsafe", 1, 0, 0, 0);
        look(22, "unsafe", 400_000, 90_000, 0, 0);
        assertEquals(Message.of("bench.meter.no-cache", "writethrough"), meter.meaning().orElseThrow());
    }

    @Test
    void littleIsNoComparison() {
        look(0, "none", 1, 0, 0, 0);
        look(2, "none", 100, 10, 0, 0);
        look(4, "unsafe", 100, 10, 0, 0);
        look(6, "unsafe", 900, 90, 0, 0);
        assertEquals(List.of(), meter.comparisons());
        assertTrue(meter.meaning().isEmpty());
    }

    @Test
    void theCurveOfADayIsNoLongerThanThatOfAnHour() {
        for (int i = 0; i <= 5000; i++) look(2 * i, "none", 1 + 20L * i, i, 0, 0);
        assertTrue(meter.curve().size() <= 240, String.valueOf(meter.curve().size()));
        assertTrue(meter.curve().stream().allMatch(rate -> Math.abs(rate - 10) < 0.01));
        assertEquals(10_000, meter.curve().size() * meter.step(), 2 * meter.step());
    }

    @Test
    void itIsKeptAndTheOldestGoes() throws FailedException {
        look(0, "none", 1, 0, 0, 0);
        look(10, "none", 4000, 1000, 50, 0);
        Recordings recordings = new Recordings(new PrivateFiles(directory.resolve("state")));
        Recording recording = new Recording("u-1", "debian", meter);
        recordings.keep(recording);
        recordings.keep(recording);
        recordings.keep(new Recording("u-2", "other", meter));
        recordings.keep(new Recording("u-1", "debian", Meter.EMPTY));
        List<Recording> kept = recordings.of("u-1");
        assertEquals(List.of(meter.stretches()), kept.stream().map(each -> each.meter().stretches()).toList());
        assertEquals(meter.curve(), kept.getFirst().meter().curve());
        for (int i = 1; i <= 70; i++) {
            Stretch later = new Stretch("none", Instant.ofEpochMilli(1_700_000_000_000L + i), Instant.ofEpochMilli(1_700_000_000_000L + i), 9, 1, 1, 1, 1);
            recordings.keep(new Recording("u-3", "x", new Meter(List.of(later), List.of(), 2, new Meter.Open(0, 0), Optional.empty(), Optional.empty())));
        }
        assertEquals(60, recordings.of("u-3").size());
        assertEquals(List.of(), recordings.of("u-1"));
    }
}
