package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.words.Words;
import javafx.application.Application;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.control.Alert;
import javafx.scene.image.Image;
import javafx.stage.Screen;
import javafx.stage.Stage;

import java.text.Collator;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// The window's JavaFX application. Its class name is the window's WM_CLASS, which the `.desktop` file names.
public final class DesktopApp extends Application {
    /// On Linux JavaFX hands the desktop one picture only, that which is nearest to 128 pixels (WindowStage.setIcons).
    private static final String ICON = "/io/github/virtcompanion/icons/128.png";
    private static Start start;
    private Theme theme;
    private CrashView crash;
    private volatile boolean closed;
    private final Background background = Background.onFxThread();

    /// Opens the window; returns when it has been closed.
    public static void launch(Start with) {
        handOver(with);
        Thread.ofPlatform().name("beforehand").daemon().start(() -> beforehand(with.words()));
        Application.launch(DesktopApp.class);
    }

    /// What every window needs and what waits for nobody, made on another core while GTK starts on this one. Java keeps them.
    private static void beforehand(Words words) {
        Collator.getInstance(words.locale());
        words.say("ui.title");
        new MessageFormat("{0,number,integer}", words.locale()).format(new Object[]{1});
    }

    /// JavaFX makes the application object itself, so that it can be given nothing.
    static void handOver(Start with) {
        start = with;
        speak(with.words());
    }

    /// JavaFX has words of its own, on the buttons of dialogs and in the menus of text fields, in Java's language: that is English
    /// where the system lacks the locale that its user asks for, and another one where this program has no sentences in it.
    static void speak(Words words) {
        Locale numbers = Locale.getDefault(Locale.Category.FORMAT);
        Locale.setDefault(words.language());
        Locale.setDefault(Locale.Category.FORMAT, numbers);
    }

    @Override
    public void start(Stage stage) {
        // While the window is made: neither waits for the other. Not before: GTK and JavaFX change the environment as they start
        // (setenv), and libvirt and the loader read it (getenv); the two at the same time end the program, seen in getenv.
        background.run(() -> {
            start.inventory().start();
            return true;
        });
        crash = new CrashView(start.words(), background, start.around());
        theme = new Theme(start.remembered());
        theme.follow();
        open(stage, start.inventory(), start.remembered());
        start.around().onSecondStart().accept(shown -> background.show(() -> {
            if (!stage.isShowing()) return;
            stage.setIconified(false);
            stage.toFront();
            stage.requestFocus();
            shown.run();
        }));
    }

    private ShellView open(Stage stage, Inventory inventory, Remembered remembered) {
        Notices notices = new Notices();
        // What nobody expected is told like everything else, with its trace to copy.
        Thread.setDefaultUncaughtExceptionHandler((_, error) -> {
            System.getLogger(DesktopApp.class.getName()).log(System.Logger.Level.ERROR, "unexpected", error);
            if (!closed) crash.tell(error);
        });
        Desk desk = new Desk(start.words(), background, inventory, start.changes(), start.live(), start.runs(), start.batches(), start.measuring(), start.recipes(), start.programs(), notices);
        notices.trouble.subscribe(trouble -> trouble.ifPresent(told -> System.getLogger(DesktopApp.class.getName())
                .log(System.Logger.Level.INFO, start.words().say(told.failure().what()) + "\n" + told.failure().details())));
        MachinesModel list = new MachinesModel(start.words().locale());
        ShellView shell = new ShellView(desk, start.watch(), theme, remembered, list, new ShellView.Host() {
            @Override
            public void openDemo() {
                open(new Stage(), start.demo().get(), Remembered.nothing());
            }

            @Override
            public void tour() {
                open(new Stage(), start.demo().get(), Remembered.nothing()).tour().begin();
            }

            @Override
            public void about() {
                DesktopApp.this.about(stage);
            }

            @Override
            public void close() {
                stage.fireEvent(new javafx.stage.WindowEvent(stage, javafx.stage.WindowEvent.WINDOW_CLOSE_REQUEST));
                stage.close();
            }
        });
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        Scene scene = new Scene(shell.node(), Math.min(Em.px(remembered.number("window.width", 90)), screen.getWidth() - Em.px(1)),
                Math.min(Em.px(remembered.number("window.height", 50)), screen.getHeight() - Em.px(3)));
        scene.getStylesheets().add(Theme.sheet());
        stage.setTitle(start.words().say("ui.title"));
        stage.setScene(scene);
        // JavaFX gives the keyboard of a button that goes away with its card to the first one of the toolbar.
        scene.focusOwnerProperty().subscribe((was, _) -> {
            if (was != null && was.getScene() != scene) background.show(shell.machines().table()::requestFocus);
        });
        icons(stage);
        shell.keys();
        MenuKey.in(scene);
        Memory memory = new Memory(remembered, stage, shell, list);
        memory.restore();
        stage.setOnHidden(_ -> {
            memory.keep();
            shell.closed();
            inventory.close();
        });
        // A session that ends may kill the window rather than close it.
        stage.focusedProperty().subscribe(focused -> {
            if (!focused && stage.isShowing()) memory.keep();
        });
        LastList.show(remembered.text("list.last", ""), list);
        scene.addPostLayoutPulseListener(new Runnable() {
            @Override
            public void run() {
                scene.removePostLayoutPulseListener(this);
                background.show(shell::painted);
            }
        });
        stage.show();
        shell.machines().table().requestFocus();
        new Watchfulness(stage, shell, list, inventory, background);
        DesktopNotice.whenAway(desk);
        new Feed(inventory, list, background, start.words().say("ui.demo.label")).begin();
        background.run(() -> {
            shell.watchers().forEach(inventory::addListenerAndTell);
            inventory.start();
            start.around().logging().run();
            return true;
        }).failed(desk.notices()::failed);
        greet(shell, list, remembered);
        return shell;
    }

    /// Those of the program, for title bar and task list.
    static void icons(Stage stage) {
        stage.getIcons().add(new Image(Objects.requireNonNull(DesktopApp.class.getResource(ICON)).toExternalForm()));
    }

    /// What was found is told at the first start, and follows what is found until it is sent away.
    private void greet(ShellView shell, MachinesModel list, Remembered remembered) {
        if (start.around().root()) shell.warn(start.words().say("ui.root"));
        if (remembered.flag("welcomed", false)) return;
        list.arranging.subscribe(arranging -> {
            if (arranging || list.allConnections().anyMatch(Row.OfConnection::demo)) return;
            List<String> found = Welcome.sentences(start.words(), list);
            boolean first = !remembered.flag("welcomed", false);
            if (found.isEmpty() || !first && !shell.welcome().isVisible()) return;
            if (first) {
                remembered.put("welcomed", true);
                remembered.save();
            }
            shell.welcome().tell(start.words().say("ui.welcome.title"), found);
        });
    }

    @Override
    public void stop() {
        closed = true;
    }

    private void about(Stage owner) {
        background.run(start.version()::get).done(version -> {
            Alert about = Placed.over(owner, new Alert(Alert.AlertType.INFORMATION, start.words().say("ui.about.text", version)));
            about.setTitle(start.words().say("ui.about"));
            about.setHeaderText(start.words().say("ui.title"));
            about.show();
        });
    }
}
