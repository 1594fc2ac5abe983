package io.github.virtcompanion.ui;

import com.sun.javafx.stage.WindowHelper;
import io.github.virtcompanion.change.Batches;
import io.github.virtcompanion.change.Changes;
import io.github.virtcompanion.change.History;
import io.github.virtcompanion.change.LiveChanges;
import io.github.virtcompanion.change.RecipeShelf;
import io.github.virtcompanion.change.RunWatch;
import io.github.virtcompanion.change.StartWatch;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.HostFiles;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.DiskFlush;
import io.github.virtcompanion.system.PlainFiles;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.system.SystemFiles;
import io.github.virtcompanion.words.Words;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Changes that count at once, through the window: real widgets, a real libvirtd, and a guest that counts.
class LiveWindowIT {
    @RegisterExtension
    static final RealLibvirtd real = new RealLibvirtd();

    private static final String UUID = "5d0c5f5e-0000-4000-8000-000000000004";
    @TempDir
    private Path state;
    private final FxRobot robot = new FxRobot();
    private DesktopApp app;
    /// The call of libvirt before which its daemon ends; empty for none.
    private volatile String endsBefore = "";
    /// The call that libvirt refuses; empty for none.
    private volatile String refuses = "";

    @BeforeEach
    void define() {
        real.virsh("define", real.image("definition.xml", real.definition("guest", UUID, "qemu", "",
                real.image("guest.img", Arrays.copyOf(real.guest("counting.bin"), 1 << 20))).replace("writethrough", "none").getBytes()).toString());
    }

