package io.github.virtcompanion.ui;

import io.github.virtcompanion.words.Words;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// A cell of the list: a bold or plain line over a small one. Reused from line to line.
///
/// There are hundreds of them: what a cell never shows it does not have.
abstract class RowCell extends TreeTableCell<Row, Object> {
    final Words words;
    final Label first = new Label();
    private final VBox lines = new VBox(first);
    private Node shown = lines;
    private Label second;
    private Tooltip tip;

    RowCell(Words words) {
        this.words = words;
        lines.setAlignment(Pos.CENTER_LEFT);
        lines.setMinWidth(0);
    }

    abstract void showMachine(Row.OfMachine row);

    abstract void showConnection(Row.OfConnection row);

    /// Something before the lines, from now on.
    final void before(Node... nodes) {
        HBox.setHgrow(lines, Priority.ALWAYS);
        HBox box = row(nodes);
        box.getChildren().add(lines);
    }

    /// These in a row instead of the lines.
    final HBox row(Node... nodes) {
        HBox box = new HBox(nodes);
        box.getStyleClass().add("row-cell");
        box.setAlignment(Pos.CENTER_LEFT);
        shown = box;
        return box;
    }

    /// Text that says the same as the cell's looks, for the tooltip and screen readers.
    final void explain(String text) {
        if (!text.isEmpty()) {
            if (tip == null) tip = new Tooltip();
            tip.setText(text);
        }
        setTooltip(text.isEmpty() ? null : tip);
    }

    final void lines(String above, String below) {
        first.setText(above);
        if (second == null && !below.isEmpty()) {
            second = new Label();
            second.getStyleClass().add("small-line");
            second.managedProperty().bind(second.visibleProperty());
            lines.getChildren().add(second);
        }
        if (second != null) {
            second.setText(below);
            second.setVisible(!below.isEmpty());
        }
        setAccessibleText(below.isEmpty() ? above : above + ", " + below);
    }

    final void tones(String above, String below) {
        Cells.tone(first, above);
        if (second != null) Cells.tone(second, below);
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
        setGraphic(shown);
    }
}
