package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MeasurementsTest {
    private static final Kept KEPT = new Kept(Instant.parse("2026-11-23T01:02:03Z"), "uuid-1", "/images, \"mine\"", new BenchReport("/images", "ecryptfs", ImageKind.of("qcow2"),
            List.of(new Cell(CacheMode.WRITEBACK, Workload.INSTALLER, new Cell.Measured(List.of(12.5, 3000.0, 4000.0))),
                    new Cell(CacheMode.NONE, Workload.NEVER, new Cell.NotPossible(Message.of("bench.cell.no-direct-io", "ecryptfs"))),
                    new Cell(CacheMode.UNSAFE, Workload.EVERY_64, new Cell.NotMeasured(Message.of("bench.cell.failed", "qemu-img: no")))),
            3, Duration.ofSeconds(55), List.of(Message.of("bench.warning.load", 1.5, "2")),
            List.of(new BenchReport.DiskFigure(DiskLine.SYNC, new Cell.Measured(List.of(70_000.0)))),
            Optional.of(new GuestFigures(true, List.of(new Cell(CacheMode.UNSAFE, Workload.NEVER, new Cell.Measured(List.of(9.0))))))));

    @TempDir
    Path directory;

    @Test
    void aLineHoldsTheWholeMeasurement() {
        String line = ReportText.line(KEPT);
        assertEquals(1, line.lines().count());
        assertEquals(Optional.of(KEPT), ReportText.parse(line));
        assertEquals(Optional.of(KEPT), ReportText.parse(ReportText.json(KEPT)));
    }

    @Test
    void whatIsNoMeasurementIsPassedOver() throws FailedException {
        String line = ReportText.line(KEPT);
        PrivateFiles state = new PrivateFiles(directory.resolve("state"));
        state.append("measurements.jsonl", line + "\n" + line.substring(0, line.length() / 2) + "\n\n[]\n{}\n" + line.replace("uuid-1", "uuid-2") + "\n"
                + line.replace("bench.warning.load", "no.such.words").replace("01:02:03", "05:02:03") + "\n");
        SystemFiles files = SystemFiles.realHost();
        Measurements measurements = new Measurements(new Benchmark(new Commands(files), files, new Random(1)), state, Clock.systemUTC());
        List<Kept> kept = measurements.earlier("uuid-1");
        assertEquals(List.of(Instant.parse("2026-11-23T05:02:03Z"), KEPT.time()), kept.stream().map(Kept::time).toList());
        assertEquals(List.of(), kept.getFirst().report().warnings());
        assertEquals(List.of(), measurements.earlier("uuid-3"));
    }

    @Test
    void theFileDoesNotGrowForEver() throws FailedException {
        PrivateFiles state = new PrivateFiles(directory.resolve("state"));
        String line = ReportText.line(KEPT);
        for (int i = 0; i < 250; i++)
            state.append("measurements.jsonl", line.replace("uuid-1", i % 50 == 0 ? "uuid-rare" : "uuid-" + i % 7).replace("01:02:03", "01:%02d:%02d".formatted(i / 60, i % 60)) + "\n");
        SystemFiles files = SystemFiles.realHost();
        Measurements measurements = new Measurements(new Benchmark(new Commands(files), files, new Random(1)), state, Clock.systemUTC());
        measurements.trim();
        long lines = state.read("measurements.jsonl").orElseThrow().lines().count();
        assertEquals(160, lines);
        assertEquals(Instant.parse("2026-11-23T01:04:09Z"), measurements.earlier("uuid-4").getFirst().time());
        measurements.trim();
        assertEquals(lines, state.read("measurements.jsonl").orElseThrow().lines().count());
    }

    @Test
    void whatHasBecomeOfADiskIsSaid() {
        Kept before = at("2026-11-01T00:00:00Z", 1000, 1);
        Kept now = at("2026-11-20T00:00:00Z", 400, 1);
        assertEquals(Optional.of(before), Trend.before(now, List.of(now, before, at("2026-10-01T00:00:00Z", 9, 1))));
        assertEquals(Optional.empty(), Trend.before(before, List.of(now, before)));
        assertEquals(List.of(Message.of("bench.trend.slower", "writeback", 2.5)), Trend.of(now, before));
        assertEquals(List.of(Message.of("bench.trend.faster", "writeback", 2.5)), Trend.of(before, now));
        assertEquals(List.of(Message.of("bench.trend.same")), Trend.of(at("2026-11-20T00:00:00Z", 1200, 1), before));
    }

    private static Kept at(String time, double rate, double spread) {
        BenchReport report = new BenchReport("/images", "ext4", ImageKind.of("qcow2"), List.of(new Cell(CacheMode.WRITEBACK, Workload.INSTALLER,
                new Cell.Measured(List.of(rate - spread, rate, rate + spread)))), 3, Duration.ofSeconds(55), List.of(), List.of());
        return new Kept(Instant.parse(time), "uuid-1", "/images", report);
    }

    @Test
    void aSpreadsheetReadsTheCells() {
        List<String> lines = ReportText.csv(KEPT).lines().toList();
        assertEquals(6, lines.size());
        assertEquals("2026-11-23T01:02:03Z,\"/images, \"\"mine\"\"\",ecryptfs,qcow2,host,writeback,installer,3000,12.5,4000,12.5 3000 4000", lines.get(1));
        assertTrue(lines.get(2).endsWith("none,never,,,,not possible"), lines.get(2));
        assertTrue(lines.get(5).contains(",raw,host,disk,sync,70000,"), lines.get(5));
        assertTrue(lines.get(4).contains(",qcow2,emulated guest,unsafe,never,9.0,"), lines.get(4));
    }
}
