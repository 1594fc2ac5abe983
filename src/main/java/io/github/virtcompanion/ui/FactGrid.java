package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.words.Words;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import java.util.function.Function;

/// What is known, name beside value. What is not known is said in grey, never left out.
final class FactGrid extends GridPane {
    private final Words words;

    FactGrid(Words words) {
        this.words = words;
        getStyleClass().add("fact-grid");
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints values = new ColumnConstraints();
        values.setMinWidth(0);
        values.setHgrow(Priority.ALWAYS);
        getColumnConstraints().setAll(names, values);
    }

    Label put(String name, String value) {
        Label label = new Label(name);
        label.getStyleClass().add("muted");
        label.setMinWidth(Region.USE_PREF_SIZE);
        Label text = FailurePane.wrapping(value);
        label.setLabelFor(text);
        GridPane.setValignment(label, VPos.TOP);
        addRow(getRowCount(), label, text);
        return text;
    }

    /// A fact whose reason has room here.
    <T> Label put(String name, Fact<T> fact, Function<T, String> say) {
        return switch (fact) {
            case Fact.Known<T>(T value, String source) -> explained(put(name, say.apply(value)), source);
            case Fact.Unknown<T>(Message reason) -> grey(put(name, words.say("ui.unknown-because", reason)));
        };
    }

    /// A fact whose reason is told to those who ask.
    <T> Label putShort(String name, Fact<T> fact, Function<T, String> say) {
        if (!(fact instanceof Fact.Unknown<T>(Message reason))) return put(name, fact, say);
        Label label = grey(put(name, words.say("ui.not-known")));
        label.setAccessibleHelp(words.say(reason));
        return explained(label, words.say(reason));
    }

    private static Label grey(Label label) {
        label.getStyleClass().add("muted");
        return label;
    }

    private static Label explained(Label label, String how) {
        if (how.isBlank()) return label;
        Tooltip tip = new Tooltip(how);
        tip.setWrapText(true);
        tip.setMaxWidth(Em.px(36));
        label.setTooltip(tip);
        return label;
    }
}
