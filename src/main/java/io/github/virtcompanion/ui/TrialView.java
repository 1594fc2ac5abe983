package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.change.CpuTrial;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.Status;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Evidence.Sign;
import io.github.virtcompanion.model.Message;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
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
        VBox lines = new VBox(Em.px(0.5));
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
                reveal(card);
                if (trials.isEmpty()) desk.notices().tell(desk.say("ui.trial.none"));
            }).failed(_ -> now.setDisable(false)));
        });
        return card;
    }

    private void show(VBox lines, List<CpuTrial> trials) {
        lines.getChildren().setAll(Checklist.of(desk.words(), evidence(trials)));
        if (!trials.isEmpty()) lines.getChildren().addFirst(FailurePane.wrapping(desk.words().say(chosen(trials))));
    }

    /// What the last trials on a connection showed; empty before any.
    List<Evidence> evidence(Connection connection) {
        return evidence(found.getOrDefault(connection.uri(), List.of()));
    }

    private static List<Evidence> evidence(List<CpuTrial> trials) {
        return trials.stream().map(trial -> new Evidence(trial.cpu(), trial.starts() ? Message.of("ui.trial.starts") : Message.of("model.quoted", because(trial)), "",
                trial.starts() ? Sign.GOOD : Sign.BAD)).toList();
    }

    /// What the trials mean for a switch, which takes the first that starts.
    static Message chosen(List<CpuTrial> trials) {
        return trials.stream().filter(CpuTrial::starts).findFirst().map(trial -> Message.of("ui.trial.chosen", trial.cpu())).orElseGet(() -> Message.of("ui.trial.none-starts"));
    }

    /// Without libvirt's numbers for it, which stand at the end.
    static String because(CpuTrial trial) {
        return trial.because().strip().replaceFirst("\\s*\\[\\d+,\\d+]$", "");
    }

    /// What appeared below the edge of the page comes into sight, from its top on as far as it fits.
    private static void reveal(Node card) {
        Node at = card;
        while (at != null && !(at instanceof ScrollPane)) at = at.getParent();
        if (!(at instanceof ScrollPane pane)) return;
        pane.applyCss();
        pane.layout();
        Bounds there = pane.getContent().sceneToLocal(card.localToScene(card.getBoundsInLocal()));
        double height = pane.getViewportBounds().getHeight();
        double hidden = pane.getContent().getBoundsInLocal().getHeight() - height;
        if (hidden <= 0) return;
        double shown = pane.getVvalue() * hidden;
        pane.setVvalue(Math.clamp(Math.min(there.getMinY(), Math.max(shown, there.getMaxY() - height)) / hidden, 0, 1));
    }
}
