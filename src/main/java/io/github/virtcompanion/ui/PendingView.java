package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.change.Plan;
import io.github.virtcompanion.change.Waiting;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.words.Words;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Below a machine's name: what it does not run with yet, or runs with only until power-off, and what can be done about it.
final class PendingView extends VBox {
    private static final int MOST = 3;
    private final Words words;
    private final Reviews reviews;
    private final Restarts restarts;

    PendingView(Words words, Reviews reviews, Restarts restarts) {
        this.words = words;
        this.reviews = reviews;
        this.restarts = restarts;
        setId("pending");
        getStyleClass().add("pending");
        managedProperty().bind(visibleProperty());
        setVisible(false);
    }

    /// @param oneRun the values it runs with are stored nowhere; bytes written so far, where they are known
    void show(Row.OfMachine row, Optional<Optional<Long>> oneRun) {
        Machine machine = row.now();
        List<Machine.Pending> pending = machine.active() ? machine.pending() : machine.saved();
        getChildren().clear();
        setVisible(!pending.isEmpty());
        if (pending.isEmpty()) return;
        if (Waiting.ofInstaller(machine)) {
            Label installs = FailurePane.wrapping(words.say("ui.pending.installer"));
            installs.setId("pending-words");
            installs.getStyleClass().add("muted");
            getChildren().add(installs);
            return;
        }
        boolean unsafe = machine.active() && pending.stream().anyMatch(each -> Labels.cacheOf(each) && each.now().equals("unsafe"));
        Label what = FailurePane.wrapping(text(machine, pending, oneRun));
        what.setId("pending-words");
        what.getStyleClass().add(Styles.TEXT_BOLD);
        HBox.setHgrow(what, Priority.ALWAYS);
        Cells.tone(what, unsafe && oneRun.isPresent() ? "tone-danger" : "");
        HBox line = new HBox(Icon.of(unsafe ? Sign.ALERT_OCTAGON : Sign.PROGRESS_CLOCK, unsafe ? "tone-danger" : "tone-warning"), what);
        line.getStyleClass().add("plan-line");
        getChildren().add(line);
        Optional<Plan.Blocker> notNow = Waiting.notNow(machine);
        notNow.ifPresent(why -> {
            Label reason = FailurePane.wrapping(words.say(why.reason()));
            reason.setId("not-now");
            reason.getStyleClass().add("muted");
            getChildren().add(reason);
        });
        getChildren().add(actions(row, oneRun.isPresent(), notNow.isEmpty()));
    }

    private String text(Machine machine, List<Machine.Pending> pending, Optional<Optional<Long>> oneRun) {
        if (!machine.active()) return words.say("ui.pending.saved", list(pending));
        if (oneRun.isEmpty()) return words.say("ui.pending.next-start", list(pending));
        // That a reboot ends it is part of what a run of this kind is.
        List<Machine.Pending> told = Waiting.wanted(pending);
        String until = told.stream().limit(MOST).map(each -> words.say("ui.pending.until-power-off", Labels.setting(words, each.setting()), Labels.value(words, each.now()), Labels.value(words, each.next())))
                .collect(Collectors.joining("; "));
        return until + oneRun.get().map(bytes -> ". " + words.say("ui.pending.written", Bytes.say(words, bytes))).orElse("");
    }

    /// "vda: Cache mode: none → unsafe; Type: …"
    private String list(List<Machine.Pending> pending) {
        String first = pending.stream().limit(MOST).map(each -> words.say("change.changed", Labels.setting(words, each.setting()), Labels.value(words, each.now()), Labels.value(words, each.next())))
                .collect(Collectors.joining("; "));
        return pending.size() <= MOST ? first : words.say("ui.and-more", first, pending.size() - MOST);
    }

    private FlowPane actions(Row.OfMachine row, boolean oneRun, boolean now) {
        FlowPane actions = new FlowPane();
        actions.getStyleClass().add("form-flow");
        if (now) actions.getChildren().add(button("apply-now", words.say(!row.now().active() ? "ui.pending.apply-saved" : oneRun ? "ui.pending.back-now" : "ui.pending.apply-now"), () -> reviews.applyNow(List.of(row))));
        Button restart = button("restart-to-apply", words.say("ui.pending.restart"), () -> restarts.restart(List.of(row)));
        restart.disableProperty().bind(row.busy);
        if (Restarts.possible(row.now())) actions.getChildren().add(restart);
        return actions;
    }

    private static Button button(String id, String text, Runnable action) {
        Button button = new Button(text);
        button.setId(id);
        button.getStyleClass().add(Styles.SMALL);
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
        return button;
    }
}
