package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.Status;
import io.github.virtcompanion.words.Words;
import javafx.beans.binding.Bindings;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.Region;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The window's menu and the list's.
final class Menus {
    private Menus() {}

    static MenuButton window(Words words, Theme theme, MachinesModel list, List<TreeTableColumn<Row, ?>> columns, Commands commands) {
        MenuButton menu = new MenuButton();
        menu.setId("menu");
        menu.setGraphic(Icon.of(Sign.MENU));
        menu.setAccessibleText(words.say("ui.menu"));
        menu.setTooltip(new Tooltip(words.say("ui.menu")));
        menu.setMinWidth(Region.USE_PREF_SIZE);
        menu.getStyleClass().add("no-arrow");
        MenuItem add = entry(words.say("machines.connection.add-dots"), commands::addConnection);
        add.setId("add-connection");
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
        CheckMenuItem hide = new CheckMenuItem(words.say("machines.hide-off"));
        hide.setId("hide-off");
        hide.selectedProperty().bindBidirectional(list.hideOff);
        MenuItem demo = entry(words.say("ui.demo-open"), commands::demo);
        demo.setId("open-demo");
        MenuItem help = entry(words.say("help.title"), commands::help);
        help.setId("open-help");
        help.setAccelerator(new KeyCodeCombination(KeyCode.F1));
        menu.getItems().setAll(add, check, demo, new SeparatorMenuItem(), submenu(words, columns), hide, look, confirmations(words, commands.confirmation()),
                new SeparatorMenuItem(), help, entry(words.say("ui.about"), commands::about), quit);
        return menu;
    }

    private static Menu submenu(Words words, List<TreeTableColumn<Row, ?>> columns) {
        Menu menu = new Menu(words.say("machines.columns"));
        menu.setId("columns");
        menu.getItems().setAll(columns(columns));
        return menu;
    }

    /// One entry each, ticked while it is shown.
    static List<CheckMenuItem> columns(List<TreeTableColumn<Row, ?>> columns) {
        return columns.stream().map(column -> {
            CheckMenuItem item = new CheckMenuItem(column.getText());
            item.setId("column-" + column.getId());
            item.selectedProperty().bindBidirectional(column.visibleProperty());
            return item;
        }).toList();
    }

    private static Menu confirmations(Words words, Confirmation confirmation) {
        Menu menu = new Menu(words.say("machines.ask"));
        for (Lifecycle action : List.of(Lifecycle.FORCE_OFF, Lifecycle.RESET, Lifecycle.SHUT_DOWN, Lifecycle.REBOOT, Lifecycle.SAVE, Lifecycle.PAUSE)) {
            CheckMenuItem item = new CheckMenuItem(words.say("ui.action." + action.word()).replace("_", ""));
            item.setOnAction(_ -> confirmation.askBefore(action, item.isSelected()));
            menu.getItems().add(item);
        }
        // "Don't ask again" may have changed it.
        menu.setOnShowing(_ -> {
            List<Lifecycle> asked = List.of(Lifecycle.FORCE_OFF, Lifecycle.RESET, Lifecycle.SHUT_DOWN, Lifecycle.REBOOT, Lifecycle.SAVE, Lifecycle.PAUSE);
            for (int i = 0; i < asked.size(); i++) ((CheckMenuItem) menu.getItems().get(i)).setSelected(confirmation.asksBefore(asked.get(i)));
        });
        return menu;
    }

    /// As virt-manager's two, and what they lack. Made anew each time for what is selected.
    static ContextMenu list(Words words, ShellModel model, MachinesModel list, Commands commands) {
        ContextMenu menu = new ContextMenu(new MenuItem());
        menu.setOnShowing(_ -> menu.getItems().setAll(model.machines().isEmpty() ? connection(words, model, commands) : machines(words, model, list, commands)));
        return menu;
    }

