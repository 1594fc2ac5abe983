package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.Proposal;
import io.github.virtcompanion.words.Words;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One piece of advice: how grave, what, why, what was read (folded), where it is written, and one button.
final class CardView extends VBox {
    /// @param kvm what it is about is a KVM machine already, so that a switch to KVM only brings a better CPU
    CardView(Words words, Finding finding, boolean kvm, Consumer<Finding> take) {
        getStyleClass().addAll("card", "finding");
        Label title = FailurePane.wrapping(words.say(finding.title()));
        title.getStyleClass().add(Styles.TEXT_BOLD);
        HBox.setHgrow(title, Priority.ALWAYS);
        HBox head = new HBox(severity(words, finding.severity()), title);
        head.getStyleClass().add("card-head");
        VBox read = new VBox(evidence(words, finding.evidence()));
        read.getStyleClass().add("evidence");
        if (!finding.source().isBlank()) {
            Label source = FailurePane.wrapping(words.say("ui.source", finding.source()));
            source.getStyleClass().add("small-line");
            read.getChildren().add(source);
        }
        read.setVisible(false);
        read.managedProperty().bind(read.visibleProperty());
        Hyperlink fold = new Hyperlink(words.say("ui.evidence"));
        fold.setOnAction(_ -> {
            read.setVisible(!read.isVisible());
            fold.setText(words.say(read.isVisible() ? "ui.evidence-hide" : "ui.evidence"));
        });
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox actions = new HBox(fold, gap);
        actions.getStyleClass().add("actions");
        button(words, finding.proposal(), kvm).ifPresent(label -> {
            Button button = new Button(label);
            button.getStyleClass().add(finding.severity() == Finding.Severity.HINT ? Styles.SMALL : Styles.ACCENT);
            button.setId("take-" + finding.id());
            button.setMinWidth(USE_PREF_SIZE);
            button.setOnAction(_ -> take.accept(finding));
            actions.getChildren().add(button);
        });
        getChildren().addAll(head, FailurePane.wrapping(words.say(finding.because())), actions, read);
    }

    private static Glyph severity(Words words, Finding.Severity severity) {
        return switch (severity) {
            case DANGER -> Icon.speaking(Sign.ALERT_OCTAGON, words.say("ui.severity.danger"), "tone-danger", "card-icon");
            case SLOW -> Icon.speaking(Sign.SPEEDOMETER_SLOW, words.say("ui.severity.slow"), "tone-warning", "card-icon");
            case HINT -> Icon.speaking(Sign.LIGHTBULB_ON_OUTLINE, words.say("ui.severity.hint"), "tone-accent", "card-icon");
        };
    }

    private static Optional<String> button(Words words, Proposal proposal, boolean kvm) {
        return switch (proposal) {
            case Proposal.Switch(String to) -> Optional.of(words.say(!to.equals("kvm") ? "ui.switch-to-emulation-dots"
                    : kvm ? "ui.better-cpu" : "ui.switch-to-kvm-dots"));
            case Proposal.Change(var assignments) -> Optional.of(assignments.size() == 1 && assignments.getFirst().setting().endsWith(".cache")
                    ? words.say("ui.use-mode", Labels.cache(words, assignments.getFirst().value())) : words.say("ui.change-dots"));
            case Proposal.ShowVirtualization() -> Optional.of(words.say("ui.show-what-to-do"));
            case Proposal.None() -> Optional.empty();
        };
    }

    /// What was read, what it said, where: three columns.
    static Node evidence(Words words, List<Evidence> evidence) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("evidence-grid");
        for (int i = 0; i < evidence.size(); i++) {
            Label what = FailurePane.wrapping(words.say(evidence.get(i).what()));
            Label value = FailurePane.wrapping(words.say(evidence.get(i).value()));
            Label source = FailurePane.wrapping(evidence.get(i).source());
            what.getStyleClass().add("muted");
            value.getStyleClass().add("mono");
            source.getStyleClass().add("small-line");
            VBox read = new VBox(value, source);
            GridPane.setHgrow(read, Priority.ALWAYS);
            GridPane.setValignment(what, VPos.TOP);
            grid.addRow(i, what, read);
        }
        javafx.scene.layout.ColumnConstraints first = new javafx.scene.layout.ColumnConstraints();
        first.setPercentWidth(32);
        javafx.scene.layout.ColumnConstraints rest = new javafx.scene.layout.ColumnConstraints();
        rest.setPercentWidth(68);
        grid.getColumnConstraints().addAll(first, rest);
        return grid;
    }
}
