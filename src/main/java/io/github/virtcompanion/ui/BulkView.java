package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.change.SettingsRead;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.words.Words;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import javafx.util.Subscription;

import java.util.List;
import java.util.function.Consumer;

/// The right side for several machines: what can be done to all of them at once, through one review.
final class BulkView {
    private final Words words;
    private final Reviews reviews;
    private final VBox pane = new VBox();
    private final ScrollPane scroll = AdviceView.scrolling(pane);

    private final Desk desk;
    private final SettingsModel settings;
    private final SettingsView settingsView;
    private final ComboBox<CacheMode> modes = new ComboBox<>();
    private Subscription changes = Subscription.EMPTY;
    private boolean stale;
    private Job<?> reading;

    BulkView(Desk desk, Reviews reviews) {
        this.desk = desk;
        this.words = desk.words();
        settings = new SettingsModel(words);
        settingsView = new SettingsView(desk, settings);
        settingsView.recipes().setVisible(false);
        settingsView.recipes().setManaged(false);
        settingsView.compare().setVisible(false);
        settingsView.compare().setManaged(false);
        VBox.setVgrow(settingsView.node(), javafx.scene.layout.Priority.ALWAYS);
        settingsView.node().setPrefHeight(Em.px(32));
        settingsView.node().setMinHeight(Em.px(24));
        this.reviews = reviews;
        modes.setId("bulk-cache");
        modes.getItems().setAll(CacheMode.values());
        modes.setConverter(new StringConverter<>() {
            @Override
            public String toString(CacheMode mode) {
                return mode == null ? "" : Labels.cache(words, mode.libvirtName());
            }

            @Override
            public CacheMode fromString(String text) {
                return null;
            }
        });
        modes.setValue(CacheMode.WRITEBACK);
        pane.getStyleClass().add("cards");
    }

    ScrollPane node() {
        return scroll;
    }

    void show(List<Row.OfMachine> machines) {
        stop();
        changes = machines.stream().map(row -> row.machine.subscribe((_, _) -> again(machines))).reduce(Subscription.EMPTY, Subscription::and);
        fill(machines);
    }

    void stop() {
        changes.unsubscribe();
        changes = Subscription.EMPTY;
    }

    /// Once for all that change together.
    private void again(List<Row.OfMachine> machines) {
        if (stale) return;
        stale = true;
        Subscription these = changes;
        desk.background().show(() -> {
            stale = false;
            if (changes == these) fill(machines);
        });
    }

    private void fill(List<Row.OfMachine> machines) {
        Label count = FailurePane.wrapping(words.say("ui.selected-many", machines.size()));
        count.getStyleClass().add(Styles.TITLE_4);
        pane.getChildren().setAll(count, FailurePane.wrapping(words.say("ui.selected-toolbar")));
        List<Row.OfMachine> emulated = ofType(machines, "qemu");
        List<Row.OfMachine> kvm = ofType(machines, "kvm");
        if (!emulated.isEmpty()) pane.getChildren().add(card(words.say("ui.bulk.emulated", emulated.size()),
                button(words.say("ui.switch-to-kvm-dots"), () -> reviews.switchTo(emulated, "kvm"))));
        if (!kvm.isEmpty()) pane.getChildren().add(card(words.say("ui.bulk.kvm", kvm.size()),
                button(words.say("ui.switch-to-emulation-dots"), () -> reviews.switchTo(kvm, "qemu"))));
        List<Row.OfMachine> withDisks = machines.stream().filter(row -> !row.writtenDisks().isEmpty()).toList();
        if (!withDisks.isEmpty()) pane.getChildren().add(cache(mode -> reviews.change(withDisks, List.of(new Assignment("disk.*.cache", mode.libvirtName())))));
        List<Row.OfMachine> waiting = machines.stream().filter(row -> row.now().active() && !row.now().pending().isEmpty()).toList();
        if (!waiting.isEmpty()) {
            Button now = button(words.say("ui.pending.apply-now"), () -> reviews.applyNow(waiting));
            now.setId("bulk-apply-now");
            VBox card = card(words.say("ui.bulk.pending", waiting.size()), now);
            ShellModel.whyNotNow(waiting).ifPresent(why -> card.getChildren().set(1, FailurePane.wrapping(words.say(why))));
            pane.getChildren().add(card);
        }
        Label all = FailurePane.wrapping(words.say("ui.bulk.settings"));
        all.getStyleClass().add(Styles.TEXT_BOLD);
        pane.getChildren().addAll(all, settingsView.node());
        // What is above it takes much of a window; the page scrolls.
        settingsView.node().setMinHeight(Em.px(34));
        settingsView.onReview(assignments -> reviews.change(machines, assignments));
        read(machines);
    }

    /// Each machine's own connection is asked; what cannot be read is told, and the rest shown.
    private void read(List<Row.OfMachine> machines) {
        settings.select(machines.stream().map(Row::key).sorted().collect(java.util.stream.Collectors.joining("\n")));
        if (reading != null) reading.cancel();
        reading = desk.background().run(() -> {
            List<SettingsRead> read = new java.util.ArrayList<>();
            for (Row.OfMachine row : machines) {
                boolean first = read.isEmpty();
                var connection = desk.connection(row.connection());
                if (connection.isPresent()) read.add(connection.get().call(hypervisor -> first ? SettingsRead.of(hypervisor, row.uuid(), false) : SettingsRead.storedOnly(hypervisor, row.uuid())).join());
            }
            return read;
        }).done(read -> {
            if (settings.show(read)) settingsView.fill();
        }).failed(desk.notices()::unread);
    }

    private static List<Row.OfMachine> ofType(List<Row.OfMachine> machines, String type) {
        return machines.stream().filter(row -> row.now().stored().toOptional().filter(definition -> definition.type().equals(type)).isPresent()).toList();
    }

    private VBox cache(Consumer<CacheMode> use) {
        Button apply = button("", () -> use.accept(modes.getValue()));
        apply.setId("bulk-use");
        apply.textProperty().bind(modes.valueProperty().map(mode -> words.say("ui.use-mode", Labels.cache(words, mode.libvirtName()))));
        HBox line = new HBox(modes, apply);
        line.getStyleClass().add("form-line");
        VBox card = new VBox(FailurePane.wrapping(words.say("ui.bulk.cache")), line);
        card.getStyleClass().add("card");
        return card;
    }

    private static VBox card(String text, Button button) {
        VBox card = new VBox(FailurePane.wrapping(text), button);
        card.getStyleClass().add("card");
        return card;
    }

    private static Button button(String text, Runnable action) {
        Button button = new Button(text);
        button.setMinWidth(Button.USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
        return button;
    }
}
