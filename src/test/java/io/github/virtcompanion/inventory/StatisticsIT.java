package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.libvirt.RealLibvirtd;
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
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A guest that hangs holds up neither the numbers of the others nor anything else of its connection.
class StatisticsIT {
    @RegisterExtension
    static final RealLibvirtd real = new RealLibvirtd();

    private static final String WELL = "11111111-1111-4111-8111-111111111111";
    private static final String HUNG = "22222222-2222-4222-8222-222222222222";

    private static final HostSource NO_HOST = new HostSource() {
        @Override
        public Host read(ConnectionSpec spec, LibvirtView view, Set<String> imagePaths) throws FailedException {
            throw new Failure(Message.of("model.quoted", "no host"), Message.of("model.quoted", ""), "").asException();
        }
    };

    @Test
    void aHungGuestIsLeftOut() throws Exception {
        for (String name : List.of("well", "hung")) {
            var image = real.image(name + ".img", real.guest("counting.bin"));
            var xml = real.image(name + ".xml", real.definition(name, name.equals("well") ? WELL : HUNG, "qemu", "", image).getBytes());
            real.virsh("define", xml.toString());
            real.virsh("start", name);
        }
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

    private static boolean disk(Connection connection, String uuid) {
        return connection.usage(uuid).newest().filter(sample -> !Float.isNaN(sample.written())).isPresent();
    }
}
