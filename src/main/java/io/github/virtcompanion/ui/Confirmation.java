package io.github.virtcompanion.ui;

import io.github.virtcompanion.words.Words;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.stage.Window;

import java.util.List;
import java.util.stream.Collectors;

/// Asks before the plug is pulled.
final class Confirmation {
    private Confirmation() {}

    /// @return true if the user wants it
    static boolean asked(Words words, Lifecycle action, List<Row.OfMachine> machines, Window owner) {
        String names = machines.stream().map(row -> row.now().label()).collect(Collectors.joining(", "));
        ButtonType yes = new ButtonType(words.say("ui.action." + action.word()).replace("_", ""), ButtonBar.ButtonData.OK_DONE);
        ButtonType no = new ButtonType(words.say("ui.cancel"), ButtonBar.ButtonData.CANCEL_CLOSE);
        Alert alert = new Alert(Alert.AlertType.CONFIRMATION, words.say("ui.sure." + action.word(), names), no, yes);
        alert.initOwner(owner);
        alert.setHeaderText(null);
        return alert.showAndWait().filter(yes::equals).isPresent();
    }
}
