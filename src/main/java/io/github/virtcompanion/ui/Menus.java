package io.github.virtcompanion.ui;

import io.github.virtcompanion.words.Words;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;

/// The window's menu and the list's.
final class Menus {
    private Menus() {}

    static MenuButton window(Words words, Theme theme, Commands commands) {
        MenuButton menu = new MenuButton();
        menu.setId("menu");
        menu.setGraphic(Icon.of(MaterialDesignM.MENU));
        menu.setAccessibleText(words.say("ui.menu"));
        menu.setTooltip(new Tooltip(words.say("ui.menu")));
        menu.setMinWidth(Region.USE_PREF_SIZE);
        menu.getStyleClass().add("no-arrow");
        MenuItem check = entry(words.say("ui.check-again"), commands::checkAgain);
        check.setAccelerator(new KeyCodeCombination(KeyCode.F5));
        MenuItem quit = entry(words.say("ui.quit"), commands::quit);
        quit.setAccelerator(new KeyCodeCombination(KeyCode.Q, KeyCombination.SHORTCUT_DOWN));
        Menu look = new Menu(words.say("ui.theme"));
        ToggleGroup group = new ToggleGroup();
        for (Theme.Choice choice : Theme.Choice.values()) {
            RadioMenuItem item = new RadioMenuItem(words.say("ui.theme." + choice.word()));
            item.setToggleGroup(group);
            item.setSelected(theme.choiceProperty().get() == choice);
            item.setOnAction(_ -> theme.choiceProperty().set(choice));
            look.getItems().add(item);
        }
        MenuItem demo = entry(words.say("ui.demo-open"), commands::demo);
        demo.setId("open-demo");
        menu.getItems().setAll(check, demo, new SeparatorMenuItem(), look, new SeparatorMenuItem(),
                entry(words.say("ui.about"), commands::about), quit);
        return menu;
    }

    /// As virt-manager's, and what it lacks.
    static ContextMenu list(Words words, ShellModel model, Commands commands) {
        Menu shutDown = new Menu(words.say("ui.action.shut-down"));
        shutDown.disableProperty().bind(model.possible(Lifecycle.FORCE_OFF).not());
        for (Lifecycle ending : Lifecycle.ENDINGS) shutDown.getItems().add(ToolbarView.item(words, model, commands, ending));
        MenuItem change = entry("", commands::switchType);
        change.setId("context-switch");
        change.textProperty().bind(model.switchTo.map(to -> words.say(to.filter("qemu"::equals).isPresent() ? "ui.switch-to-emulation-dots" : "ui.switch-to-kvm-dots")));
        change.disableProperty().bind(model.switchTo.map(java.util.Optional::isEmpty));
        MenuItem now = entry(words.say("ui.pending.apply-now"), commands::applyNow);
        now.setId("context-apply-now");
        now.disableProperty().bind(model.pending.not());
        MenuItem restart = entry(words.say("ui.pending.restart"), commands::restartToApply);
        restart.setId("context-restart");
        restart.disableProperty().bind(model.pending.not());
        MenuItem open = entry(words.say("ui.action.open"), commands::open);
        open.disableProperty().bind(model.oneMachine.not());
        MenuItem run = ToolbarView.item(words, model, commands, Lifecycle.RUN);
        run.textProperty().bind(model.restores.map(restores -> words.say(restores ? "ui.action.restore" : "ui.action.run")));
        return new ContextMenu(run, ToolbarView.item(words, model, commands, Lifecycle.PAUSE),
                ToolbarView.item(words, model, commands, Lifecycle.RESUME), shutDown, new SeparatorMenuItem(), change, now, restart, new SeparatorMenuItem(), open);
    }

    private static MenuItem entry(String text, Runnable action) {
        MenuItem item = new MenuItem(text);
        item.setOnAction(_ -> action.run());
        return item;
    }
}
