package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.Plan;
import io.github.virtcompanion.change.Waiting;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.Status;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Message;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the window as a whole knows: what is selected, what can be done with it, the words of the status bar.
final class ShellModel {
    final ObjectProperty<List<Row>> selected = new SimpleObjectProperty<>(List.of());
    /// "kvm" or "qemu", whichever a switch would lead to; empty where nothing selected can be switched.
    final ObjectProperty<Optional<String>> switchTo = new SimpleObjectProperty<>(Optional.empty());
    /// The run button restores a saved machine.
    final BooleanProperty restores = new SimpleBooleanProperty();
    final BooleanProperty resumes = new SimpleBooleanProperty();
    final BooleanProperty oneMachine = new SimpleBooleanProperty();
    /// Something selected runs and does not have yet what is stored.
    final BooleanProperty pending = new SimpleBooleanProperty();
    /// Why none of them can have it at once; empty where one can.
    final ObjectProperty<Optional<Message>> notNow = new SimpleObjectProperty<>(Optional.empty());
    final BooleanProperty demo = new SimpleBooleanProperty();
    final StringProperty summary = new SimpleStringProperty("");
    private final Map<Lifecycle, BooleanProperty> possible = new EnumMap<>(Lifecycle.class);
    private final Desk desk;
    private final MachinesModel list;
    private final FirstStarts firstStarts;

    ShellModel(Desk desk, MachinesModel list, FirstStarts firstStarts) {
        this.desk = desk;
        this.firstStarts = firstStarts;
        this.list = list;
        for (Lifecycle each : Lifecycle.values()) possible.put(each, new SimpleBooleanProperty());
        selected.subscribe(this::refresh);
        list.arranging.subscribe(arranging -> {
            if (!arranging) refresh();
        });
    }

    BooleanProperty possible(Lifecycle action) {
        return possible.get(action);
    }

    List<Row.OfMachine> machines() {
        return selected.get().stream().filter(Row.OfMachine.class::isInstance).map(Row.OfMachine.class::cast).toList();
    }

    List<Row.OfMachine> pendingMachines() {
        return machines().stream().filter(row -> row.now().active() && !row.now().pending().isEmpty()).toList();
    }

    /// Reads states and counts anew; cheap enough for each batch of changes.
    void refresh() {
        List<Row.OfMachine> machines = machines();
        List<DomainState> states = machines.stream().filter(this::answers).map(row -> row.now().info().shownState()).toList();
        possible.forEach((action, can) -> can.set(states.stream().anyMatch(action::possible)));
        restores.set(!states.isEmpty() && states.stream().allMatch(state -> state == DomainState.SAVED));
        resumes.set(possible(Lifecycle.RESUME).get() && !possible(Lifecycle.PAUSE).get());
        List<Row.OfMachine> waiting = pendingMachines();
        pending.set(!waiting.isEmpty());
        notNow.set(whyNotNow(waiting));
        oneMachine.set(machines.size() == 1);
        // What counts is the stored definition: that is what a switch changes.
        List<String> types = machines.stream().filter(row -> !row.lost.get()).flatMap(row -> row.now().stored().toOptional().stream()).map(definition -> definition.type()).toList();
        switchTo.set(types.contains("qemu") ? Optional.of("kvm") : types.contains("kvm") ? Optional.of("qemu") : Optional.empty());
        demo.set(list.allConnections().anyMatch(Row.OfConnection::demo));
        summary.set(words());
    }

    /// Why nothing of what waits can count at once for any of these; where it can for some, the review tells of the others.
    static Optional<Message> whyNotNow(List<Row.OfMachine> waiting) {
        List<Optional<Message>> reasons = waiting.stream().map(row -> Waiting.notNow(row.now()).map(Plan.Blocker::reason)).toList();
        return reasons.stream().allMatch(Optional::isPresent) ? reasons.stream().flatMap(Optional::stream).findFirst() : Optional.empty();
    }

    /// Its connection stands, and not for looking only.
    private boolean answers(Row.OfMachine row) {
        return !row.remembered.get() && list.connection(row.connection()).filter(of -> of.status.get() instanceof Status.Connected(boolean readOnly, var _) && !readOnly).isPresent();
    }

    private String words() {
        int all = list.count(MachinesModel.Filter.ALL).get();
        int off = all - list.running.get();
        String machines = desk.say("ui.summary", all, list.running.get()) + (list.hideOff.get() && off > 0 ? "  ·  " + desk.say("ui.summary.hidden", off) : "");
        return list.allConnections().filter(row -> row.virtualization().isPresent()).findFirst()
                .map(row -> machines + "  ·  " + desk.say("ui.verdict-line." + row.virtualization().orElseThrow().verdict().word())).orElse(machines);
    }

    /// Does it to every selected machine it can be done to, each on its connection's own thread.
    void act(Lifecycle action) {
        for (Row.OfMachine row : machines()) {
            if (!answers(row) || !action.possible(row.now().info().shownState())) continue;
            desk.connection(row.connection()).ifPresent(connection -> {
                row.busy.set(true);
                desk.notices().watch(desk.say("ui.doing." + action.word(), row.now().label()), job(action, connection, row), desk.of(row.now().label())).ended(() -> {
                    row.busy.set(false);
                    connection.refresh(row.uuid());
                });
            });
        }
    }

    private Job<?> job(Lifecycle action, Connection connection, Row.OfMachine row) {
        String done = desk.say("ui.done." + action.word(), row.now().label());
        if (action == Lifecycle.RUN) return firstStarts.start(connection, row).done(started -> {
            if (started.trouble().isEmpty()) desk.notices().tell(done);
        });
        return desk.background().follow(connection.ask(hypervisor -> {
            action.on(hypervisor, row.uuid());
            return done;
        })).done(desk.notices()::tell);
    }
}
