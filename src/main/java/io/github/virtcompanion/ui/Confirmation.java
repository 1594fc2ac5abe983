package io.github.virtcompanion.ui;

import io.github.virtcompanion.words.Words;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.stage.Window;

import java.util.List;
import java.util.stream.Collectors;

/// Asks before something that the user may regret, unless he said that he need not be asked. virt-manager's choices at first:
/// before the plug is pulled, not before a guest is asked to end.
final class Confirmation {
    private static final int NAMED_AT_MOST = 8;
    private final Words words;
    private final Remembered remembered;

    Confirmation(Words words, Remembered remembered) {
        this.words = words;
        this.remembered = remembered;
    }

    boolean asksBefore(Lifecycle action) {
        return remembered.flag(key(action), action.harsh());
    }

    void askBefore(Lifecycle action, boolean asks) {
        remembered.put(key(action), asks);
        remembered.save();
    }

    private static String key(Lifecycle action) {
        return "ask." + action.word();
    }

    /// @return true if the user wants it, or was not to be asked
    boolean given(Lifecycle action, List<Row.OfMachine> machines, Window owner) {
        if (!asksBefore(action)) return true;
        CheckBox never = new CheckBox(words.say("machines.ask.never"));
        never.setId("never-again");
        boolean yes = asked(words.say("machines.sure." + action.word(), names(machines)), words.say("ui.action." + action.word()).replace("_", ""), owner, never);
        if (yes && never.isSelected()) askBefore(action, false);
        return yes;
    }

    /// @param more below the question; may be none
    boolean asked(String question, String yes, Window owner, javafx.scene.Node... more) {
        ButtonType go = new ButtonType(yes, ButtonBar.ButtonData.OK_DONE);
        ButtonType no = new ButtonType(words.say("ui.cancel"), ButtonBar.ButtonData.CANCEL_CLOSE);
        Alert alert = Placed.over(owner, new Alert(Alert.AlertType.CONFIRMATION, "", no, go));
        alert.setHeaderText(null);
        Label text = FailurePane.wrapping(question);
        text.setPrefWidth(Em.px(30));
        VBox contents = new VBox(text);
        contents.getChildren().addAll(more);
        contents.getStyleClass().add("question");
        alert.getDialogPane().setContent(contents);
        return alert.showAndWait().filter(go::equals).isPresent();
    }

    String names(List<Row.OfMachine> machines) {
        String names = machines.stream().limit(NAMED_AT_MOST).map(row -> row.now().label()).collect(Collectors.joining(", "));
        return machines.size() <= NAMED_AT_MOST ? names : words.say("machines.and-more", names, machines.size() - NAMED_AT_MOST);
    }
}
