package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.change.HistoryEntry;
import io.github.virtcompanion.change.OutsideWatch;
import io.github.virtcompanion.change.StartWatch;
import io.github.virtcompanion.inventory.InventoryListener;
import io.github.virtcompanion.words.Words;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.SplitPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

import java.util.List;
import java.util.Optional;

/// The window: toolbar, list, what is selected, status bar.
final class ShellView implements Commands {
    private final Desk desk;
    private final Words words;
    private final Host host;
    private final MachinesModel list;
    private final ShellModel model;
    private final MachinesView machines;
    private final MachineView machine;
    private final Late<ConnectionView> connection;
    private final Late<BulkView> bulk;
    private final Reviews reviews;
    private final FirstStarts firstStarts;
    private final OneRuns oneRuns;
    private final CutOff cutOff;
    private final Restarts restarts;
    private final StackPane detail = new StackPane();
    private final SplitPane split;
    private final ToolbarView toolbar;
    private final Confirmation confirmation;
    private final MachineActions actions;
    private final ConnectionActions connections;
    private final MenuButton menu;
    private final OutsideWatch outside;
    private final BorderPane root = new BorderPane();
    private final BannerView warning;
    private final BannerView welcome;
    private final Tour tour;
    private Optional<HelpView> help = Optional.empty();
    private Optional<Row> shown = Optional.empty();

    /// What only the application can do for a window.
    interface Host {
        void openDemo();

        void about(ShellView of);

        /// The demo host with its tour.
        void tour();

        void close();
    }

    ShellView(Desk desk, StartWatch watch, Theme theme, Remembered remembered, MachinesModel list, Host host) {
        this.desk = desk;
        this.words = desk.words();
        this.host = host;
        this.list = list;
        confirmation = new Confirmation(words, remembered);
        actions = new MachineActions(desk, list, () -> root.getScene().getWindow());
        connections = new ConnectionActions(desk, confirmation, () -> root.getScene().getWindow());
        reviews = new Reviews(desk, () -> root.getScene().getWindow(), this::showVirtualization);
        firstStarts = new FirstStarts(desk, watch, reviews, list);
        oneRuns = new OneRuns(desk);
        cutOff = new CutOff(desk);
        restarts = new Restarts(desk, firstStarts);
        reviews.onUnfinished(cutOff::look);
        outside = new OutsideWatch(desk.changes(), found -> desk.background().show(() -> tell(found)));
        model = new ShellModel(desk, list, firstStarts);
        machines = new MachinesView(words, list);
        machine = new MachineView(desk, reviews, list, new PendingView(words, reviews, restarts), oneRuns, this::showVirtualization, this::showMeasure);
        connection = new Late<>(() -> new ConnectionView(desk, reviews, list, uri -> machines.select(uri)));
        menu = Menus.window(words, theme, list, machines.columns(), this);
        bulk = new Late<>(() -> new BulkView(desk, reviews));
        toolbar = new ToolbarView(words, model, this, menu);
        toolbar.find().textProperty().bindBidirectional(list.search);
        split = new SplitPane(machines.node(), detail);
        split.setDividerPositions(0.5);
        SplitPane.setResizableWithParent(machines.node(), true);
        detail.setMinWidth(Em.px(16));
        warning = new BannerView(words, "warning", () -> {});
        welcome = new BannerView(words, "welcome", () -> {});
        welcome.action("welcome-tour", words.say("ui.welcome.tour"), host::tour);
        tour = new Tour(words, List.of(() -> {}, () -> list.allConnections().findFirst().ifPresent(row -> {
            machines.select(row.key());
            connection.get().frontVirtualization();
        }), () -> visit("advice"), () -> visit("disks"), () -> visit("settings"), () -> visit("history")));
        root.setTop(new VBox(toolbar.node(), banner(), warning, welcome, tour.node()));
        root.setCenter(split);
        root.setBottom(new StatusView(words, model, desk.notices()).node());
        machines.menu(() -> Menus.list(words, model, list, this));
        machines.onOpen(row -> {
            switch (row) {
                case Row.OfMachine chosen -> actions.openInVirtManager(chosen);
                case Row.OfConnection chosen when !chosen.status.get().connected() -> connections.connect(chosen);
                case Row.OfConnection _ -> { /* what is to be known of it stands beside it */ }
            }
        });
        machines.onSelection(model.selected::set);
        model.selected.subscribe(this::showSelection);
    }

    BorderPane node() {
        return root;
    }

    /// What was found, until it is sent away.
    BannerView welcome() {
        return welcome;
    }

    /// Stays until it is sent away.
    void warn(String sentence) {
        warning.tell("", List.of(sentence));
    }

    Tour tour() {
        return tour;
    }

    private void visit(String tab) {
        list.shown().findFirst().ifPresent(row -> {
            machines.select(row.key());
            machine.front(tab);
        });
    }

    MachinesView machines() {
        return machines;
    }

    SplitPane split() {
        return split;
    }

    /// What others change stands in the history; only what this program itself was cut off in waits for its user.
    private void tell(OutsideWatch.Found found) {
        if (found.entry().state() == HistoryEntry.State.CUT_OFF) desk.notices().tell(words.say("ui.history.found-cut-off", found.entry().machine()));
    }

    /// Those that see to what machines do by themselves.
    List<InventoryListener> watchers() {
        return List.of(firstStarts, oneRuns, cutOff, restarts, outside);
    }

