package io.github.virtcompanion.ui;

import javafx.scene.Node;
import javafx.scene.control.TreeTableRow;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;

import java.util.function.Consumer;

/// A line of the list: double clicked it is opened, and the pointer drawn over several selects them.
final class ListLine extends TreeTableRow<Row> {
    private static final double PALE = 0.55;
    private static final double ARROW_EMS = 1.2;
    private final TreeTableView<Row> table;
    private final Drag drag;

    /// Where the pointer was pressed and where it is: the same for all lines.
    static final class Drag {
        private int from = -1;
        private int to = -1;
    }

    ListLine(TreeTableView<Row> table, Drag drag, Consumer<Row> opened) {
        this.table = table;
        this.drag = drag;
        setDisclosureNode(arrow());
        // What cannot be looked at now stays in the list, but pale.
        opacityProperty().bind(itemProperty().flatMap(item -> item instanceof Row.OfMachine machine ? machine.lost : null).map(lost -> lost ? PALE : 1.0).orElse(1.0));
        addEventFilter(MouseEvent.MOUSE_PRESSED, _ -> drag.from = drag.to = getIndex());
        addEventFilter(MouseEvent.MOUSE_DRAGGED, this::drawn);
        addEventFilter(MouseEvent.MOUSE_RELEASED, this::drawn);
        setOnMouseClicked(click -> {
            if (click.getButton() == MouseButton.PRIMARY && click.getClickCount() == 2 && getItem() != null) opened.accept(getItem());
        });
    }

    /// By what is under the pointer, not by which lines say that it entered them: a quick hand's moves come as one.
    private void drawn(MouseEvent moved) {
        if (moved.getButton() != MouseButton.PRIMARY || drag.from < 0) return;
        Node under = moved.getPickResult().getIntersectedNode();
        while (under != null && !(under instanceof ListLine)) under = under.getParent();
        if (!(under instanceof ListLine line) || line.getItem() == null || line.getIndex() == drag.to) return;
        drag.to = line.getIndex();
        table.getSelectionModel().clearSelection();
        table.getSelectionModel().selectRange(Math.min(drag.from, drag.to), Math.max(drag.from, drag.to) + 1);
    }

    /// As wide before it has a style as afterwards: JavaFX moved the names of those lines that were laid out later.
    private static StackPane arrow() {
        StackPane tip = new StackPane();
        tip.getStyleClass().setAll("arrow");
        StackPane arrow = new StackPane(tip);
        arrow.getStyleClass().setAll("tree-disclosure-node");
        arrow.setMouseTransparent(true);
        arrow.setMinWidth(Em.px(ARROW_EMS));
        arrow.setPrefWidth(Em.px(ARROW_EMS));
        return arrow;
    }
}
