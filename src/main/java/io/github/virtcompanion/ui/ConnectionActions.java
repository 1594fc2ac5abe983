package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.Sources;
import io.github.virtcompanion.model.FailedException;
import javafx.stage.Window;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What the context menu does to connections.
final class ConnectionActions {
    private final Desk desk;
    private final Confirmation confirmation;
    private final Supplier<Window> owner;

    ConnectionActions(Desk desk, Confirmation confirmation, Supplier<Window> owner) {
        this.desk = desk;
        this.confirmation = confirmation;
        this.owner = owner;
    }

    void add() {
        Optional<Sources> kept = desk.inventory().kept();
        desk.background().run(() -> kept.filter(Sources::virtManagerListens).isPresent()).done(listens ->
                new ConnectionDialog(desk.words(), kept.isPresent(), listens, owner.get()).answer().ifPresent(answer -> {
                    keep(sources -> sources.add(answer.uri(), answer.name(), answer.atStart(), answer.virtManagerToo()));
                    Connection added = desk.inventory().add(ConnectionSpec.of(answer.uri()));
                    added.atStart(answer.atStart());
                    if (!answer.name().isBlank()) added.rename(answer.name());
                }));
    }

    void connect(Row.OfConnection row) {
        with(row, Connection::reconnect);
    }

    void disconnect(Row.OfConnection row) {
        with(row, Connection::disconnect);
    }

    /// Connects where it is not connected; reads the host again where it is.
    void checkAgain(Row.OfConnection row) {
        desk.connection(row.connection()).ifPresent(connection -> {
            connection.refresh();
            desk.notices().watch(desk.say("ui.checking", row.label()),
                    desk.background().follow(row.status.get().connected() ? connection.recheckHost() : connection.reconnect()))
                    // That nothing has changed would otherwise look like nothing done.
                    .done(_ -> desk.notices().tell(desk.say("ui.checked", row.label())));
        });
    }

    void remove(Row.OfConnection row) {
        if (!confirmation.asked(desk.say("machines.connection.remove-sure", row.label()), desk.say("machines.connection.remove"), owner.get())) return;
        with(row, desk.inventory()::remove);
        keep(sources -> sources.remove(row.connection()));
    }

    void rename(Row.OfConnection row) {
        TextQuestion.given(owner.get(), desk.say("machines.connection.rename-what", row.connection()), desk.say("machines.connection.name"), row.label()).ifPresent(name -> {
            with(row, connection -> connection.rename(name));
            keep(sources -> sources.rename(row.connection(), name));
        });
    }

    void atStart(Row.OfConnection row, boolean opens) {
        with(row, connection -> connection.atStart(opens));
        keep(sources -> sources.atStart(row.connection(), opens));
    }

    boolean atStart(Row.OfConnection row) {
        return desk.connection(row.connection()).filter(Connection::atStart).isPresent();
    }

    void newMachine(Row.OfConnection row) {
        hand(row, "--show-domain-creator");
    }

    void details(Row.OfConnection row) {
        hand(row, "--show-host-summary");
    }

    private void hand(Row.OfConnection row, String what) {
        desk.notices().watch(desk.say("ui.opening", row.label()), desk.background().run(() -> {
            desk.programs().start(List.of("virt-manager", "--connect", row.connection(), what));
            return true;
        }).done(_ -> desk.notices().tell("")));
    }

    private void with(Row.OfConnection row, java.util.function.Consumer<Connection> what) {
        desk.connection(row.connection()).ifPresent(what);
    }

    private interface Keeping {
        void in(Sources sources) throws FailedException;
    }

    private void keep(Keeping what) {
        desk.inventory().kept().ifPresent(sources -> desk.background().run(() -> {
            what.in(sources);
            return true;
        }).failed(desk.notices()::failed));
    }
}
