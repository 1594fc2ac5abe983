package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Real definitions by the hundred, and fifty that another client defines at once.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@EnabledIfEnvironmentVariable(named = "VIRT_COMPANION_IT", matches = ".+")
class HundredsIT {
    private static final int ALREADY = 300;
    private static final int MORE = 50;
    private static final String URI = System.getenv("VIRT_COMPANION_IT");

    @Test
    void allAreListedAndReadAndSoAreThoseThatCome() throws Exception {
        try (Hypervisor other = Libvirt.open(URI, false);
             Inventory inventory = new Inventory(List.of(ConnectionSpec.of(URI)), (spec, readOnly) -> Libvirt.open(spec.uri(), readOnly), (_, _, _) -> {
                 throw new Failure(Message.of("inventory.host.remote"), Message.of("inventory.host.remote"), "").asException();
             }, false)) {
            Set<String> before = uuids(other);
            for (int i = 0; i < ALREADY; i++) other.define(ManyMachines.definition("qemu", i, ""));
            CountDownLatch come = new CountDownLatch(MORE);
            CountDownLatch gone = new CountDownLatch(ALREADY + MORE);
            inventory.addListener(new InventoryListener() {
                @Override
                public void machineChanged(Connection connection, Machine machine) {
                    if (machine.name().compareTo(ManyMachines.name(ALREADY)) >= 0 && machine.stored().toOptional().isPresent()) come.countDown();
                }

                @Override
                public void machineGone(Connection connection, String uuid) {
                    gone.countDown();
                }
            });
            inventory.start();
            inventory.loaded().join();
            Connection connection = inventory.connections().getFirst();
            assertEquals(before.size() + ALREADY, connection.machines().size());
            assertTrue(connection.machines().stream().allMatch(machine -> machine.stored().toOptional().isPresent()));
            for (int i = ALREADY; i < ALREADY + MORE; i++) other.define(ManyMachines.definition("qemu", i, ""));
            come.await();
            assertEquals(uuids(other), uuids(connection));
            for (int i = 0; i < ALREADY + MORE; i++) other.delete(ManyMachines.uuid(i));
            gone.await();
            assertEquals(before, uuids(connection));
        }
    }

    private static Set<String> uuids(Hypervisor hypervisor) throws Exception {
        Set<String> uuids = new HashSet<>();
        hypervisor.domains().forEach(info -> uuids.add(info.uuid()));
        return uuids;
    }

    private static Set<String> uuids(Connection connection) {
        Set<String> uuids = new HashSet<>();
        connection.machines().forEach(machine -> uuids.add(machine.uuid()));
        return uuids;
    }
}
