package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Proposal;
import io.github.virtcompanion.model.Virtualization;
import io.github.virtcompanion.words.Words;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;

import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/// Why KVM is or is not in use: the verdict, what to do, and every thing that was read.
final class VirtualizationView {
    private final Desk desk;
    private final Words words;
    private final VBox cards = new VBox();
    private final ScrollPane pane = AdviceView.scrolling(cards);
    private final TrialView trial;
    private final SshView ssh;
    private List<Object> shown = List.of();

    VirtualizationView(Desk desk) {
        this.desk = desk;
        this.words = desk.words();
        trial = new TrialView(desk);
        ssh = new SshView(desk);
        cards.getStyleClass().add("cards");
    }

    ScrollPane node() {
        return pane;
    }

    /// @param findings the host's own, one of which tells how many machines wait for KVM
    void show(Fact<Host> host, List<Finding> findings, Optional<Connection> connection) {
        // What stays the same stays where it is: the keyboard's place, how far one has scrolled, the trials.
        List<Object> now = List.of(host.toOptional().<Object>map(Host::virtualization).orElse(host), findings, connection.map(Connection::uri),
                connection.flatMap(Connection::filesOverSsh).isPresent(), connection.filter(trial::worthWhile).isPresent());
        if (now.equals(shown)) return;
        shown = now;
        switch (host) {
            case Fact.Unknown<Host>(Message reason) -> cards.getChildren().setAll(FailurePane.wrapping(words.say(reason)));
            case Fact.Known<Host>(Host known, String _) -> {
                cards.getChildren().setAll(verdict(known.virtualization(), findings, connection), read(known.virtualization(), connection));
                // Where nothing is known, it is what to do next.
                int place = known.virtualization().verdict() == Virtualization.Verdict.UNKNOWN ? 1 : 2;
                connection.ifPresent(other -> other.filesOverSsh().ifPresent(files -> cards.getChildren().add(place, ssh.of(other.label(), files))));
                connection.filter(trial::worthWhile).ifPresent(open -> cards.getChildren().add(trial.of(open)));
            }
        }
    }

    private VBox verdict(Virtualization found, List<Finding> findings, Optional<Connection> connection) {
        Ikon ikon = switch (found.verdict()) {
            case KVM_USABLE -> Sign.CHECK_CIRCLE_OUTLINE;
            case UNKNOWN -> Sign.HELP_CIRCLE_OUTLINE;
            default -> Sign.ALERT_CIRCLE_OUTLINE;
        };
        Label summary = FailurePane.wrapping(words.say(found.summary()));
        summary.getStyleClass().add(Styles.TEXT_BOLD);
        HBox.setHgrow(summary, Priority.ALWAYS);
        HBox head = new HBox(Icon.of(ikon, Labels.tone(found), "card-icon"), summary);
        head.getStyleClass().add("card-head");
        Label certainty = FailurePane.wrapping(words.say("ui.certainty." + found.certainty().word()));
        certainty.getStyleClass().add("muted");
        VBox card = new VBox(head, certainty);
        card.getStyleClass().add("card");
        for (int i = 0; i < found.steps().size(); i++) card.getChildren().add(step(i + 1, found.steps().get(i), connection));
        findings.stream().filter(finding -> finding.proposal() instanceof Proposal.ShowVirtualization).findFirst()
                .ifPresent(waiting -> card.getChildren().add(FailurePane.wrapping(words.say(waiting.because()))));
        return card;
    }

    private VBox step(int number, Virtualization.Step step, Optional<Connection> connection) {
        Label digits = new Label(number + ".");
        digits.setMinWidth(Region.USE_PREF_SIZE);
        Label sentence = FailurePane.wrapping(words.say(step.words()));
        HBox.setHgrow(sentence, Priority.ALWAYS);
        HBox line = new HBox(digits, sentence);
        line.getStyleClass().add("plan-line");
        VBox both = new VBox(line);
        both.getStyleClass().add("step");
        if (!step.command().isBlank()) {
            Label command = FailurePane.wrapping(step.command());
            command.getStyleClass().addAll("mono", "command");
            command.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(command, Priority.ALWAYS);
            HBox copying = new HBox(command, FailurePane.copy(words, step.command()));
            copying.getStyleClass().add("form-line");
            StepButton.of(desk, step, connection).ifPresent(copying.getChildren()::add);
            both.getChildren().add(copying);
        }
        return both;
    }

    private VBox read(Virtualization found, Optional<Connection> connection) {
        Label title = new Label(words.say("ui.virtualization.read"));
        title.getStyleClass().add(Styles.TEXT_BOLD);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button copy = FailurePane.copy(words, words.say("ui.copy-report"), () -> report(found, connection));
        copy.setId("copy-report");
        HBox head = new HBox(title, gap, copy);
        head.getStyleClass().add("card-head");
        VBox card = new VBox(head, Checklist.of(words, found.evidence()));
        card.getStyleClass().add("card");
        return card;
    }

    /// Plain text for a bug report or a forum.
    private String report(Virtualization found, Optional<Connection> connection) {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        lines.add(words.say(found.summary()));
        lines.add(found.verdict().word() + " (" + found.certainty().word() + ", " + found.row() + ")");
        found.evidence().forEach(each -> lines.add(line(each)));
        List<Evidence> trials = connection.map(trial::evidence).orElse(List.of());
        if (!trials.isEmpty()) lines.add(words.say("ui.trial.title"));
        trials.forEach(each -> lines.add(line(each)));
        return lines.toString();
    }

    private String line(Evidence each) {
        String source = each.source().isEmpty() ? "" : "  [" + each.source() + "]";
        return "- " + words.say("ui.report.line", each.what(), each.value()).replace("\n", "\n  ") + source;
    }
}
