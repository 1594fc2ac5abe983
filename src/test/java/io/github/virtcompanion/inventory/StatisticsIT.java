package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Gauge;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A guest that hangs holds up neither the numbers of the others nor anything else of its connection.
class StatisticsIT {
    @RegisterExtension
    static final RealLibvirtd real = new RealLibvirtd();

    private static final String WELL = "11111111-1111-4111-8111-111111111111";
    private static final String HUNG = "22222222-2222-4222-8222-222222222222";

    private static final String ANSWERS = "33333333-3333-4333-8333-333333333333";
    private static final String SILENT = "44444444-4444-4444-8444-444444444444";

    private static final HostSource NO_HOST = new HostSource() {
        @Override
        public Host read(ConnectionSpec spec, LibvirtView view, Set<String> imagePaths) throws FailedException {
            throw new Failure(Message.of("model.quoted", "no host"), Message.of("model.quoted", ""), "").asException();
        }
    };

    private void guest(String name, String uuid) throws Exception {
        var image = real.image(name + ".img", real.guest("counting.bin"));
        var xml = real.image(name + ".xml", real.definition(name, uuid, "qemu", "", image).getBytes());
        real.virsh("define", xml.toString());
        real.virsh("start", name);
    }

    @Test
    void aHungGuestIsLeftOut() throws Exception {
        guest("well", WELL);
        guest("hung", HUNG);
        try (Inventory inventory = new Inventory(List.of(ConnectionSpec.of(real.uri())), (spec, readOnly) -> Libvirt.open(spec.uri(), readOnly), NO_HOST, false)) {
            inventory.start();
            Connection connection = inventory.connections().getFirst();
            connection.loaded().join();
            connection.attend(new Attention(Set.of(Gauge.DISK, Gauge.NETWORK), Optional.empty(), Optional.of(Duration.ofMillis(200)), false));
            RealLibvirtd.await("disk figures of both", () -> disk(connection, WELL) && disk(connection, HUNG));
            real.freezeGuest("hung");
            try {
                RealLibvirtd.await("the hung one to be without figures", () -> !disk(connection, HUNG));
                long before = connection.usage(WELL).newest().orElseThrow().at();
                RealLibvirtd.await("figures of the other one", () -> disk(connection, WELL) && connection.usage(WELL).newest().orElseThrow().at() > before);
                // Its CPU is told all the same, and the connection answers.
                assertTrue(connection.usage(HUNG).newest().isPresent());
                for (int i = 0; i < 20; i++) assertEquals(2, connection.call(hypervisor -> hypervisor.domains().size()).get(4, TimeUnit.SECONDS));
            } finally {
                real.thawGuest("hung");
            }
            RealLibvirtd.await("figures of both again", () -> disk(connection, WELL) && disk(connection, HUNG));
        }
    }

    @Test
    void whatAHungGuestIsAskedHoldsUpNothingElse() throws Exception {
        guest("answers", ANSWERS);
        guest("silent", SILENT);
        try (Inventory inventory = new Inventory(List.of(ConnectionSpec.of(real.uri())), (spec, readOnly) -> Libvirt.open(spec.uri(), readOnly), NO_HOST, false)) {
            inventory.start();
            Connection connection = inventory.connections().getFirst();
            connection.loaded().join();
            real.freezeGuest("silent");
            CompletableFuture<Boolean> silent;
            try {
                silent = connection.ask(hypervisor -> {
                    hypervisor.suspend(SILENT);
                    return true;
                });
                connection.ask(hypervisor -> {
                    hypervisor.suspend(ANSWERS);
                    return true;
                }).get(20, TimeUnit.SECONDS);
                RealLibvirtd.await("the list to show it", () -> connection.machine(ANSWERS).orElseThrow().info().state() == DomainState.PAUSED);
                real.virsh("destroy", "answers");
                RealLibvirtd.await("the list to show what others do", () -> connection.machine(ANSWERS).orElseThrow().info().state() == DomainState.SHUT_OFF);
                assertFalse(silent.isDone());
            } finally {
                real.thawGuest("silent");
            }
            assertTrue(silent.get(60, TimeUnit.SECONDS));
            // Refused, it says why, and the next one is not the worse for it.
            CompletableFuture<Object> off = connection.ask(hypervisor -> {
                hypervisor.suspend(ANSWERS);
                return true;
            });
            assertInstanceOf(FailedException.class, assertThrows(ExecutionException.class, () -> off.get(20, TimeUnit.SECONDS)).getCause());
            real.stopDaemon();
            real.startDaemon();
            RealLibvirtd.await("the connection", () -> connection.status().connected());
            assertEquals(2, connection.ask(hypervisor -> hypervisor.domains().stream().filter(info -> Set.of(ANSWERS, SILENT).contains(info.uuid())).count()).get(20, TimeUnit.SECONDS).intValue());
        }
    }

    private static boolean disk(Connection connection, String uuid) {
        return connection.usage(uuid).newest().filter(sample -> !Float.isNaN(sample.written())).isPresent();
    }
}
