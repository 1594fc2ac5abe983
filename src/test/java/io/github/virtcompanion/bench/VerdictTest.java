package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Message;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;

class VerdictTest {
    @Test
    void threeTiersOfASpinningDisk() {
        assertEquals(List.of(Message.of("bench.verdict.seldom.slower", Message.of("bench.verdict.and", "writethrough", "directsync"), 2, 6.0, "writeback"),
                        Message.of("bench.verdict.seldom.unsafe", 41.0)),
                Verdict.of(report(473, 478, 2777, 2690, 114124)));
        assertEquals(Optional.of(CacheMode.WRITEBACK), Verdict.recommended(report(473, 478, 2777, 2690, 114124)));
    }

    @Test
    void whatFlushesAllTheTimeIsToldApart() {
        assertEquals(List.of(Message.of("bench.verdict.often.only-unsafe", 33.0)), Verdict.of(report(Workload.EVERY_WRITE, 257, 274, 256, 280, 9289)));
        assertEquals(List.of(Message.of("bench.verdict.often.equal")), Verdict.of(report(Workload.EVERY_WRITE, 257, 274, 256, 280, 290)));
        assertEquals(List.of(Message.of("bench.verdict.often.slower", "directsync", 1, 10.0, "writeback"), Message.of("bench.verdict.often.unsafe", 9.0)),
                Verdict.of(report(Workload.EVERY_WRITE, 10, 100, 100, 100, 900)));
    }

    @Test
    void noiseIsNoDifference() {
        assertEquals(List.of(Message.of("bench.verdict.seldom.equal"), Message.of("bench.verdict.seldom.unsafe-useless")),
                Verdict.of(report(100, 110, 120, 130, 140)));
    }

    @Test
    void tiersThatDifferAreToldEachForItself() {
        assertEquals(List.of(Message.of("bench.verdict.seldom.slower", "writethrough", 1, 5.0, "none"), Message.of("bench.verdict.seldom.slower", "directsync", 1, 20.0, "none")),
                Verdict.of(report(100, 400, 2000, -1, -1)));
    }

    @Test
    void whatWasNotMeasuredIsNotJudged() {
        assertEquals(List.of(), Verdict.of(report()));
        assertEquals(List.of(), Verdict.of(report(-1, -1, -1, 2000, -1)));
        assertEquals(Optional.empty(), Verdict.recommended(report(-1, -1, -1, 2000, -1)));
        assertEquals(List.of(Message.of("bench.verdict.seldom.slower", "writethrough", 1, 20.0, "writeback")), Verdict.of(report(-1, 100, -1, 2000, -1)));
    }

    @Test
    void aSingleRunTellsNoRatioAndRecommendsNothing() {
        // As it was seen on a busy machine: eight times in a quick measurement, and equal in the next.
        BenchReport noise = of(cell(CacheMode.WRITETHROUGH, 100), cell(CacheMode.WRITEBACK, 850), cell(CacheMode.UNSAFE, 900));
        assertEquals(List.of(Message.of("bench.verdict.once")), Verdict.of(noise));
        assertEquals(Optional.empty(), Verdict.recommended(noise));
        BenchReport tiers = of(cell(CacheMode.WRITETHROUGH, 10), cell(CacheMode.WRITEBACK, 500), cell(CacheMode.UNSAFE, 20000));
        assertEquals(List.of(Message.of("bench.verdict.seldom.slower-once", "writethrough", 1, "writeback"), Message.of("bench.verdict.seldom.unsafe-once"),
                Message.of("bench.verdict.once")), Verdict.of(tiers));
        assertEquals(Optional.empty(), Verdict.recommended(tiers));
    }

    @Test
    void oneThatRanOnceIsToldApartFromThoseThatRanMoreOften() {
        BenchReport slow = of(cell(CacheMode.DIRECTSYNC, 10), cell(CacheMode.WRITETHROUGH, 300, 310, 320), cell(CacheMode.NONE, 800), cell(CacheMode.WRITEBACK, 600, 610, 620));
        assertEquals(List.of(Message.of("bench.verdict.seldom.slower", "writethrough", 1, 2.0, "writeback"),
                Message.of("bench.verdict.seldom.slower-once", "directsync", 1, "writeback"),
                Message.of("bench.verdict.once-some", Message.of("bench.verdict.and", "directsync", "none"), 2)), Verdict.of(slow));
        assertEquals(Optional.of(CacheMode.WRITEBACK), Verdict.recommended(slow));
        assertEquals(Optional.empty(), Verdict.recommended(of(cell(CacheMode.WRITETHROUGH, 10, 11), cell(CacheMode.NONE, 900), cell(CacheMode.WRITEBACK, 20, 21))));
    }

