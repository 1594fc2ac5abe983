package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Fact;
import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The page of the disks, while what is known of the host changes beside it.
class DisksWindowTest extends OnDemoHost {
    @Test
    void whatWasChosenStaysWhenTheHostIsReadAgain() {
        select("debian-testing");
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT2);
        choose("vda", "UNSAFE");
        robot.interact(node("#use-vda")::requestFocus);
        ComboBox<?> before = modes();
        hostIsForgotten();
        until(() -> modes() != before);
        assertEquals(CacheMode.UNSAFE, modes().getValue());
        until(() -> node("#use-vda").isFocused());
    }

    @Test
    void aListThatIsOpenIsNotTakenAway() {
        select("debian-testing");
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT2);
        until(() -> shown("#cache-vda"));
        ComboBox<?> before = modes();
        robot.interact(before::show);
        hostIsForgotten();
        assertTrue(before.isShowing() && modes() == before);
        robot.interact(before::hide);
        until(() -> modes() != before);
    }

    /// What waited for the list to close is about the machine that it was open for.
    @Test
    void anotherMachinesDisksStayWhenTheListClosesLater() {
        select("debian-testing");
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT2);
        until(() -> shown("#cache-vda"));
        ComboBox<?> before = modes();
        robot.interact(before::show);
        hostIsForgotten();
        robot.interact(() -> {
            before.hide();
            table().getSelectionModel().clearAndSelect(2);
        });
        until(() -> shown("#cache-hda"));
        assertFalse(shown("#cache-vda"));
    }

    private ComboBox<?> modes() {
        return (ComboBox<?>) node("#cache-vda");
    }

    private void hostIsForgotten() {
        robot.interact(() -> ((Row.OfConnection) table().getRoot().getChildren().getFirst().getValue()).host.set(Fact.unknown("ui.host.not-yet")));
    }
}
