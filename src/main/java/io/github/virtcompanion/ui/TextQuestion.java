package io.github.virtcompanion.ui;

import javafx.scene.control.TextInputDialog;
import javafx.stage.Window;

import java.util.Optional;

/// A dialog that asks for one line.
final class TextQuestion {
    private static final int COLUMNS = 24;

    private TextQuestion() {}

    /// @param title what it is for
    /// @param label of the field
    /// @param now   stands there at first
    /// @return without blanks around it; empty where nothing was entered
    static Optional<String> ask(Window owner, String title, String label, String now) {
        return given(owner, title, label, now).filter(text -> !text.isEmpty());
    }

    /// The same where an empty answer is one.
    static Optional<String> given(Window owner, String title, String label, String now) {
        TextInputDialog dialog = Placed.over(owner, new TextInputDialog(now));
        dialog.setTitle(title);
        dialog.setHeaderText(title);
        dialog.setGraphic(null);
        dialog.setContentText(label);
        dialog.getEditor().setPrefColumnCount(COLUMNS);
        return dialog.showAndWait().map(String::strip);
    }
}
