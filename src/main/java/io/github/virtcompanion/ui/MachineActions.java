package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.Deletion;
import io.github.virtcompanion.change.Outcome;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.Work;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.xml.SnapshotReader;
import io.github.virtcompanion.xml.Tags;
import javafx.stage.Window;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What the context menu does to machines beyond starting and ending them.
final class MachineActions {
    /// Copying a large disk takes its time.
    private static final Duration CLONING = Duration.ofHours(12);

    private final Desk desk;
    private final MachinesModel list;
    private final Supplier<Window> owner;

    MachineActions(Desk desk, MachinesModel list, Supplier<Window> owner) {
        this.desk = desk;
        this.list = list;
        this.owner = owner;
    }

    void delete(List<Row.OfMachine> machines) {
        List<Deletion> deletions = machines.stream().map(row -> Deletion.of(row.now(), list.machinesOf(row.connection()).map(Row.OfMachine::now).toList(), host(row))).toList();
        if (deletions.isEmpty()) return;
        new DeleteDialog(desk.words(), deletions, owner.get()).answer().ifPresent(chosen -> chosen.forEach(this::delete));
    }

    private Optional<Host> host(Row.OfMachine row) {
        return list.connection(row.connection()).flatMap(connection -> connection.host.get().toOptional());
    }

    private void delete(DeleteDialog.Choice choice) {
        Deletion deletion = choice.deletion();
        desk.connection(deletion.connection()).ifPresent(connection -> {
            Optional<PrivateFiles> state = connection.demo() ? Optional.empty() : Optional.of(PrivateFiles.state());
            desk.notices().watch(desk.say("machines.deleting", deletion.machine()),
                    desk.background().run(() -> desk.changes().delete(connection, deletion, choice.paths(), state)).done(done -> deleted(connection, deletion, choice, done)));
        });
    }

    private void deleted(Connection connection, Deletion deletion, DeleteDialog.Choice choice, Deletion.Done done) {
        done.trouble().stream().findFirst().ifPresent(desk.notices()::failed);
        boolean whole = choice.paths().isEmpty();
        String told = desk.say(whole ? "machines.deleted" : "machines.deleted-with-images", deletion.machine(), choice.paths().size() - done.trouble().size());
        if (whole) desk.notices().tell(told, desk.say("ui.undo-link"), () -> act(connection, desk.say("machines.defining", deletion.machine()),
                hypervisor -> hypervisor.define(done.xml()), desk.say("machines.defined", deletion.machine())));
        else desk.notices().tell(told);
    }

    /// A name may begin with a dash: each is written into its option. virt-clone copies the images and gives the copy its own addresses; it is virt-manager's own program for that.
    void clone(Row.OfMachine row) {
        ask("clone", row.now().name() + "-clone", row).ifPresent(name -> {
            List<String> command = List.of("virt-clone", "--connect", uri(row), "--original=" + row.now().name(), "--name=" + name, "--auto-clone");
            desk.notices().watch(desk.say("machines.cloning", row.now().label()), desk.background().run(() -> desk.programs().run(command, CLONING))
                    .done(_ -> desk.notices().tell(desk.say("machines.cloned", row.now().label(), name))));
        });
    }

    void rename(Row.OfMachine row) {
        ask("rename", row.now().name(), row).filter(name -> !name.equals(row.now().name())).ifPresent(name ->
                act(row, "machines.renaming", hypervisor -> {
                    hypervisor.rename(row.uuid(), name);
                    return name;
                }, desk.say("machines.renamed", row.now().name(), name)));
    }

    void autostart(List<Row.OfMachine> machines, boolean on) {
        for (Row.OfMachine row : machines) desk.connection(row.connection()).ifPresent(connection -> {
            String name = row.now().label();
            row.busy.set(true);
            desk.notices().watch(desk.say("machines.changing", name), desk.background().run(() -> autostart(connection, row.uuid(), on))
                    .done(_ -> desk.notices().tell(desk.say(on ? "machines.autostart-on" : "machines.autostart-off", name), desk.say("ui.undo-link"), () -> autostart(List.of(row), !on))),
                    desk.of(name)).ended(() -> row.busy.set(false));
        });
    }

