package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.words.Words;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.List;

/// A card across the window, above the list, that the user can send away.
final class BannerView extends VBox {
    private final HBox actions = new HBox();

    BannerView(Words words, String id, Runnable gone) {
        setId(id);
        getStyleClass().addAll("card", "banner");
        setVisible(false);
        managedProperty().bind(visibleProperty());
        actions.getStyleClass().add("actions");
        Button dismiss = new Button(words.say("ui.dismiss"));
        dismiss.setId(id + "-dismiss");
        dismiss.getStyleClass().add(Styles.SMALL);
        dismiss.setMinWidth(USE_PREF_SIZE);
        dismiss.setOnAction(_ -> {
            setVisible(false);
            gone.run();
        });
        actions.getChildren().add(dismiss);
    }

    void tell(String title, List<String> sentences) {
        Label head = new Label(title);
        head.getStyleClass().add(Styles.TEXT_BOLD);
        VBox text = new VBox();
        if (!title.isEmpty()) text.getChildren().add(head);
        sentences.forEach(sentence -> text.getChildren().add(FailurePane.wrapping(sentence)));
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setAlignment(Pos.CENTER_LEFT);
        text.setMinHeight(Region.USE_PREF_SIZE);
        actions.setMinWidth(USE_PREF_SIZE);
        HBox line = new HBox(text, actions);
        line.getStyleClass().add("banner-line");
        getChildren().setAll(line);
        setVisible(true);
    }

    Button action(String id, String caption, Runnable action) {
        Button button = new Button(caption);
        button.setId(id);
        button.getStyleClass().add(Styles.SMALL);
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
        actions.getChildren().add(actions.getChildren().size() - 1, button);
        return button;
    }
}
