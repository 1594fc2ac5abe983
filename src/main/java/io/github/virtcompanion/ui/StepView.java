package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.Moment;
import io.github.virtcompanion.model.SaveProgress;
import io.github.virtcompanion.words.Words;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import java.util.Optional;

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
            bar.setProgress(step == null ? ProgressBar.INDETERMINATE_PROGRESS : progress(step));
            what.setText(step == null ? words.say("ui.planning") : words(words, step)
                    + (model.stopping.get() ? " " + words.say(model.moment.get() == Moment.AT_START ? "ui.review.stopping" : "ui.review.stopping-now") : ""));
        };
        model.step.subscribe(tell);
        model.stopping.subscribe(tell);
    }

    private static String words(Words words, ReviewModel.Step step) {
        String machine = step.of() == 1 ? "" : words.say("ui.review.step", step.number(), step.of(), step.machine()) + " ";
        String phase = step.phase().map(words::say).orElse(step.of() == 1 ? words.say("ui.review.applying", step.machine()) : "");
        return machine + phase + step.saving().filter(SaveProgress::known).map(far -> " " + words.say(far.words())).orElse("");
    }

    private static double progress(ReviewModel.Step step) {
        Optional<SaveProgress> saving = step.saving().filter(SaveProgress::known);
        if (step.of() == 1) return saving.map(SaveProgress::part).orElse(ProgressBar.INDETERMINATE_PROGRESS);
        return (step.number() - 1.0 + saving.map(SaveProgress::part).orElse(0.0)) / step.of();
    }
}
