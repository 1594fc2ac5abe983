package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.change.Author;
import io.github.virtcompanion.change.Batch;
import io.github.virtcompanion.change.HistoryAsJson;
import io.github.virtcompanion.change.HistoryEntry;
import io.github.virtcompanion.change.Plan;
import io.github.virtcompanion.change.Undone;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.textfield.TextFields;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What became of a machine's definition, newest first: by this program and by others, each change with its diff, the way
/// back, and the way to the definition of that moment.
final class HistoryView {
    /// @param entries  newest first
    /// @param together what was changed with them, by their ids
    /// @param changed  what became different, said, by the ids of those that do not tell themselves what was set
    record Past(List<HistoryEntry> entries, Map<String, Batch> together, Map<String, String> changed) {
        static final Past NOTHING = new Past(List.of(), Map.of(), Map.of());
    }

    /// What can be done with an entry.
    interface Actions {
        void undo(HistoryEntry entry);

        void redo(HistoryEntry entry);

        /// @param before as it was right before that entry, not right after it
        void restore(HistoryEntry entry, boolean before);

        /// What was changed together with it, too.
        void undo(Batch together);

        void export(HistoryAsJson history);
    }

    private final Desk desk;
    private final DateTimeFormatter time;
    private final VBox cards = new VBox();
    private final TextField filter = TextFields.createClearableTextField();
    private final Button export;
    private final VBox pane;
    private Past past = Past.NOTHING;
    private Actions actions;

