package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Virtualization;
import io.github.virtcompanion.system.PrivateFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Two hundred machines of libvirt's test driver, changed and taken back together.
class BatchesTest {
    private static final int MANY = 200;
    private static final List<Assignment> WRITEBACK = List.of(new Assignment("disk.*.cache", "writeback"));

    @TempDir
    private Path directory;
    private Inventory inventory;
    private Connection connection;
    private Changes changes;
    private Batches batches;

    @BeforeEach
    void open() throws Exception {
        StringBuilder node = new StringBuilder("<node xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>");
        for (int i = 0; i < MANY; i++) node.append("""
                <domain type='qemu' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
                  %s<name>m%03d</name><uuid>%s</uuid><memory>65536</memory><os><type arch='x86_64' machine='pc'>hvm</type></os>
                  <devices><disk type='file' device='disk'><driver name='qemu' type='raw' cache='%s'/><source file='/i%d'/><target dev='vda' bus='virtio'/></disk></devices>
                </domain>
                """.formatted(i % 2 == 0 ? "<test:runstate>5</test:runstate>" : "", i, uuid(i), i % 10 == 0 ? "writeback" : "writethrough", i));
        Path file = Files.writeString(directory.resolve("node.xml"), node.append("</node>"));
        var verdict = new Virtualization(Virtualization.Verdict.UNKNOWN, Virtualization.Certainty.UNKNOWN, Message.of("model.quoted", "?"), List.<Evidence>of(), List.of(), 35);
        inventory = new Inventory(List.of(ConnectionSpec.of("test://" + file)), (spec, readOnly) -> Libvirt.open(spec.uri(), readOnly),
                (spec, _, _) -> new Host(spec.uri(), verdict, Map.of(), Fact.known(List.of(), ""), Fact.known("6.1", ""), Fact.known("x86_64", "")), false);
        inventory.start();
        inventory.loaded().join();
        connection = inventory.connections().getFirst();
        changes = new Changes(new History(new PrivateFiles(directory.resolve("state"))), Clock.systemUTC());
        batches = batches();
    }

