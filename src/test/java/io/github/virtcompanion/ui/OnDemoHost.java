package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.Batches;
import io.github.virtcompanion.change.Changes;
import io.github.virtcompanion.change.History;
import io.github.virtcompanion.change.LiveChanges;
import io.github.virtcompanion.change.RecipeShelf;
import io.github.virtcompanion.change.RunWatch;
import io.github.virtcompanion.change.StartWatch;
import io.github.virtcompanion.host.DemoHost;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.HostFiles;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.DiskFlush;
import io.github.virtcompanion.system.PlainFiles;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.words.Words;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TreeTableView;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.NodeQueryUtils;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// The window on the demo host: real widgets, libvirt's own test driver, keys and clicks.
abstract class OnDemoHost {
    @TempDir
    private Path state;
    final FxRobot robot = new FxRobot();
    final List<List<String>> started = new ArrayList<>();
    final Words words = new Words(Locale.ENGLISH);
    final StringBuilder remembered = new StringBuilder();
    private final FakeMeasuring measuring = new FakeMeasuring();
    /// What an application would report as a crash: a listener that throws lets the click that called it succeed.
    private final List<Throwable> thrown = new CopyOnWriteArrayList<>();
    private DemoHost demo;
    private DesktopApp app;

    @BeforeEach
    void open() throws Exception {
        demo = DemoHost.unpack();
        var files = new HostFiles(demo.files(), demo.commands());
        var inventory = new Inventory(List.of(ConnectionSpec.demo()), (_, readOnly) -> Libvirt.open(demo.uri(), readOnly), files, false);
        var history = new History(new PrivateFiles(state));
        var changes = new Changes(history, Clock.systemUTC());
        var flush = new DiskFlush(demo.commands());
        var live = new LiveChanges(history, new PrivateFiles(state), demo.files(), flush, _ -> Libvirt.open(demo.uri(), false), Clock.systemUTC(), "/home/demo");
        var batches = new Batches(changes, new PrivateFiles(state), () -> new PrivateFiles(state), Clock.systemUTC());
        DesktopApp.handOver(new Start(words, inventory, changes, live, new RunWatch(live, flush), batches, measuring,
                new RecipeShelf(new PrivateFiles(state), new PlainFiles()), new StartWatch(changes, demo.files(), Clock.systemUTC(), "/home/demo"), command -> {
            started.add(command);
            throw new Failure(Message.of("system.command.absent", "virt-manager"), Message.of("system.command.install", "virt-manager"), "").asException();
        }, new Remembered(remembered.toString(), text -> {
            remembered.setLength(0);
            remembered.append(text);
        }), () -> inventory, () -> "test", Around.nothing()));
        FxToolkit.registerPrimaryStage();
        // The first stage is that of all tests: listeners on it would keep each window until the last one is over.
        FxToolkit.registerStage(Stage::new);
        app = (DesktopApp) FxToolkit.setupApplication(DesktopApp.class);
        Thread.setDefaultUncaughtExceptionHandler((_, error) -> thrown.add(error));
        robot.interact(() -> {
            robot.window(0).setX(0);
            robot.window(0).setY(0);
            robot.window(0).setWidth(1280);
            robot.window(0).setHeight(800);
        });
        until(() -> text("#filter-all").equals("All 6"));
        until(() -> !table().getSelectionModel().isEmpty());
    }

    @AfterEach
    void close() throws Exception {
        FxToolkit.cleanupApplication(app);
        FxToolkit.cleanupStages();
        demo.close();
        Thread.setDefaultUncaughtExceptionHandler(null);
        assertEquals(List.of(), thrown);
    }

    MenuItem item(String text) {
        return table().getContextMenu().getItems().stream().filter(each -> text.equals(each.getText())).findFirst().orElseThrow();
    }

    void select(String name) {
        robot.interact(() -> table().getRoot().getChildren().getFirst().getChildren().stream()
                .filter(item -> ((Row.OfMachine) item.getValue()).now().name().equals(name)).findFirst()
                .ifPresent(item -> table().getSelectionModel().clearAndSelect(table().getRow(item))));
        assertEquals(name, selected());
    }

    String selected() {
        return ((Row.OfMachine) table().getSelectionModel().getSelectedItem().getValue()).now().name();
    }

    void choose(String disk, String mode) {
        until(() -> shown("#cache-" + disk));
        robot.interact(() -> {
            @SuppressWarnings("unchecked")
            ComboBox<Enum<?>> modes = (ComboBox<Enum<?>>) node("#cache-" + disk);
            modes.getItems().stream().filter(each -> each.name().equals(mode)).findFirst().ifPresent(modes::setValue);
        });
    }

    /// Clicks once it is drawn, may be used and stays where it is: pages still grow while the machine is looked at.
    void click(String query) {
        AtomicReference<Bounds> last = new AtomicReference<>();
        until(() -> {
            WaitForAsyncUtils.waitForFxEvents();
            return WaitForAsyncUtils.asyncFx(() -> robot.lookup(query).match(NodeQueryUtils.isVisible()).tryQuery().filter(node -> !node.isDisabled())
                    .map(node -> node.localToScreen(node.getBoundsInLocal())).map(bounds -> bounds.equals(last.getAndSet(bounds))).orElse(false)).get();
        });
        robot.clickOn(query);
    }

    Node node(String query) {
        return robot.lookup(query).query();
    }

    boolean shown(String query) {
        return robot.lookup(query).tryQuery().filter(Node::isVisible).isPresent();
    }

    String text(String query) {
        return robot.lookup(query).tryQuery().map(node -> node instanceof ButtonBase button ? button.getText() : ((Labeled) node).getText()).orElse("");
    }

    @SuppressWarnings("unchecked")
    TreeTableView<Row> table() {
        return (TreeTableView<Row>) node("#machines");
    }

    /// Until it is so; a test that waits in vain fails.
    static void until(Callable<Boolean> condition) {
        try {
            WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, condition);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("waited in vain", e);
        }
        WaitForAsyncUtils.waitForFxEvents();
    }
}
