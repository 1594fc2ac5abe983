package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.change.HistoryEntry;
import io.github.virtcompanion.change.OutsideWatch;
import io.github.virtcompanion.change.Plan;
import io.github.virtcompanion.change.StartWatch;
import io.github.virtcompanion.inventory.InventoryListener;
import io.github.virtcompanion.words.Words;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.Optional;

/// The window: toolbar, list, what is selected, status bar.
final class ShellView {
    private final Desk desk;
    private final Words words;
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
    private final ShellCommands commands;
    private final MenuButton menu;
    private final OutsideWatch outside;
    private final BorderPane root = new BorderPane();
    private final BannerView warning;
    private final BannerView welcome;
    private final Tour tour;
    private Optional<Row> shown = Optional.empty();
    private boolean painted;

    /// What only the application can do for a window.
    interface Host {
        void openDemo();

        void about();

        /// The demo host with its tour.
        void tour();

        void close();
    }

    ShellView(Desk desk, StartWatch watch, Theme theme, Remembered remembered, MachinesModel list, Host host) {
        this.desk = desk;
        this.words = desk.words();
        this.list = list;
        reviews = new Reviews(desk, () -> root.getScene().getWindow(), this::showVirtualization);
        firstStarts = new FirstStarts(desk, watch, reviews, list);
        oneRuns = new OneRuns(desk);
        cutOff = new CutOff(desk);
        restarts = new Restarts(desk, firstStarts);
        reviews.onUnfinished(cutOff::look);
        outside = new OutsideWatch(desk.changes(), found -> desk.background().show(() -> tell(found)));
        model = new ShellModel(desk, list, firstStarts);
        machines = new MachinesView(words, list);
        commands = new ShellCommands(desk, model, list, reviews, restarts, new Confirmation(words, remembered), host,
                () -> root.getScene().getWindow(), machines.columns()::shown);
        machine = new MachineView(desk, reviews, list, new PendingView(words, reviews, restarts), oneRuns, this::showVirtualization, this::showMeasure);
        connection = new Late<>(() -> new ConnectionView(desk, reviews, list, commands.connections()::checkAgain, commands.connections()::connect, uri -> machines.select(uri)));
        menu = Menus.window(words, theme, list, machines.columns().toChoose(), commands);
        bulk = new Late<>(() -> new BulkView(desk, reviews));
        toolbar = new ToolbarView(words, model, commands, menu);
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
        machines.menu(() -> Menus.list(words, model, list, commands));
        machines.onOpen(commands::open);
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
        if (found.entry().state() == HistoryEntry.State.CUT_OFF && found.entry().kind() != Plan.Kind.THIS_RUN) desk.notices().tell(words.say("ui.history.found-cut-off", found.entry().machine()));
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
        // virt-manager's key for the details of a machine; and back.
        keys.put(new KeyCodeCombination(KeyCode.ENTER, KeyCombination.ALT_DOWN), this::otherSide);
        keys.put(new KeyCodeCombination(KeyCode.F10), menu::show);
        keys.put(new KeyCodeCombination(KeyCode.F1), commands::help);
        keys.put(new KeyCodeCombination(KeyCode.F5), commands::checkAgain);
        keys.put(new KeyCodeCombination(KeyCode.Q, KeyCombination.SHORTCUT_DOWN), commands::quit);
        // virt-manager closes its window so.
        keys.put(new KeyCodeCombination(KeyCode.W, KeyCombination.SHORTCUT_DOWN), commands::quit);
        machines.keys(KeyCode.DELETE, commands::delete);
        machines.keys(KeyCode.F2, commands::rename);
        machines.onCopy(commands::copyText);
        String[] tabs = {"advice", "disks", "settings", "xml", "history", "performance"};
        for (int i = 0; i < tabs.length; i++) {
            int number = i;
            keys.put(new KeyCodeCombination(KeyCode.valueOf("DIGIT" + (i + 1)), KeyCombination.SHORTCUT_DOWN), () -> {
                // It would be lost with the page that goes away.
                if (inDetail()) focusDetail();
                if (shown.orElse(null) instanceof Row.OfConnection) connection.get().front(number);
                else machine.front(tabs[number]);
            });
        }
    }

    void closed() {
        commands.closed();
    }

    private void otherSide() {
        if (inDetail()) machines.focus();
        else focusDetail();
    }

    private void focusDetail() {
        detail.getChildren().stream().findFirst().map(shown -> shown.lookup(".tab-pane")).ifPresent(Node::requestFocus);
    }

    /// JavaFX's own focusWithin stays true after the page that had the keyboard has gone.
    private boolean inDetail() {
        for (Node at = root.getScene().getFocusOwner(); at != null; at = at.getParent()) if (at == detail) return true;
        return false;
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
        HBox banner = new HBox(Icon.of(Sign.TEST_TUBE), title, what, start);
        banner.setId("demo-banner");
        banner.getStyleClass().add("demo-banner");
        banner.visibleProperty().bind(model.demo);
        banner.managedProperty().bind(banner.visibleProperty());
        return banner;
    }

    /// The window is there with its list: what is selected comes after that, so that the list comes sooner.
    void painted() {
        painted = true;
        showSelection(model.selected.get());
    }

    private void showSelection(List<Row> rows) {
        if (!painted) return;
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
                // libvirt does not tell of everything that others change.
                desk.connection(row.connection()).ifPresent(of -> of.refresh(row.uuid()));
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
}
