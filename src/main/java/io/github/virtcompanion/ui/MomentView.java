package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.LivePlan;
import io.github.virtcompanion.change.Moment;
import io.github.virtcompanion.change.Plan;
import io.github.virtcompanion.change.Reviewable;
import io.github.virtcompanion.words.Words;
import javafx.collections.MapChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;

import java.util.LongSummaryStatistics;
import java.util.List;
import java.util.Optional;

/// When the change is to count: each moment with what it means for these machines.
final class MomentView extends VBox {
    private final Words words;
    private final ReviewModel model;

    MomentView(Words words, ReviewModel model) {
        this.words = words;
        this.model = model;
        getStyleClass().add("moments");
        ToggleGroup group = new ToggleGroup();
        for (Moment moment : model.moments()) {
            RadioButton choice = new RadioButton(words.say("ui.moment." + moment.word()));
            choice.setId("moment-" + moment.word());
            choice.setToggleGroup(group);
            choice.setSelected(moment == model.moment.get());
            // Arrow keys select without an action.
            choice.selectedProperty().subscribe(chosen -> {
                if (chosen) model.moment.set(moment);
            });
            choice.disableProperty().bind(model.applying);
            Label meaning = FailurePane.wrapping("");
            meaning.getStyleClass().add("moment-meaning");
            tell(moment, choice, meaning);
            model.planned.addListener((MapChangeListener<Moment, List<Reviewable>>) _ -> tell(moment, choice, meaning));
            getChildren().add(new VBox(choice, meaning));
        }
    }

    private void tell(Moment moment, RadioButton choice, Label meaning) {
        List<Reviewable> plans = model.planned.get(moment);
        meaning.setText(plans == null ? words.say("ui.moment.looking") : meaning(moment, plans));
        boolean blocked = plans != null && plans.stream().noneMatch(plan -> plan.blockers().isEmpty());
        Cells.tone(meaning, blocked ? "tone-warning" : "tone-muted");
        choice.setAccessibleText(choice.getText() + ". " + meaning.getText());
    }

    private String meaning(Moment moment, List<Reviewable> plans) {
        List<Reviewable> possible = plans.stream().filter(plan -> plan.blockers().isEmpty()).toList();
        if (possible.isEmpty()) return words.say("ui.moment.impossible", plans.getFirst().blockers().getFirst().reason());
        return switch (moment) {
            case AT_START -> words.say(possible.stream().anyMatch(plan -> plan instanceof Plan stored && stored.when() == Plan.When.AFTER_POWER_OFF)
                    ? "ui.moment.at-start.running" : "ui.moment.at-start.off");
            case NOW -> pause(possible, plans.size()).orElse(words.say(
                    possible.stream().anyMatch(plan -> plan instanceof LivePlan live && live.way() == LivePlan.Way.EDIT_SAVED) ? "ui.moment.now.saved" : "ui.moment.now.no-pause"));
            case THIS_RUN -> pause(possible, plans.size()).map(pause -> pause + " " + words.say("ui.moment.this-run.then")).orElse(words.say(
                    possible.stream().anyMatch(plan -> plan instanceof LivePlan live && live.way() == LivePlan.Way.START) ? "ui.moment.this-run.start" : "ui.moment.this-run.then"));
        };
    }

    /// How long guests stand still, each in its turn.
    private Optional<String> pause(List<Reviewable> possible, int of) {
        if (of == 1 && possible.stream().anyMatch(plan -> plan.consequences().contains(LivePlan.STAYS_PAUSED))) return Optional.of(words.say(LivePlan.STAYS_PAUSED));
        List<LivePlan.Pause> pauses = possible.stream().filter(LivePlan.class::isInstance).flatMap(plan -> ((LivePlan) plan).pause().stream()).toList();
        if (pauses.isEmpty()) return Optional.empty();
        if (of == 1) return Optional.of(words.say("ui.moment.pause", seconds(pauses.getFirst()), pauses.getFirst().mebibytes()));
        LongSummaryStatistics all = pauses.stream().mapToLong(MomentView::seconds).summaryStatistics();
        return Optional.of(words.say("ui.moment.pauses", pauses.size(), of, all.getMax(), all.getSum()));
    }

    private static long seconds(LivePlan.Pause pause) {
        return Math.max(1, Math.round(pause.seconds()));
    }
}
