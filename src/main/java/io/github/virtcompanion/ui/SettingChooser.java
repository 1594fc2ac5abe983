package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.words.Words;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.ListCell;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.util.StringConverter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What a setting is chosen with: its values in a list, those that this host does not offer greyed with the reason; or a field.
final class SettingChooser {
    private final Words words;
    private final SettingsModel model;
    private final BiFunction<SettingsModel.Entry, String, Optional<Message>> against;

    SettingChooser(Words words, SettingsModel model, BiFunction<SettingsModel.Entry, String, Optional<Message>> against) {
        this.words = words;
        this.model = model;
        this.against = against;
    }

    Control of(SettingsModel.Entry entry, Consumer<String> chosen) {
        return entry.setting().listed() ? list(entry, chosen) : field(entry, chosen);
    }

    private TextField field(SettingsModel.Entry entry, Consumer<String> chosen) {
        TextField field = new TextField(model.value(entry).equals(Setting.DEFAULT) ? "" : model.value(entry));
        Setting setting = entry.setting();
        String unit = setting.range().unit();
        field.setPromptText(entry.mixed() ? words.say("ui.settings.mixed") : switch (setting.kind()) {
            case SIZE -> "512MiB";
            case CPUSET -> "0-3,8";
            case NUMBER -> String.join(", ", Stream.concat(Stream.of(setting.range().to() < 1L << 40
                    ? words.say("ui.settings.range", Long.toString(setting.range().from()), Long.toString(setting.range().to()), unit).strip() : unit), setting.values().stream()).toList());
            default -> words.say("ui.settings.default");
        });
        field.textProperty().subscribe((_, text) -> chosen.accept(text));
        return field;
    }

    private ComboBox<String> list(SettingsModel.Entry entry, Consumer<String> chosen) {
        Setting setting = entry.setting();
        List<String> values = new ArrayList<>(setting.values());
        if (setting.removable() && setting.kind() == Setting.Kind.CHOICE) values.addFirst(Setting.DEFAULT);
        // A value this program has no word for stays choosable: it is what the machine has.
        if (!entry.mixed() && !values.contains(entry.stored())) values.add(entry.stored());
        ComboBox<String> box = new ComboBox<>();
        box.getItems().setAll(values);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(String value) {
                return value == null ? "" : shown(setting, value);
            }

            @Override
            public String fromString(String text) {
                return text;
            }
        });
        box.setPromptText(words.say("ui.settings.mixed"));
        // JavaFX opens it by F4 and Alt+Down only; desktops do by these too.
        box.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (box.isShowing() || event.getCode() != KeyCode.SPACE && event.getCode() != KeyCode.ENTER) return;
            box.show();
            event.consume();
        });
        box.setCellFactory(_ -> new ListCell<>() {
            @Override
            protected void updateItem(String value, boolean empty) {
                super.updateItem(value, empty);
                setDisable(false);
                setText(empty || value == null ? null : shown(setting, value));
                if (empty || value == null) return;
                against.apply(entry, value).ifPresent(reason -> {
                    setDisable(!value.equals(entry.stored()));
                    setText(words.say("ui.settings.not-here", shown(setting, value), words.say(reason)));
                });
            }
        });
        String now = model.value(entry);
        if (!now.isEmpty()) box.setValue(now);
        box.valueProperty().subscribe((_, value) -> {
            if (value != null) chosen.accept(value);
        });
        return box;
    }

    private String shown(Setting setting, String value) {
        if (!value.equals(Setting.DEFAULT)) return value;
        return setting.unset().isEmpty() ? words.say("ui.settings.default") : words.say("ui.settings.default-is", setting.unset());
    }
}
