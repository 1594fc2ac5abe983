package io.github.virtcompanion.ui;

import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;

/// A unified diff with its lines coloured; `+` and `-` stay, so that it is not told by colour alone.
final class DiffView extends ListView<String> {
    private static final int MOST_LINES = 14;
    /// As in the style sheet.
    private static final double LINE_EMS = 1.575;

    DiffView(String diff) {
        getStyleClass().addAll("mono", "diff", "dense");
        getItems().setAll(diff.lines().toList());
        setCellFactory(_ -> new Line());
        double lines = Math.min(getItems().size(), MOST_LINES) + 1.2;
        setPrefHeight(Em.px(LINE_EMS * lines));
        setMinHeight(Em.px(LINE_EMS * Math.min(lines, 5)));
    }

    private static final class Line extends ListCell<String> {
        @Override
        protected void updateItem(String line, boolean empty) {
            super.updateItem(line, empty);
            getStyleClass().removeAll("diff-added", "diff-removed", "diff-place");
            setText(empty ? null : line);
            if (empty || line == null) return;
            if (line.startsWith("@@") || line.startsWith("---") || line.startsWith("+++")) getStyleClass().add("diff-place");
            else if (line.startsWith("+")) getStyleClass().add("diff-added");
            else if (line.startsWith("-")) getStyleClass().add("diff-removed");
        }
    }
}
