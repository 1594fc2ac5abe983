package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.xml.DefinitionReader;
import io.github.virtcompanion.xml.Tags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What the list's menu does to machines, on a real libvirtd.
class DeletionIT {
    @RegisterExtension
    static final RealLibvirtd real = new RealLibvirtd();

    private static final String UUID = "33333333-3333-4333-8333-333333333333";

    @Test
    void aRunningMachineGoesWithTheImageThatNoPoolHoldsAndCanBeDefinedAgain(@TempDir Path state) throws Exception {
        Path image = real.image("goes.img", real.guest("waiting.bin"));
        Path stays = real.image("stays.img", new byte[512]);
        try (Hypervisor hypervisor = Libvirt.open(real.uri(), false)) {
            hypervisor.define(real.definition("goes", UUID, "qemu", "", image));
            hypervisor.start(UUID);
            Deletion deletion = new Deletion(real.uri(), UUID, "goes", true, List.of());
            Deletion.Done done = deletion.apply(hypervisor, List.of(image.toString()), Optional.of(new PrivateFiles(state)));
            assertEquals(List.of(), done.trouble());
            assertTrue(hypervisor.domain(UUID).isEmpty());
            assertFalse(Files.exists(image));
            assertTrue(Files.exists(stays));
            assertEquals(List.of(), hypervisor.storagePools(), "the pool for it is gone");
            assertTrue(Files.readString(state.resolve("deleted/" + UUID + ".xml")).contains("<name>goes</name>"));
            hypervisor.define(done.xml());
            assertTrue(hypervisor.domain(UUID).isPresent());
        }
    }

    @Test
    void anImageThatCannotBeDeletedIsToldAndTheMachineIsGone(@TempDir Path state) throws Exception {
        Path image = real.image("keeps.img", real.guest("waiting.bin"));
        try (Hypervisor hypervisor = Libvirt.open(real.uri(), false)) {
            hypervisor.define(real.definition("keeps", UUID, "qemu", "", image));
            Deletion.Done done = new Deletion(real.uri(), UUID, "keeps", false, List.of()).apply(hypervisor, List.of("/nowhere/at-all.img"), Optional.of(new PrivateFiles(state)));
            assertEquals("change.delete.image-stays", done.trouble().getFirst().what().key());
            assertTrue(hypervisor.domain(UUID).isEmpty());
        }
    }

    @Test
    void tagsTravelWithTheDefinitionAndNothingIsPendingForThem() throws Exception {
        Path image = real.image("tagged.img", real.guest("waiting.bin"));
        try (Hypervisor hypervisor = Libvirt.open(real.uri(), false)) {
            hypervisor.define(real.definition("tagged", UUID, "qemu", "", image));
            hypervisor.start(UUID);
            hypervisor.setMetadata(UUID, Tags.PREFIX, Tags.NAMESPACE, Tags.element(List.of("web", "R&D")));
            assertEquals(List.of("web", "R&D"), DefinitionReader.read(hypervisor.storedXml(UUID)).details().tags());
            assertEquals(List.of("web", "R&D"), DefinitionReader.read(hypervisor.liveXml(UUID)).details().tags());
            hypervisor.setMetadata(UUID, Tags.PREFIX, Tags.NAMESPACE, Optional.empty());
            hypervisor.setMetadata(UUID, Tags.PREFIX, Tags.NAMESPACE, Optional.empty());
            assertEquals(List.of(), DefinitionReader.read(hypervisor.storedXml(UUID)).details().tags());
            hypervisor.destroy(UUID);
            hypervisor.rename(UUID, "renamed");
            hypervisor.setAutostart(UUID, true);
            var info = hypervisor.domain(UUID).orElseThrow();
            assertEquals("renamed", info.name());
            assertTrue(info.autostart());
            assertEquals(List.of(), hypervisor.addresses(UUID));
        }
    }
}
