package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.change.Batch;
import io.github.virtcompanion.change.HistoryAsJson;
import io.github.virtcompanion.change.HistoryEntry;
import io.github.virtcompanion.change.SettingsRead;
import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.words.Words;
import io.github.virtcompanion.xml.DomainXml;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The right side for a machine: what it is, and the tabs. Each tab is filled when it is looked at.
final class MachineView {
    /// Reading two definitions takes milliseconds, and a history may have hundreds.
    private static final int MOST_TOLD = 100;

    private final Desk desk;
    private final Words words;
    private final Reviews reviews;
    private final MachinesModel list;
    private final Runnable showVirtualization;
    private final PendingView pending;
    private final OneRuns oneRuns;
    private final Label name = new Label();
    private final Glyph stateIcon = new Glyph(1.6);
    private final Label about = new Label();
    private final TabPane tabs = new TabPane();
    private final AdviceView advice;
    private final Late<DisksView> disks;
    private final XmlModel xml = new XmlModel();
    private final Late<XmlView> xmlView;
    private final Late<HistoryView> history;
    private final Late<SettingsPage> settings;
    private final Late<PerformanceView> performance;
    private final VBox pane;
    private final ReadOnlyBooleanWrapper measures = new ReadOnlyBooleanWrapper();
    private Subscription listening = Subscription.EMPTY;
    private Optional<Row.OfMachine> shown = Optional.empty();
    private Job<?> reading;

    MachineView(Desk desk, Reviews reviews, MachinesModel list, PendingView pending, OneRuns oneRuns, Runnable showVirtualization, Consumer<String> showMeasure) {
        this.pending = pending;
        this.oneRuns = oneRuns;
        this.desk = desk;
        this.words = desk.words();
        this.reviews = reviews;
        this.list = list;
        this.showVirtualization = showVirtualization;
        advice = new AdviceView(desk);
        disks = new Late<>(() -> new DisksView(desk, showMeasure));
        xmlView = new Late<>(() -> new XmlView(words, desk.background(), xml));
        history = new Late<>(() -> new HistoryView(desk));
        desk.changes().history().onChange(uuid -> desk.background().show(() -> historyChanged(uuid)));
        settings = new Late<>(() -> new SettingsPage(desk));
        performance = new Late<>(() -> new PerformanceView(words));
        name.getStyleClass().add(Styles.TITLE_4);
        name.setMinWidth(0);
        about.getStyleClass().add("muted");
        about.setMinWidth(0);
        HBox head = new HBox(stateIcon, name, about, WhatIs.button(words, "kvm", "tcg"));
        HBox.setHgrow(about, Priority.ALWAYS);
        head.getStyleClass().add("detail-head");
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.getTabs().setAll(tab("advice"), tab("disks"), tab("settings"), tab("xml"), tab("history"), tab("performance"));
        tabs.getTabs().getFirst().setContent(advice.node());
        tabs.getSelectionModel().selectedItemProperty().subscribe(this::fill);
        measures.bind(tabs.getSelectionModel().selectedItemProperty().map(tab -> "tab-performance".equals(tab.getId())));
        VBox.setVgrow(tabs, Priority.ALWAYS);
        pane = new VBox(head, pending, tabs);
        oneRuns.going.subscribe(this::showPending);
        pane.getStyleClass().add("detail");
    }

    VBox node() {
        return pane;
    }

    /// The tab is in front that shows what the machine does.
    ReadOnlyBooleanProperty measures() {
        return measures.getReadOnlyProperty();
    }

    private Tab tab(String name) {
        Tab tab = new Tab(words.say("ui.tab." + name));
        tab.setId("tab-" + name);
        return tab;
    }

    void show(Row.OfMachine row) {
        listening.unsubscribe();
        shown = Optional.of(row);
        xmlView.made().ifPresent(view -> select(view, row));
        xml.texts.set(Optional.empty());
        history.made().ifPresent(HistoryView::clear);
        settings.made().ifPresent(page -> page.select(row, reviews));
        Subscription host = list.connection(row.connection()).map(connection -> connection.host.subscribe(this::fill)).orElse(Subscription.EMPTY);
        listening = Subscription.combine(row.machine.subscribe(this::machineChanged), row.findings.subscribe(this::fill), host, row.usage.subscribe(() -> {
            if (measures.get()) performance.get().show(row);
        }));
    }

    private void select(XmlView view, Row.OfMachine row) {
        view.show(row.key());
        view.onReview((base, text) -> reviews.xml(row, base, text, () -> view.stopEditing(row.key())));
    }

    /// The page of the tab in front, made when its tab is there for the first time.
    private void make(Tab tab, Row.OfMachine row) {
        if (tab.getContent() != null) return;
        tab.setContent(switch (tab.getId()) {
            case "tab-disks" -> disks.get().node();
            case "tab-performance" -> performance.get().node();
            case "tab-xml" -> {
                select(xmlView.get(), row);
                yield xmlView.get().node();
            }
            case "tab-settings" -> {
                settings.get().select(row, reviews);
                yield settings.get().node();
            }
            default -> history.get().node();
        });
    }

    void stop() {
        listening.unsubscribe();
        shown = Optional.empty();
    }

