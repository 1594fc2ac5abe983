package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.change.HistoryEntry;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.function.Consumer;

/// What this program changed in a machine, newest first, each with its diff and "Undo".
final class HistoryView {
    private final Desk desk;
    private final DateTimeFormatter time;
    private final VBox cards = new VBox();
    private final ScrollPane pane = AdviceView.scrolling(cards);

    HistoryView(Desk desk) {
        this.desk = desk;
        this.time = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT).withLocale(desk.words().locale())
                .withZone(ZoneId.systemDefault());
        cards.getStyleClass().add("cards");
    }

    ScrollPane node() {
        return pane;
    }

    void show(List<HistoryEntry> entries, Consumer<HistoryEntry> undo) {
        List<String> undone = entries.stream().flatMap(entry -> entry.undoes().stream()).toList();
        cards.getChildren().setAll(entries.stream().map(entry -> card(entry, undone.contains(entry.id()), undo)).toList());
        if (entries.isEmpty()) {
            Label nothing = FailurePane.wrapping(desk.say("ui.history.nothing"));
            nothing.getStyleClass().add("empty");
            cards.getChildren().add(nothing);
        }
    }

    void clear() {
        cards.getChildren().clear();
    }

    private Node card(HistoryEntry entry, boolean undone, Consumer<HistoryEntry> undo) {
        Label when = new Label(time.format(entry.at()));
        when.getStyleClass().add("muted");
        when.setMinWidth(Region.USE_PREF_SIZE);
        Label what = FailurePane.wrapping(desk.say(switch (entry.kind()) {
            case SETTINGS -> "ui.history.settings";
            case SWITCH -> "ui.history.switch";
            case UNDO -> "ui.history.undo";
            case XML -> "ui.history.xml";
            case REDO -> "ui.history.redo";
            case RESTORE -> "ui.history.restore";
            case OUTSIDE -> "ui.history.outside";
            case UNDEFINED -> "ui.history.undefined";
        }));
        what.getStyleClass().add(Styles.TEXT_BOLD);
        what.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(what, Priority.ALWAYS);
        HBox head = new HBox(what, when);
        head.getStyleClass().add("card-head");
        VBox card = new VBox(head);
        card.getStyleClass().add("card");
        if (!entry.assignments().isEmpty()) {
            Label settings = FailurePane.wrapping(String.join(", ", entry.settings()));
            settings.getStyleClass().add("mono");
            card.getChildren().add(settings);
        }
        if (entry.state() == HistoryEntry.State.INTENDED) card.getChildren().add(FailurePane.wrapping(desk.say("ui.history.cut-off")));
        DiffView diff = new DiffView(entry.diff());
        diff.setVisible(false);
        diff.managedProperty().bind(diff.visibleProperty());
        Hyperlink fold = new Hyperlink(desk.say("ui.review.diff"));
        fold.setOnAction(_ -> diff.setVisible(!diff.isVisible()));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox actions = new HBox(fold, gap);
        actions.getStyleClass().add("actions");
        if (undone) {
            Label note = new Label(desk.say("ui.history.undone"));
            note.getStyleClass().add("muted");
            actions.getChildren().add(note);
        } else {
            Button button = new Button(desk.say("ui.undo-dots"), Icon.of(MaterialDesignU.UNDO_VARIANT));
            button.getStyleClass().addAll("undo", Styles.SMALL);
            button.setOnAction(_ -> undo.accept(entry));
            actions.getChildren().add(button);
        }
        card.getChildren().addAll(actions, diff);
        return card;
    }
}