    private Batches batches() {
        return new Batches(changes, new PrivateFiles(directory.resolve("state")), () -> new PrivateFiles(directory.resolve("state")), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        inventory.close();
    }

    private static String uuid(int i) {
        return "11111111-1111-4111-8111-%012d".formatted(i);
    }

    private List<Plan> plans(int count) throws FailedException {
        List<Plan> plans = new ArrayList<>();
        for (int i = 0; i < count; i++) plans.add(changes.plan(connection, uuid(i), WRITEBACK));
        return plans;
    }

    private Map<String, String> definitions() {
        Map<String, String> all = new LinkedHashMap<>();
        connection.call(hypervisor -> {
            for (int i = 0; i < MANY; i++) all.put(uuid(i), hypervisor.storedXml(uuid(i)));
            return true;
        }).join();
        return all;
    }

    private static Batches.Watching stopAt(int number) {
        return new Batches.Watching() {
            private int next;

            @Override
            public void next(int at, Reviewable plan) {
                assertEquals(next, at);
                next++;
            }

            @Override
            public boolean stopped() {
                return next >= number;
            }
        };
    }

    @Test
    void twoHundredAreChangedAndTakenBackByteForByteThoughSomeFail() throws Exception {
        Map<String, String> before = definitions();
        List<Plan> plans = plans(MANY);
        // Three fail: one is changed by somebody else meanwhile, two are removed.
        changes.apply(connection, changes.plan(connection, uuid(7), List.of(new Assignment("title", "other"))));
        for (int gone : new int[] {11, 12}) connection.call(hypervisor -> {
            if (hypervisor.domain(uuid(gone)).orElseThrow().state().active()) hypervisor.destroy(uuid(gone));
            hypervisor.delete(uuid(gone));
            return true;
        }).join();
        Batches.Applied applied = batches.apply(plans, plan -> changes.apply(connection, plan), stopAt(MANY));
        Map<Outcome.Kind, Integer> kinds = new LinkedHashMap<>();
        applied.outcomes().forEach(outcome -> kinds.merge(outcome.kind(), 1, Integer::sum));
        assertEquals(Map.of(Outcome.Kind.UNCHANGED, 20, Outcome.Kind.STORED, 79, Outcome.Kind.PENDING, 98, Outcome.Kind.MOVED, 1, Outcome.Kind.REFUSED, 2), kinds);
        assertEquals(177, applied.batch().orElseThrow().members().size());
        assertEquals(Map.of(changes.history().of(connection.uri(), uuid(1)).getFirst().id(), applied.batch().orElseThrow()), batches().together(connection.uri(), uuid(1)));
        assertEquals(Map.of(), batches.together(connection.uri(), uuid(7)), "it was changed alone");

        // Another start of the program finds it; one of them was taken back alone meanwhile.
        HistoryEntry alone = changes.undoable(connection, uuid(1), "m001");
        changes.applyUndo(connection, changes.planUndo(connection, uuid(1), alone), alone);
        Batch found = batches().find(connection.uri(), Optional.empty());
        assertEquals(applied.batch().get(), found);
        List<Batches.Undo> undo = batches().planUndo(found, _ -> Optional.of(connection));
        assertEquals(176, undo.size());
        Map<Reviewable, HistoryEntry> entries = new LinkedHashMap<>();
        undo.forEach(one -> entries.put(one.plan(), one.entry().orElseThrow()));
        Batches.Applied back = batches.apply(undo.stream().map(Batches.Undo::plan).toList(),
                plan -> changes.applyUndo(connection, (Plan) plan, entries.get(plan)), stopAt(MANY));
        assertTrue(back.outcomes().stream().allMatch(Outcome::stored), back.toString());
        IntStream.of(7, 11, 12).forEach(i -> before.remove(uuid(i)));
        connection.call(hypervisor -> {
            for (String uuid : before.keySet()) assertEquals(before.get(uuid), hypervisor.storedXml(uuid));
            return true;
        }).join();
        assertEquals("change.batch.nothing", assertThrows(FailedException.class, () -> batches.planUndo(found, _ -> Optional.of(connection))).failure().what().key());
    }

    @Test
    void whatIsStoppedIsLeftAsItWas() throws Exception {
        Map<String, String> before = definitions();
        Batches.Applied applied = batches.apply(plans(10), plan -> changes.apply(connection, plan), stopAt(4));
        assertEquals(6, applied.outcomes().stream().filter(outcome -> outcome.kind() == Outcome.Kind.NOT_TRIED).count());
        assertEquals(List.of(uuid(1), uuid(2), uuid(3)), applied.batch().orElseThrow().members().stream().map(Batch.Member::uuid).toList());
        Map<String, String> now = definitions();
        for (int i = 4; i < MANY; i++) assertEquals(before.get(uuid(i)), now.get(uuid(i)));
    }

    @Test
    void killedInTheMiddleItCanStillBeTakenBack() throws Exception {
        Map<String, String> before = definitions();
        // Stored, and gone before that could be written down.
        assertThrows(FailingHypervisor.Killed.class, () -> batches.apply(plans(10), plan -> {
            Outcome outcome = changes.apply(connection, plan);
            if (plan.uuid().equals(uuid(5))) throw new FailingHypervisor.Killed();
            return outcome;
        }, stopAt(MANY)));
        Batch found = batches().find(connection.uri(), Optional.empty());
        List<Batches.Undo> undo = batches().planUndo(found, _ -> Optional.of(connection));
        assertEquals(List.of(uuid(5), uuid(4), uuid(3), uuid(2), uuid(1)), undo.stream().map(one -> one.plan().uuid()).toList());
        for (Batches.Undo one : undo) assertTrue(changes.applyUndo(connection, (Plan) one.plan(), one.entry().orElseThrow()).stored());
        assertEquals(before, definitions());
    }

    @Test
    void aConnectionThatIsGoneDoesNotStandInTheWay() throws Exception {
        Batches.Applied applied = batches.apply(plans(4), plan -> changes.apply(connection, plan), stopAt(MANY));
        List<Batches.Undo> undo = batches.planUndo(applied.batch().orElseThrow(), _ -> Optional.empty());
        assertEquals(3, undo.size());
        assertTrue(undo.stream().allMatch(one -> one.plan().blockers().getFirst().reason().key().equals("change.batch.no-connection") && !one.plan().applicable()));
    }

    @Test
    void oneMachineAloneIsNoBatch() throws Exception {
        assertEquals(Optional.empty(), batches.apply(plans(2).subList(1, 2), plan -> changes.apply(connection, plan), stopAt(MANY)).batch());
        assertEquals(List.of(), batches.of(connection.uri()));
        assertEquals("change.batch.none", assertThrows(FailedException.class, () -> batches.find(connection.uri(), Optional.empty())).failure().what().key());
    }

    @Test
    void onlySoManyAreKept() throws Exception {
        for (int i = 0; i < 60; i++) {
            batches.begin(connection.uri()).next(plans(1).getFirst());
        }
        assertEquals(50, batches.of(connection.uri()).size());
    }
}