    @Test
    void whatRanOnceIsNotComparedOverTime() {
        assertEquals(List.of(Message.of("bench.trend.once")), Trend.of(kept(of(cell(CacheMode.WRITEBACK, 10))), kept(of(cell(CacheMode.WRITEBACK, 900, 910, 920)))));
        assertEquals(List.of(Message.of("bench.trend.slower", "writeback", 91.0)),
                Trend.of(kept(of(cell(CacheMode.WRITEBACK, 10, 10), cell(CacheMode.NONE, 5))), kept(of(cell(CacheMode.WRITEBACK, 900, 910, 920), cell(CacheMode.NONE, 900)))));
    }

    /// As seen on btrfs with a load of 3 on two processors: five times slower than a minute before.
    @Test
    void onABusyHostNothingIsComparedOverTime() {
        BenchReport before = of(cell(CacheMode.WRITEBACK, 900, 910, 920));
        BenchReport slower = of(cell(CacheMode.WRITEBACK, 100, 110, 120));
        BenchReport busy = new BenchReport("/d", "ext4", ImageKind.of("qcow2"), slower.cells(), 3, Duration.ofSeconds(9), List.of(Message.of("bench.warning.load", 3.0, 2L)), List.of());
        assertEquals(List.of(Message.of("bench.trend.slower", "writeback", 8.0)), Trend.of(kept(slower), kept(before)));
        assertEquals(List.of(Message.of("bench.trend.busy")), Trend.of(kept(busy), kept(before)));
        assertEquals(List.of(Message.of("bench.trend.busy")), Trend.of(kept(before), kept(busy)));
    }

    @Test
    void onABusyHostTheyHaveToDifferByMore() {
        BenchReport quiet = of(cell(CacheMode.WRITETHROUGH, 100, 101, 102), cell(CacheMode.WRITEBACK, 200, 201, 202));
        BenchReport busy = new BenchReport("/d", "ext4", ImageKind.of("qcow2"), quiet.cells(), 3, Duration.ofSeconds(9), List.of(Message.of("bench.warning.load", 6.3, 2)), List.of());
        assertEquals(List.of(Message.of("bench.verdict.seldom.slower", "writethrough", 1, 2.0, "writeback")), Verdict.of(quiet));
        assertEquals(List.of(Message.of("bench.verdict.seldom.equal")), Verdict.of(busy));
    }

    /// As seen on btrfs with a load of 13 on two processors: of two runs each, the mode that does most came out six times ahead.
    @Test
    void theMoreGoesOnTheLessFewRunsTell() {
        BenchReport quiet = of(cell(CacheMode.NONE, 290, 310), cell(CacheMode.WRITETHROUGH, 340, 360), cell(CacheMode.DIRECTSYNC, 1900, 2100));
        BenchReport busy = new BenchReport("/d", "btrfs", ImageKind.of("qcow2"), quiet.cells(), 2, Duration.ofSeconds(15), List.of(Message.of("bench.warning.load", 13.27, 2L)), List.of());
        assertEquals(Optional.of(CacheMode.DIRECTSYNC), Verdict.recommended(quiet));
        assertEquals(List.of(Message.of("bench.verdict.seldom.equal")), Verdict.of(busy));
        BenchReport many = new BenchReport("/d", "btrfs", ImageKind.of("qcow2"), of(cell(CacheMode.WRITETHROUGH, 200, 210, 220), cell(CacheMode.WRITEBACK, 1800, 1900, 2000)).cells(), 3,
                Duration.ofSeconds(49), List.of(Message.of("bench.warning.load", 13.17, 2L)), List.of());
        assertEquals(Optional.of(CacheMode.WRITEBACK), Verdict.recommended(many));
    }

    @Test
    void intervalsThatOverlapDoNotDiffer() {
        assertEquals(List.of(Message.of("bench.verdict.seldom.equal")),
                Verdict.of(of(cell(CacheMode.WRITETHROUGH, 100, 110, 900), cell(CacheMode.WRITEBACK, 200, 210, 220))));
    }

