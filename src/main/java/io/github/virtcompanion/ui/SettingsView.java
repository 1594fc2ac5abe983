package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.words.Words;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.controlsfx.control.textfield.TextFields;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The whole catalogue for one machine: what each setting does, its value, and a chooser. Choosing changes nothing yet.
final class SettingsView {
    private final Words words;
    private final SettingsModel model;
    private final VBox cards = new VBox();
    private final VBox pane;
    private Consumer<List<Assignment>> review = _ -> {};

    SettingsView(Words words, SettingsModel model) {
        this.words = words;
        this.model = model;
        cards.getStyleClass().add("cards");
        TextField find = TextFields.createClearableTextField();
        find.setId("find-setting");
        find.setPromptText(words.say("ui.settings.find"));
        find.setMinWidth(Em.px(5));
        find.textProperty().bindBidirectional(model.search);
        HBox.setHgrow(find, Priority.ALWAYS);
        Button reset = new Button(null, Icon.of(MaterialDesignU.UNDO_VARIANT));
        reset.setAccessibleText(words.say("ui.settings.reset"));
        reset.setTooltip(new Tooltip(words.say("ui.settings.reset")));
        reset.setMinWidth(Button.USE_PREF_SIZE);
        reset.disableProperty().bind(model.wanted.map(java.util.Map::isEmpty));
        reset.setOnAction(_ -> {
            model.reset();
            fill();
        });
        Button check = new Button();
        check.setId("review-settings");
        check.setMinWidth(Button.USE_PREF_SIZE);
        check.getStyleClass().add(Styles.ACCENT);
        check.textProperty().bind(model.wanted.map(wanted -> words.say("ui.settings.review", wanted.size())));
        check.disableProperty().bind(model.wanted.map(java.util.Map::isEmpty));
        check.setOnAction(_ -> review.accept(model.assignments()));
        HBox bar = new HBox(find, reset, check);
        bar.getStyleClass().add("form-line");
        ScrollPane scroll = AdviceView.scrolling(cards);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        pane = new VBox(bar, scroll);
        pane.getStyleClass().add("settings-pane");
        model.search.subscribe(this::fill);
    }

    VBox node() {
        return pane;
    }

    void onReview(Consumer<List<Assignment>> review) {
        this.review = review;
    }

    void fill() {
        cards.getChildren().setAll(model.shown().stream().map(this::card).toList());
        if (cards.getChildren().isEmpty()) cards.getChildren().add(FailurePane.wrapping(words.say("ui.settings.nothing")));
    }

    private Node card(SettingsModel.Entry entry) {
        Setting setting = entry.setting();
        String label = words.say(setting.label());
        Label title = new Label(entry.target().map(disk -> words.say("ui.settings.of-disk", label, disk)).orElse(label));
        title.getStyleClass().add(Styles.TEXT_BOLD);
        title.setMinWidth(0);
        Label name = new Label(entry.name());
        name.getStyleClass().addAll("mono", "small-line");
        VBox names = new VBox(title, name);
        HBox.setHgrow(names, Priority.ALWAYS);
        names.setMaxWidth(Double.MAX_VALUE);
        Label meaning = FailurePane.wrapping("");
        meaning.getStyleClass().add("muted");
        meaning.managedProperty().bind(meaning.textProperty().isNotEmpty());
        Control chooser = setting.values().isEmpty() ? field(entry) : choice(entry, meaning);
        chooser.setId("set-" + entry.name());
        chooser.setAccessibleText(title.getText());
        chooser.setPrefWidth(Em.px(13));
        chooser.setMinWidth(Em.px(8));
        HBox head = new HBox(names, chooser);
        head.getStyleClass().add("card-head");
        VBox card = new VBox(head, FailurePane.wrapping(words.say(setting.what())), meaning);
        card.getStyleClass().addAll("card", "setting");
        entry.live().ifPresent(live -> {
            Label pending = FailurePane.wrapping(words.say("ui.settings.pending", shown(live), shown(entry.stored())));
            Cells.tone(pending, "tone-warning");
            card.getChildren().add(pending);
        });
        return card;
    }

    private TextField field(SettingsModel.Entry entry) {
        TextField field = new TextField(model.value(entry).equals(Setting.DEFAULT) ? "" : model.value(entry));
        if (entry.setting().kind() != Setting.Kind.TEXT) field.setPromptText(words.say("ui.settings.default"));
        field.textProperty().subscribe((_, text) -> model.want(entry, text));
        return field;
    }

    private ComboBox<String> choice(SettingsModel.Entry entry, Label meaning) {
        Setting setting = entry.setting();
        List<String> values = new ArrayList<>(setting.values());
        if (setting.removable() && setting.kind() == Setting.Kind.CHOICE) values.addFirst(Setting.DEFAULT);
        // A value this program has no word for stays choosable: it is what the machine has.
        if (!values.contains(entry.stored())) values.add(entry.stored());
        ComboBox<String> box = new ComboBox<>();
        box.getItems().setAll(values);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(String value) {
                return value == null ? "" : value.equals(Setting.DEFAULT) && !setting.unset().isEmpty()
                        ? words.say("ui.settings.default-is", setting.unset()) : shown(value);
            }

            @Override
            public String fromString(String text) {
                return text;
            }
        });
        box.setValue(model.value(entry));
        box.valueProperty().subscribe((_, value) -> model.want(entry, value));
        box.valueProperty().subscribe(value -> {
            meaning.setText(setting.valueWords(value).map(words::say).orElse("") + setting.risk(value).map(risk -> "\n" + words.say("ui.risk", risk)).orElse(""));
            Cells.tone(meaning, setting.losesData(value) ? "tone-danger" : "");
        });
        return box;
    }

    private String shown(String value) {
        return value.equals(Setting.DEFAULT) ? words.say("ui.settings.default") : value;
    }
}