    /// Of the machine that is looked at closely.
    ReadOnlyBooleanProperty measures() {
        return machine.measures();
    }

    ShellModel model() {
        return model;
    }

    void keys() {
        var keys = root.getScene().getAccelerators();
        keys.put(new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN), toolbar.find()::requestFocus);
        // virt-manager's key for the details of a machine.
        keys.put(new KeyCodeCombination(KeyCode.ENTER, KeyCombination.ALT_DOWN), this::focusDetail);
        keys.put(new KeyCodeCombination(KeyCode.F10), menu::show);
        keys.put(new KeyCodeCombination(KeyCode.F1), this::help);
        keys.put(new KeyCodeCombination(KeyCode.F5), this::checkAgain);
        keys.put(new KeyCodeCombination(KeyCode.Q, KeyCombination.SHORTCUT_DOWN), this::quit);
        // virt-manager closes its window so.
        keys.put(new KeyCodeCombination(KeyCode.W, KeyCombination.SHORTCUT_DOWN), this::quit);
        machines.keys(KeyCode.DELETE, this::delete);
        machines.keys(KeyCode.F2, this::rename);
        machines.onCopy(this::copyText);
        String[] tabs = {"advice", "disks", "settings", "xml", "history", "performance"};
        for (int i = 0; i < tabs.length; i++) {
            String tab = tabs[i];
            keys.put(new KeyCodeCombination(KeyCode.valueOf("DIGIT" + (i + 1)), KeyCombination.SHORTCUT_DOWN), () -> machine.front(tab));
        }
    }

    /// What this window opened beside itself goes with it.
    void closed() {
        help.ifPresent(HelpView::close);
    }

    private void focusDetail() {
        detail.getChildren().stream().findFirst().map(shown -> shown.lookup(".tab-pane")).ifPresent(Node::requestFocus);
    }

    private HBox banner() {
        Label title = new Label(words.say("ui.demo.title"));
        title.getStyleClass().add("demo-title");
        title.setMinWidth(Label.USE_PREF_SIZE);
        Label what = FailurePane.wrapping(words.say("ui.demo.what"));
        HBox.setHgrow(what, Priority.ALWAYS);
        what.setMaxWidth(Double.MAX_VALUE);
        Button start = new Button(words.say("ui.tour.start"));
        start.setId("tour-start");
        start.getStyleClass().add(Styles.SMALL);
        start.setMinWidth(Button.USE_PREF_SIZE);
        start.setOnAction(_ -> tour.begin());
        HBox banner = new HBox(Icon.of(MaterialDesignT.TEST_TUBE), title, what, start);
        banner.setId("demo-banner");
        banner.getStyleClass().add("demo-banner");
        banner.visibleProperty().bind(model.demo);
        banner.managedProperty().bind(banner.visibleProperty());
        return banner;
    }

    private void showSelection(List<Row> rows) {
        Optional<Row> first = rows.stream().findFirst();
        if (rows.size() > 1) {
            stop();
            bulk.get().show(model.machines());
            detail.getChildren().setAll(bulk.get().node());
            return;
        }
        if (first.equals(shown) && !detail.getChildren().isEmpty()) return;
        stop();
        shown = first;
        switch (first.orElse(null)) {
            case Row.OfMachine row -> {
                machine.show(row);
                detail.getChildren().setAll(machine.node());
            }
            case Row.OfConnection row -> {
                connection.get().show(row);
                detail.getChildren().setAll(connection.get().node());
            }
            case null -> {
                Label nothing = FailurePane.wrapping(words.say("ui.selected-none"));
                nothing.getStyleClass().add("empty");
                detail.getChildren().setAll(nothing);
            }
        }
    }

    private void stop() {
        machine.stop();
        connection.made().ifPresent(ConnectionView::stop);
        bulk.made().ifPresent(BulkView::stop);
        shown = Optional.empty();
    }

    private void showVirtualization() {
        model.machines().stream().findFirst().map(Row.OfMachine::connection).ifPresent(this::showVirtualization);
    }

    private void showVirtualization(String uri) {
        machines.go(uri);
        connection.get().frontVirtualization();
    }

    private void showMeasure(String directory) {
        model.machines().stream().findFirst().map(Row.OfMachine::connection).ifPresent(uri -> {
            machines.go(uri);
            connection.get().frontMeasure(directory);
        });
    }

    @Override
    public void act(Lifecycle action) {
        List<Row.OfMachine> concerned = model.machines().stream().filter(row -> action.possible(row.now().info().shownState())).toList();
        if (!concerned.isEmpty() && confirmation.given(action, concerned, root.getScene().getWindow())) model.act(action);
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
            case Row.OfMachine _ -> desk.notices().tell(words.say("machines.rename-when-off"));
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
        content.putString(new CellMaker(words, list).table(chosen, machines.shownColumns()));
        Clipboard.getSystemClipboard().setContent(content);
        desk.notices().tell(words.say("machines.copied", chosen.size()));
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

    private void one(java.util.function.Consumer<Row.OfMachine> what) {
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

    @Override
    public void checkAgain() {
        list.allConnections().forEach(row -> connection.get().checkAgain(row));
    }

    @Override
    public void demo() {
        host.openDemo();
    }

    @Override
    public void help() {
        if (help.isEmpty()) help = Optional.of(new HelpView(words));
        help.get().show(HelpText.chapter("start"));
    }

    @Override
    public void about() {
        host.about(this);
    }

    @Override
    public void quit() {
        host.close();
    }
}
