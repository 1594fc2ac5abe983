package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Message;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.function.Consumer;

/// Cards of advice, the gravest first.
final class AdviceView {
    private final Desk desk;
    private final VBox cards = new VBox();
    private final ScrollPane pane = scrolling(cards);

    AdviceView(Desk desk) {
        this.desk = desk;
        cards.getStyleClass().add("cards");
    }

    ScrollPane node() {
        return pane;
    }

    /// @param host what is known of it: advice that is not there yet is not told as nothing to improve
    /// @param thisRunOnly settings for one run, offered while a system is being installed
    void show(Row.OfMachine row, Fact<Host> host, Consumer<Finding> take, Consumer<List<Assignment>> thisRunOnly) {
        if (row.now().stored() instanceof Fact.Unknown<?>(Message reason)) {
            cards.getChildren().setAll(new FailurePane(desk.words(), new Failure(Message.of("ui.unreadable"), reason, "")));
            return;
        }
        if (host instanceof Fact.Unknown<Host>(Message reason) && row.findings.get().isEmpty()) {
            cards.getChildren().setAll(FailurePane.wrapping(desk.words().say(reason)));
            return;
        }
        show(row.findings.get(), desk.say("ui.advice.nothing"), row.now().stored().toOptional().filter(definition -> definition.kvm()).isPresent(), take);
        if (InstallationCard.installing(row.now())) InstallationCard.of(desk.words(), row, thisRunOnly).ifPresent(cards.getChildren()::addFirst);
    }

    void show(List<Finding> findings, String nothing, boolean kvm, Consumer<Finding> take) {
        if (findings.isEmpty()) {
            Label good = FailurePane.wrapping(nothing);
            HBox line = new HBox(Icon.of(Sign.CHECK_CIRCLE_OUTLINE, "tone-good", "card-icon"), good);
            line.getStyleClass().addAll("card", "card-head");
            cards.getChildren().setAll(line);
            return;
        }
        cards.getChildren().setAll(findings.stream().sorted(java.util.Comparator.comparing(Finding::severity))
                .map(finding -> new CardView(desk.words(), finding, kvm, take)).toList());
    }

    /// Contents as wide as the pane, scrolled up and down only.
    static ScrollPane scrolling(VBox contents) {
        ScrollPane pane = new ScrollPane(contents);
        pane.setFitToWidth(true);
        pane.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        pane.getStyleClass().add("edge-to-edge");
        return pane;
    }
}
