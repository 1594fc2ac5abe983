package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.HistoryEntry;
import io.github.virtcompanion.change.SettingsRead;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Comparison;
import io.github.virtcompanion.options.Recipe;
import io.github.virtcompanion.options.Recipes;
import io.github.virtcompanion.xml.DomainXml;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.stage.Window;

import java.text.Collator;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The recipes and comparisons of the machine that is looked at.
final class SettingsMenus {
    private final Desk desk;
    private final SettingsModel model;
    private final SettingsView view;
    private final Supplier<Window> owner;
    private Runnable again = () -> {};

    SettingsMenus(Desk desk, SettingsModel model, SettingsView view, Supplier<Window> owner) {
        this.desk = desk;
        this.model = model;
        this.view = view;
        this.owner = owner;
    }

    /// What lies in files: what the machine was, and the user's recipes.
    private record Kept(List<HistoryEntry> past, List<Recipe> own) {}

    /// @param others the other machines of the list
    /// @param review takes a recipe's assignments to the review
    void fill(Row.OfMachine row, List<Row.OfMachine> others, Consumer<List<Assignment>> review) {
        again = () -> fill(row, others, review);
        desk.background().run(() -> new Kept(desk.changes().history().of(row.connection(), row.uuid()), desk.recipes().all()))
                .done(kept -> model.machine().filter(_ -> model.shows(row.key())).ifPresent(machine -> {
                    recipes(machine, kept.own(), review);
                    compare(row, machine, others, kept.past());
                })).failed(desk.notices()::failed);
    }

    private void recipes(SettingsRead machine, List<Recipe> own, Consumer<List<Assignment>> review) {
        List<MenuItem> items = new ArrayList<>();
        for (Recipe recipe : Recipes.all(machine.stored(), machine.topology(), machine.offer())) items.add(item(recipe, machine, review));
        if (!own.isEmpty()) items.add(new SeparatorMenuItem());
        for (Recipe recipe : own) items.add(ownMenu(recipe, machine, review));
        items.add(new SeparatorMenuItem());
        items.add(entry("load-recipe", desk.say("ui.recipe.load"), this::load));
        view.recipes().getItems().setAll(items);
    }

    private MenuItem item(Recipe recipe, SettingsRead machine, Consumer<List<Assignment>> review) {
        return entry("recipe-" + recipe.id(), desk.words().say(recipe.label()),
                () -> RecipeView.show(desk.words(), owner.get(), recipe, Catalogue.readAll(machine.stored()), () -> review.accept(recipe.assignments())));
    }

    private Menu ownMenu(Recipe recipe, SettingsRead machine, Consumer<List<Assignment>> review) {
        Menu menu = new Menu(recipe.id());
        MenuItem use = item(recipe, machine, review);
        use.setText(desk.say("ui.recipe.use"));
        menu.getItems().setAll(use, entry("", desk.say("ui.recipe.share"), () -> Choosers.save(owner.get(), desk.say("ui.recipe.share"), recipe.id() + ".recipe")
                        .ifPresent(file -> run(() -> desk.recipes().share(recipe, file)))),
                entry("", desk.say("ui.recipe.delete"), () -> run(() -> desk.recipes().delete(recipe))));
        return menu;
    }

    private void compare(Row.OfMachine row, SettingsRead machine, List<Row.OfMachine> others, List<HistoryEntry> past) {
        String name = row.now().name();
        MenuItem defaults = entry("compare-defaults", desk.say("ui.compare.defaults"),
                () -> show(desk.background().run(() -> Comparison.withDefaults(machine.stored())), name, desk.say("ui.compare.default")));
        Collator order = Collator.getInstance(desk.words().locale());
        Menu machines = menu("ui.compare.machines", others.stream().filter(other -> other != row).sorted((one, other) -> order.compare(one.now().label(), other.now().label())).limit(200)
                .map(other -> entry("", other.now().label(), () -> with(machine, name, other))).toList());
        DateTimeFormatter time = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT).withLocale(desk.words().locale()).withZone(ZoneId.systemDefault());
        Menu before = menu("ui.compare.past", past.stream().filter(then -> !then.before().isEmpty()).limit(30)
                .map(then -> past(machine, name, then, desk.say("ui.compare.before", time.format(then.at())))).toList());
        view.compare().getItems().setAll(defaults, machines, before);
    }

    private MenuItem past(SettingsRead machine, String name, HistoryEntry then, String when) {
        return entry("", when, () -> show(desk.background().run(() -> Comparison.between(machine.stored(), DomainXml.parse(then.before()))), name, when));
    }

    private Menu menu(String title, List<MenuItem> items) {
        Menu menu = new Menu(desk.say(title));
        menu.getItems().setAll(items);
        menu.setDisable(items.isEmpty());
        return menu;
    }

    private void with(SettingsRead machine, String name, Row.OfMachine other) {
        desk.connection(other.connection()).ifPresent(connection -> show(desk.background().follow(connection.call(hypervisor ->
                Comparison.between(machine.stored(), DomainXml.parse(hypervisor.storedXml(other.uuid()))))), name, other.now().name()));
    }

    private void show(Job<Comparison> comparing, String left, String right) {
        comparing.done(comparison -> open(comparison, left, right)).failed(desk.notices()::failed);
    }

    private void open(Comparison comparison, String left, String right) {
        CompareView.show(desk.words(), owner.get(), comparison, left, right, () -> {
            TextQuestion.ask(owner.get(), desk.say("ui.compare.save-title"), desk.say("ui.recipe.name"), left)
                    .ifPresent(text -> run(() -> desk.recipes().keep(text, comparison.leftOntoRight())));
        });
    }

    private void load() {
        Choosers.open(owner.get(), desk.say("ui.recipe.load")).ifPresent(file -> run(() -> desk.recipes().load(file)));
    }

    private interface Shelving {
        void run() throws FailedException;
    }

    private void run(Shelving what) {
        desk.background().run(() -> {
            what.run();
            return true;
        }).done(_ -> {
            desk.notices().tell(desk.say("ui.recipe.done"));
            again.run();
        }).failed(desk.notices()::failed);
    }

    private static MenuItem entry(String id, String text, Runnable action) {
        MenuItem item = new MenuItem(text);
        item.setMnemonicParsing(false);
        if (!id.isEmpty()) item.setId(id);
        item.setOnAction(_ -> action.run());
        return item;
    }
}
