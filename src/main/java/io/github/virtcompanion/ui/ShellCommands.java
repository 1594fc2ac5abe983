package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.Status;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.Window;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What toolbar, menus and keys of a window do with what is selected in it.
final class ShellCommands implements Commands {
    private final Desk desk;
    private final ShellModel model;
    private final MachinesModel list;
    private final Reviews reviews;
    private final Restarts restarts;
    private final Confirmation confirmation;
    private final MachineActions actions;
    private final ConnectionActions connections;
    private final ShellView.Host host;
    private final Supplier<Window> window;
    private final Supplier<List<Column>> columns;
    private Optional<HelpView> help = Optional.empty();

    /// @param columns those that are shown, for what is copied as text
    ShellCommands(Desk desk, ShellModel model, MachinesModel list, Reviews reviews, Restarts restarts, Confirmation confirmation,
            ShellView.Host host, Supplier<Window> window, Supplier<List<Column>> columns) {
        this.desk = desk;
        this.model = model;
        this.list = list;
        this.reviews = reviews;
        this.restarts = restarts;
        this.confirmation = confirmation;
        this.host = host;
        this.window = window;
        this.columns = columns;
        actions = new MachineActions(desk, list, window);
        connections = new ConnectionActions(desk, confirmation, window);
    }

    /// A double click, or Enter.
    void open(Row row) {
        switch (row) {
            case Row.OfMachine chosen -> actions.openInVirtManager(chosen);
            case Row.OfConnection chosen when !chosen.status.get().connected() -> connections.connect(chosen);
            case Row.OfConnection _ -> { /* what is to be known of it stands beside it */ }
        }
    }

    /// What this window opened beside itself goes with it.
    void closed() {
        help.ifPresent(HelpView::close);
    }

    @Override
    public void act(Lifecycle action) {
        List<Row.OfMachine> concerned = model.machines().stream().filter(row -> action.possible(row.now().info().shownState())).toList();
        if (!concerned.isEmpty() && confirmation.given(action, concerned, window.get())) model.act(action);
    }

    @Override
    public void console() {
        one(actions::console);
    }

    @Override
    public void delete() {
        switch (model.selected.get().stream().findFirst().orElse(null)) {
            case Row.OfConnection row when model.selected.get().size() == 1 -> connections.remove(row);
            case null -> { /* nothing is selected */ }
            default -> actions.delete(model.machines());
        }
    }

    @Override
    public void copyMachine() {
        one(actions::clone);
    }

    @Override
    public void rename() {
        switch (model.selected.get().stream().findFirst().orElse(null)) {
            case Row.OfConnection row -> connections.rename(row);
            case Row.OfMachine row when !row.now().active() -> actions.rename(row);
            case Row.OfMachine _ -> desk.notices().tell(desk.say("machines.rename-when-off"));
            case null -> { /* nothing is selected */ }
        }
    }

    @Override
    public void autostart(boolean on) {
        actions.autostart(model.machines(), on);
    }

    @Override
    public void tag(String tag, boolean on) {
        actions.tag(model.machines(), tag, on);
    }

    @Override
    public void newTag() {
        actions.newTag(model.machines());
    }

    @Override
    public void snapshots() {
        one(actions::snapshots);
    }

    @Override
    public void copyText() {
        List<Row.OfMachine> chosen = model.machines().isEmpty() ? list.shown().toList() : model.machines();
        ClipboardContent content = new ClipboardContent();
        content.putString(new CellMaker(desk.words(), list).table(chosen, columns.get()));
        Clipboard.getSystemClipboard().setContent(content);
        desk.notices().tell(desk.say("machines.copied", chosen.size()));
    }

    @Override
    public void addConnection() {
        connections.add();
    }

    @Override
    public ConnectionActions connections() {
        return connections;
    }

    @Override
    public Confirmation confirmation() {
        return confirmation;
    }

    private void one(Consumer<Row.OfMachine> what) {
        model.machines().stream().findFirst().ifPresent(what);
    }

    @Override
    public void switchType() {
        model.switchTo.get().ifPresent(to -> reviews.switchTo(model.machines().stream()
                .filter(row -> row.now().stored().toOptional().filter(definition -> !definition.type().equals(to)).isPresent()).toList(), to));
    }

    @Override
    public void applyNow() {
        reviews.applyNow(model.pendingMachines());
    }

    @Override
    public void restartToApply() {
        restarts.restart(model.pendingMachines());
    }

    @Override
    public void open() {
        one(actions::openInVirtManager);
    }

    /// What was disconnected on purpose stays so.
    @Override
    public void checkAgain() {
        list.allConnections().filter(row -> !(row.status.get() instanceof Status.Idle)).forEach(connections::checkAgain);
    }

    @Override
    public void demo() {
        host.openDemo();
    }

    @Override
    public void help() {
        if (help.isEmpty()) help = Optional.of(new HelpView(desk.words()));
        help.get().show(HelpText.chapter("start"));
    }

    @Override
    public void about() {
        host.about();
    }

    @Override
    public void quit() {
        host.close();
    }
}
