package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.libvirt.LibvirtFailure;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.PrivateFiles;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What deleting a machine would take away: its definition, and those of its images that the user leaves ticked. Ticked at
/// first are those that nobody else needs, as virt-manager has it (virtManager/delete.py, `do_we_default`).
///
/// @param active it runs: its plug is pulled first
public record Deletion(String connection, String uuid, String machine, boolean active, List<Image> images) {
    /// Below the private directory, one file a deletion, so that a definition can be brought back.
    private static final String KEPT = "deleted";

    public Deletion {
        images = List.copyOf(images);
    }

    /// @param possible libvirt can delete it
    /// @param ticked   at first
    /// @param why      it is not ticked or not possible
    public record Image(String target, String path, boolean possible, boolean ticked, Optional<Message> why) {}

    /// @param trouble of images that are still there
    /// @param xml     of the machine, with which it can be defined again
    public record Done(String xml, List<Failure> trouble) {}

    /// @param others all machines of the connection
    /// @param host   as far as it is known, for the images that are laid over others
    public static Deletion of(Machine machine, Collection<Machine> others, Optional<Host> host) {
        List<Image> images = new ArrayList<>();
        for (Disk disk : machine.stored().toOptional().or(machine::live).map(Definition::disks).orElse(List.of()))
            disk.source().filter(path -> !path.isEmpty()).ifPresent(path -> images.add(image(machine, disk, path, others, host)));
        return new Deletion(machine.connection(), machine.uuid(), machine.label(), machine.active(), images);
    }

    private static Image image(Machine machine, Disk disk, String path, Collection<Machine> others, Optional<Host> host) {
        if (!path.startsWith("/")) return new Image(disk.target(), path, false, false, Optional.of(Message.of("change.delete.elsewhere")));
        if (!Set.of("file", "block").contains(disk.sourceType())) return new Image(disk.target(), path, false, false, Optional.of(Message.of("change.delete.no-image")));
        if (disk.sourceType().equals("block")) return new Image(disk.target(), path, true, false, Optional.of(Message.of("change.delete.block")));
        return reason(machine, disk, path, others, host).map(why -> new Image(disk.target(), path, true, false, Optional.of(why)))
                .orElse(new Image(disk.target(), path, true, true, Optional.empty()));
    }

    private static Optional<Message> reason(Machine machine, Disk disk, String path, Collection<Machine> others, Optional<Host> host) {
        List<String> users = others.stream().filter(other -> !other.uuid().equals(machine.uuid()) && needs(other, path, host)).map(Machine::label).sorted().toList();
        if (!users.isEmpty()) return Optional.of(Message.of("change.delete.in-use", String.join(", ", users)));
        if (disk.device().equals("cdrom") || disk.device().equals("floppy")) return Optional.of(Message.of("change.delete.medium"));
        if (disk.readOnly()) return Optional.of(Message.of("change.delete.read-only"));
        if (disk.shareable()) return Optional.of(Message.of("change.delete.shareable"));
        return Optional.empty();
    }

    /// It uses the image, or has one that is laid over it.
    private static boolean needs(Machine other, String path, Optional<Host> host) {
        return Stream.concat(other.stored().toOptional().stream(), other.live().stream()).flatMap(definition -> definition.disks().stream())
                .flatMap(disk -> disk.source().stream())
                .anyMatch(source -> source.equals(path) || host.flatMap(known -> known.image(source).chain().toOptional()).filter(chain -> chain.contains(path)).isPresent());
    }

    /// Writes the definition down, turns the machine off, forgets it, then deletes the images. Where libvirt refuses to forget the
    /// machine, no image is touched.
    ///
    /// @param paths of the images to delete
    /// @param state this program's private directory; empty for machines that are made up
    public Done apply(Hypervisor hypervisor, Collection<String> paths, Optional<PrivateFiles> state) throws FailedException {
        String xml = hypervisor.storedXml(uuid);
        if (state.isPresent()) state.get().write(KEPT + "/" + uuid + ".xml", xml);
        off(hypervisor);
        hypervisor.delete(uuid);
        List<Failure> trouble = new ArrayList<>();
        for (String path : paths) {
            try {
                hypervisor.deleteVolume(path);
            } catch (FailedException e) {
                trouble.add(new Failure(Message.of("change.delete.image-stays", path), e.failure().nextStep(), e.failure().details()));
            }
        }
        return new Done(xml, trouble);
    }

    private void off(Hypervisor hypervisor) throws FailedException {
        if (hypervisor.domain(uuid).filter(info -> info.state().active()).isEmpty()) return;
        try {
            hypervisor.destroy(uuid);
        } catch (FailedException e) {
            // It ended by itself meanwhile.
            if (LibvirtFailure.of(e).code() != LibvirtFailure.OPERATION_INVALID) throw e;
        }
    }
}