    @Test
    void whatIsSlowerThanTheFastestIsToldAgainstTheFastestWhereTheRecommendedVaries() {
        BenchReport wavering = of(cell(CacheMode.WRITEBACK, 50, 80, 900), cell(CacheMode.NONE, 890, 895, 900), cell(CacheMode.DIRECTSYNC, 100, 101, 102));
        assertEquals(Optional.of(CacheMode.WRITEBACK), Verdict.recommended(wavering));
        assertEquals(List.of(Message.of("bench.verdict.seldom.slower", "directsync", 1, 9.0, "none"), Message.of("bench.verdict.seldom.alike", "writeback", "none")), Verdict.of(wavering));
    }

    @Test
    void ofManyRunsOneOutlierDoesNotCount() {
        Cell.Measured runs = new Cell.Measured(List.of(900.0, 100.0, 101.0, 102.0, 103.0, 104.0, 105.0, 106.0, 1.0));
        assertEquals(List.of(100.0, 103.0, 106.0), List.of(runs.low(), runs.kibPerSecond(), runs.high()));
        Cell.Measured few = new Cell.Measured(List.of(900.0, 100.0, 1.0));
        assertEquals(List.of(1.0, 900.0), List.of(few.low(), few.high()));
    }

    @Test
    void ratiosAreSpokenAsPeopleDo() {
        assertEquals(List.of(1.6, 6.0, 36.0, 120.0), List.of(Verdict.spoken(1.58), Verdict.spoken(5.7), Verdict.spoken(36.4), Verdict.spoken(123)));
    }

    @Test
    void figuresHaveNoMoreDigitsThanTheyDeserve() {
        assertEquals(1.6, Verdict.twoDigits(1.5511));
        assertEquals(36, Verdict.twoDigits(36.4));
        assertEquals(120, Verdict.twoDigits(123.9));
        assertEquals(110_000, Verdict.twoDigits(114_124));
        assertEquals(0.25, Verdict.twoDigits(0.2512));
    }

    @Test
    void whatSpoilsAMeasurementIsTold() {
        List<String> stat = List.of("cpu  1 2", "cpu0 1 2", "cpu1 1 2", "intr 5");
        List<String> mdstat = List.of("Personalities : [raid1]", "md0 : active raid1 sdb1[1] sda1[0]", "      976630336 blocks [2/2] [UU]",
                "      [=>...................]  resync =  8.5% (83000000/976630336) finish=57.0min speed=259783K/sec");
        assertEquals(List.of(Message.of("bench.warning.load", 1.53, 2L), Message.of("bench.warning.array", "md0", "resync")),
                Surroundings.warnings(Fact.known("1.53 0.9 0.4 1/200 99", "f"), Fact.known(mdstat, "f"), Fact.known(stat, "f")));
        assertEquals(List.of(), Surroundings.warnings(Fact.known("0.99 0.9 0.4 1/200 99", "f"), Fact.known(mdstat.subList(0, 3), "f"), Fact.known(stat, "f")));
    }

    private static Kept kept(BenchReport report) {
        return new Kept(Instant.EPOCH, "id", "/d", report);
    }

    private static Cell cell(CacheMode mode, double... rates) {
        return new Cell(mode, Workload.INSTALLER, new Cell.Measured(Arrays.stream(rates).boxed().toList()));
    }

    private static BenchReport of(Cell... cells) {
        return new BenchReport("/d", "ext4", ImageKind.of("qcow2"), List.of(cells), 1, Duration.ofSeconds(9), List.of(), List.of());
    }

    private static BenchReport report(double... rates) {
        return report(Workload.INSTALLER, rates);
    }

    /// @param rates in the order of [BenchReport#MODES]; -1 for none
    private static BenchReport report(Workload workload, double... rates) {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < rates.length; i++) {
            CacheMode mode = BenchReport.MODES.get(i);
            Cell.Outcome outcome = rates[i] < 0 ? new Cell.NotPossible(Message.of("bench.cell.no-direct-io", "ecryptfs")) : new Cell.Measured(List.of(rates[i], rates[i]));
            cells.add(new Cell(mode, workload, outcome));
        }
        return of(cells.toArray(Cell[]::new));
    }
}
