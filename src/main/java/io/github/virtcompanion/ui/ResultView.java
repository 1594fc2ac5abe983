package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.change.Outcome;
import io.github.virtcompanion.words.Words;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What became of several machines: counts, then each, those first that want looking at; to copy, to take back, to try again.
final class ResultView extends VBox {
    private static final double LINE = 3.05;
    private static final int LINES_AT_ONCE = 10;

    private final Words words;

    /// @param undo  empty where there is nothing to take back
    /// @param again empty where no machine changed under the review's feet
    ResultView(Words words, List<Outcome> outcomes, Optional<Runnable> undo, Optional<Runnable> again) {
        this.words = words;
        getStyleClass().add("results");
        long changed = outcomes.stream().filter(outcome -> outcome.done() && outcome.kind() != Outcome.Kind.UNCHANGED).count();
        long untouched = outcomes.stream().filter(outcome -> outcome.kind() == Outcome.Kind.NOT_TRIED).count();
        Label count = FailurePane.wrapping(words.say("ui.results.count", changed, outcomes.size() - changed - untouched)
                + (untouched == 0 ? "" : " " + words.say("ui.results.not-tried", untouched)));
        count.setId("results-count");
        count.getStyleClass().add(Styles.TEXT_BOLD);
        List<Outcome> sorted = outcomes.stream().sorted(Comparator.comparingInt(ResultView::rank)).toList();
        ListView<Outcome> list = new ListView<>();
        list.setId("results");
        list.getItems().setAll(sorted);
        list.setCellFactory(_ -> new Line());
        list.setAccessibleText(count.getText());
        list.setPrefHeight(Em.px(LINE * Math.min(LINES_AT_ONCE, sorted.size()) + 1));
        VBox.setVgrow(list, Priority.ALWAYS);
        FlowPane actions = new FlowPane(FailurePane.copy(words, sorted.stream().map(this::text).collect(Collectors.joining("\n"))));
        actions.getStyleClass().add("form-flow");
        again.ifPresent(run -> actions.getChildren().add(button("results-again", words.say("ui.results.again"), null, run)));
        undo.ifPresent(run -> actions.getChildren().add(button("results-undo", words.say("ui.results.undo"), Sign.UNDO_VARIANT, run)));
        getChildren().addAll(count, list, actions);
    }

    private static Button button(String id, String text, Ikon icon, Runnable action) {
        Button button = new Button(text, icon == null ? null : Icon.of(icon));
        button.setId(id);
        button.getStyleClass().add(Styles.SMALL);
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
        return button;
    }

    /// Those that failed first, then what was left out, then those that said something besides.
    private static int rank(Outcome outcome) {
        if (outcome.kind() == Outcome.Kind.NOT_TRIED) return 1;
        if (!outcome.done()) return 0;
        return outcome.failure().isPresent() ? 2 : 3;
    }

    private String text(Outcome outcome) {
        return words.say(outcome.summary()) + outcome.failure().map(why -> (why.what().equals(outcome.summary()) ? "" : " " + words.say(why.what())) + " " + words.say(why.nextStep())
                // What others changed has been said; the whole difference is for the next review.
                + (why.details().isBlank() || outcome.kind() == Outcome.Kind.MOVED ? "" : " (" + why.details().strip() + ")")).orElse("");
    }

    private final class Line extends ListCell<Outcome> {
        @Override
        protected void updateItem(Outcome outcome, boolean empty) {
            super.updateItem(outcome, empty);
            setText(null);
            setGraphic(null);
            if (empty || outcome == null) return;
            Label sentence = FailurePane.wrapping(text(outcome));
            sentence.prefWidthProperty().bind(getListView().widthProperty().subtract(Em.px(6)));
            HBox line = new HBox(switch (rank(outcome)) {
                case 0 -> Icon.of(Sign.CLOSE_OCTAGON, "tone-danger");
                case 1 -> Icon.of(Sign.SKIP_NEXT_CIRCLE_OUTLINE, "tone-muted");
                case 2 -> Icon.of(Sign.ALERT_OUTLINE, "tone-warning");
                default -> Icon.of(Sign.CHECK_CIRCLE_OUTLINE, "tone-good");
            }, sentence);
            line.getStyleClass().add("plan-line");
            setGraphic(line);
            setAccessibleText(sentence.getText());
        }
    }
}
