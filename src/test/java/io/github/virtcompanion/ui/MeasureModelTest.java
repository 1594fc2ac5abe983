package io.github.virtcompanion.ui;

import io.github.virtcompanion.bench.Kept;
import io.github.virtcompanion.bench.Site;
import io.github.virtcompanion.bench.Workload;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.StoragePool;
import io.github.virtcompanion.model.Virtualization;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MeasureModelTest {
    private final FakeMeasuring disk = new FakeMeasuring();
    private final List<Kept> finished = new ArrayList<>();
    private final MeasureModel model = new MeasureModel(disk, new InPlace(), finished::add);

    @Test
    void aMeasurementIsShownAsItRunsAndKept() {
        List<MeasureModel.Phase> phases = new ArrayList<>();
        model.phase.subscribe(phase -> {
            phases.add(phase);
        });
        model.directory.set("/images");
        model.format.set("raw");
        model.pace.set(MeasureModel.Pace.QUICK);
        disk.midway = () -> assertEquals(0, model.report.get().orElseThrow().rounds());
        model.start();
        assertEquals(List.of("/images raw 20"), disk.runs);
        assertEquals(List.of(MeasureModel.Phase.IDLE, MeasureModel.Phase.RUNNING, MeasureModel.Phase.IDLE), phases);
        assertEquals(FakeMeasuring.REPORT, model.report.get().orElseThrow());
        assertEquals(finished, model.kept.get());
        assertTrue(model.progress.get().isEmpty());
    }

    @Test
    void whatIsNotHarmlessIsAskedFirst() {
        disk.questions = List.of(Message.of("bench.question.array", "md0", "resync"));
        model.directory.set("/images");
        model.start();
        assertEquals(MeasureModel.Phase.ASKING, model.phase.get());
        model.answer(false);
        assertEquals(MeasureModel.Phase.IDLE, model.phase.get());
        assertEquals(List.of(), disk.runs);
        model.start();
        model.answer(true);
        assertEquals(1, disk.runs.size());
    }

    @Test
    void cancellingIsNoFailureAndLeavesTheThreadClean() {
        model.directory.set("/images");
        disk.midway = model::cancel;
        model.start();
        assertFalse(Thread.interrupted());
        assertTrue(model.trouble.get().isEmpty() && model.chosen.get().isEmpty() && finished.isEmpty());
        disk.midway = () -> {};
        model.start();
        assertEquals(1, finished.size());
    }

    @Test
    void aClosedDirectoryIsSaidAndNothingStarts() {
        model.directory.set("/closed");
        assertEquals("bench.site.closed", model.trouble.get().orElseThrow().what().key());
        model.start();
        assertEquals(List.of(), disk.runs);
        model.directory.set("/images");
        assertTrue(model.trouble.get().isEmpty());
    }

    @Test
    void noMeasurementIsComparedWithItself() {
        Kept newest = new Kept(Instant.EPOCH.plusSeconds(1), "id", "/images", FakeMeasuring.REPORT);
        Kept older = new Kept(Instant.EPOCH, "id", "/images", FakeMeasuring.report(9));
        disk.earlier = List.of(newest, older);
        model.directory.set("/images");
        assertEquals(List.of(new Reference.Nothing(), new Reference.Of2011(), new Reference.Earlier(older)), model.references());
        model.reference.set(new Reference.Earlier(older));
        model.chosen.set(Optional.of(older));
        assertEquals(new Reference.Nothing(), model.reference.get());
        assertEquals(List.of(new Reference.Nothing(), new Reference.Of2011(), new Reference.Earlier(newest)), model.references());
    }

    @Test
    void theNewestEarlierOneIsShown() {
        Kept newest = new Kept(Instant.EPOCH, "id", "/images", FakeMeasuring.REPORT);
        disk.earlier = List.of(newest, new Kept(Instant.EPOCH, "id", "/images", FakeMeasuring.report(9)));
        model.directory.set("/images");
        assertEquals(Optional.of(newest), model.chosen.get());
        assertEquals(Optional.of(2690.0), new Reference.Earlier(newest).rate(CacheMode.WRITEBACK, Workload.NEVER));
        assertEquals(Optional.of(40.0), new Reference.Of2011().rate(CacheMode.NONE, Workload.INSTALLER));
        assertEquals(Optional.empty(), new Reference.Of2011().rate(CacheMode.NONE, Workload.NEVER));
    }

    @Test
    void directoriesOfImagesComeFirstThenPoolsThenOnesOwn() {
        Row.OfMachine row = new Row.OfMachine(Samples.off("a", "kvm", CacheMode.NONE));
        StoragePool pool = new StoragePool("default", "dir", "/pool", "", "");
        assertEquals(List.of("/images", "/pool", "/home/me", "/images/vda.qcow2"), MeasureModel.directories(List.of(row, row), List.of(pool), "/home/me"));
    }

    @Test
    void onlyMachinesOnThatFileSystemAndOnlyTheirDisksThere() {
        Row.OfMachine there = new Row.OfMachine(Samples.off("there", "kvm", CacheMode.WRITETHROUGH));
        Row.OfMachine already = new Row.OfMachine(Samples.off("already", "kvm", CacheMode.WRITEBACK));
        Place place = new Place("/images/vda.qcow2", "/images", "ecryptfs", "/dev/md0", List.of(), Fact.known(true, "t"), Fact.known(false, "t"), Fact.unknown("host.place.no-raid"));
        Site site = new Site("/images", "/images", "ecryptfs", "/dev/md0", "id", Optional.empty(), Optional.empty(), false, List.of(), List.of());
        Map<Row.OfMachine, List<Disk>> found = MeasureMachines.candidates(List.of(there, already), host(place), site, CacheMode.WRITEBACK);
        assertEquals(List.of(there), List.copyOf(found.keySet()));
        assertEquals(List.of(new Assignment("disk.vda.cache", "writeback")), MeasureMachines.assignments(found.get(there), CacheMode.WRITEBACK));
        Site other = new Site("/tmp", "/tmp", "tmpfs", "tmpfs", "id", Optional.empty(), Optional.empty(), false, List.of(), List.of());
        assertEquals(Map.of(), MeasureMachines.candidates(List.of(there, already), host(place), other, CacheMode.WRITEBACK));
    }

    private static Fact<Host> host(Place place) {
        Virtualization usable = new Virtualization(Virtualization.Verdict.KVM_USABLE, Virtualization.Certainty.CERTAIN, Message.of("diagnosis.x"), List.of(), List.of(), 1);
        return Fact.known(new Host(Samples.HOST, usable, Map.of(place.path(), Fact.known(place, "t")), Fact.known(List.of(), "t"), Fact.known("6", "t"), Fact.known("x86_64", "t")), "t");
    }
}
