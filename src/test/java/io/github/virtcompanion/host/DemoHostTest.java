package io.github.virtcompanion.host;

import io.github.virtcompanion.advice.Diagnosis;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.HostFacts;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.RaidArray;
import io.github.virtcompanion.model.Virtualization;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DemoHostTest {
    @Test
    void tellsTheStory() throws Exception {
        Path directory;
        try (DemoHost demo = DemoHost.unpack()) {
            directory = demo.tree().directory();
            assertTrue(Files.readString(directory.resolve("node.xml")).contains("cache='writethrough'"));
            HostFacts facts = new HostReader(demo.files(), demo.commands()).read();
            Virtualization verdict = Diagnosis.judge(facts, LibvirtView.notAsked(Fact.unknown("host.kernel.unknown")));
            assertEquals(8, verdict.row());
            assertEquals(Virtualization.Verdict.DISABLED_IN_FIRMWARE, verdict.verdict());
            assertEquals(Virtualization.Certainty.CERTAIN, verdict.certainty());
            assertEquals("ASUSTeK Computer INC. P8H67-M", facts.board().name());
            assertEquals("0805 (03/08/2011)", facts.board().bios());

            RaidArray md0 = MdStat.read(demo.files()).toOptional().orElseThrow().getFirst();
            assertTrue(md0.noRedundancy());
            assertFalse(md0.degraded());
            Place place = new Places(demo.files(), demo.commands()).of("/var/lib/libvirt/images/freebsd-8.qcow2").toOptional().orElseThrow();
            assertEquals("btrfs", place.fileSystem());
            assertEquals("/var/lib/libvirt/images", place.mountPoint());
            assertEquals(List.of("md0", "sda1", "sda", "sdb1", "sdb"), place.disks());
            assertEquals(true, place.rotational().toOptional().orElseThrow());
            assertEquals(false, place.noCow().toOptional().orElseThrow());
            assertEquals("md0 raid0", place.raid().toOptional().orElseThrow());
            assertEquals("ext4", new Places(demo.files(), demo.commands()).of("/home/me/a.img").toOptional().orElseThrow().fileSystem());
        }
        assertFalse(Files.exists(directory));
    }

    @Test
    void thePathInTheUriIsEscaped() {
        assertEquals("test:///tmp/a%20b/node.xml", DemoHost.uri(Path.of("/tmp/a b/node.xml")));
    }
}
