package io.github.virtcompanion.ui;

import atlantafx.base.theme.PrimerLight;
import io.github.virtcompanion.bench.Kept;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.words.Words;
import javafx.application.Application;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The form and the figure with real widgets, on a disk whose figures are known beforehand.
class MeasureWindowTest {
    private final Words words = new Words(Locale.ENGLISH);
    private final FxRobot robot = new FxRobot();
    private final FakeMeasuring disk = new FakeMeasuring();
    private MeasureModel model;
    private MeasureForm form;
    private MeasureFigure figure;

    @BeforeEach
    void open() throws Exception {
        FxToolkit.registerPrimaryStage();
        FxToolkit.registerStage(Stage::new);
        FxToolkit.setupFixture(() -> Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet()));
        FxToolkit.setupSceneRoot(() -> {
            model = new MeasureModel(disk, Background.onFxThread(), _ -> {});
            form = new MeasureForm(words, model);
            figure = new MeasureFigure(words);
            model.report.subscribe(report -> report.ifPresent(known -> figure.show(known, "today", new Reference.Of2011(), "")));
            return new VBox(form, figure);
        });
        FxToolkit.setupStage(stage -> {
            Scene scene = stage.getScene();
            scene.getStylesheets().setAll(Theme.sheet());
            stage.setWidth(500);
            stage.setHeight(800);
        });
        FxToolkit.showStage();
    }

    @AfterEach
    void close() throws Exception {
        FxToolkit.cleanupStages();
    }

    @Test
    void fromTheDirectoryToTheChart() {
        assertTrue(node("#measure-start").isDisabled());
        robot.interact(() -> form.offer(List.of("/images", "/home/me")));
        until(() -> !node("#measure-start").isDisabled());
        robot.clickOn("#measure-start");
        until(() -> model.chosen.get().isPresent() && model.phase.get() == MeasureModel.Phase.IDLE);
        assertEquals(List.of("/images qcow2 55"), disk.runs);
        until(() -> shown("2,700"));
        assertTrue(shown("not possible here: ecryptfs refuses O_DIRECT"));
        assertTrue(shown("the disk itself, in large writes: 120,000"));
        robot.interact(() -> {
            GridPane table = (GridPane) new MeasureTable(words, FakeMeasuring.REPORT).lookup("#measure-table");
            assertEquals(4 + 5 + 20, table.getChildren().size());
        });
    }

    @Test
    void itIsAskedAndCancelledWithButtons() throws Exception {
        disk.questions = List.of(Message.of("bench.question.array", "md0", "resync"));
        CountDownLatch midway = new CountDownLatch(1);
        disk.midway = () -> {
            midway.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        robot.interact(() -> form.offer(List.of("/images")));
        until(() -> !node("#measure-start").isDisabled());
        robot.clickOn("#measure-start");
        until(() -> robot.lookup("#measure-agree").tryQuery().isPresent());
        assertTrue(disk.runs.isEmpty());
        robot.clickOn("#measure-agree");
        assertTrue(midway.await(20, TimeUnit.SECONDS));
        until(() -> node("#measure-cancel").getParent().isVisible() && model.progress.get().isPresent());
        robot.clickOn("#measure-cancel");
        until(() -> model.phase.get() == MeasureModel.Phase.IDLE);
        assertTrue(model.chosen.get().isEmpty() && model.trouble.get().isEmpty());
        assertFalse(node("#measure-cancel").getParent().isVisible());
    }

    @Test
    void theKeyboardStaysInTheForm() throws Exception {
        disk.questions = List.of(Message.of("bench.question.array", "md0", "resync"));
        CountDownLatch end = new CountDownLatch(1);
        disk.midway = () -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        robot.interact(() -> form.offer(List.of("/images")));
        until(() -> !node("#measure-start").isDisabled());
        robot.interact(() -> node("#measure-start").requestFocus());
        robot.type(KeyCode.SPACE);
        until(() -> robot.lookup("#measure-refuse").tryQuery().filter(Node::isFocused).isPresent());
        robot.interact(() -> node("#measure-agree").requestFocus());
        robot.type(KeyCode.SPACE);
        until(() -> node("#measure-cancel").isFocused());
        end.countDown();
        until(() -> node("#measure-start").isFocused());
        assertEquals(MeasureModel.Phase.IDLE, model.phase.get());
    }

    @Test
    void thePictureIsAPngOfTheChart() throws Exception {
        disk.earlier = List.of(new Kept(Instant.EPOCH, "id", "/images", FakeMeasuring.REPORT));
        robot.interact(() -> form.offer(List.of("/images")));
        until(() -> model.chosen.get().isPresent());
        byte[] png = WaitForAsyncUtils.asyncFx(() -> figure.png()).get();
        Image image = new Image(new ByteArrayInputStream(png));
        assertFalse(image.isError());
        assertEquals(Math.ceil(figure.getWidth() * 2), image.getWidth(), 2);
        assertEquals(Math.ceil(figure.getHeight() * 2), image.getHeight(), 2);
    }

    private Node node(String query) {
        return robot.lookup(query).query();
    }

    private boolean shown(String text) {
        return figure.lookupAll(".label").stream().anyMatch(node -> ((Labeled) node).getText().equals(text));
    }

    private static void until(Callable<Boolean> condition) {
        try {
            WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, condition);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("waited in vain", e);
        }
        WaitForAsyncUtils.waitForFxEvents();
    }
}
