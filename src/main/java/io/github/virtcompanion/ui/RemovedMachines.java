package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.change.HistoryEntry;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.model.Machine;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.stream.Collectors;

/// Machines of a connection that are no longer defined, each with the way back.
final class RemovedMachines {
    private final Desk desk;
    private final Reviews reviews;
    private final VBox cards = new VBox();
    private final ScrollPane pane = AdviceView.scrolling(cards);

    RemovedMachines(Desk desk, Reviews reviews) {
        this.desk = desk;
        this.reviews = reviews;
        cards.getStyleClass().add("cards");
    }

    ScrollPane node() {
        return pane;
    }

    void read(Connection connection) {
        desk.background().run(() -> {
            desk.changes().observeGone(connection);
            return desk.changes().history().gone(connection.uri(), connection.machines().stream().map(Machine::uuid).collect(Collectors.toSet()));
        }).done(gone -> show(connection, gone)).failed(_ -> show(connection, List.of()));
    }

    private void show(Connection connection, List<HistoryEntry> gone) {
        var time = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT).withLocale(desk.words().locale()).withZone(ZoneId.systemDefault());
        cards.getChildren().clear();
        Label about = FailurePane.wrapping(desk.say(gone.isEmpty() ? "ui.removed.none" : "ui.removed.about"));
        about.getStyleClass().add(gone.isEmpty() ? "empty" : "muted");
        cards.getChildren().add(about);
        for (HistoryEntry last : gone) {
            Label name = FailurePane.wrapping(last.machine());
            name.getStyleClass().add(Styles.TEXT_BOLD);
            Label when = FailurePane.wrapping(desk.say("ui.removed.last-seen", time.format(last.at())));
            when.getStyleClass().add("muted");
            VBox words = new VBox(name, when);
            HBox.setHgrow(words, Priority.ALWAYS);
            Button back = new Button(desk.say("ui.removed.restore"));
            back.getStyleClass().addAll(Styles.SMALL, "restore");
            back.setMinWidth(Region.USE_PREF_SIZE);
            back.setOnAction(_ -> reviews.revive(connection, last, () -> read(connection)));
            HBox line = new HBox(words, back);
            line.getStyleClass().addAll("card", "form-line");
            cards.getChildren().add(line);
        }
    }
}
