package io.github.virtcompanion.ui;

import io.github.virtcompanion.words.Words;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Separator;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.geometry.Orientation;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.controlsfx.control.textfield.CustomTextField;
import org.controlsfx.control.textfield.TextFields;
import org.kordamp.ikonli.Ikon;

import java.util.List;

/// virt-manager's buttons in virt-manager's order, then this program's own; the words give way when it gets narrow.
final class ToolbarView {
    private final Words words;
    private final HBox bar = new HBox();
    private final CustomTextField find = (CustomTextField) TextFields.createClearableTextField();
    private final List<ButtonBase> wordy;

    ToolbarView(Words words, ShellModel model, Commands commands, Node menu) {
        this.words = words;
        bar.getStyleClass().add("toolbar");
        // It is given its width and drops words to fit, rather than widening the window.
        bar.setMinWidth(0);
        Button run = button("run", Sign.PLAY, () -> commands.act(Lifecycle.RUN));
        run.textProperty().bind(Bindings.when(model.restores).then(words.say("ui.action.restore")).otherwise(words.say("ui.action.run")));
        run.disableProperty().bind(model.possible(Lifecycle.RUN).not());
        Button pause = button("pause", Sign.PAUSE, () -> commands.act(model.resumes.get() ? Lifecycle.RESUME : Lifecycle.PAUSE));
        pause.textProperty().bind(Bindings.when(model.resumes).then(words.say("ui.action.resume")).otherwise(words.say("ui.action.pause")));
        pause.disableProperty().bind(model.possible(Lifecycle.PAUSE).or(model.possible(Lifecycle.RESUME)).not());
        SplitMenuButton shutDown = new SplitMenuButton();
        dress(shutDown, "shut-down", Sign.POWER);
        shutDown.setText(words.say("ui.action.shut-down"));
        shutDown.setOnAction(_ -> commands.act(Lifecycle.SHUT_DOWN));
        shutDown.disableProperty().bind(model.possible(Lifecycle.FORCE_OFF).not());
        for (Lifecycle ending : Lifecycle.ENDINGS) shutDown.getItems().add(item(words, model, commands, ending));
        Button change = button("switch", Sign.LIGHTNING_BOLT, commands::switchType);
        change.textProperty().bind(model.switchTo.map(to -> words.say(to.filter("qemu"::equals).isPresent() ? "ui.switch-to-emulation" : "ui.switch-to-kvm")));
        change.disableProperty().bind(model.switchTo.map(java.util.Optional::isEmpty));
        Button open = button("open", Sign.OPEN_IN_NEW, commands::open);
        open.setText(words.say("ui.action.open"));
        open.disableProperty().bind(model.oneMachine.not());
        find.setId("find");
        find.setPromptText(words.say("ui.find"));
        find.setLeft(Icon.of(Sign.MAGNIFY, "find-icon", "tone-muted"));
        find.setMinWidth(Em.px(7));
        find.setPrefWidth(Em.px(14));
        find.setOnKeyPressed(key -> {
            if (key.getCode() != KeyCode.ESCAPE || find.getText().isEmpty()) return;
            find.clear();
            key.consume();
        });
        find.setTooltip(new Tooltip(words.say("ui.find-tip")));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        wordy = List.of(open, pause, run, shutDown, change);
        bar.getChildren().setAll(run, pause, shutDown, new Separator(Orientation.VERTICAL), change, open, gap, find, menu);
        bar.widthProperty().subscribe(_ -> fit());
        model.selected.subscribe(_ -> fit());
    }

    HBox node() {
        return bar;
    }

    TextField find() {
        return find;
    }

    static MenuItem item(Words words, ShellModel model, Commands commands, Lifecycle action) {
        MenuItem item = new MenuItem(words.say("ui.action." + action.word()));
        item.setId("item-" + action.word());
        item.disableProperty().bind(model.possible(action).not());
        item.setOnAction(_ -> commands.act(action));
        return item;
    }

    private Button button(String name, Ikon ikon, Runnable action) {
        Button button = new Button();
        dress(button, name, ikon);
        button.setOnAction(_ -> action.run());
        return button;
    }

    private static void dress(ButtonBase button, String name, Ikon ikon) {
        button.setId(name);
        button.setGraphic(Icon.of(ikon));
        button.setMnemonicParsing(true);
        button.setMinWidth(Region.USE_PREF_SIZE);
        leaveKeyboard(button);
        Tooltip tip = new Tooltip();
        tip.textProperty().bind(button.textProperty().map(text -> text.replace("_", "")));
        button.setTooltip(tip);
        button.accessibleTextProperty().bind(tip.textProperty());
    }

    /// Pressed with the mouse it does not take the keyboard from the list, as in GTK's toolbars: arrows, Delete and the Menu key
    /// go on there, and a button that greys out does not hand the next press of a key to its neighbour.
    static void leaveKeyboard(Node button) {
        button.addEventFilter(MouseEvent.MOUSE_PRESSED, _ -> button.setFocusTraversable(false));
        button.addEventFilter(MouseEvent.MOUSE_RELEASED, _ -> button.setFocusTraversable(true));
    }

    /// Takes the words off one button after another until all fit.
    private void fit() {
        wordy.forEach(button -> button.setContentDisplay(ContentDisplay.LEFT));
        double fixed = bar.getInsets().getLeft() + bar.getInsets().getRight() + bar.getSpacing() * (bar.getChildren().size() - 1);
        for (ButtonBase button : wordy) {
            bar.applyCss();
            double wanted = fixed + bar.getChildren().stream().mapToDouble(node -> node == find ? find.minWidth(-1) : node.prefWidth(-1)).sum();
            if (wanted <= bar.getWidth() || bar.getWidth() == 0) return;
            button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        }
    }
}