    private void machineChanged(Machine machine) {
        name.setText(machine.label());
        var state = machine.info().shownState();
        stateIcon.show(Cells.stateIcon(state));
        Cells.tone(stateIcon, Cells.stateTone(state));
        String type = machine.current().map(Definition::type).map(each -> Labels.type(words, each)).orElse(words.say("ui.not-known"));
        about.setText(words.say("ui.state." + state.word()) + "  ·  " + type + machine.pending().stream().filter(each -> each.setting().equals("type"))
                .findFirst().map(each -> "  ·  " + words.say("ui.at-next-start", Labels.type(words, each.next()))).orElse(""));
        showPending();
        fill();
    }

    private void showPending() {
        shown.ifPresent(row -> pending.show(row, Optional.ofNullable(oneRuns.going.get(row.key()))));
    }

    /// Fills the tab that is looked at; the others wait until they are.
    private void fill() {
        shown.ifPresent(row -> {
            Tab tab = tabs.getSelectionModel().getSelectedItem();
            tabs.getTabs().getFirst().setText(row.findings.get().isEmpty() ? words.say("ui.tab.advice")
                    : words.say("ui.tab.advice-count", row.findings.get().size()));
            make(tab, row);
            switch (tab.getId()) {
                case "tab-advice" -> advice.show(row, host(row), finding -> {
                    if (!reviews.take(row, finding)) showVirtualization.run();
                }, assignments -> reviews.thisRunOnly(row, assignments));
                case "tab-disks" -> disks.get().show(row, host(row), assignments -> reviews.change(List.of(row), assignments), assignments -> reviews.thisRunOnly(row, assignments));
                case "tab-performance" -> performance.get().show(row);
                case "tab-xml" -> read(row, MachineView::texts, texts -> xml.texts.set(Optional.of(texts)));
                case "tab-settings" -> read(row, SettingsRead::of, machine -> settings.get().show(machine, row, list, reviews));
                default -> readHistory(row);
            }
        });
    }

    private Fact<Host> host(Row.OfMachine row) {
        return list.connection(row.connection()).map(connection -> connection.host.get()).orElse(Fact.unknown("ui.host.not-yet"));
    }

    private interface Reading<T> {
        T read(Hypervisor hypervisor, String uuid, boolean active) throws FailedException;
    }

    private <T> void read(Row.OfMachine row, Reading<T> what, Consumer<T> then) {
        if (reading != null) reading.cancel();
        boolean active = row.now().active();
        desk.connection(row.connection()).ifPresent(connection -> reading = desk.background()
                .follow(connection.call(hypervisor -> what.read(hypervisor, row.uuid(), active))).done(then).failed(desk.notices()::unread));
    }

    private static XmlModel.Texts texts(Hypervisor hypervisor, String uuid, boolean active) throws FailedException {
        boolean saved = !active && hypervisor.domain(uuid).filter(info -> info.managedSave()).isPresent();
        return new XmlModel.Texts(hypervisor.definition(uuid), active ? Optional.of(hypervisor.liveXml(uuid)) : Optional.empty(),
                saved ? Optional.of(hypervisor.managedSaveXml(uuid)) : Optional.empty());
    }

    private HistoryView.Past past(Row.OfMachine row) throws FailedException {
        List<HistoryEntry> entries = desk.changes().history().of(row.connection(), row.uuid());
        Map<String, String> changed = new HashMap<>();
        entries.stream().limit(MOST_TOLD).filter(entry -> entry.settings().isEmpty())
                .forEach(entry -> changed.put(entry.id(), entry.changed().stream().map(desk.words()::say).collect(Collectors.joining("; "))));
        return new HistoryView.Past(entries, desk.batches().together(row.connection(), row.uuid()), changed);
    }

    private void readHistory(Row.OfMachine row) {
        if (reading != null) reading.cancel();
        reading = desk.background().run(() -> past(row)).done(past -> history.get().show(past, new HistoryView.Actions() {
            @Override
            public void undo(HistoryEntry entry) {
                reviews.undo(row, entry);
            }

            @Override
            public void redo(HistoryEntry entry) {
                reviews.redo(row, entry);
            }

            @Override
            public void restore(HistoryEntry entry, boolean before) {
                reviews.restore(row, entry, before);
            }

            @Override
            public void undo(Batch together) {
                reviews.undo(together);
            }

            @Override
            public void export(HistoryAsJson all) {
                Choosers.save(history.get().node().getScene().getWindow(), desk.say("ui.history.export-title", row.now().label()), row.now().name() + "-history.json").ifPresent(file ->
                        desk.notices().watch(desk.say("ui.measure.saving"), desk.background().run(() -> {
                            all.save(file, row.connection(), row.now().name(), row.uuid(), false);
                            return file;
                        }).done(saved -> desk.notices().tell(desk.say(all.hasPasswords() ? "ui.history.exported" : "ui.measure.saved", saved.toString())))));
            }
        })).failed(desk.notices()::failed);
    }

    /// What others change is written down a moment after libvirt tells of it.
    private void historyChanged(String uuid) {
        // Not everything that others change shows in the list.
        if (shown.filter(row -> row.uuid().equals(uuid)).isPresent()) fill();
    }

    /// Brings a tab to the front: `advice`, `disks`, `settings`, `xml`, `history`.
    void front(String tab) {
        tabs.getTabs().stream().filter(each -> each.getId().equals("tab-" + tab)).findFirst().ifPresent(tabs.getSelectionModel()::select);
    }
}
