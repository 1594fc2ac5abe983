package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.options.Recipe;
import io.github.virtcompanion.words.Words;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Window;

import java.util.Map;

/// A recipe before its review: what it is for, and each line with its reason.
final class RecipeView {
    private RecipeView() {}

    /// @param now the machine's values, to tell what is so already
    static void show(Words words, Window owner, Recipe recipe, Map<String, String> now, Runnable review) {
        Dialog<ButtonType> dialog = Placed.over(owner, new Dialog<>());
        dialog.initModality(Modality.WINDOW_MODAL);
        dialog.setResizable(true);
        dialog.setTitle(words.say(recipe.label()));
        ButtonType go = new ButtonType(words.say("ui.recipe.review"), ButtonBar.ButtonData.OK_DONE);
        dialog.getDialogPane().getButtonTypes().setAll(go, new ButtonType(words.say("ui.cancel"), ButtonBar.ButtonData.CANCEL_CLOSE));
        dialog.getDialogPane().getStylesheets().setAll(owner.getScene().getStylesheets());
        dialog.getDialogPane().getStyleClass().add("review");
        VBox contents = new VBox(FailurePane.wrapping(words.say(recipe.what())));
        contents.getStyleClass().add("review-contents");
        for (Recipe.Step step : recipe.lines()) {
            boolean already = step.assignment().value().equals(now.get(step.assignment().setting()));
            Label line = FailurePane.wrapping(step.assignment().toString());
            line.getStyleClass().addAll("mono", Styles.TEXT_BOLD);
            if (already) Cells.tone(line, "tone-muted");
            String because = words.say(step.because());
            Label reason = FailurePane.wrapping(already ? words.say("ui.recipe.already", because) : because);
            reason.getStyleClass().add("muted");
            VBox one = new VBox(line, reason);
            contents.getChildren().add(one);
        }
        if (recipe.lines().isEmpty()) contents.getChildren().add(FailurePane.wrapping(words.say("ui.recipe.nothing")));
        var scroll = AdviceView.scrolling(contents);
        scroll.setPrefViewportWidth(Em.px(42));
        scroll.setPrefViewportHeight(Math.min(Em.px(30), owner.getHeight() * 0.6));
        VBox.setVgrow(scroll, Priority.ALWAYS);
        VBox around = new VBox(scroll);
        around.getStyleClass().add("question");
        dialog.getDialogPane().setContent(around);
        dialog.getDialogPane().lookupButton(go).setId("recipe-review");
        dialog.getDialogPane().lookupButton(go).setDisable(recipe.lines().isEmpty());
        dialog.showAndWait().filter(go::equals).ifPresent(_ -> review.run());
    }
}
