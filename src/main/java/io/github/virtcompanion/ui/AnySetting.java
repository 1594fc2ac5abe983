package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Search;
import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.words.Words;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// One setting of the whole catalogue and a value for it, for several machines at once.
final class AnySetting extends VBox {
    private static final double ROWS = 6;
    private final Words words;
    private final Search finder;
    private final ListView<Setting> list = new ListView<>();
    private final ComboBox<String> value = new ComboBox<>();
    private final Label meaning = FailurePane.wrapping("");
    private final Label risk = FailurePane.wrapping("");

    AnySetting(Words words, Consumer<Assignment> review) {
        this.words = words;
        this.finder = new Search(words::say);
        getStyleClass().addAll("card", "any-setting");
        TextField find = new TextField();
        find.setId("bulk-find");
        find.setPromptText(words.say("ui.bulk.find"));
        list.setId("bulk-settings");
        list.getStyleClass().add(Styles.DENSE);
        list.setAccessibleText(words.say("ui.bulk.any"));
        list.setPrefHeight(Em.px(ROWS * 1.9));
        list.setCellFactory(_ -> new Entry());
        find.textProperty().subscribe(text -> list.getItems().setAll(Catalogue.all().stream()
                .filter(setting -> text.isBlank() || finder.finds(setting, setting.name(), text)).toList()));
        list.getSelectionModel().selectedItemProperty().subscribe(this::offer);
        value.setId("bulk-value");
        value.setPrefWidth(Em.px(13));
        value.setAccessibleText(words.say("ui.bulk.value"));
        value.setConverter(new StringConverter<>() {
            @Override
            public String toString(String each) {
                return each == null ? "" : Labels.value(words, each);
            }

            @Override
            public String fromString(String text) {
                return text.equals(Labels.value(words, Setting.DEFAULT)) ? Setting.DEFAULT : text;
            }
        });
        value.getEditor().textProperty().subscribe(this::explain);
        value.valueProperty().subscribe(this::explain);
        Button apply = new Button(words.say("ui.measure.machines.review"));
        apply.setId("bulk-review");
        apply.setMinWidth(USE_PREF_SIZE);
        apply.disableProperty().bind(list.getSelectionModel().selectedItemProperty().isNull().or(Bindings.createBooleanBinding(() -> chosen().isBlank(),
                value.valueProperty(), value.getEditor().textProperty(), value.editableProperty())));
        apply.setOnAction(_ -> review.accept(new Assignment(list.getSelectionModel().getSelectedItem().name(), chosen())));
        HBox line = new HBox(value, apply);
        HBox.setHgrow(value, Priority.SOMETIMES);
        line.getStyleClass().add("form-line");
        meaning.getStyleClass().add("muted");
        for (Label told : List.of(meaning, risk)) told.managedProperty().bind(told.textProperty().isNotEmpty());
        Label title = FailurePane.wrapping(words.say("ui.bulk.any"));
        title.getStyleClass().add(Styles.TEXT_BOLD);
        getChildren().setAll(title, find, list, meaning, line, risk);
    }

    private String chosen() {
        String text = value.isEditable() ? value.getConverter().fromString(value.getEditor().getText()) : value.getValue();
        return text == null ? "" : text.strip();
    }

    private void offer(Setting setting) {
        value.setDisable(setting == null);
        if (setting == null) return;
        List<String> values = new ArrayList<>(setting.values());
        if (setting.removable()) values.addFirst(Setting.DEFAULT);
        value.setEditable(setting.values().isEmpty());
        value.getItems().setAll(values);
        value.setValue(setting.values().isEmpty() ? null : setting.values().getFirst());
        if (value.isEditable()) value.getEditor().clear();
        explain();
    }

    private void explain() {
        Setting setting = list.getSelectionModel().getSelectedItem();
        if (setting == null) return;
        meaning.setText(words.say(setting.what()) + setting.valueWords(chosen()).map(each -> " " + Labels.value(words, chosen()) + ": " + words.say(each)).orElse(""));
        risk.setText(setting.risk(chosen()).map(each -> words.say("ui.risk", each)).orElse(""));
        Cells.tone(risk, setting.losesData(chosen()) ? "tone-danger" : "");
    }

    private final class Entry extends ListCell<Setting> {
        @Override
        protected void updateItem(Setting setting, boolean empty) {
            super.updateItem(setting, empty);
            setText(empty || setting == null ? null : words.say(setting.label()) + "   " + setting.name());
        }
    }
}
