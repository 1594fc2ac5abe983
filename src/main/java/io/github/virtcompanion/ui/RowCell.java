package io.github.virtcompanion.ui;

import io.github.virtcompanion.words.Words;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// A cell of the list: a bold or plain line over a small one, with an icon before or nothing. Reused from line to line.
abstract class RowCell extends TreeTableCell<Row, Object> {
    final Words words;
    final Label first = new Label();
    final Label second = new Label();
    final FontIcon icon = new FontIcon();
    final HBox box;
    private final Tooltip tip = new Tooltip();

    RowCell(Words words) {
        this.words = words;
        second.getStyleClass().add("small-line");
        VBox lines = new VBox(first, second);
        lines.setAlignment(Pos.CENTER_LEFT);
        lines.setMinWidth(0);
        HBox.setHgrow(lines, Priority.ALWAYS);
        box = new HBox(icon, lines);
        box.getStyleClass().add("row-cell");
        box.setAlignment(Pos.CENTER_LEFT);
        second.managedProperty().bind(second.visibleProperty());
        icon.managedProperty().bind(icon.visibleProperty());
        icon.setVisible(false);
        Icon.size(icon, 1.9);
    }

    abstract void showMachine(Row.OfMachine row);

    abstract void showConnection(Row.OfConnection row);

    /// Text that says the same as the cell's looks, for the tooltip and screen readers.
    final void explain(String text) {
        tip.setText(text);
        setTooltip(text.isEmpty() ? null : tip);
    }

    final void lines(String above, String below) {
        first.setText(above);
        second.setText(below);
        second.setVisible(!below.isEmpty());
        setAccessibleText(below.isEmpty() ? above : above + ", " + below);
    }

    @Override
    protected void updateItem(Object item, boolean empty) {
        super.updateItem(item, empty);
        TreeItem<Row> line = empty ? null : getTreeTableView().getTreeItem(getIndex());
        if (line == null || line.getValue() == null) {
            setGraphic(null);
            setTooltip(null);
            setAccessibleText(null);
            return;
        }
        switch (line.getValue()) {
            case Row.OfMachine row -> showMachine(row);
            case Row.OfConnection row -> showConnection(row);
        }
        setGraphic(box);
    }
}