    private void open() throws Exception {
        SystemFiles files = SystemFiles.realHost();
        Commands commands = new Commands(files);
        var inventory = new Inventory(List.of(ConnectionSpec.of(real.uri())), (spec, readOnly) -> Libvirt.open(spec.uri(), readOnly), new HostFiles(files, commands), false);
        var history = new History(new PrivateFiles(state));
        var changes = new Changes(history, Clock.systemUTC());
        var flush = new DiskFlush(commands);
        var live = new LiveChanges(history, new PrivateFiles(state), files, flush, connection -> ending(Libvirt.open(connection.uri(), false)), Clock.systemUTC(), "/root");
        DesktopApp.handOver(new Start(new Words(Locale.ENGLISH), inventory, changes, live, new RunWatch(live, flush),
                new Batches(changes, new PrivateFiles(state), () -> new PrivateFiles(state), Clock.systemUTC()), new FakeMeasuring(),
                new RecipeShelf(new PrivateFiles(state), new PlainFiles()), new StartWatch(changes, files, Clock.systemUTC(), "/root"), _ -> {}, Remembered.nothing(), () -> inventory, () -> "test", Around.nothing()));
        FxToolkit.registerPrimaryStage();
        FxToolkit.registerStage(Stage::new);
        app = (DesktopApp) FxToolkit.setupApplication(DesktopApp.class);
        until(() -> text("#filter-all").equals("All 1"));
        TreeItem<Row> line = table().getRoot().getChildren().getFirst().getChildren().getFirst();
        robot.interact(() -> table().getSelectionModel().clearAndSelect(table().getRow(line)));
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT2);
    }

    private Hypervisor ending(Hypervisor hypervisor) {
        return (Hypervisor) Proxy.newProxyInstance(Hypervisor.class.getClassLoader(), new Class<?>[] {Hypervisor.class}, (_, method, arguments) -> {
            if (method.getName().equals(endsBefore)) {
                endsBefore = "";
                real.stopDaemon();
            }
            if (method.getName().equals(refuses)) throw new Failure(Message.of("model.quoted", "No room"), Message.of("model.quoted", "Make some"), "").asException();
            try {
                return method.invoke(hypervisor, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        if (app != null) FxToolkit.cleanupApplication(app);
        FxToolkit.cleanupStages();
    }

    @Test
    void aCacheModeIsAppliedNowAndTheGuestGoesOn() throws Exception {
        real.virsh("start", "guest");
        long before = counted();
        open();
        choose("UNSAFE");
        click("#use-hda");
        until(() -> shown("#moment-now"));
        click("#moment-now");
        until(() -> shown("#consent"));
        assertTrue(node("#apply").isDisabled(), "data can be lost");
        until(() -> shown("The guest is saved, changed and resumed: a pause of about 1 s for 32 MiB of memory, no reboot."));
        click("#consent");
        click("#apply");
        until(() -> text("#notice").contains("guest: done. The guest goes on with it, after standing still for"));
        assertTrue(qemu().contains("\"no-flush\":true"), qemu());
        until(() -> counted() > before);
        assertTrue(real.virsh("dumpxml", "--inactive", "guest").contains("cache='unsafe'"));
        until(() -> text("#filter-unsafe").equals("Unsafe 1"));
        assertEquals("Pending 0", text("#filter-pending"));
    }

    /// A radio button that is chosen by an arrow key does no action.
    @Test
    void byTheKeyboardAloneNowMeansNow() throws Exception {
        real.virsh("start", "guest");
        open();
        choose("WRITEBACK");
        click("#use-hda");
        until(() -> shown("#moment-now") && !node("#apply").isDisabled());
        robot.interact(() -> node("#moment-at-start").requestFocus());
        robot.push(KeyCode.DOWN);
        until(() -> ((RadioButton) node("#moment-now")).isSelected());
        until(() -> !node("#apply").isDisabled());
        robot.interact(() -> node("#apply").requestFocus());
        robot.push(KeyCode.SPACE);
        until(() -> text("#notice").contains("guest: done. The guest goes on with it, after standing still for"));
        assertTrue(real.virsh("dumpxml", "guest").contains("cache='writeback'"));
    }

    @Test
    void whyItWasRefusedIsInSightHoweverFarDownItsReaderWas() throws Exception {
        real.virsh("start", "guest");
        open();
        choose("WRITEBACK");
        click("#use-hda");
        until(() -> shown("#moment-now"));
        click("#moment-now");
        until(() -> !node("#apply").isDisabled() && shown("Change in the XML"));
        ScrollPane review = (ScrollPane) Stream.iterate(node("#moment-now"), Node::getParent).filter(ScrollPane.class::isInstance).findFirst().orElseThrow();
        robot.interact(() -> review.setVvalue(1));
        refuses = "managedSave";
        click("#apply");
        until(() -> shown("No room"));
        Node failure = node("No room");
        until(() -> review.localToScene(review.getBoundsInLocal()).contains(failure.localToScene(failure.getBoundsInLocal())));
    }

    @Test
    void nothingIsOfferedWhileTheDaemonIsGone() throws Exception {
        real.virsh("start", "guest");
        open();
        until(() -> Stream.of("#pause", "#shut-down", "#switch").noneMatch(id -> node(id).isDisabled()));
        real.stopDaemon();
        until(() -> Stream.of("#pause", "#shut-down", "#switch").allMatch(id -> node(id).isDisabled()));
        real.startDaemon();
        until(() -> Stream.of("#pause", "#shut-down", "#switch").noneMatch(id -> node(id).isDisabled()));
    }

    /// Of what others store for one device only, libvirt tells nobody.
    @Test
    void whoComesBackFromAnotherWindowSeesWhatWasDoneThere() throws Exception {
        open();
        Window main = table().getScene().getWindow();
        // As the toolkit does it: without a window manager the server does not always tell who has the keyboard.
        robot.interact(() -> WindowHelper.setFocused(main, false));
        String disk = real.virsh("dumpxml", "guest", "--xpath", "//disk").replace("cache=\"none\"", "cache=\"unsafe\"");
        real.virsh("update-device", "guest", real.image("disk.xml", disk.getBytes()).toString(), "--config");
        robot.interact(() -> WindowHelper.setFocused(main, true));
        until(() -> text("#filter-unsafe").equals("Unsafe 1"));
    }

    @Test
    void whatWaitsIsShownAndAppliedNow() throws Exception {
        real.virsh("start", "guest");
        long before = counted();
        open();
        real.virsh("define", real.image("other.xml", real.virsh("dumpxml", "--inactive", "guest").replace("cache='none'", "cache='directsync'").getBytes()).toString());
        until(() -> text("#pending-words").equals("Waits for the next start: hda: Cache mode: none → directsync"));
        click("#apply-now");
        until(() -> shown("#apply"));
        click("#apply");
        until(() -> text("#filter-pending").equals("Pending 0"));
        until(() -> !shown("#pending-words"));
        assertTrue(real.virsh("dumpxml", "guest").contains("cache='directsync'"));
        until(() -> counted() > before);
    }

    @Test
    void forOneInstallationOnly() throws Exception {
        open();
        // Below the disks, and this window is too small for both.
        robot.interact(((ButtonBase) node("#this-installation"))::fire);
        until(() -> shown("#consent"));
        click("#consent");
        click("#apply");
        until(() -> text("#pending-words").startsWith("hda: Cache mode: unsafe until power-off, then none"));
        assertTrue(qemu().contains("\"no-flush\":true"), qemu());
        assertTrue(real.virsh("dumpxml", "--inactive", "guest").contains("cache='none'"));
        counted();
        until(() -> text("#pending-words").contains("512 B written so far."));
        robot.interact(((ButtonBase) node("#meter-record"))::fire);
        until(() -> text("#meter-record").equals("Stop"));
        real.virsh("send-key", "guest", "KEY_A");
        until(() -> text("#notice").equals("guest: the run is over, and its disk images are safe on the disk. Its guest wrote at least 512 B."));
        assertFalse(shown("#pending-words"));
        String waits = "The machine is off. Recording goes on when it runs.";
        until(() -> shown(waits));
        robot.interact(((ButtonBase) node("#meter-record"))::fire);
        until(() -> text("#meter-record").equals("Record"));
        assertFalse(shown(waits), "nothing is recorded any more");
    }

    @ParameterizedTest
    @CsvSource({"managedSaveXml, Finish it, unsafe", "defineManagedSave, Take it back, none", "start, Finish it, unsafe"})
    void aDaemonThatEndsInTheMiddleIsToldAndWhatWasCutOffIsOffered(String call, String button, String cache) throws Exception {
        real.virsh("start", "guest");
        long before = counted();
        open();
        choose("UNSAFE");
        click("#use-hda");
        until(() -> shown("#moment-now"));
        click("#moment-now");
        until(() -> shown("#consent"));
        click("#consent");
        endsBefore = call;
        click("#apply");
        until(() -> shown("#failure .failure"));
        assertTrue(text("#notice").startsWith("guest: cut off."), text("#notice"));
        assertEquals("All 1", text("#filter-all"), "what was last known stays listed");
        until(() -> pale() == 1);
        real.startDaemon();
        until(() -> shown("#waiting .failure"));
        until(() -> !shown("#failure .failure"));
        robot.clickOn((Node) robot.lookup("#waiting .button").<Button>queryAll().stream().filter(each -> button.equals(each.getText())).findFirst().orElseThrow());
        until(() -> !shown("#waiting .failure"));
        until(() -> text("#filter-unsafe").equals(cache.equals("unsafe") ? "Unsafe 1" : "Unsafe 0") && text("#summary").contains("1 running"));
        String wanted = "cache='" + cache + "'";
        assertTrue(real.virsh("dumpxml", "guest").contains(wanted) && real.virsh("dumpxml", "--inactive", "guest").contains(wanted));
        until(() -> counted() > before && pale() == 0);
        until(() -> !shown("#failure .failure"));
    }

    private long pale() {
        return robot.lookup("#machines .tree-table-row-cell").queryAll().stream().filter(row -> row.getOpacity() < 1).count();
    }

    @Test
    void restartToApply() throws Exception {
        real.virsh("start", "guest");
        counted();
        String pid = real.guestPid("guest");
        open();
        real.virsh("define", real.image("other.xml", real.virsh("dumpxml", "--inactive", "guest").replace("cache='none'", "cache='writeback'").getBytes()).toString());
        until(() -> shown("#restart-to-apply"));
        click("#restart-to-apply");
        until(() -> text("#working").contains("waiting for its guest to shut down"));
        // The guest knows no ACPI; its user shuts it down.
        real.virsh("send-key", "guest", "KEY_A");
        until(() -> text("#notice").equals("guest: restarted, with what is stored."));
        assertFalse(pid.equals(real.guestPid("guest")));
        assertTrue(real.virsh("dumpxml", "guest").contains("cache='writeback'"));
        until(() -> text("#filter-pending").equals("Pending 0"));
    }

    private long counted() throws IOException {
        RealLibvirtd.await("the guest to count", () -> lines().size() > 4);
        return Long.parseLong(lines().getLast(), 16);
    }

    private static List<String> lines() throws IOException {
        String printed = real.printed("guest");
        return printed.substring(0, printed.lastIndexOf('\n') + 1).lines().map(String::strip).filter(line -> line.matches("[0-9a-f]{4}")).toList();
    }

    private static String qemu() {
        return ProcessHandle.allProcesses().flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains("guest=guest,")).findFirst().orElse("no such process");
    }

    private void choose(String mode) {
        until(() -> shown("#cache-hda"));
        robot.interact(() -> {
            @SuppressWarnings("unchecked")
            ComboBox<Enum<?>> modes = (ComboBox<Enum<?>>) node("#cache-hda");
            modes.getItems().stream().filter(each -> each.name().equals(mode)).findFirst().ifPresent(modes::setValue);
        });
    }

    /// Once more where a page was made anew between the look and the click, which is TestFX's NullPointerException.
    private void click(String query) {
        until(() -> {
            try {
                robot.clickOn(query);
                return true;
            } catch (RuntimeException e) {
                if (e.getCause() instanceof NullPointerException) return false;
                throw e;
            }
        });
    }

    private Node node(String query) {
        return robot.lookup(query).query();
    }

    /// On the FX thread, as everything that walks through what is shown: it changes meanwhile.
    private boolean shown(String query) {
        return WaitForAsyncUtils.waitForAsyncFx(10_000, () -> robot.lookup(query).tryQuery().filter(Node::isVisible).isPresent());
    }

    private String text(String query) {
        return WaitForAsyncUtils.waitForAsyncFx(10_000, () -> robot.lookup(query).tryQuery().map(node -> node instanceof ButtonBase button ? button.getText() : ((Labeled) node).getText()).orElse(""));
    }

    @SuppressWarnings("unchecked")
    private TreeTableView<Row> table() {
        return (TreeTableView<Row>) node("#machines");
    }

    private static void until(Callable<Boolean> condition) {
        try {
            WaitForAsyncUtils.waitFor(40, TimeUnit.SECONDS, condition);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("waited in vain", e);
        }
        WaitForAsyncUtils.waitForFxEvents();
    }
}
