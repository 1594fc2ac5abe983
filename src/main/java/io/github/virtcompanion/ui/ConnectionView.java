package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.inventory.Status;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.words.Words;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The right side for a connection: how it stands, whether its host can do KVM, where its images lie.
final class ConnectionView {
    /// Characters from which on a name may be cut, and what is left of it then.
    private static final int LONG = 16;
    private static final double LONG_EMS = 9;
    private final Desk desk;
    private final Words words;
    private final Reviews reviews;
    private final MachinesModel list;
    private final Label name = new Label();
    private final Label uri = new Label();
    private final Button again = new Button();
    private final VBox trouble = new VBox();
    private final TabPane tabs = new TabPane();
    private final VirtualizationView virtualization;
    private final StorageView storage;
    private final AdviceView advice;
    private final Tab measure;
    private final Tab stored;
    /// One for each connection: a measurement goes on while something else is looked at.
    private final Map<String, MeasureView> measures = new HashMap<>();
    private final VBox pane;
    private final Consumer<Row.OfConnection> check;
    private final Consumer<Row.OfConnection> connect;
    private final Consumer<String> bring;
    private final RemovedMachines removed;
    private Optional<Row.OfConnection> shown = Optional.empty();
    private MeasureView measuring;
    private Subscription listening = Subscription.EMPTY;

    /// @param check   connects it, or reads its host again
    /// @param connect connects it once more, to change what may only be looked at
    /// @param bring   shows the connection with that uri
    ConnectionView(Desk desk, Reviews reviews, MachinesModel list, Consumer<Row.OfConnection> check, Consumer<Row.OfConnection> connect, Consumer<String> bring) {
        this.check = check;
        this.connect = connect;
        this.bring = bring;
        this.reviews = reviews;
        this.list = list;
        this.desk = desk;
        this.words = desk.words();
        virtualization = new VirtualizationView(desk);
        storage = new StorageView(words);
        advice = new AdviceView(desk);
        name.getStyleClass().add(Styles.TITLE_4);
        // Beside an address, the name is what one looks for.
        name.textProperty().subscribe(text -> name.setMinWidth(text.length() > LONG ? Em.px(LONG_EMS) : Region.USE_PREF_SIZE));
        uri.getStyleClass().addAll("muted", "mono");
        uri.setMinWidth(0);
        uri.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(uri, Priority.ALWAYS);
        again.setGraphic(Icon.of(Sign.REFRESH));
        again.getStyleClass().add(Styles.SMALL);
        again.setMinWidth(Region.USE_PREF_SIZE);
        again.setId("check-again");
        HBox head = new HBox(name, uri, WhatIs.button(words, "kvm", "libvirt"), again);
        head.getStyleClass().add("detail-head");
        trouble.getStyleClass().add("trouble");
        trouble.managedProperty().bind(trouble.visibleProperty());
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        measure = new Tab(words.say("ui.tab.measure"));
        measure.setId("tab-measure");
        removed = new RemovedMachines(desk, reviews);
        Tab removedTab = new Tab(words.say("ui.tab.removed"), removed.node());
        removedTab.setId("tab-removed");
        removedTab.selectedProperty().subscribe(front -> {
            if (front) shown.flatMap(row -> desk.connection(row.connection())).ifPresent(removed::read);
        });
        stored = new Tab(words.say("ui.tab.storage"), storage.node());
        stored.selectedProperty().subscribe(_ -> shown.ifPresent(this::showStorage));
        tabs.getTabs().setAll(new Tab(words.say("ui.tab.virtualization"), virtualization.node()), stored,
                measure, removedTab, new Tab(words.say("ui.tab.advice"), advice.node()));
        tabs.getSelectionModel().selectedItemProperty().subscribe(tab -> {
            if (tab == measure && measuring != null) measuring.front(Optional.empty());
        });
        VBox.setVgrow(tabs, Priority.ALWAYS);
        pane = new VBox(head, trouble, tabs);
        pane.getStyleClass().add("detail");
    }

    VBox node() {
        return pane;
    }

    void show(Row.OfConnection row) {
        listening.unsubscribe();
        shown = Optional.of(row);
        if (tabs.getSelectionModel().getSelectedItem().getId() instanceof String id && id.equals("tab-removed")) desk.connection(row.connection()).ifPresent(removed::read);
        uri.setText(row.connection());
        measuring = measures.computeIfAbsent(row.connection(), _ -> new MeasureView(desk, desk.measuring(), reviews, list, row, () -> {
            bring.accept(row.connection());
            tabs.getSelectionModel().select(measure);
        }));
        measure.setContent(measuring.node());
        if (measure.isSelected()) measuring.front(Optional.empty());
        again.setOnAction(_ -> check.accept(row));
        listening = Subscription.combine(
                row.label.subscribe(name::setText),
                row.status.subscribe(status -> statusChanged(row, status)),
                row.host.subscribe(host -> {
                    virtualization.show(host, row.findings.get(), desk.connection(row.connection()));
                    showStorage(row);
                }),
                row.findings.subscribe(findings -> {
                    virtualization.show(row.host.get(), findings, desk.connection(row.connection()));
                    advice.show(findings, words.say("ui.advice.host-nothing"), false, _ -> tabs.getSelectionModel().selectFirst());
                    tabs.getTabs().getLast().setText(findings.isEmpty() ? words.say("ui.tab.advice") : words.say("ui.tab.advice-count", findings.size()));
                }));
    }

    /// Only while somebody looks: with a thousand images it takes a while.
    private void showStorage(Row.OfConnection row) {
        if (stored.isSelected()) storage.show(row.host.get(), desk.connection(row.connection()));
    }

    /// Begins with a directory there.
    void frontMeasure(String directory) {
        measuring.front(Optional.of(directory));
        tabs.getSelectionModel().select(measure);
    }

    void stop() {
        listening.unsubscribe();
    }

    /// @param number of a tab, from the left, from 0; one that is not there changes nothing
    void front(int number) {
        if (number < tabs.getTabs().size()) tabs.getSelectionModel().select(number);
    }

    void frontVirtualization() {
        tabs.getSelectionModel().selectFirst();
    }

    private void statusChanged(Row.OfConnection row, Status status) {
        again.setText(words.say(status.connected() ? "ui.check-again" : "ui.connect"));
        trouble.setVisible(status.failure().isPresent());
        trouble.getChildren().clear();
        boolean lookingOnly = status instanceof Status.Connected(boolean readOnly, var _) && readOnly;
        if (lookingOnly) trouble.getChildren().add(FailurePane.wrapping(words.say("ui.connection.looking-only")));
        List<Notices.Action> actions = lookingOnly ? List.of(new Notices.Action(words.say("ui.connection.again"), () -> connect.accept(row))) : List.of();
        status.failure().ifPresent((Failure failure) -> trouble.getChildren().add(FailurePane.waiting(words, new Notices.Trouble(failure, actions))));
    }
}
