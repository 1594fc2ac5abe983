package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.SettingsRead;
import javafx.scene.Node;

import java.util.List;

/// The settings of one machine with what can be done with all of them: recipes and comparisons.
final class SettingsPage {
    private final Desk desk;
    private final SettingsModel model;
    private final SettingsView view;
    private final SettingsMenus menus;

    SettingsPage(Desk desk) {
        this.desk = desk;
        model = new SettingsModel(desk.words());
        view = new SettingsView(desk, model);
        menus = new SettingsMenus(desk, model, view, () -> view.node().getScene().getWindow());
    }

    Node node() {
        return view.node();
    }

    void select(Row.OfMachine row, Reviews reviews) {
        model.select(row.key());
        view.onReview(assignments -> reviews.change(List.of(row), assignments));
    }

    void show(SettingsRead machine, Row.OfMachine row, MachinesModel list, Reviews reviews) {
        if (model.show(List.of(machine))) view.fill();
        menus.fill(row, list.all().toList(), assignments -> reviews.change(List.of(row), assignments));
    }
}
