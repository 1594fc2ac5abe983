package io.github.virtcompanion.ui;

import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A setting found, explained, chosen and reviewed without a mouse.
class SettingsWindowTest extends OnDemoHost {
    @Test
    void aSettingIsChangedByTheKeyboardAlone() {
        select("debian-testing");
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT3);
        until(() -> shown("#find-setting"));
        robot.interact(() -> node("#find-setting").requestFocus());
        robot.write("vda.bus");
        until(() -> ((ListView<?>) node("#settings-list")).getItems().size() == 2);
        robot.push(KeyCode.DOWN);
        until(() -> node("#settings-list").isFocused());
        robot.push(KeyCode.TAB);
        until(() -> node("#settings-list").getScene().getFocusOwner() instanceof ComboBox<?>);
        ComboBox<?> chooser = (ComboBox<?>) node("#settings-list").getScene().getFocusOwner();
        assertEquals("set-disk.vda.bus", chooser.getId());
        for (KeyCode opens : new KeyCode[] {KeyCode.ENTER, KeyCode.SPACE}) {
            robot.push(opens);
            until(chooser::isShowing);
            if (opens == KeyCode.ENTER) robot.push(KeyCode.ESCAPE);
            if (opens == KeyCode.ENTER) until(() -> !chooser.isShowing());
        }
        robot.push(KeyCode.DOWN);
        robot.push(KeyCode.ENTER);
        until(() -> !chooser.isShowing());
        assertEquals("scsi", chooser.getValue());
        assertTrue(((Labeled) node("#review-settings")).getText().contains("1"));
        // The demonstration's libvirt says nothing of what QEMU could do.
        assertTrue(shown("Counts at the next start, after a power-off.  Without it: libvirt chooses, and writes its choice down.  Which of its values this host supports, libvirt does not say here."));
    }

    /// The key that opened the comparison may be pressed once more before it is seen.
    @Test
    void aSecondEnterDoesNothingInAComparison() {
        select("debian-testing");
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT3);
        until(() -> shown("#compare") && !((MenuButton) node("#compare")).getItems().isEmpty());
        Platform.runLater(() -> ((MenuButton) node("#compare")).getItems().getFirst().fire());
        until(() -> shown("#comparison"));
        until(() -> node("#comparison").isFocused());
        robot.push(KeyCode.ENTER);
        robot.push(KeyCode.SPACE);
        assertTrue(node("#comparison").isFocused());
        robot.push(KeyCode.ESCAPE);
        until(() -> !shown("#comparison"));
    }

    @Test
    void aRecipeThatWasSavedIsOfferedAtOnce() {
        select("debian-testing");
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT3);
        until(() -> shown("#compare") && !((MenuButton) node("#compare")).getItems().isEmpty());
        Platform.runLater(() -> ((Menu) ((MenuButton) node("#compare")).getItems().get(1)).getItems().getFirst().fire());
        until(() -> shown("#save-recipe"));
        Platform.runLater(((Button) node("#save-recipe"))::fire);
        until(() -> shown(".text-input-dialog .text-field"));
        robot.interact(() -> ((TextField) node(".text-input-dialog .text-field")).setText("quiet host"));
        robot.push(KeyCode.ENTER);
        until(() -> text("#notice").equals("Your recipes are up to date."));
        until(() -> ((MenuButton) node("#recipes")).getItems().stream().anyMatch(item -> "quiet host".equals(item.getText())));
    }
}
