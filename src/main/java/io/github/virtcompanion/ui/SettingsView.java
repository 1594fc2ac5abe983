package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.model.Assignment;
import javafx.geometry.Orientation;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.controlsfx.control.textfield.TextFields;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The whole catalogue: a list by topics, and below it the chosen setting explained, with its chooser. Choosing changes nothing yet.
final class SettingsView {
    private final Desk desk;
    private final SettingsModel model;
    private final ListView<SettingLine> list = new ListView<>();
    private final SettingDetail detail;
    private final MenuButton recipes = new MenuButton();
    private final MenuButton compare = new MenuButton();
    private final VBox pane;
    private Consumer<List<Assignment>> review = _ -> {};

    SettingsView(Desk desk, SettingsModel model) {
        this.desk = desk;
        this.model = model;
        detail = new SettingDetail(desk, model, list::refresh);
        TextField find = TextFields.createClearableTextField();
        find.setId("find-setting");
        find.setPromptText(desk.say("ui.settings.find"));
        find.setMinWidth(Em.px(7));
        find.textProperty().bindBidirectional(model.search);
        find.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.ENTER) list.requestFocus();
        });
        HBox.setHgrow(find, Priority.ALWAYS);
        ToggleButton changed = new ToggleButton(desk.say("ui.settings.changed-only"));
        changed.setId("changed-settings");
        changed.setMinWidth(ToggleButton.USE_PREF_SIZE);
        changed.selectedProperty().bindBidirectional(model.changedOnly);
        HBox bar = new HBox(find, changed);
        bar.getStyleClass().add("form-line");
        list.setId("settings-list");
        list.setCellFactory(_ -> new SettingCell(desk.words(), model));
        list.getSelectionModel().selectedItemProperty().subscribe(line -> {
            if (line != null && line.entry() != null) detail.show(line.entry());
        });
        ScrollPane below = AdviceView.scrolling(detail);
        SplitPane split = new SplitPane(list, below);
        split.setOrientation(Orientation.VERTICAL);
        split.setDividerPositions(0.5);
        VBox.setVgrow(split, Priority.ALWAYS);
        pane = new VBox(bar, buttons(), split);
        pane.getStyleClass().add("settings-pane");
        model.search.subscribe(typed -> {
            // What is nearest is explained, not what the first letters happened to find.
            if (!typed.isBlank()) list.getSelectionModel().clearSelection();
            fill();
        });
        model.changedOnly.subscribe(this::fill);
    }

    private FlowPane buttons() {
        recipes.setText(desk.say("ui.settings.recipes"));
        recipes.setId("recipes");
        compare.setText(desk.say("ui.settings.compare"));
        compare.setId("compare");
        Button reset = new Button(null, Icon.of(Sign.UNDO_VARIANT));
        reset.setAccessibleText(desk.say("ui.settings.reset"));
        reset.setTooltip(new Tooltip(desk.say("ui.settings.reset")));
        reset.disableProperty().bind(model.wanted.map(java.util.Map::isEmpty));
        reset.setOnAction(_ -> {
            model.reset();
            fill();
        });
        Button check = new Button();
        check.setId("review-settings");
        check.getStyleClass().add(Styles.ACCENT);
        check.textProperty().bind(model.wanted.map(wanted -> desk.say("ui.settings.review", wanted.size())));
        check.disableProperty().bind(model.wanted.map(java.util.Map::isEmpty));
        check.setOnAction(_ -> review.accept(model.assignments()));
        FlowPane line = new FlowPane(recipes, compare, reset, check);
        line.getStyleClass().add("settings-buttons");
        return line;
    }

    VBox node() {
        return pane;
    }

    MenuButton recipes() {
        return recipes;
    }

    MenuButton compare() {
        return compare;
    }

    void onReview(Consumer<List<Assignment>> review) {
        this.review = review;
    }

    /// The list anew, with the same setting chosen where it is still there.
    void fill() {
        SettingLine chosen = list.getSelectionModel().getSelectedItem();
        List<SettingLine> lines = new ArrayList<>();
        io.github.virtcompanion.options.Setting.Group group = null;
        for (SettingsModel.Entry entry : model.shown()) {
            if (entry.setting().group() != group) lines.add(new SettingLine(entry.setting().groupLabel(), null));
            group = entry.setting().group();
            lines.add(new SettingLine(null, entry));
        }
        list.setPlaceholder(FailurePane.wrapping(desk.say("ui.settings.nothing")));
        list.getItems().setAll(lines);
        int at = chosen == null ? -1 : lines.indexOf(lines.stream().filter(line -> line.sameAs(chosen)).findFirst().orElse(null));
        if (at < 0 && !lines.isEmpty()) at = 1;
        if (at >= 0) list.getSelectionModel().select(at);
        else detail.clear();
    }
}
