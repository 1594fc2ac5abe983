package io.github.virtcompanion.ui;

import io.github.virtcompanion.words.Words;
import javafx.beans.InvalidationListener;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;

import java.util.ArrayList;
import java.util.List;

/// The chips above the list: filters with their counts, tags, and searches that were given a name.
final class FilterBar {
    private final Words words;
    private final MachinesModel model;
    private final FlowPane pane = new FlowPane();
    private final List<Node> fixed = new ArrayList<>();
    private final MenuButton tags = new MenuButton();
    private final Button keep = new Button();

    FilterBar(Words words, MachinesModel model) {
        this.words = words;
        this.model = model;
        pane.getStyleClass().add("chips");
        for (MachinesModel.Filter filter : MachinesModel.Filter.values()) fixed.add(chip(filter));
        tags.setId("filter-tags");
        tags.getStyleClass().addAll("chip", "small");
        tags.managedProperty().bind(tags.visibleProperty());
        keep.setId("save-search");
        keep.setText(words.say("machines.save-search"));
        keep.setGraphic(Icon.of(Sign.BOOKMARK_PLUS_OUTLINE));
        keep.getStyleClass().addAll("chip", "small", "flat");
        keep.setTooltip(new Tooltip(words.say("machines.save-search.tip")));
        keep.managedProperty().bind(keep.visibleProperty());
        keep.setOnAction(_ -> askName());
        InvalidationListener changed = _ -> showState();
        model.tag.addListener(changed);
        model.search.addListener(changed);
        model.filter.addListener(changed);
        model.tags.addListener((ListChangeListener<String>) _ -> fillTags());
        model.saved.addListener((ListChangeListener<SavedFilter>) _ -> fill());
        fillTags();
        fill();
    }

    FlowPane node() {
        return pane;
    }

    private ToggleButton chip(MachinesModel.Filter filter) {
        ToggleButton chip = new ToggleButton();
        chip.getStyleClass().addAll("chip", "small");
        chip.setId("filter-" + filter.word());
        String key = "ui.filter." + filter.word();
        chip.textProperty().bind(model.count(filter).map(count -> words.say(key, count)));
        // A filter is always on: pressing the one that is on goes back to all.
        chip.setOnAction(_ -> model.filter.set(chip.isSelected() ? filter : MachinesModel.Filter.ALL));
        model.filter.subscribe(now -> chip.setSelected(now == filter));
        chip.selectedProperty().subscribe(() -> {
            if (model.filter.get() == filter && !chip.isSelected() && filter == MachinesModel.Filter.ALL) chip.setSelected(true);
        });
        return chip;
    }

    private void fillTags() {
        tags.setVisible(!model.tags.isEmpty());
        tags.getItems().setAll(item(words.say("machines.tags.any"), ""));
        model.tags.forEach(tag -> tags.getItems().add(item("#" + tag, tag)));
        if (!model.tag.get().isEmpty() && !model.tags.contains(model.tag.get())) model.tag.set("");
        showState();
    }

    private MenuItem item(String text, String tag) {
        MenuItem item = new MenuItem(text);
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> model.tag.set(tag));
        return item;
    }

    private void fill() {
        pane.getChildren().setAll(fixed);
        pane.getChildren().add(tags);
        model.saved.forEach(saved -> pane.getChildren().add(chip(saved)));
        pane.getChildren().add(keep);
        showState();
    }

    private ToggleButton chip(SavedFilter saved) {
        ToggleButton chip = new ToggleButton(saved.name());
        chip.setMnemonicParsing(false);
        chip.setGraphic(Icon.of(Sign.BOOKMARK_OUTLINE));
        chip.getStyleClass().addAll("chip", "small");
        chip.setUserData(saved);
        chip.setOnAction(_ -> model.use(chip.isSelected() ? saved : new SavedFilter("", MachinesModel.Filter.ALL, "", "")));
        MenuItem remove = new MenuItem(words.say("machines.saved.remove"));
        remove.setOnAction(_ -> model.saved.remove(saved));
        chip.setContextMenu(new ContextMenu(remove));
        return chip;
    }

    private void showState() {
        tags.setText(model.tag.get().isEmpty() ? words.say("machines.tags") : "#" + model.tag.get());
        boolean something = !model.search.get().isBlank() || !model.tag.get().isEmpty();
        keep.setVisible(something && model.saved.stream().noneMatch(model::shows));
        for (Node node : pane.getChildren())
            if (node instanceof ToggleButton chip && chip.getUserData() instanceof SavedFilter saved) chip.setSelected(model.shows(saved));
    }

    private void askName() {
        TextQuestion.ask(pane.getScene().getWindow(), words.say("machines.save-search"), words.say("machines.save-search.name"),
                model.search.get().isBlank() ? model.tag.get() : model.search.get().strip()).ifPresent(model::save);
    }
}
