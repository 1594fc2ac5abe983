package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.change.CpuTrial;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.Status;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Evidence.Sign;
import io.github.virtcompanion.model.Message;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The last line of the checklist: an empty machine, started for half a second under KVM with each CPU, to know rather than believe.
final class TrialView {
    private final Desk desk;
    /// By connection, so that a look at another one does not lose them.
    private final Map<String, List<CpuTrial>> found = new HashMap<>();

    TrialView(Desk desk) {
        this.desk = desk;
    }

    /// Only a daemon that may be written to can be asked to start something.
    boolean worthWhile(Connection connection) {
        return connection.kind() != ConnectionSpec.Kind.DEMO && connection.uri().startsWith("qemu")
                && connection.status() instanceof Status.Connected(boolean readOnly, var _) && !readOnly;
    }

    VBox of(Connection connection) {
        Label title = new Label(desk.say("ui.trial.title"));
        title.getStyleClass().add(Styles.TEXT_BOLD);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button now = new Button(desk.say("ui.trial.now"));
        now.setId("try-kvm");
        now.setMinWidth(Region.USE_PREF_SIZE);
        now.getStyleClass().add(Styles.SMALL);
        HBox head = new HBox(title, gap, now);
        head.getStyleClass().add("card-head");
        VBox lines = new VBox();
        VBox card = new VBox(head, FailurePane.wrapping(desk.say("ui.trial.what")), lines);
        card.getStyleClass().add("card");
        show(lines, found.getOrDefault(connection.uri(), List.of()));
        now.setOnAction(_ -> {
            now.setDisable(true);
            desk.notices().watch(desk.say("ui.trial.under-way"), desk.background().run(() -> desk.changes().tryKvm(connection)).done(trials -> {
                now.setDisable(false);
                now.requestFocus();
                found.put(connection.uri(), trials);
                show(lines, trials);
                if (trials.isEmpty()) desk.notices().tell(desk.say("ui.trial.none"));
            }).failed(_ -> now.setDisable(false)));
        });
        return card;
    }

    private void show(VBox lines, List<CpuTrial> trials) {
        lines.getChildren().setAll(Checklist.of(desk.words(), trials.stream().map(trial -> new Evidence(trial.cpu(),
                trial.starts() ? Message.of("ui.trial.starts") : Message.of("model.quoted", trial.because().strip()), "", trial.starts() ? Sign.GOOD : Sign.BAD)).toList()));
    }
}
