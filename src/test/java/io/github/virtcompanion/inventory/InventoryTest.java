package io.github.virtcompanion.inventory;

import io.github.virtcompanion.host.DemoHost;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Connections that come, go, hang and tell, on the demo host and on daemons that are not there.
class InventoryTest {
    private static final ConnectionSpec NOBODY = ConnectionSpec.of("qemu+unix:///system?socket=/nowhere/libvirt-sock");
    private static DemoHost demo;
    private Inventory inventory;

    @BeforeAll
    static void unpack() throws FailedException {
        demo = DemoHost.unpack();
    }

    @AfterAll
    static void remove() {
        demo.close();
    }

    @AfterEach
    void close() {
        inventory.close();
    }

    private Inventory open(List<ConnectionSpec> specs, boolean demoIfNone, Opener opener) {
        inventory = new Inventory(specs, opener, new HostFiles(demo.files(), demo.commands()), demoIfNone);
        inventory.start();
        return inventory;
    }

    private static final Opener LIBVIRT = (spec, readOnly) -> Libvirt.open(spec.kind() == ConnectionSpec.Kind.DEMO ? demo.uri() : spec.uri(), readOnly);

    @Test
    void whereNoDaemonAnswersTheDemoHostTakesItsPlace() {
        open(List.of(NOBODY.asAssumed()), true, LIBVIRT).judged().join();
        assertEquals(List.of("demo:///"), inventory.connections().stream().map(Connection::uri).toList());
        Connection connection = inventory.connections().getFirst();
        assertTrue(connection.demo());
        assertEquals(6, connection.machines().size());
        assertTrue(connection.machines().stream().allMatch(machine -> !connection.findings(machine.uuid()).isEmpty()), "each has something to improve");
    }

    @Test
    void whatNobodyAskedForIsForgottenWhereNobodyAnswers() {
        open(List.of(NOBODY.asAssumed()), false, LIBVIRT).loaded().join();
        assertEquals(List.of(), inventory.connections());
    }

    @Test
    void whatWasAskedForStaysWithItsReason() {
        open(List.of(NOBODY), true, LIBVIRT).loaded().join();
        Connection connection = inventory.connections().getFirst();
        Status.Failed failed = assertInstanceOf(Status.Failed.class, connection.status());
        assertTrue(failed.why().details().contains("/nowhere/libvirt-sock"), failed.why().details());
        CompletionException e = assertThrows(CompletionException.class, () -> connection.call(hypervisor -> hypervisor.domains()).join());
        assertEquals(failed.why().what(), assertInstanceOf(FailedException.class, e.getCause()).failure().what());
    }

    @Test
    void aHungConnectionHoldsUpNoOther() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ConnectionSpec hung = ConnectionSpec.of("qemu+ssh://hung/system");
        open(List.of(hung, ConnectionSpec.demo()), false, (spec, readOnly) -> {
            try {
                if (spec.equals(hung)) release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return LIBVIRT.open(spec.equals(hung) ? NOBODY : spec, readOnly);
        });
        Connection other = inventory.connections().get(1);
        other.hostLoaded().get(1, TimeUnit.MINUTES);
        assertEquals(6, other.machines().size());
        assertInstanceOf(Status.Connecting.class, inventory.connections().getFirst().status());
        release.countDown();
        inventory.loaded().get(1, TimeUnit.MINUTES);
    }

    /// A password that was not given is asked for again, without disconnecting first.
    @Test
    void whatMayOnlyBeLookedAtIsAskedForAgain() throws Exception {
        AtomicBoolean given = new AtomicBoolean();
        open(List.of(ConnectionSpec.demo()), false, (spec, readOnly) -> {
            if (!readOnly && !given.get())
                throw new Failure(Message.of("libvirt.auth-cancelled.what", spec.uri()), Message.of("libvirt.auth-cancelled.next"), "Permission denied").asException();
            return LIBVIRT.open(spec, readOnly);
        });
        Connection connection = inventory.connections().getFirst();
        connection.hostLoaded().get(1, TimeUnit.MINUTES);
        assertTrue(assertInstanceOf(Status.Connected.class, connection.status()).readOnly());
        given.set(true);
        connection.reconnect().get(1, TimeUnit.MINUTES);
        assertFalse(assertInstanceOf(Status.Connected.class, connection.status()).readOnly());
        assertEquals(6, connection.machines().size());
    }

    @Test
    void everyChangeIsTold() throws Exception {
        BlockingQueue<Machine> changed = new LinkedBlockingQueue<>();
        BlockingQueue<String> gone = new LinkedBlockingQueue<>();
        open(List.of(ConnectionSpec.demo()), false, LIBVIRT).judged().join();
        Connection connection = inventory.connections().getFirst();
        Machine off = connection.machines().stream().filter(machine -> !machine.active()).findFirst().orElseThrow();
        inventory.addListener(new InventoryListener() {
            @Override
            public void machineChanged(Connection at, Machine machine) {
                changed.add(machine);
            }

            @Override
            public void machineGone(Connection at, String uuid) {
                gone.add(uuid);
            }
        });
        connection.call(hypervisor -> {
            hypervisor.start(off.uuid());
            return null;
        }).join();
        Machine started = changed.poll(1, TimeUnit.MINUTES);
        assertNotNull(started);
        assertEquals(DomainState.RUNNING, started.info().state());
        connection.call(hypervisor -> {
            hypervisor.destroy(off.uuid());
            hypervisor.delete(off.uuid());
            return null;
        }).join();
        assertEquals(off.uuid(), gone.poll(1, TimeUnit.MINUTES));
        assertEquals(Optional.empty(), connection.machine(off.uuid()));
    }

    @Test
    void anIdleConnectionWaitsUntilSomebodyAsks() {
        open(List.of(ConnectionSpec.demo().asIdle()), false, LIBVIRT).judged().join();
        Connection connection = inventory.connections().getFirst();
        assertInstanceOf(Status.Idle.class, connection.status());
        connection.reconnect();
        assertEquals(6, connection.call(_ -> connection.machines().size()).join());
    }

    @Test
    void aConnectionAddedTwiceIsOne() {
        open(List.of(ConnectionSpec.demo()), false, LIBVIRT).loaded().join();
        assertEquals(inventory.connections().getFirst(), inventory.add(ConnectionSpec.demo()));
        inventory.remove(inventory.connections().getFirst());
        assertEquals(List.of(), inventory.connections());
    }
}
