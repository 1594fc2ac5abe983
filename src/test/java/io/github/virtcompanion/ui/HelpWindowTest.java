package io.github.virtcompanion.ui;

import io.github.virtcompanion.words.Words;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

import java.util.List;
import java.util.Locale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Help, the tour's strip and the report of a crash, as widgets.
class HelpWindowTest {
    private final FxRobot robot = new FxRobot();
    private final Words words = new Words(Locale.FRENCH);
    private Stage stage;

    @BeforeEach
    void open() throws Exception {
        FxToolkit.registerPrimaryStage();
        stage = FxToolkit.registerStage(Stage::new);
    }

    @AfterEach
    void close() throws Exception {
        FxToolkit.cleanupStages();
    }

    @Test
    void theHelpOpensAtATopicInTheUsersLanguage() throws Exception {
        HelpView help = FxToolkit.setupFixture(() -> {
            HelpView view = new HelpView(words);
            stage.setScene(new Scene(view.node(), 800, 500));
            stage.show();
            view.select(HelpText.term("unsafe"));
            return view;
        });
        assertEquals("unsafe", robot.lookup("#help-title").queryAs(Label.class).getText());
        robot.interact(() -> help.select(HelpText.chapter("rights")));
        assertEquals("Droits", robot.lookup("#help-title").queryAs(Label.class).getText());
        assertTrue(robot.lookup("#help-text").queryAs(Label.class).getText().contains("usermod -aG libvirt"));
    }

    @Test
    void theTourGoesForthAndBackAndEnds() throws Exception {
        StringBuilder visited = new StringBuilder();
        Tour tour = FxToolkit.setupFixture(() -> {
            Tour made = new Tour(words, List.of(() -> visited.append('1'), () -> visited.append('2')));
            stage.setScene(new Scene(new VBox(made.node()), 800, 500));
            stage.show();
            made.begin();
            return made;
        });
        robot.clickOn("#tour-next").clickOn("#tour-back").clickOn("#tour-next");
        assertEquals("1212", visited.toString());
        assertTrue(tour.node().isVisible());
        robot.clickOn("#tour-next");
        assertFalse(tour.node().isVisible());
    }

    @Test
    void aCrashIsReportedWithItsTraceAndWhereTheLogIs() throws Exception {
        Around around = new Around(_ -> {}, () -> {}, () -> "virt-companion 9", "/home/x/log", false);
        FxToolkit.setupFixture(() -> {
            CrashView crash = new CrashView(words, Background.onFxThread(), around);
            stage.setScene(new Scene(crash.contents("java.lang.IllegalStateException: why <graphics passwd='s3cret'/>\n\tat here", stage::close), 800, 500));
            stage.show();
        });
        assertTrue(robot.lookup("#crash-report").queryAs(TextArea.class).getText().contains("IllegalStateException: why"));
        assertTrue(robot.lookup(".label").queryAllAs(Label.class).stream().anyMatch(label -> label.getText().contains("/home/x/log")));
        robot.clickOn("#crash-copy");
        StringBuilder copied = new StringBuilder();
        robot.interact(() -> {
            copied.append(Clipboard.getSystemClipboard().getString());
        });
        assertTrue(copied.toString().contains("IllegalStateException: why"), copied.toString());
        // It is told that passwords are taken out.
        assertFalse(copied.toString().contains("s3cret"), copied.toString());
        assertFalse(robot.lookup("#crash-report").queryAs(TextArea.class).getText().contains("s3cret"));
    }
}