    private static List<MenuItem> machines(Words words, ShellModel model, MachinesModel list, Commands commands) {
        List<Row.OfMachine> machines = model.machines();
        boolean one = machines.size() == 1;
        boolean off = machines.stream().noneMatch(row -> row.now().active());
        Menu shutDown = new Menu(words.say("ui.action.shut-down"));
        shutDown.disableProperty().bind(model.possible(Lifecycle.FORCE_OFF).not());
        for (Lifecycle ending : Lifecycle.ENDINGS) shutDown.getItems().add(ToolbarView.item(words, model, commands, ending));
        MenuItem change = entry("", commands::switchType);
        change.setId("context-switch");
        change.textProperty().bind(model.switchTo.map(to -> words.say(to.filter("qemu"::equals).isPresent() ? "ui.switch-to-emulation-dots" : "ui.switch-to-kvm-dots")));
        change.disableProperty().bind(model.switchTo.map(java.util.Optional::isEmpty));
        MenuItem now = entry("", commands::applyNow);
        now.setId("context-apply-now");
        now.disableProperty().bind(model.pending.not().or(Bindings.createBooleanBinding(() -> model.notNow.get().isPresent(), model.notNow)));
        // A grey entry has no tooltip: the reason is part of it.
        now.textProperty().bind(model.notNow.map(why -> words.say("ui.pending.apply-now") + why.map(reason -> "\n" + words.say(reason)).orElse("")));
        MenuItem restart = entry(words.say("ui.pending.restart"), commands::restartToApply);
        restart.setId("context-restart");
        restart.disableProperty().bind(model.pending.not());
        MenuItem run = ToolbarView.item(words, model, commands, Lifecycle.RUN);
        run.textProperty().bind(model.restores.map(restores -> words.say(restores ? "ui.action.restore" : "ui.action.run")));
        CheckMenuItem autostart = check(words.say("machines.autostart"), machines.stream().allMatch(row -> row.now().info().autostart()), commands::autostart);
        return new ArrayList<>(List.of(run, ToolbarView.item(words, model, commands, Lifecycle.PAUSE), ToolbarView.item(words, model, commands, Lifecycle.RESUME), shutDown,
                new SeparatorMenuItem(), change, now, restart, new SeparatorMenuItem(), tags(words, machines, list, commands), autostart, new SeparatorMenuItem(),
                when(one && off, "context-clone", entry(words.say("machines.clone"), commands::copyMachine)),
                when(one && off, "context-rename", entry(words.say("machines.rename"), commands::rename)),
                when(true, "context-delete", entry(words.say("machines.delete-dots"), commands::delete)),
                when(one, "context-snapshots", entry(words.say("machines.snapshots-dots"), commands::snapshots)),
                when(true, "context-copy", entry(words.say("machines.copy-text"), commands::copyText)), new SeparatorMenuItem(),
                when(one && !off, "context-console", entry(words.say("machines.console"), commands::console)),
                when(one, "context-open", entry(words.say("ui.action.open"), commands::open))));
    }

    private static Menu tags(Words words, List<Row.OfMachine> machines, MachinesModel list, Commands commands) {
        Menu menu = new Menu(words.say("machines.tags"));
        for (String tag : list.tags)
            menu.getItems().add(check(tag, machines.stream().allMatch(row -> row.tags().contains(tag)), on -> commands.tag(tag, on)));
        if (!list.tags.isEmpty()) menu.getItems().add(new SeparatorMenuItem());
        menu.getItems().add(when(true, "tag-new", entry(words.say("machines.tag-new-dots"), commands::newTag)));
        return menu;
    }

    private static List<MenuItem> connection(Words words, ShellModel model, Commands commands) {
        ConnectionActions connections = commands.connections();
        List<MenuItem> items = new ArrayList<>();
        model.selected.get().stream().filter(Row.OfConnection.class::isInstance).map(Row.OfConnection.class::cast).findFirst().ifPresent(row -> {
            boolean idle = row.status.get().unconnected();
            items.addAll(List.of(when(row.status.get().connected() && !row.demo(), "connection-new", entry(words.say("machines.connection.new-machine"), () -> connections.newMachine(row))),
                    new SeparatorMenuItem(), when(!(row.status.get() instanceof Status.Connected(boolean readOnly, var _) && !readOnly), "connection-connect", entry(words.say("ui.connect"), () -> connections.connect(row))),
                    when(!idle, "connection-disconnect", entry(words.say("machines.connection.disconnect"), () -> connections.disconnect(row))), new SeparatorMenuItem(),
                    when(!row.demo(), "connection-rename", entry(words.say("machines.rename"), () -> connections.rename(row))),
                    when(!row.demo(), "connection-at-start", check(words.say("machines.connection.at-start"), connections.atStart(row), on -> connections.atStart(row, on))),
                    when(true, "connection-remove", entry(words.say("machines.connection.remove-dots"), () -> connections.remove(row))), new SeparatorMenuItem(),
                    when(!row.demo(), "connection-details", entry(words.say("machines.connection.details"), () -> connections.details(row)))));
        });
        items.addAll(List.of(new SeparatorMenuItem(), entry(words.say("machines.connection.add-dots"), commands::addConnection)));
        if (items.getFirst() instanceof SeparatorMenuItem) items.removeFirst();
        return items;
    }

    private static <T extends MenuItem> T when(boolean possible, String id, T item) {
        item.setId(id);
        item.setDisable(!possible);
        return item;
    }

    private static CheckMenuItem check(String text, boolean on, Consumer<Boolean> action) {
        CheckMenuItem item = new CheckMenuItem(text);
        item.setMnemonicParsing(false);
        item.setSelected(on);
        item.setOnAction(_ -> action.accept(item.isSelected()));
        return item;
    }

    private static MenuItem entry(String text, Runnable action) {
        MenuItem item = new MenuItem(text);
        item.setOnAction(_ -> action.run());
        return item;
    }
}
