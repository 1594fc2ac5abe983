package io.github.virtcompanion.bench;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.DiskWatch;
import io.github.virtcompanion.inventory.HostFiles;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What libvirt counts of a guest that writes, before and after its mode is switched by another client.
class MeterIT {
    @RegisterExtension
    static final RealLibvirtd real = new RealLibvirtd();

    private static final String UUID = "5d0c5f5e-0000-4000-8000-000000000006";
    private static final int FLUSH_INTERVAL = 4;

    @Test
    void aSwitchUnderWayIsSeen() throws Exception {
        // It writes for hours, on an image that is as large as it can write.
        Path rom = real.image("installer.rom", InstallerGuest.firmware(Integer.MAX_VALUE, Integer.MAX_VALUE, FLUSH_INTERVAL));
        Path image = rom.resolveSibling("meter.raw");
        assertEquals(0, RealLibvirtd.command("truncate", "-s", "100G", image.toString()).code());
        String definition = real.definition("meter", UUID, "qemu", "", image).replace("<os>", "<os><loader readonly='yes' type='rom'>" + rom + "</loader>");
        Path xml = Files.writeString(rom.resolveSibling("meter.xml"), definition);
        real.virsh("define", xml.toString());
        real.virsh("start", "meter");
        SystemFiles files = SystemFiles.realHost();
        AtomicReference<Meter> meter = new AtomicReference<>(Meter.EMPTY);
        try (Inventory inventory = new Inventory(List.of(ConnectionSpec.of(real.uri())), (spec, readOnly) -> Libvirt.open(spec.uri(), readOnly),
                new HostFiles(files, new Commands(files)), false)) {
            inventory.start();
            inventory.loaded().join();
            Connection connection = inventory.connections().getFirst();
            try (DiskWatch _ = DiskWatch.start(connection, UUID, Duration.ofMillis(500), look -> meter.updateAndGet(now -> now.plus(look)), () -> {})) {
                RealLibvirtd.await("figures with writethrough", () -> figures(meter.get(), 0));
                real.virsh("destroy", "meter");
                Files.writeString(xml, definition.replace("cache='writethrough'", "cache='unsafe'"));
                real.virsh("define", xml.toString());
                real.virsh("start", "meter");
                RealLibvirtd.await("figures with unsafe", () -> figures(meter.get(), 1));
            }
        } finally {
            Files.deleteIfExists(image);
        }
        Meter told = meter.get();
        assertEquals(List.of("writethrough", "unsafe"), told.stretches().stream().map(Stretch::modes).toList());
        for (Stretch stretch : told.stretches()) {
            assertEquals(4096, stretch.bytes() / stretch.writes());
            assertEquals(FLUSH_INTERVAL, (double) stretch.writes() / stretch.flushes(), 0.5, stretch.toString());
        }
        assertEquals(1, told.comparisons().size());
        assertTrue(told.curve().size() >= 2);
        assertEquals("bench.meter.often", told.meaning().orElseThrow().key());
    }

    private static boolean figures(Meter meter, int stretch) {
        return meter.stretches().size() > stretch && meter.stretches().get(stretch).kibPerSecond().isPresent();
    }
}
