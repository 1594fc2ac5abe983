package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.HostFiles;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Another program's whole definition that reaches libvirt in the same millisecond as ours, hundreds of times.
class CrossingIT {
    @RegisterExtension
    static final RealLibvirtd real = new RealLibvirtd();

    private static final String UUID = "5d0c5f5e-0000-4000-8000-00000000000a";
    private static final int ROUNDS = 40;
    private static final long SPREAD_NANOS = 1_500_000;

    @TempDir
    private Path directory;
    private Inventory inventory;
    private ExecutorService thread;
    private Hypervisor stranger;
    private volatile String theirs = "";
    private volatile String later = "";
    private volatile Future<?> stored;

    @BeforeEach
    void open() throws FailedException {
        thread = Executors.newSingleThreadExecutor();
        Path file = real.image("definition.xml", real.definition("crossed", UUID, "qemu", "", real.image("crossed.img", new byte[512])).getBytes());
        real.virsh("define", file.toString());
        stranger = Libvirt.open(real.uri(), false);
        SystemFiles files = SystemFiles.realHost();
        inventory = new Inventory(List.of(ConnectionSpec.of(real.uri())), (spec, readOnly) -> crossed(Libvirt.open(spec.uri(), readOnly)), new HostFiles(files, new Commands(files)), false);
        inventory.start();
        inventory.loaded().join();
    }

    @AfterEach
    void close() {
        inventory.close();
        stranger.close();
        thread.shutdownNow();
    }

    /// Somebody else's definition sets out a little before ours or a little after it.
    private Hypervisor crossed(Hypervisor ours) {
        return (Hypervisor) Proxy.newProxyInstance(Hypervisor.class.getClassLoader(), new Class<?>[]{Hypervisor.class}, (_, method, arguments) -> {
            if (Set.of("define", "redefine").contains(method.getName()) && !theirs.isEmpty()) {
                String xml = theirs;
                theirs = "";
                long now = System.nanoTime();
                long when = now + ThreadLocalRandom.current().nextLong(2 * SPREAD_NANOS);
                stored = thread.submit(() -> {
                    await(when);
                    return stranger.redefine(xml);
                });
                await(now + SPREAD_NANOS);
            }
            try {
                Object done = method.invoke(ours, arguments);
                if (Set.of("define", "redefine").contains(method.getName()) && !later.isEmpty()) {
                    String xml = later;
                    later = "";
                    stranger.redefine(xml);
                }
                return done;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static void await(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) LockSupport.parkNanos(left);
    }

    private Changes changes(History history) {
        return new Changes(history, Clock.systemUTC(), one -> Libvirt.open(one.uri(), false));
    }

    /// Reading over and over while ours is stored sees most of them; libvirt's events tell of the rest, that they were there.
    @Test
    void nobodysIsLostUnlessItIsTold() throws Exception {
        Connection connection = inventory.connections().getFirst();
        var history = new History(new PrivateFiles(directory));
        int told = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String description = "<description>round " + round + "</description>";
            String model = round % 2 == 0 ? "virtio" : "none";
            var changes = changes(history);
            Plan plan = changes.plan(connection, UUID, List.of(new Assignment("memballoon.model", model)));
            theirs = plan.before().replaceAll("\\s*<description>.*?</description>", "").replace("  <memory ", "  " + description + "\n  <memory ");
            Outcome outcome = changes.apply(connection, plan);
            stored.get(1, TimeUnit.MINUTES);
            // As the command line does it.
            if (outcome.kind() == Outcome.Kind.MOVED) outcome = changes.apply(connection, changes.plan(connection, UUID, plan.assignments()));
            assertTrue(outcome.stored(), outcome::toString);
            String ours = "<memballoon model='" + model + "'";
            if (!stranger.storedXml(UUID).contains(ours)) changes.confirm();
            String xml = stranger.storedXml(UUID);
            assertTrue(xml.contains(ours), () -> model + ": " + xml);
            boolean crossed = outcome.failure().filter(failure -> failure.what().key().equals("change.crossed")).isPresent();
            assertEquals(crossed, !xml.contains(description), outcome::toString);
            if (crossed) told++;
        }
        assertEquals(told, history.of(real.uri(), UUID).stream().filter(HistoryEntry::crossed).count());
    }

    /// Somebody else's comes after ours and before ours is read back: libvirt has taken ours all the same.
    @Test
    void whatAnotherProgramHasStoredRightAfterIsNotSaidToBeLibvirtsDoing() throws Exception {
        Connection connection = inventory.connections().getFirst();
        for (boolean sameSetting : List.of(false, true)) {
            var changes = changes(new History(new PrivateFiles(directory)));
            Plan plan = changes.plan(connection, UUID, List.of(new Assignment("vcpus", sameSetting ? "4" : "3"), new Assignment("on_crash", sameSetting ? "restart" : "preserve")));
            // Without knowing of ours, or meaning the same setting.
            later = plan.before().replaceAll("\\s*<description>.*?</description>", "").replace("  <memory ", "  <description>theirs</description>\n  <memory ");
            if (sameSetting) later = later.replaceAll(">\\d+</vcpu>", ">1</vcpu>");
            Outcome outcome = changes.apply(connection, plan);
            assertEquals("change.overtaken", outcome.failure().map(failure -> failure.what().key()).orElse(""), outcome.toString());
            changes.confirm();
            assertTrue(stranger.storedXml(UUID).contains("<description>theirs</description>"));
            assertTrue(stranger.storedXml(UUID).contains(sameSetting ? ">1</vcpu>" : ">3</vcpu>"), stranger.storedXml(UUID));
            List<HistoryEntry> entries = changes.history().of(real.uri(), UUID);
            assertTrue(entries.stream().anyMatch(entry -> entry.kind() == Plan.Kind.OUTSIDE && entry.after().contains("theirs")), "each is written down as what it was");
            assertTrue(entries.stream().anyMatch(entry -> entry.id().equals(outcome.entry().orElseThrow()) && entry.after().contains(sameSetting ? ">4</vcpu>" : ">3</vcpu>")));
        }
    }

    /// As scripts do it that have read before: ours is put back although theirs is in the line beside it.
    @Test
    void whatStandsRightBesideTheirsIsBroughtTogetherToo() throws Exception {
        Connection connection = inventory.connections().getFirst();
        var changes = changes(new History(new PrivateFiles(directory)));
        for (List<Assignment> wanted : List.of(List.of(new Assignment("title", "ours")), List.of(new Assignment("title", "ours too"), new Assignment("on_crash", "preserve"), new Assignment("cpu.mode", "maximum")))) {
            Plan plan = changes.plan(connection, UUID, wanted);
            String stale = plan.before().replaceAll("\\s*<description>.*?</description>", "").replace("  <memory ", "  <description>theirs, " + wanted.size() + "</description>\n  <memory ");
            assertTrue(changes.apply(connection, plan).stored());
            stranger.redefine(stale);
            assertEquals(List.of("change.outcome.again"), changes.confirm().stream().map(outcome -> outcome.summary().key()).toList());
            String xml = stranger.storedXml(UUID);
            assertTrue(xml.contains("<description>theirs, " + wanted.size() + "</description>") && xml.contains("<title>" + wanted.getFirst().value() + "</title>"), xml);
            assertEquals(wanted.size() > 1, xml.contains("<on_crash>preserve</on_crash>"), xml);
        }
    }
}
