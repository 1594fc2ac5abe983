package io.github.virtcompanion.change;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.GuestCpu;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.ImageFacts;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Which images go with a machine at first, and which only when the user insists.
class DeletionTest {
    private static Disk disk(String device, String type, String path, boolean readOnly, boolean shareable) {
        return new Disk("vda", device, type, Optional.of(path), Optional.of("qcow2"), "virtio", CacheMode.DEFAULT, "default", Optional.empty(), readOnly, shareable);
    }

    private static Disk image(String path) {
        return disk("disk", "file", path, false, false);
    }

    private static Machine machine(String name, Disk... disks) {
        Definition definition = new Definition(name, name, Optional.empty(), Optional.empty(), "kvm", "x86_64", "pc", "", GuestCpu.ABSENT, 1, 1, Arrays.asList(disks),
                Optional.empty(), false, false);
        return new Machine("qemu:///system", new DomainInfo(name, name, DomainState.SHUT_OFF, 0, true, false, false), Fact.known(definition, "test"), Optional.empty(), List.of());
    }

    private static Deletion.Image only(Machine machine, Machine... others) {
        List<Deletion.Image> images = Deletion.of(machine, Arrays.asList(others), Optional.empty()).images();
        assertEquals(1, images.size());
        return images.getFirst();
    }

    private static void unticked(String because, Deletion.Image image) {
        assertFalse(image.ticked());
        assertEquals(because, image.why().map(Message::key).orElse(""));
    }

    @Test
    void itsOwnImageGoes() {
        Machine own = machine("own", image("/a.qcow2"));
        Deletion.Image image = only(own, own, machine("other", image("/b.qcow2")));
        assertTrue(image.ticked() && image.possible() && image.why().isEmpty());
    }

    @Test
    void whatOthersNeedStays() {
        unticked("change.delete.in-use", only(machine("own", image("/a.qcow2")), machine("other", image("/a.qcow2"))));
        unticked("change.delete.medium", only(machine("own", disk("cdrom", "file", "/a.iso", true, false))));
        unticked("change.delete.read-only", only(machine("own", disk("disk", "file", "/a.img", true, false))));
        unticked("change.delete.shareable", only(machine("own", disk("disk", "file", "/a.img", false, true))));
        unticked("change.delete.block", only(machine("own", disk("disk", "block", "/dev/vg/lv", false, false))));
    }

    @Test
    void whatLibvirtCannotDeleteIsSaid() {
        for (Disk disk : List.of(disk("disk", "network", "rbd:pool/image", false, false), disk("disk", "dir", "/some/directory", false, false)))
            assertFalse(only(machine("own", disk)).possible());
    }

    @Test
    void anImageThatAnotherIsLaidOverStays() {
        Fact<List<String>> chain = Fact.known(List.of("/base.qcow2"), "test");
        Message why = Message.of("model.quoted", "test");
        ImageFacts over = new ImageFacts(Fact.unknown(why), List.of(), Fact.unknown(why), Fact.unknown(why), Fact.unknown(why), Fact.unknown(why), Fact.unknown(why), Fact.unknown(why), chain);
        Host host = new Host("qemu:///system", null, Map.of(), Fact.unknown(why), Fact.unknown(why), Fact.unknown(why), Map.of("/over.qcow2", over), null);
        Deletion deletion = Deletion.of(machine("own", image("/base.qcow2")), List.of(machine("clone", image("/over.qcow2"))), Optional.of(host));
        unticked("change.delete.in-use", deletion.images().getFirst());
    }
}
