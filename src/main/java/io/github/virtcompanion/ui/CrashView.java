package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.system.LogFile;
import io.github.virtcompanion.words.Words;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.Set;

/// The window for what nobody foresaw: what it means for the user, the report, and "Copy". One for each kind of error.
final class CrashView {
    private final Words words;
    private final Background background;
    private final Around around;
    private final Set<String> told = new HashSet<>();

    CrashView(Words words, Background background, Around around) {
        this.words = words;
        this.background = background;
        this.around = around;
    }

    /// From any thread.
    void tell(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text, true));
        String trace = text.toString();
        synchronized (told) {
            // What fails at each tick is told once.
            if (!told.add(kind(error))) return;
        }
        background.run(() -> trace + "\n" + around.report().get()).done(this::open).failed(_ -> open(trace));
    }

    private static String kind(Throwable error) {
        StackTraceElement[] trace = error.getStackTrace();
        return error.getClass().getName() + (trace.length == 0 ? "" : trace[0].toString());
    }

    private void open(String report) {
        Stage stage = new Stage();
        stage.setTitle(words.say("ui.crash.title"));
        Scene scene = new Scene(contents(report, stage::close), Em.px(60), Em.px(36));
        scene.getStylesheets().add(Theme.sheet());
        stage.setScene(scene);
        DesktopApp.icons(stage);
        stage.show();
    }

    /// @param all what is to be reported; an error's own words may hold what it stumbled over, passwords included
    Region contents(String all, Runnable close) {
        String report = LogFile.clean(all);
        Label what = FailurePane.wrapping(words.say("ui.failure.unexpected"));
        what.getStyleClass().add(Styles.TITLE_4);
        HBox.setHgrow(what, Priority.ALWAYS);
        HBox head = new HBox(Icon.of(Sign.BUG_OUTLINE, "tone-danger", "card-icon"), what);
        head.getStyleClass().add("card-head");
        TextArea text = new TextArea(report);
        text.setId("crash-report");
        text.setEditable(false);
        text.getStyleClass().add("mono");
        VBox.setVgrow(text, Priority.ALWAYS);
        Button done = new Button(words.say("ui.close"));
        done.setCancelButton(true);
        done.setOnAction(_ -> close.run());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Node copy = FailurePane.copy(words, words.say("ui.copy-report"), report);
        copy.setId("crash-copy");
        HBox actions = new HBox(copy, gap, done);
        actions.getStyleClass().add("actions");
        VBox pane = new VBox(head, FailurePane.wrapping(words.say("ui.crash.safe")), FailurePane.wrapping(words.say("ui.crash.report", around.logFile())), text, actions);
        pane.getStyleClass().add("card");
        return pane;
    }
}
