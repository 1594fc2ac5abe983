package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.model.CacheMode;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Labeled;
import javafx.scene.control.TabPane;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.fxmisc.richtext.CodeArea;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The whole window on the demo host.
class WindowTest extends OnDemoHost {
    @Test
    void theSixAreListedAndTheDemoSaysThatItIsOne() {
        assertEquals(7, table().getExpandedItemCount());
        assertEquals("Emulated 6", text("#filter-emulated"));
        assertTrue(node("#demo-banner").isVisible());
        until(() -> text("#summary").contains("switched off in this host"));
    }

    @Test
    void whatLeadsToTheHostLeavesTheKeyboardInTheList() {
        select("debian-testing");
        until(() -> shown("#take-emulated-kvm-not-usable"));
        click("#take-emulated-kvm-not-usable");
        until(() -> table().isFocused());
        assertEquals("demo:///", table().getSelectionModel().getSelectedItem().getValue().key());
    }

    /// For whoever has no mouse: links, tabs and flat buttons too.
    @Test
    void whereTheKeyboardIsCanBeSeen() {
        select("debian-testing");
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT2);
        until(() -> shown("Measure the cache modes here"));
        robot.interact(() -> table().requestFocus());
        Set<Class<?>> seen = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            robot.push(KeyCode.TAB);
            Node at = table().getScene().getFocusOwner();
            Region framed = at instanceof TabPane ? (Region) at.lookup(".tab:selected > .tab-container") : at instanceof ButtonBase button ? button : null;
            if (framed == null) continue;
            until(() -> framed.getBorder() != null && framed.getBorder().getStrokes().stream().anyMatch(stroke -> !stroke.getTopStroke().equals(Color.TRANSPARENT)));
            seen.add(at.getClass());
        }
        assertTrue(seen.containsAll(Set.of(TabPane.class, Hyperlink.class, Button.class)), seen.toString());
    }

    @Test
    void altEnterGoesToTheOtherSideAndBack() {
        select("debian-testing");
        robot.interact(() -> table().requestFocus());
        robot.push(KeyCode.ALT, KeyCode.ENTER);
        until(() -> table().getScene().getFocusOwner() instanceof TabPane);
        robot.push(KeyCode.TAB);
        until(() -> !(table().getScene().getFocusOwner() instanceof TabPane));
        robot.push(KeyCode.ALT, KeyCode.ENTER);
        until(() -> table().isFocused());
        // The page that had the keyboard goes away.
        for (KeyCode page : List.of(KeyCode.DIGIT4, KeyCode.DIGIT2)) {
            robot.push(KeyCode.CONTROL, page);
            robot.push(KeyCode.ALT, KeyCode.ENTER);
            until(() -> table().getScene().getFocusOwner() instanceof TabPane);
            robot.push(KeyCode.TAB).push(KeyCode.TAB);
            until(() -> !(table().getScene().getFocusOwner() instanceof TabPane));
            robot.push(KeyCode.CONTROL, KeyCode.DIGIT5);
            until(() -> table().getScene().getFocusOwner() instanceof TabPane);
            robot.interact(() -> table().requestFocus());
        }
    }

    private void debianWaitsForWriteback() {
        select("debian-testing");
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT2);
        choose("vda", "WRITEBACK");
        click("#use-vda");
        until(() -> shown("#apply"));
        click("#apply");
        until(() -> text("#filter-pending").equals("Pending 1"));
    }

    @Test
    void aCacheModeIsReviewedAppliedShownAsPendingAndTakenBack() {
        debianWaitsForWriteback();
        until(() -> shown("#notice-action"));
        click("#notice-action");
        until(() -> shown("#apply"));
        click("#apply");
        until(() -> text("#filter-pending").equals("Pending 0"));
    }

    @Test
    void whatBecameOfSeveralIsShownWhileTheyStaySelected() {
        robot.interact(() -> table().getSelectionModel().clearSelection());
        robot.interact(() -> table().getRoot().getChildren().getFirst().getChildren().stream()
                .filter(item -> ((Row.OfMachine) item.getValue()).now().active()).forEach(item -> table().getSelectionModel().select(table().getRow(item))));
        robot.interact(() -> ((ComboBox<?>) node("#bulk-cache")).getSelectionModel().select(CacheMode.DIRECTSYNC.ordinal()));
        assertFalse(shown("#bulk-apply-now"));
        click("#bulk-use");
        until(() -> shown("#apply"));
        click("#apply");
        until(() -> text("#filter-pending").equals("Pending 2"));
        until(() -> shown("#cancel"));
        click("#cancel");
        until(() -> shown("#bulk-apply-now"));
    }

    @Test
    void whatWasChangedTogetherIsTakenBackTogether() {
        robot.interact(() -> table().getSelectionModel().selectAll());
        robot.interact(() -> ((ComboBox<?>) node("#bulk-cache")).getSelectionModel().select(CacheMode.DIRECTSYNC.ordinal()));
        click("#bulk-use");
        until(() -> shown("#apply"));
        click("#apply");
        until(() -> shown("#results-undo"));
        click("#results-undo");
        until(() -> shown("Take back a change of 6 machines"));
        click("#apply");
        until(() -> text("#results-count").startsWith("6 changed"));
        click("#cancel");
        until(() -> text("#filter-pending").equals("Pending 0"));
    }

    /// Of all that are chosen only one is not so already; it need not be the first.
    @Test
    void theUndoBesideTheSentenceIsThatMachines() {
        debianWaitsForWriteback();
        robot.interact(() -> table().getSelectionModel().selectAll());
        robot.interact(() -> ((ComboBox<?>) node("#bulk-cache")).getSelectionModel().select(CacheMode.WRITETHROUGH.ordinal()));
        click("#bulk-use");
        until(() -> shown("#apply"));
        click("#apply");
        until(() -> text("#filter-pending").equals("Pending 0"));
        until(() -> shown("#notice-action"));
        click("#notice-action");
        until(() -> shown("Take back a change of Debian Testing (debian-testing)"));
        click("#cancel");
    }

    /// Not whatever was changed before it.
    @Test
    void theUndoBesideAnUndoBringsTheChangeBack() {
        debianWaitsForWriteback();
        for (int waiting = 0; waiting < 2; waiting++) {
            int then = waiting;
            until(() -> shown("#notice-action"));
            click("#notice-action");
            until(() -> shown("#apply"));
            click("#apply");
            until(() -> text("#filter-pending").equals("Pending " + then));
        }
    }

    /// A window manager that has much to do gives a window that is just coming the height of before.
    @Test
    void aReviewGetsItsHeightBack() {
        select("debian-testing");
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT2);
        choose("vda", "WRITEBACK");
        click("#use-vda");
        until(() -> shown("#apply"));
        Window dialog = node("#apply").getScene().getWindow();
        double high = dialog.getHeight();
        robot.interact(() -> dialog.setHeight(high / 2));
        until(() -> dialog.getHeight() > high - 2);
        click("#cancel");
    }

    @Test
    void whatImagesLieOnIsShownAndTheModeForThemIsMarked() {
        robot.interact(() -> table().getSelectionModel().clearAndSelect(0));
        robot.interact(() -> ((TabPane) node(".detail > .tab-pane")).getSelectionModel().select(1));
        until(() -> shown("btrfs ← md0 (RAID 0) ← sda1, sdb1 ← sda, sdb"));
        assertTrue(shown("writethrough for FreeBSD 8. This guest never asks for a flush, so each write must reach the disk at once."));
        assertTrue(shown("No redundancy: losing one disk loses everything on it."));
        assertTrue(shown("Host settings"));
        select("debian-testing");
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT2);
        until(() -> shown("Recommended: writeback. This file system keeps checksums, which direct writes can spoil or only pretend to avoid."));
    }

    @Test
    void theHelpGoesWithItsWindowOrTheProgramWouldNotEnd() {
        Window main = table().getScene().getWindow();
        robot.push(KeyCode.F1);
        until(() -> Window.getWindows().stream().anyMatch(window -> window instanceof Stage && window != main));
        robot.interact(main::requestFocus);
        robot.push(KeyCode.CONTROL, KeyCode.Q);
        until(() -> Window.getWindows().isEmpty());
    }

    @Test
    void unsafeWaitsForConsent() {
        select("debian-testing");
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT2);
        choose("vda", "UNSAFE");
        click("#use-vda");
        until(() -> shown("#apply"));
        assertTrue(node("#apply").isDisabled());
        click("#consent");
        assertFalse(node("#apply").isDisabled());
        click("#apply");
        until(() -> text("#filter-unsafe").equals("Unsafe 1"));
    }

    @Test
    void aSwitchThatCannotBeIsNotOfferedForApplying() {
        select("openbsd-4.9");
        click("#switch");
        until(() -> shown("#cancel"));
        assertFalse(shown("#apply"));
        click("#review-host");
        until(() -> shown("#check-again"));
        assertTrue(table().getSelectionModel().getSelectedItem().getValue() instanceof Row.OfConnection);
    }

    @Test
    void aLongNameDoesNotCutOffTheHostsPageInASmallWindow() {
        robot.interact(() -> {
            robot.window(0).setWidth(800);
            robot.window(0).setHeight(500);
            table().getSelectionModel().clearAndSelect(0);
        });
        until(() -> shown("#check-again"));
        robot.interact(() -> ((Labeled) node(".detail-head > .title-4")).setText("The machines of the laboratory on the third floor"));
        until(() -> {
            double edge = node("#check-again").localToScene(node("#check-again").getBoundsInLocal()).getMaxX();
            return edge <= node("#check-again").getScene().getWidth() - 8;
        });
    }

    @Test
    void aCheckThatFindsTheSameSaysSoAndLeavesTheKeyboardWhereItIs() {
        robot.interact(() -> table().getSelectionModel().clearAndSelect(0));
        until(() -> shown("#copy-report"));
        robot.interact(() -> node("#copy-report").requestFocus());
        robot.push(KeyCode.F5);
        until(() -> text("#notice").contains("was checked again"));
        assertTrue(node("#copy-report").isFocused());
        robot.push(KeyCode.SPACE);
        AtomicReference<String> report = new AtomicReference<>();
        robot.interact(() -> report.set(Clipboard.getSystemClipboard().getString()));
        assertTrue(report.get().contains("disabled-in-firmware") && report.get().contains("Processor: "), report.get());
        assertFalse(report.get().contains("[]"), report.get());
    }

    /// An arrow key chooses without an action.
    @Test
    void whatTheXmlPageIsChosenToShowByTheKeyboardItShows() {
        select("debian-testing");
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT4);
        until(() -> shown("As it runs"));
        CodeArea editor = (CodeArea) node("#xml-editor");
        until(() -> editor.getText().contains("<name>debian-testing</name>") && !node("As it runs").isDisabled());
        assertFalse(editor.getText().contains(" id='"), editor.getText());
        robot.interact(() -> node("Stored").requestFocus());
        robot.push(KeyCode.RIGHT);
        until(() -> editor.getText().contains(" id='"));
        robot.push(KeyCode.LEFT);
        until(() -> !editor.getText().contains(" id='"));
    }

    @Test
    void searchAndFilterNarrowTheListAndTheSelectionSurvivesAChange() {
        robot.push(KeyCode.CONTROL, KeyCode.F).write("bsd");
        until(() -> table().getExpandedItemCount() == 4);
        select("openbsd-5.0");
        click("#run");
        until(() -> text("#notice").contains("started"));
        assertEquals("openbsd-5.0", selected());
        click("#find");
        robot.push(KeyCode.ESCAPE);
        until(() -> table().getExpandedItemCount() == 7);
        assertEquals("openbsd-5.0", selected());
        click("#filter-pending");
        until(() -> table().getExpandedItemCount() == 1);
        assertTrue(node("#nothing-found").isVisible());
    }

    @Test
    void editedXmlWaitsWithItsMachineAndGoesThroughTheReview() {
        select("openindiana");
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT4);
        until(() -> !node("#xml-edit").isDisabled());
        click("#xml-edit");
        CodeArea editor = (CodeArea) node("#xml-editor");
        robot.interact(() -> editor.replaceText(editor.getText().replaceFirst("<title>[^<]*</title>", "<title>Renamed here</title>")));
        String edited = editor.getText();
        select("windows-vista");
        until(() -> !editor.isEditable());
        select("openindiana");
        until(editor::isEditable);
        assertEquals(edited, editor.getText());
        click("#xml-review");
        until(() -> shown("#apply"));
        click("#apply");
        until(() -> !editor.isEditable());
        until(() -> ((Row.OfMachine) table().getSelectionModel().getSelectedItem().getValue()).now().label().equals("Renamed here"));
    }

    @Test
    void enterOpensVirtManagerAndSaysWhenItIsNotThere() {
        select("windows-vista");
        robot.interact(() -> table().requestFocus());
        robot.push(KeyCode.ENTER);
        until(() -> !started.isEmpty());
        assertEquals(List.of("virt-manager", "--connect", ConnectionSpec.DEMO_URI, "--show-domain-console=windows-vista"), started.getFirst());
        until(() -> shown("#failure .failure"));
    }

    @Test
    void whatWasSelectedAndSortedIsRememberedAtTheEnd() throws Exception {
        select("openindiana");
        robot.interact(() -> {
            var cache = table().getColumns().stream().filter(column -> column.getId().equals("cache")).findFirst().orElseThrow();
            table().getSortOrder().setAll(List.of(cache));
        });
        robot.interact(() -> robot.window(0).hide());
        until(() -> remembered.toString().contains("list.sort=cache"));
        assertTrue(remembered.toString().contains("list.selected=" + ConnectionSpec.DEMO_URI), remembered.toString());
    }

    @Test
    void aTagIsKeptInTheDefinitionAndFiltersTheList() {
        select("openindiana");
        robot.interact(() -> table().getContextMenu().show(table(), 0, 0));
        // A dialog holds the FX thread until it is answered: no waiting for it here.
        Platform.runLater(() -> ((Menu) item(words.say("machines.tags"))).getItems().getLast().fire());
        until(() -> shown(".dialog-pane .text-field"));
        robot.clickOn(".dialog-pane .text-field").write("old").push(KeyCode.ENTER);
        until(() -> shown("#filter-tags"));
        robot.interact(() -> ((MenuButton) node("#filter-tags")).getItems().getLast().fire());
        until(() -> table().getExpandedItemCount() == 2);
    }

    @Test
    void aDeletedMachineComesBackByUndo() {
        select("windows-vista");
        robot.interact(() -> table().requestFocus());
        robot.push(KeyCode.DELETE);
        until(() -> shown("#delete-images"));
        click("#delete-images");
        click("#delete-really");
        until(() -> text("#filter-all").equals("All 5"));
        click("#notice-action");
        until(() -> text("#filter-all").equals("All 6"));
    }

    @Test
    void thePlugIsPulledOnlyAfterAQuestionAndNeverAskedAgainIfSo() {
        select("debian-testing");
        robot.interact(() -> table().getContextMenu().show(table(), 0, 0));
        Platform.runLater(() -> table().getContextMenu().getItems().stream().filter(Menu.class::isInstance).map(Menu.class::cast)
                .flatMap(menu -> menu.getItems().stream()).filter(each -> "item-force-off".equals(each.getId())).findFirst().orElseThrow().fire());
        until(() -> shown("#never-again"));
        click("#never-again");
        robot.push(KeyCode.ESCAPE);
        assertEquals("Running 2", text("#filter-running"), "not turned off");
    }
}
