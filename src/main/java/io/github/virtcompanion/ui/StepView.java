package io.github.virtcompanion.ui;

import io.github.virtcompanion.words.Words;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// How far a review's work has come.
final class StepView extends HBox {
    StepView(Words words, ReviewModel model) {
        getStyleClass().add("review-step");
        setId("review-step");
        ProgressBar bar = new ProgressBar();
        Label what = new Label();
        what.setId("review-step-words");
        what.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(what, Priority.ALWAYS);
        bar.setMinWidth(Em.px(8));
        getChildren().setAll(bar, what);
        visibleProperty().bind(model.planning.or(model.applying));
        managedProperty().bind(visibleProperty());
        Runnable tell = () -> {
            ReviewModel.Step step = model.step.get().orElse(null);
            bar.setProgress(step == null || step.of() == 1 ? ProgressBar.INDETERMINATE_PROGRESS : (step.number() - 1.0) / step.of());
            what.setText(step == null ? words.say("ui.planning") : (step.of() == 1 ? "" : words.say("ui.review.step", step.number(), step.of(), step.machine()) + " ")
                    + step.phase().map(words::say).orElse(step.of() == 1 ? words.say("ui.review.applying", step.machine()) : "")
                    + (model.stopping.get() ? " " + words.say("ui.review.stopping") : ""));
        };
        model.step.subscribe(tell);
        model.stopping.subscribe(tell);
    }
}
