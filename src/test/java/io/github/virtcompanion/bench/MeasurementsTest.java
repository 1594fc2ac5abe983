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
    void aSpreadsheetReadsTheCells() {
        List<String> lines = ReportText.csv(KEPT).lines().toList();
        assertEquals(6, lines.size());
        assertEquals("2026-11-23T01:02:03Z,\"/images, \"\"mine\"\"\",ecryptfs,qcow2,host,writeback,installer,3000,12.5,4000,12.5 3000 4000", lines.get(1));
        assertTrue(lines.get(2).endsWith("none,never,,,,not possible"), lines.get(2));
        assertTrue(lines.get(5).contains(",raw,host,disk,sync,70000,"), lines.get(5));
        assertTrue(lines.get(4).contains(",qcow2,emulated guest,unsafe,never,9.0,"), lines.get(4));
    }
}
