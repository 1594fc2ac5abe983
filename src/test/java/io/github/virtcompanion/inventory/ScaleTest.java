package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Thousands of machines, and connections of which some hang.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ScaleTest {
    private static final Opener LIBVIRT = (spec, readOnly) -> Libvirt.open(spec.uri(), readOnly);
    private static final HostSource NO_HOST = (_, _, _) -> {
        throw new Failure(Message.of("inventory.host.remote"), Message.of("inventory.host.remote"), "").asException();
    };
    @TempDir
    private Path directory;

    private static Inventory inventory(List<String> uris) {
        return new Inventory(uris.stream().map(ConnectionSpec::of).toList(), LIBVIRT, NO_HOST, false);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 5_000})
    void eachOfThousandsIsListedFirstAndReadThen(int machines) throws Exception {
        Map<String, Machine> first = new ConcurrentHashMap<>();
        try (Inventory inventory = inventory(List.of(ManyMachines.host(directory, machines)))) {
            inventory.addListener(new InventoryListener() {
                @Override
                public void machineChanged(Connection connection, Machine machine) {
                    first.putIfAbsent(machine.uuid(), machine);
                }
            });
            inventory.start();
            inventory.loaded().join();
            Connection connection = inventory.connections().getFirst();
            assertEquals(machines, connection.machines().size());
            assertTrue(first.values().stream().noneMatch(machine -> machine.stored().toOptional().isPresent()), "names and states come before definitions");
            for (int i = 0; i < machines; i++) {
                Machine machine = connection.machine(ManyMachines.uuid(i)).orElseThrow();
                assertEquals(ManyMachines.name(i), machine.stored().toOptional().orElseThrow().name());
                assertEquals(i % 5 == 0 ? DomainState.RUNNING : DomainState.SHUT_OFF, machine.info().state());
                assertEquals(machine.active(), machine.live().isPresent());
                assertEquals(List.of(), machine.pending());
            }
        }
    }

    /// The change is made while definitions are still being read: what the list told before must not win.
    @Test
    void whatChangesWhileThousandsAreReadIsNotLost() throws Exception {
        String changed = ManyMachines.uuid(1_999);
        CountDownLatch listed = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(2);
        try (Inventory inventory = inventory(List.of(ManyMachines.host(directory, 2_000)))) {
            inventory.addListener(new InventoryListener() {
                @Override
                public void machineChanged(Connection connection, Machine machine) {
                    listed.countDown();
                    if (machine.uuid().equals(changed) && machine.active()) told.countDown();
                }

                @Override
                public void machineGone(Connection connection, String uuid) {
                    told.countDown();
                }
            });
            inventory.start();
            listed.await();
            Connection connection = inventory.connections().getFirst();
            connection.call(hypervisor -> {
                hypervisor.start(changed);
                hypervisor.delete(ManyMachines.uuid(1_998));
                return null;
            }).join();
            inventory.loaded().join();
            told.await();
            assertEquals(DomainState.RUNNING, connection.machine(changed).orElseThrow().info().state());
            assertEquals(1_999, connection.machines().size());
        }
    }

    @Test
    void tenConnectionsOfWhichTwoHangAreNoSlowerThanTheEight() throws Exception {
        List<ServerSocketChannel> silent = new ArrayList<>();
        List<String> uris = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Path socket = directory.resolve("silent-" + i);
            silent.add(ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket)));
            uris.add("qemu+unix:///system?socket=" + socket);
        }
        for (int i = 0; i < 8; i++) uris.add(ManyMachines.host(directory, 20 + i));
        Inventory inventory = inventory(uris);
        try {
            // Nobody answers these two, however long anybody waits.
            assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
                inventory.start();
                for (Connection connection : inventory.connections().subList(2, 10)) connection.loaded().join();
            });
            for (int i = 0; i < 8; i++) assertEquals(20 + i, inventory.connections().get(2 + i).machines().size());
            for (Connection hung : inventory.connections().subList(0, 2)) assertInstanceOf(Status.Connecting.class, hung.status());
            String off = ManyMachines.uuid(1);
            inventory.connections().get(2).call(hypervisor -> {
                hypervisor.start(off);
                return null;
            }).get(1, TimeUnit.MINUTES);
        } finally {
            assertTimeoutPreemptively(Duration.ofSeconds(30), inventory::close, "the window closes although two connections hang");
            for (ServerSocketChannel each : silent) each.close();
        }
    }
}