    HistoryView(Desk desk) {
        this.desk = desk;
        this.time = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.MEDIUM).withLocale(desk.words().locale())
                .withZone(ZoneId.systemDefault());
        export = new Button(desk.say("ui.history.export"));
        cards.getStyleClass().add("cards");
        filter.setPromptText(desk.say("ui.history.filter"));
        filter.setId("history-filter");
        filter.textProperty().subscribe(this::fill);
        export.setId("history-export");
        export.setMinWidth(Region.USE_PREF_SIZE);
        export.setOnAction(_ -> actions.export(new HistoryAsJson(past.entries(), past.together())));
        HBox bar = new HBox(filter, export);
        HBox.setHgrow(filter, Priority.ALWAYS);
        bar.getStyleClass().addAll("form-line", "history-bar");
        ScrollPane list = AdviceView.scrolling(cards);
        VBox.setVgrow(list, Priority.ALWAYS);
        pane = new VBox(bar, list);
    }

    VBox node() {
        return pane;
    }

    void show(Past now, Actions actions) {
        if (now.equals(past) && !cards.getChildren().isEmpty()) return;
        past = now;
        this.actions = actions;
        fill();
    }

    void clear() {
        past = Past.NOTHING;
        cards.getChildren().clear();
    }

    private void fill() {
        List<HistoryEntry> entries = past.entries();
        export.setDisable(entries.isEmpty());
        Undone undone = Undone.of(entries);
        String wanted = filter.getText().strip().toLowerCase(Locale.ROOT);
        cards.getChildren().setAll(entries.stream().filter(entry -> words(entry).contains(wanted)).map(entry -> card(entry, undone)).toList());
        if (!cards.getChildren().isEmpty()) return;
        Label nothing = FailurePane.wrapping(desk.say(entries.isEmpty() ? "ui.history.nothing" : "ui.history.nothing-found"));
        nothing.getStyleClass().add("empty");
        cards.getChildren().add(nothing);
    }

    /// What the filter looks in: everything that is shown, the diff too.
    private String words(HistoryEntry entry) {
        return (desk.say(title(entry.kind())) + " " + String.join(" ", entry.settings()) + " " + past.changed().getOrDefault(entry.id(), "") + " " + by(entry.author()) + " " + entry.diff()).toLowerCase(Locale.ROOT);
    }

    private static String title(Plan.Kind kind) {
        return switch (kind) {
            case SETTINGS -> "ui.history.settings";
            case SWITCH -> "ui.history.switch";
            case UNDO -> "ui.history.undo";
            case REDO -> "ui.history.redo";
            case RESTORE -> "ui.history.restore";
            case XML -> "ui.history.xml";
            case THIS_RUN -> "ui.history.this-run";
            case OUTSIDE -> "ui.history.outside";
            case UNDEFINED -> "ui.history.undefined";
        };
    }

    private String by(Author author) {
        return switch (author.through()) {
            case Author.WINDOW -> author.why().isEmpty() ? desk.say("ui.history.by-window", author.user()) : author.why().equals(Author.OVERWRITTEN) ? desk.say("ui.history.again")
                    : desk.say("ui.history.by-advice", author.user(), author.why());
            case Author.COMMAND -> author.why().equals(Author.OVERWRITTEN) ? desk.say("ui.history.again") : desk.say("ui.history.by-command", author.user(), author.why());
            default -> "";
        };
    }

    private Node card(HistoryEntry entry, Undone undone) {
        Label when = muted(time.format(entry.at()));
        when.setMinWidth(Region.USE_PREF_SIZE);
        Label what = FailurePane.wrapping(desk.say(title(entry.kind())));
        what.getStyleClass().add(Styles.TEXT_BOLD);
        what.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(what, Priority.ALWAYS);
        HBox head = new HBox(what, when);
        head.getStyleClass().add("card-head");
        VBox card = new VBox(head);
        card.getStyleClass().add("card");
        if (!entry.settings().isEmpty()) {
            Label settings = FailurePane.wrapping(String.join(", ", entry.settings()));
            settings.getStyleClass().add("mono");
            card.getChildren().add(settings);
        }
        String changed = past.changed().getOrDefault(entry.id(), "");
        if (!changed.isEmpty()) card.getChildren().add(FailurePane.wrapping(changed));
        if (!by(entry.author()).isEmpty()) card.getChildren().add(muted(by(entry.author())));
        Batch batch = past.together().get(entry.id());
        if (batch != null) card.getChildren().add(together(batch, !undone.takenBack().contains(entry.id())));
        boolean run = entry.kind() == Plan.Kind.THIS_RUN;
        switch (entry.state()) {
            case INTENDED -> card.getChildren().add(FailurePane.wrapping(desk.say(run ? "ui.history.run-begins" : "ui.history.cut-off")));
            case CUT_OFF -> card.getChildren().add(FailurePane.wrapping(desk.say(run ? "ui.history.run-cut-off" : "ui.history.not-stored")));
            case REFUSED -> card.getChildren().add(FailurePane.wrapping(desk.say("ui.history.refused", entry.said().strip())));
            case STORED, PROVEN -> {
                if (entry.crossed()) card.getChildren().add(FailurePane.wrapping(desk.say("ui.history.crossed")));
            }
        }
        DiffView diff = new DiffView(entry.diff());
        diff.setVisible(false);
        diff.managedProperty().bind(diff.visibleProperty());
        card.getChildren().addAll(actions(entry, undone, diff), diff);
        return card;
    }

    private FlowPane together(Batch batch, boolean stands) {
        FlowPane line = new FlowPane(muted(desk.say("ui.history.together", batch.members().size())));
        line.getStyleClass().add("form-flow");
        if (!stands) return line;
        Hyperlink all = new Hyperlink(desk.say("ui.undo-all-link"));
        all.getStyleClass().add("undo-all");
        all.setOnAction(_ -> actions.undo(batch));
        line.getChildren().add(all);
        return line;
    }

    private HBox actions(HistoryEntry entry, Undone undone, DiffView diff) {
        Hyperlink fold = new Hyperlink(desk.say("ui.review.diff"));
        // Where there is little room, the buttons need it more.
        fold.setWrapText(true);
        fold.setOnAction(_ -> diff.setVisible(!diff.isVisible()));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox bar = new HBox(fold, gap);
        bar.getStyleClass().add("actions");
        // It ends by itself, and there is nothing stored to go back to.
        if (entry.kind() == Plan.Kind.THIS_RUN) return bar;
        if (undone.takenBack().contains(entry.id())) bar.getChildren().add(muted(desk.say("ui.history.undone")));
        else if (entry.state() == HistoryEntry.State.CUT_OFF) bar.getChildren().add(button("ui.history.finish", () -> actions.redo(entry)));
        else if (entry.state().happened() && entry.kind() == Plan.Kind.UNDO) bar.getChildren().add(button("ui.history.redo-dots", () -> actions.redo(entry)));
        else if (entry.state().happened() && !entry.before().isEmpty() && !entry.after().isEmpty()) {
            Button button = button("ui.undo-dots", () -> actions.undo(entry));
            button.setGraphic(Icon.of(Sign.UNDO_VARIANT));
            button.getStyleClass().add("undo");
            bar.getChildren().add(button);
        }
        if (entry.state().happened()) bar.getChildren().add(restore(entry));
        return bar;
    }

    private MenuButton restore(HistoryEntry entry) {
        MenuButton menu = new MenuButton(desk.say("ui.history.restore-menu"), Icon.of(Sign.RESTORE));
        menu.getStyleClass().add(Styles.SMALL);
        menu.setMinWidth(Region.USE_PREF_SIZE);
        if (!entry.after().isEmpty()) menu.getItems().add(item("ui.history.restore-after", () -> actions.restore(entry, false)));
        if (!entry.before().isEmpty()) menu.getItems().add(item("ui.history.restore-before", () -> actions.restore(entry, true)));
        return menu;
    }

    private MenuItem item(String key, Runnable action) {
        MenuItem item = new MenuItem(desk.say(key));
        item.setOnAction(_ -> action.run());
        return item;
    }

    private Button button(String key, Runnable action) {
        Button button = new Button(desk.say(key));
        button.getStyleClass().add(Styles.SMALL);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
        return button;
    }

    private static Label muted(String words) {
        Label label = FailurePane.wrapping(words);
        label.getStyleClass().add("muted");
        return label;
    }
}
