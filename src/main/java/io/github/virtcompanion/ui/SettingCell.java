package io.github.virtcompanion.ui;

import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.words.Words;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// One setting in the list: its label and name, its value now, at the next start, and as it is wanted.
final class SettingCell extends ListCell<SettingLine> {
    private final Words words;
    private final SettingsModel model;
    private final Label label = new Label();
    private final Label name = new Label();
    private final Label value = new Label();
    private final HBox line;

    SettingCell(Words words, SettingsModel model) {
        this.words = words;
        this.model = model;
        name.getStyleClass().addAll("mono", "small-line", "muted");
        value.getStyleClass().add("setting-value");
        label.setMinWidth(0);
        name.setMinWidth(0);
        name.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        value.setMaxWidth(Em.px(20));
        VBox names = new VBox(label, name);
        names.setMinWidth(0);
        HBox.setHgrow(names, Priority.ALWAYS);
        line = new HBox(names, value);
        line.getStyleClass().add("setting-line");
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(SettingLine item, boolean empty) {
        super.updateItem(item, empty);
        getStyleClass().removeAll("setting-topic");
        setGraphic(null);
        setText(null);
        setAccessibleText(null);
        if (empty || item == null) return;
        if (item.entry() == null) {
            getStyleClass().add("setting-topic");
            setText(words.say(item.topic()));
            return;
        }
        SettingsModel.Entry entry = item.entry();
        String title = words.say(entry.setting().label());
        label.setText(entry.titled(words, title));
        name.setText(entry.name());
        String stored = entry.mixed() ? words.say("ui.settings.mixed") : shown(entry, entry.stored());
        boolean wants = model.wants(entry);
        value.setText(wants ? words.say("ui.settings.change", stored, shown(entry, model.value(entry)))
                : entry.live().map(live -> words.say("ui.settings.now-next", shown(entry, live), stored)).orElse(stored));
        Cells.tone(value, wants ? "tone-accent" : entry.live().isPresent() ? "tone-warning" : entry.changed() ? "" : "tone-muted");
        setAccessibleText(label.getText() + ", " + value.getText());
        setGraphic(line);
    }

    private String shown(SettingsModel.Entry entry, String value) {
        if (!value.equals(Setting.DEFAULT)) return value.replace('\n', ' ');
        return entry.setting().unset().isEmpty() ? words.say("ui.settings.default") : words.say("ui.settings.default-is", entry.setting().unset());
    }
}
