package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.words.Words;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.function.Supplier;

/// The one way a failure looks: a sentence, the next step, the other side's words folded, and "Copy".
final class FailurePane extends VBox {
    FailurePane(Words words, Failure failure) {
        this(words, failure, List.of());
    }

    /// With buttons for what can be done about it; one that was pressed has dealt with it.
    FailurePane(Words words, Notices.Trouble trouble, Notices notices) {
        this(words, trouble.failure(), trouble.actions().stream().map(action -> {
            Button button = new Button(action.words());
            button.setMinWidth(USE_PREF_SIZE);
            button.setOnAction(_ -> {
                notices.dismissTrouble();
                action.run().run();
            });
            return button;
        }).toList());
    }

    /// With buttons, and without being dealt with by pressing one.
    static FailurePane waiting(Words words, Notices.Trouble trouble) {
        return new FailurePane(words, trouble.failure(), trouble.actions().stream().map(action -> {
            Button button = new Button(action.words());
            button.setMinWidth(USE_PREF_SIZE);
            button.setOnAction(_ -> action.run().run());
            return button;
        }).toList());
    }

    private FailurePane(Words words, Failure failure, List<Button> buttons) {
        getStyleClass().addAll("card", "failure");
        String what = words.say(failure.what());
        String next = words.say(failure.nextStep());
        Label sentence = wrapping(what);
        sentence.getStyleClass().add(Styles.TEXT_BOLD);
        HBox head = new HBox(Icon.of(Sign.ALERT_OCTAGON, "tone-danger", "card-icon"), sentence);
        head.getStyleClass().add("card-head");
        HBox.setHgrow(sentence, Priority.ALWAYS);
        HBox actions = new HBox();
        actions.getStyleClass().add("actions");
        TextArea details = new TextArea(failure.details());
        details.setEditable(false);
        details.setWrapText(true);
        details.getStyleClass().addAll("mono", "details");
        details.setVisible(false);
        details.managedProperty().bind(details.visibleProperty());
        if (!failure.details().isBlank()) {
            Hyperlink fold = new Hyperlink(words.say("ui.details"));
            fold.setOnAction(_ -> details.setVisible(!details.isVisible()));
            actions.getChildren().add(fold);
        }
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        actions.getChildren().add(gap);
        actions.getChildren().addAll(buttons);
        actions.getChildren().add(copy(words, what + "\n" + next + "\n" + failure.details()));
        getChildren().addAll(head, wrapping(next), actions, details);
    }

    static Label wrapping(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }

    /// A button that puts text on the clipboard and says that it did.
    static Button copy(Words words, String text) {
        return copy(words, words.say("ui.copy"), text);
    }

    static Button copy(Words words, String caption, String text) {
        return copy(words, caption, () -> text);
    }

    /// @param text asked for when it is copied
    static Button copy(Words words, String caption, Supplier<String> text) {
        Button copy = new Button(caption, Icon.of(Sign.CONTENT_COPY));
        copy.getStyleClass().add(Styles.SMALL);
        copy.setMinWidth(USE_PREF_SIZE);
        copy.setOnAction(_ -> {
            ClipboardContent content = new ClipboardContent();
            content.putString(text.get());
            Clipboard.getSystemClipboard().setContent(content);
            copy.setText(words.say("ui.copied"));
        });
        return copy;
    }
}
