package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.Attention;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.model.Gauge;
import javafx.stage.Stage;
import javafx.stage.Window;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Has only that measured which somebody can see: the gauges of visible columns, the selected machine where its charts are in
/// front; seldom while another window has the focus, never while this one is minimized. Whoever comes back from another program may
/// have done something there that libvirt tells nobody of: machines are read again.
final class Watchfulness {
    private final Stage stage;
    private final ShellView shell;
    private final MachinesModel list;
    private final Inventory inventory;
    /// The user went to another program's window, not to a dialog of this one.
    private boolean away;

    Watchfulness(Stage stage, ShellView shell, MachinesModel list, Inventory inventory, Background background) {
        this.stage = stage;
        this.shell = shell;
        this.list = list;
        this.inventory = inventory;
        stage.focusedProperty().subscribe(() -> {
            attend();
            if (!stage.isFocused()) background.show(() -> away |= Window.getWindows().stream().noneMatch(Window::isFocused));
            else if (away) lookAgain();
        });
        stage.iconifiedProperty().subscribe(this::attend);
        shell.measures().subscribe(this::attend);
        shell.model().selected.subscribe(this::attend);
        shell.machines().columns().onChange(this::attend);
        list.search.subscribe(this::attend);
        // Connections come, too.
        list.arranging.subscribe(arranging -> {
            if (!arranging) attend();
        });
    }

    /// On another host, where each answer takes its time, only what is looked at.
    private void lookAgain() {
        away = false;
        for (Connection connection : inventory.connections()) {
            if (connection.kind() != ConnectionSpec.Kind.REMOTE) connection.refresh();
            else shell.model().machines().stream().filter(row -> row.connection().equals(connection.uri())).forEach(row -> connection.refresh(row.uuid()));
        }
    }

    private void attend() {
        List<Column> columns = shell.machines().columns().shown();
        Set<Gauge> gauges = columns.stream().flatMap(column -> column.gauge.stream()).collect(Collectors.toUnmodifiableSet());
        Optional<Row.OfMachine> close = shell.measures().get() ? shell.model().machines().stream().findFirst() : Optional.empty();
        boolean addresses = columns.contains(Column.ADDRESS) || list.search.get().matches("[0-9a-fA-F]*[.:][0-9a-fA-F.:]*");
        Optional<Duration> pace = stage.isIconified() ? Optional.empty() : Optional.of(stage.isFocused() ? Attention.WATCHED : Attention.GLANCED_AT);
        inventory.connections().forEach(connection -> connection.attend(new Attention(gauges,
                close.filter(row -> row.connection().equals(connection.uri())).map(Row.OfMachine::uuid), pace, addresses)));
    }
}
