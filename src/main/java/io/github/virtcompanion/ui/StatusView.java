package io.github.virtcompanion.ui;

import io.github.virtcompanion.words.Words;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.geometry.Pos;

/// The foot of the window: counts, the last outcome with what to do about it, work under way; above it the last failure.
final class StatusView {
    private final VBox pane = new VBox();

    StatusView(Words words, ShellModel model, Notices notices) {
        Label summary = new Label();
        summary.setId("summary");
        summary.textProperty().bind(model.summary);
        summary.setMinWidth(0);
        Label notice = new Label();
        notice.setId("notice");
        notice.setMinWidth(0);
        Hyperlink action = new Hyperlink();
        action.setId("notice-action");
        action.setMinWidth(Region.USE_PREF_SIZE);
        action.managedProperty().bind(action.visibleProperty());
        notices.notice.subscribe(told -> {
            notice.setText(told.map(Notices.Notice::text).orElse(""));
            action.setVisible(told.flatMap(Notices.Notice::action).isPresent());
            told.flatMap(Notices.Notice::action).ifPresent(offered -> {
                action.setText(offered.words());
                action.setOnAction(_ -> {
                    notices.notice.set(java.util.Optional.empty());
                    offered.run().run();
                });
            });
        });
        ProgressIndicator working = new ProgressIndicator();
        working.getStyleClass().add("working");
        working.visibleProperty().bind(Bindings.isNotEmpty(notices.underWay));
        Label workingWords = new Label();
        workingWords.setId("working");
        workingWords.getStyleClass().add("muted");
        workingWords.textProperty().bind(Bindings.createStringBinding(() -> notices.underWay.isEmpty() ? "" : notices.underWay.getLast(), notices.underWay));
        workingWords.setLabelFor(working);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox bar = new HBox(summary, gap, notice, action, workingWords, working);
        bar.getStyleClass().add("status-line");
        StackPane failure = new StackPane();
        failure.setId("failure");
        failure.getStyleClass().add("trouble");
        failure.managedProperty().bind(failure.visibleProperty());
        notices.trouble.subscribe(told -> {
            failure.setVisible(told.isPresent());
            failure.getChildren().clear();
            told.ifPresent(what -> {
                Button close = new Button(null, Icon.of(Sign.CLOSE));
                close.getStyleClass().addAll("flat", "button-icon", "small");
                close.setAccessibleText(words.say("ui.close"));
                close.setOnAction(_ -> notices.dismissTrouble());
                StackPane.setAlignment(close, Pos.TOP_RIGHT);
                failure.getChildren().setAll(new FailurePane(words, what, notices), close);
            });
        });
        VBox waiting = new VBox();
        waiting.setId("waiting");
        waiting.getStyleClass().add("trouble");
        waiting.managedProperty().bind(waiting.visibleProperty());
        Runnable first = () -> {
            waiting.setVisible(!notices.waiting.isEmpty());
            waiting.getChildren().clear();
            // One after the other: a window full of questions helps nobody.
            notices.waiting.stream().findFirst().ifPresent(trouble -> waiting.getChildren().add(FailurePane.waiting(words, trouble)));
            if (notices.waiting.size() > 1) waiting.getChildren().add(FailurePane.wrapping(words.say("ui.waiting.more", notices.waiting.size() - 1)));
        };
        notices.waiting.subscribe(first);
        first.run();
        pane.getChildren().setAll(waiting, failure, bar);
    }

    VBox node() {
        return pane;
    }
}
