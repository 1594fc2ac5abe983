package io.github.virtcompanion.ui;

import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Cell;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// The Menu key and Shift+F10 open the menu of what has the keyboard: JavaFX does not do it on Linux.
final class MenuKey {
    private MenuKey() {}

    static void in(Scene scene) {
        scene.addEventFilter(KeyEvent.KEY_PRESSED, key -> {
            boolean asked = key.getCode() == KeyCode.CONTEXT_MENU || key.getCode() == KeyCode.F10 && key.isShiftDown();
            Node focused = scene.getFocusOwner();
            if (!asked || focused == null) return;
            Bounds at = focused.localToScene(selectedIn(focused));
            Point2D here = new Point2D(at.getMinX() + Em.px(2), Math.min(at.getMaxY(), at.getMinY() + Em.px(2)));
            Point2D screen = scene.getRoot().localToScreen(here);
            Event.fireEvent(focused, new ContextMenuEvent(ContextMenuEvent.CONTEXT_MENU_REQUESTED, here.getX(), here.getY(), screen.getX(), screen.getY(), true, null));
            key.consume();
        });
    }

    /// Of a list, the line that is selected, where it is in sight.
    private static Bounds selectedIn(Node focused) {
        return focused instanceof TreeTableView<?> list ? list.lookupAll(".tree-table-row-cell").stream()
                .filter(row -> row instanceof Cell<?> cell && cell.isSelected() && row.isVisible()).findFirst()
                .map(row -> list.sceneToLocal(row.localToScene(row.getBoundsInLocal()))).orElse(list.getBoundsInLocal()) : focused.getBoundsInLocal();
    }
}
