package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.Status;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.event.Event;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.DialogPane;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TabPane;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What virt-manager's users do in its list without thinking of it: keys, typed names, mouse.
class ListWindowTest extends OnDemoHost {
    @Test
    void theMenuKeyOpensTheMenuOfTheSelectedLine() {
        inList("windows-vista");
        robot.push(KeyCode.CONTEXT_MENU);
        until(() -> table().getContextMenu().isShowing());
        assertTrue(table().getContextMenu().getItems().stream().anyMatch(item -> "context-delete".equals(item.getId())));
        robot.push(KeyCode.ESCAPE);
        until(() -> !table().getContextMenu().isShowing());
        robot.push(KeyCode.SHIFT, KeyCode.F10);
        until(() -> table().getContextMenu().isShowing());
    }

    @Test
    void aButtonOfTheToolbarLeavesTheKeyboardInTheList() {
        inList("windows-vista");
        click("#run");
        until(() -> text("#notice").contains("started"));
        assertTrue(table().isFocused());
        click("#shut-down");
        until(() -> text("#notice").contains("shut down"));
        assertTrue(table().isFocused());
        // With the keyboard they are still reached.
        assertTrue(node("#shut-down").isFocusTraversable());
    }

    @Test
    void whatIsHiddenIsSaid() {
        robot.interact(() -> ((MenuButton) node("#menu")).getItems().stream().filter(item -> "hide-off".equals(item.getId())).map(CheckMenuItem.class::cast)
                .forEach(item -> item.setSelected(true)));
        until(() -> text("#summary").contains("4 that are off are hidden"));
        assertEquals(3, table().getExpandedItemCount());
    }