    /// Like any other setting, so that it is in the machine's history.
    private Outcome autostart(Connection connection, String uuid, boolean on) throws FailedException {
        Outcome outcome = desk.changes().apply(connection, desk.changes().plan(connection, uuid, List.of(new Assignment("autostart", on ? "on" : "off"))));
        if (!outcome.done() && outcome.failure().isPresent()) throw outcome.failure().get().asException();
        return outcome;
    }

    void tag(List<Row.OfMachine> machines, String tag, boolean on) {
        for (Row.OfMachine row : machines) {
            List<String> tags = Stream.concat(row.tags().stream().filter(each -> !each.equals(tag)), on ? Stream.of(tag) : Stream.empty()).toList();
            if (tags.equals(row.tags())) continue;
            act(row, "machines.changing", hypervisor -> {
                hypervisor.setMetadata(row.uuid(), Tags.PREFIX, Tags.NAMESPACE, Tags.element(tags));
                return tags;
            }, desk.say(on ? "machines.tagged" : "machines.untagged", row.now().label(), tag));
        }
    }

    void newTag(List<Row.OfMachine> machines) {
        TextQuestion.ask(owner.get(), desk.say("machines.tag-new"), desk.say("machines.tag-name"), "").ifPresent(tag -> tag(machines, tag.replaceFirst("^#", "").strip(), true));
    }

    /// In virt-viewer, which is nothing but a console.
    void console(Row.OfMachine row) {
        start(desk.say("machines.opening-console", row.now().label()), List.of("virt-viewer", "--connect", uri(row), "--uuid", row.uuid()));
    }

    /// virt-manager is a single program: called again, it brings the right window to the front.
    void openInVirtManager(Row.OfMachine row) {
        start(desk.say("ui.opening", row.now().label()), List.of("virt-manager", "--connect", row.connection(), "--show-domain-console=" + row.now().name()));
    }

    void snapshots(Row.OfMachine row) {
        desk.connection(row.connection()).ifPresent(connection -> desk.notices().watch(desk.say("machines.reading-snapshots", row.now().label()),
                desk.background().follow(connection.call(hypervisor -> {
                    List<SnapshotReader.Snapshot> read = new ArrayList<>();
                    for (String xml : hypervisor.snapshots(row.uuid())) read.add(SnapshotReader.read(xml));
                    return read;
                })).done(snapshots -> new SnapshotsDialog(desk.words(), row.now().label(), snapshots, owner.get()).answer()
                        .ifPresent(_ -> openInVirtManager(row)))));
    }

    void start(String words, List<String> command) {
        desk.notices().watch(words, desk.background().run(() -> {
            desk.programs().start(command);
            return true;
        }).done(_ -> desk.notices().tell("")));
    }

    private static String uri(Row.OfMachine row) {
        return row.connection();
    }

    private Optional<String> ask(String what, String now, Row.OfMachine row) {
        return TextQuestion.ask(owner.get(), desk.say("machines.ask." + what + ".title", row.now().label()), desk.say("machines.ask." + what), now);
    }

    private <T> void act(Row.OfMachine row, String doing, Work<T> work, String done) {
        desk.connection(row.connection()).ifPresent(connection -> {
            Machine machine = row.now();
            row.busy.set(true);
            desk.notices().watch(desk.say(doing, machine.label()), desk.background().follow(connection.ask(work)).done(_ -> desk.notices().tell(done)),
                    desk.of(machine.label())).ended(() -> {
                row.busy.set(false);
                connection.refresh(row.uuid());
            });
        });
    }

    private <T> void act(Connection connection, String doing, Work<T> work, String done) {
        desk.notices().watch(doing, desk.background().follow(connection.ask(work)).done(_ -> desk.notices().tell(done)));
    }
}
