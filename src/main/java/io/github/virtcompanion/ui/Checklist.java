package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.words.Words;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;

import java.util.List;

/// Evidence as lines to be read at one glance: green, amber, red, grey, each with a shape of its own for those who see no colours.
final class Checklist {
    private Checklist() {}

    static VBox of(Words words, List<Evidence> evidence) {
        VBox lines = new VBox();
        lines.getStyleClass().add("checklist");
        for (Evidence each : evidence) lines.getChildren().add(line(words, each));
        return lines;
    }

    static HBox line(Words words, Evidence evidence) {
        Label what = new Label(words.say(evidence.what()));
        what.setMinWidth(Region.USE_PREF_SIZE);
        // Long sources of commands give way first; the tooltip has them whole.
        Label source = new Label(evidence.source());
        source.getStyleClass().add("small-line");
        source.setMinWidth(0);
        if (!evidence.source().isBlank()) source.setTooltip(new Tooltip(evidence.source()));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox first = new HBox(what, gap, source);
        first.getStyleClass().add("plan-line");
        Label value = FailurePane.wrapping(words.say(evidence.value()));
        value.getStyleClass().add("mono");
        VBox read = new VBox(first, value);
        HBox.setHgrow(read, Priority.ALWAYS);
        HBox line = new HBox(icon(words, evidence.sign()), read);
        line.getStyleClass().add("plan-line");
        return line;
    }

    private static Glyph icon(Words words, Evidence.Sign sign) {
        Ikon ikon = switch (sign) {
            case GOOD -> Sign.CHECK_CIRCLE;
            case DOUBTFUL -> Sign.ALERT;
            case BAD -> Sign.CLOSE_CIRCLE;
            case NEUTRAL -> Sign.MINUS_CIRCLE_OUTLINE;
            case UNKNOWN -> Sign.HELP_CIRCLE_OUTLINE;
        };
        String tone = switch (sign) {
            case GOOD -> "tone-good";
            case DOUBTFUL -> "tone-warning";
            case BAD -> "tone-danger";
            case NEUTRAL, UNKNOWN -> "tone-muted";
        };
        return Icon.speaking(ikon, words.say("ui.sign." + sign.word()), tone);
    }
}
