package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.HostFiles;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.DiskFlush;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Forty machines of QEMU, some of them running, in one batch.
class BatchIT {
    @RegisterExtension
    static final RealLibvirtd real = new RealLibvirtd();

    private static final int MANY = 40;
    private static final int RUNNING = 3;
    /// Saved by somebody: changed in its saved state, without a start.
    private static final int SAVED = 3;
    private static final List<Assignment> WRITEBACK = List.of(new Assignment("disk.*.cache", "writeback"));

    @TempDir
    private Path directory;
    private Inventory inventory;
    private Connection connection;
    private Changes changes;
    private LiveChanges live;
    private Batches batches;

    @BeforeEach
    void open() {
        byte[] image = Arrays.copyOf(real.guest("counting.bin"), 1 << 20);
        for (int i = 0; i < MANY; i++) {
            String xml = real.definition("m" + i, uuid(i), "qemu", "", real.image("m" + i + ".img", image)).replace("writethrough", "none");
            real.virsh("define", real.image("definition.xml", xml.getBytes()).toString());
        }
        for (int i = 0; i <= SAVED; i++) real.virsh("start", "m" + i);
        real.virsh("managedsave", "m" + SAVED);
        SystemFiles files = SystemFiles.realHost();
        inventory = new Inventory(List.of(ConnectionSpec.of(real.uri())), (spec, readOnly) -> Libvirt.open(spec.uri(), readOnly), new HostFiles(files, new Commands(files)), false);
        inventory.start();
        inventory.loaded().join();
        connection = inventory.connections().getFirst();
        History history = new History(new PrivateFiles(directory));
        changes = new Changes(history, Clock.systemUTC());
        live = new LiveChanges(history, new PrivateFiles(directory), files, new DiskFlush(new Commands(files)), asking -> Libvirt.open(asking.uri(), false), Clock.systemUTC(), "/root");
        batches = new Batches(changes, new PrivateFiles(directory), () -> new PrivateFiles(directory), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        inventory.close();
    }

    private static String uuid(int i) {
        return "5d0c5f5e-0000-4000-8000-%012d".formatted(1000 + i);
    }

    private static Map<String, String> definitions() {
        Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < MANY; i++) all.put(uuid(i), real.virsh("dumpxml", "--inactive", "--security-info", uuid(i)));
        return all;
    }

    private static final Batches.Watching TO_THE_END = new Batches.Watching() {
        @Override
        public void next(int number, Reviewable plan) {}

        @Override
        public boolean stopped() {
            return false;
        }
    };

    @Test
    void fortyAreChangedAndTakenBack() throws Exception {
        Map<String, String> before = definitions();
        List<Plan> plans = new ArrayList<>();
        for (int i = 0; i < MANY; i++) plans.add(changes.plan(connection, uuid(i), WRITEBACK));
        Batches.Applied applied = batches.apply(plans, plan -> changes.apply(connection, plan), TO_THE_END);
        assertEquals(MANY, applied.outcomes().stream().filter(Outcome::stored).count(), applied.toString());
        assertEquals(RUNNING, applied.outcomes().stream().filter(outcome -> outcome.kind() == Outcome.Kind.PENDING).count());
        definitions().forEach((uuid, xml) -> assertTrue(xml.contains("cache='writeback'"), uuid));
        List<Batches.Undo> undo = batches.planUndo(applied.batch().orElseThrow(), _ -> Optional.of(connection));
        assertEquals(MANY, undo.size());
        for (Batches.Undo one : undo) assertTrue(changes.applyUndo(connection, (Plan) one.plan(), one.entry().orElseThrow()).stored());
        assertEquals(before, definitions());
    }

    @Test
    void nowWhereItCanBeAndTheOthersSayWhyNot() throws Exception {
        List<LivePlan> plans = new ArrayList<>();
        for (int i = 0; i < MANY; i++) plans.add(live.plan(connection, uuid(i), WRITEBACK));
        assertEquals(RUNNING + 1, plans.stream().filter(Reviewable::applicable).count());
        Batches.Applied applied = batches.apply(plans, plan -> live.apply(connection, plan, LiveProgress.NONE), TO_THE_END);
        assertEquals(RUNNING, applied.outcomes().stream().filter(outcome -> outcome.kind() == Outcome.Kind.NOW).count(), applied.toString());
        assertEquals(List.of(Outcome.Kind.STORED), applied.outcomes().stream().filter(outcome -> outcome.machine().equals("m" + SAVED)).map(Outcome::kind).toList());
        assertEquals(MANY - RUNNING - 1, applied.outcomes().stream().filter(outcome -> outcome.kind() == Outcome.Kind.REFUSED && outcome.failure().isPresent()).count());
        assertEquals(RUNNING + 1, applied.batch().orElseThrow().members().size());
        assertTrue(real.virsh("managedsave-dumpxml", uuid(SAVED)).contains("cache='writeback'"));
        for (int i = 0; i < RUNNING; i++) assertTrue(real.virsh("dumpxml", uuid(i)).contains("cache='writeback'"));
    }

    @Test
    void whatASavedMachineWillBeRestoredWithIsKnown() throws Exception {
        changes.apply(connection, changes.plan(connection, uuid(SAVED), WRITEBACK));
        RealLibvirtd.await("the change to be seen", () -> connection.machine(uuid(SAVED)).filter(machine -> !machine.saved().isEmpty()).isPresent());
        Machine saved = connection.machine(uuid(SAVED)).orElseThrow();
        assertEquals(List.of(new Machine.Pending("disk.hda.cache", "none", "writeback")), saved.saved());
        assertEquals(List.of(), saved.pending());
        assertEquals(List.of(), connection.machine(uuid(0)).orElseThrow().pending(), "what libvirt filled in is nothing that waits");
    }
}