    @Test
    void aConnectionsTabsHaveTheKeysOfAMachines() {
        robot.interact(() -> table().getSelectionModel().clearAndSelect(0));
        until(() -> shown("#check-again"));
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT2);
        until(() -> ((TabPane) robot.lookup("#check-again").query().getParent().getParent().lookup(".tab-pane")).getSelectionModel().getSelectedIndex() == 1);
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT6);
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT1);
        until(() -> ((TabPane) robot.lookup("#check-again").query().getParent().getParent().lookup(".tab-pane")).getSelectionModel().getSelectedIndex() == 0);
    }

    @Test
    void aCheckEndsAlsoInTheStatusBar() {
        robot.interact(() -> table().getSelectionModel().clearAndSelect(0));
        until(() -> shown("#check-again"));
        click("#check-again");
        until(() -> text("#working").isEmpty());
        assertFalse(text("#notice").contains("Checking"), text("#notice"));
    }

    @Test
    void adviceThatIsTakenGoesAwayAndLeavesTheKeyboardToTheList() {
        inList("debian-testing");
        until(() -> shown("Use writeback…"));
        robot.interact(() -> node("Use writeback…").requestFocus());
        robot.push(KeyCode.SPACE);
        until(() -> shown("#apply"));
        until(() -> !node("#apply").isDisabled());
        robot.interact(((ButtonBase) node("#apply"))::fire);
        until(() -> text("#notice").contains("stored"));
        until(() -> table().isFocused());
        assertFalse(shown("Use writeback…"));
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT5);
        until(() -> shown(System.getProperty("user.name") + ", in the window, on the advice “vda: writethrough waits for the disk after every write”"));
    }

    @Test
    void theFirstLettersOfANameLeadToIt() {
        inList("windows-vista");
        robot.write("open");
        until(() -> selected().equals("openbsd-4.9"));
        robot.write("i");
        until(() -> selected().equals("openindiana"));
        WaitForAsyncUtils.sleep(TypeAhead.PATIENCE.toMillis() + 200, TimeUnit.MILLISECONDS);
        robot.write("f");
        until(() -> selected().equals("freebsd-8"));
    }

    @Test
    void aQuickDrawOfThePointerSelectsAllLinesItCrossed() {
        inList("windows-vista");
        Node first = robot.lookup("Debian Testing").query();
        Node last = robot.lookup("OpenBSD 5.0").query();
        Point2D from = middle(first);
        Point2D to = middle(last);
        robot.moveTo(from);
        // In one turn of the FX thread, as where the window is busy with the page of the line that was pressed.
        robot.interact(() -> {
            Robot hand = new Robot();
            hand.mousePress(MouseButton.PRIMARY);
            hand.mouseMove(to);
            hand.mouseRelease(MouseButton.PRIMARY);
        });
        until(() -> table().getSelectionModel().getSelectedItems().size() == 4);
    }

    @Test
    void theHeadersMenuChoosesColumnsAndTouchesNoMachine() {
        inList("windows-vista");
        Node type = robot.lookup("#type").match(each -> each.getStyleClass().contains("column-header")).query();
        Point2D at = middle(type);
        robot.interact(() -> Event.fireEvent(type, new ContextMenuEvent(ContextMenuEvent.CONTEXT_MENU_REQUESTED, 0, 0, at.getX(), at.getY(), false, null)));
        ContextMenu chooser = table().getVisibleLeafColumns().get(1).getContextMenu();
        until(chooser::isShowing);
        assertFalse(table().getContextMenu().isShowing());
        robot.interact(() -> ((CheckMenuItem) chooser.getItems().stream().filter(item -> "column-uptime".equals(item.getId())).findFirst().orElseThrow()).setSelected(true));
        until(() -> table().getVisibleLeafColumns().stream().anyMatch(column -> column.getId().equals("uptime")));
    }

    @Test
    void checkingAgainConnectsNothingThatWasDisconnected() {
        robot.interact(() -> table().getSelectionModel().clearAndSelect(0));
        Row.OfConnection row = (Row.OfConnection) table().getSelectionModel().getSelectedItem().getValue();
        fire("connection-disconnect");
        until(() -> row.status.get() instanceof Status.Idle && table().getExpandedItemCount() == 1);
        robot.push(KeyCode.F5);
        WaitForAsyncUtils.sleep(500, TimeUnit.MILLISECONDS);
        assertTrue(row.status.get() instanceof Status.Idle, row.status.get().toString());
    }

    @Test
    void theHostsPageBearsTheNameThatItsConnectionWasGiven() {
        robot.interact(() -> table().getSelectionModel().clearAndSelect(0));
        Row.OfConnection row = (Row.OfConnection) table().getSelectionModel().getSelectedItem().getValue();
        robot.interact(() -> row.label.set("Office"));
        assertEquals("Office", text(".detail-head > .title-4"));
    }

    @Test
    void enterDeletesNothing() {
        inList("windows-vista");
        robot.push(KeyCode.DELETE);
        until(() -> shown("#delete-really"));
        robot.push(KeyCode.ENTER);
        WaitForAsyncUtils.sleep(500, TimeUnit.MILLISECONDS);
        assertEquals("All 6", text("#filter-all"));
    }

    @Test
    void namesStayInLineWhenLinesAreLaidOutAgain() {
        until(() -> indents().size() == 1);
        robot.interact(() -> table().getSelectionModel().clearAndSelect(0));
        Row.OfConnection row = (Row.OfConnection) table().getSelectionModel().getSelectedItem().getValue();
        fire("connection-disconnect");
        until(() -> table().getExpandedItemCount() == 1);
        fire("connection-connect");
        until(() -> row.status.get().connected() && table().getExpandedItemCount() == 7);
        select("openindiana");
        click("#run");
        until(() -> text("#notice").contains("started"));
        robot.interact(() -> robot.lookup(".machine-name").queryAll().stream().limit(2).forEach(name -> {
            for (Node each = name; each != null && each != table(); each = each.getParent())
                if (each instanceof javafx.scene.Parent parent) parent.requestLayout();
        }));
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals(1, indents().size(), indents().toString());
    }

    @Test
    void aDialogThatTheDesktopMisplacedComesBackToItsWindow() {
        inList("windows-vista");
        AtomicReference<Rectangle2D> wanted = new AtomicReference<>();
        robot.interact(() -> Window.getWindows().addListener((ListChangeListener<Window>) change -> {
            while (change.next()) change.getAddedSubList().stream().filter(each -> each.getScene() != null && each.getScene().getRoot() instanceof DialogPane).forEach(dialog -> Platform.runLater(() -> {
                wanted.set(new Rectangle2D(dialog.getX(), dialog.getY(), dialog.getWidth(), dialog.getHeight()));
                dialog.setX(0);
                dialog.setY(0);
                dialog.setHeight(60);
            }));
        }));
        robot.push(KeyCode.F2);
        until(() -> wanted.get() != null);
        Window dialog = node(".dialog-pane").getScene().getWindow();
        until(() -> dialog.getHeight() == wanted.get().getHeight() && Math.abs(dialog.getX() - wanted.get().getMinX()) < 2);
    }

    @Test
    void theTagsAreAsHighAsTheFiltersBesideThem() {
        select("openindiana");
        robot.interact(() -> table().getContextMenu().show(table(), 0, 0));
        Platform.runLater(() -> ((Menu) item(words.say("machines.tags"))).getItems().getLast().fire());
        until(() -> shown(".dialog-pane .text-field"));
        robot.clickOn(".dialog-pane .text-field").write("old").push(KeyCode.ENTER);
        until(() -> shown("#filter-tags"));
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals(node("#filter-all").getBoundsInLocal().getHeight(), node("#filter-tags").getBoundsInLocal().getHeight(), 1);
    }

    private static Point2D middle(Node node) {
        var bounds = node.localToScreen(node.getBoundsInLocal());
        return new Point2D(bounds.getCenterX(), bounds.getCenterY());
    }

    private void fire(String entry) {
        robot.interact(() -> table().getContextMenu().show(table(), 0, 0));
        robot.interact(() -> table().getContextMenu().getItems().stream().filter(item -> entry.equals(item.getId())).findFirst().orElseThrow().fire());
        robot.interact(() -> table().getContextMenu().hide());
    }

    private Set<Double> indents() {
        return robot.lookup(".machine-name").match(Node::isVisible).queryAll().stream().map(name -> name.localToScene(0, 0).getX()).collect(Collectors.toSet());
    }

    private void inList(String machine) {
        select(machine);
        robot.interact(() -> table().requestFocus());
    }
}
