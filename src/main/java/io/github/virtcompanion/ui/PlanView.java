package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.change.Plan;
import io.github.virtcompanion.change.LivePlan;
import io.github.virtcompanion.change.Reviewable;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.words.Words;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One machine's part of a review: what changes, what follows, when, what is risked, what is in the way; the XML diff.
final class PlanView extends VBox {
    private static final int MOST_NAMES = 12;
    private static final int MOST_DIFFS = 40;
    private final Words words;

    /// @param alike plans for which everything said here is the same
    /// @param called what each machine is called
    /// @param alone these are all: the name is in the headline, and the diff is open
    /// @param timed from when it counts is said elsewhere
    PlanView(Words words, List<? extends Reviewable> alike, Function<Reviewable, String> called, boolean alone, boolean timed) {
        this.words = words;
        getStyleClass().add("plan");
        Reviewable plan = alike.getFirst();
        if (!alone) {
            Label names = FailurePane.wrapping(names(alike.stream().map(called).toList()));
            names.getStyleClass().add("plan-names");
            getChildren().add(names);
        }
        for (Plan.Blocker blocker : plan.blockers()) {
            VBox both = new VBox(bold(blocker.reason()), FailurePane.wrapping(words.say(blocker.wayOut())));
            getChildren().add(line(Sign.CLOSE_OCTAGON, "tone-danger", both));
        }
        if (plan.blockers().isEmpty() && plan.nothingToChange())
            getChildren().add(line(Sign.CHECK_CIRCLE_OUTLINE, "tone-good", FailurePane.wrapping(words.say("ui.review.nothing-to-change"))));
        boolean blocked = !plan.blockers().isEmpty();
        if (blocked && !plan.changes().isEmpty()) getChildren().add(FailurePane.wrapping(words.say("ui.review.would-change")));
        plan.changes().forEach(change -> getChildren().add(line(Sign.ARROW_RIGHT, blocked ? "tone-muted" : "tone-accent",
                blocked ? FailurePane.wrapping(words.say(change)) : bold(change))));
        plan.consequences().forEach(follows -> getChildren().add(line(Sign.INFORMATION_OUTLINE, "tone-muted",
                FailurePane.wrapping(words.say(follows)))));
        if (plan.applicable() && !(alone && timed)) getChildren().add(line(Sign.PROGRESS_CLOCK, "tone-muted", FailurePane.wrapping(words.say(when(plan)))));
        for (Plan.Risk risk : plan.risks()) {
            Label sentence = risk.dataLoss() ? bold(risk.words()) : FailurePane.wrapping(words.say(risk.words()));
            Cells.tone(sentence, risk.dataLoss() ? "tone-danger" : "");
            getChildren().add(line(risk.dataLoss() ? Sign.ALERT_OCTAGON : Sign.LIGHTBULB_ON_OUTLINE,
                    risk.dataLoss() ? "tone-danger" : "tone-warning", sentence));
        }
        String diff = alike.stream().limit(MOST_DIFFS).map(Reviewable::diff).collect(Collectors.joining());
        if (!diff.isEmpty()) addDiff(diff, alone && !blocked);
    }

    /// Plans that can be told in one go, in the order of their first.
    static Collection<List<Reviewable>> alike(List<? extends Reviewable> plans) {
        return plans.stream().collect(Collectors.groupingBy(plan -> List.of(plan.changes(), plan.consequences(), plan.applicable() ? when(plan) : "", plan.risks(), plan.blockers(),
                plan.nothingToChange()), LinkedHashMap::new, Collectors.<Reviewable>toList())).values();
    }

    /// From when it counts.
    private static String when(Reviewable plan) {
        return switch (plan) {
            case Plan stored when stored.when() == Plan.When.AFTER_POWER_OFF -> "ui.review.after-power-off";
            case Plan stored when stored.when() == Plan.When.AT_ONCE -> "ui.review.at-once";
            case LivePlan live when live.way() == LivePlan.Way.START -> "ui.review.started-now";
            case LivePlan live when live.way() == LivePlan.Way.STORE -> "ui.review.runs-with-it";
            case LivePlan live when live.until() == LivePlan.Until.POWER_OFF -> "ui.review.now-this-run";
            case LivePlan _ -> "ui.review.now";
            default -> "ui.review.at-start";
        };
    }

    private String names(List<String> machines) {
        String first = String.join(", ", machines.subList(0, Math.min(MOST_NAMES, machines.size())));
        return machines.size() <= MOST_NAMES ? first : words.say("ui.and-more", first, machines.size() - MOST_NAMES);
    }

    private void addDiff(String text, boolean open) {
        DiffView diff = new DiffView(text);
        diff.setAccessibleText(words.say("ui.review.diff"));
        diff.setVisible(open);
        diff.managedProperty().bind(diff.visibleProperty());
        VBox.setVgrow(diff, Priority.SOMETIMES);
        Hyperlink fold = new Hyperlink(words.say("ui.review.diff"));
        fold.setOnAction(_ -> diff.setVisible(!diff.isVisible()));
        getChildren().addAll(fold, diff);
    }

    private Label bold(Message message) {
        Label label = FailurePane.wrapping(words.say(message));
        label.getStyleClass().add(Styles.TEXT_BOLD);
        return label;
    }

    private static HBox line(Ikon icon, String tone, Node what) {
        HBox line = new HBox(Icon.of(icon, tone), what);
        line.getStyleClass().add("plan-line");
        HBox.setHgrow(what, Priority.ALWAYS);
        return line;
    }
}
