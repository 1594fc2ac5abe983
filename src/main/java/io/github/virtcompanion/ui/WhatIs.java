package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.words.Words;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;

/// "What is this?" beside a word of the field: a small button that explains it on the spot.
final class WhatIs {
    private WhatIs() {}

    /// @param terms of [HelpText#TERMS], explained one after the other
    static Button button(Words words, String... terms) {
        Button what = new Button("", Icon.of(Sign.HELP_CIRCLE_OUTLINE));
        what.getStyleClass().addAll(Styles.FLAT, Styles.SMALL, "what-is");
        what.setId("what-is-" + terms[0]);
        what.setMinWidth(Button.USE_PREF_SIZE);
        what.setAccessibleText(words.say("help.what-is") + " " + HelpText.term(terms[0]).title(words));
        what.setTooltip(new Tooltip(words.say("help.what-is")));
        what.setOnAction(_ -> show(words, what, terms));
        return what;
    }

    private static void show(Words words, Button beside, String... terms) {
        VBox contents = new VBox();
        contents.getStyleClass().add("what-is-text");
        for (String term : terms) {
            Label title = new Label(HelpText.term(term).title(words));
            title.getStyleClass().add(Styles.TEXT_BOLD);
            Label text = FailurePane.wrapping(HelpText.term(term).text(words));
            text.setPrefWidth(Em.px(30));
            contents.getChildren().addAll(title, text);
        }
        PopOver pop = new PopOver(contents);
        // It brings a white of its own, on which nobody can read the theme's light letters of the dark; the theme knows how to draw it.
        pop.getRoot().getStylesheets().clear();
        pop.setDetachable(false);
        pop.setAnimated(false);
        pop.setArrowLocation(PopOver.ArrowLocation.TOP_RIGHT);
        pop.show(beside);
    }
}
