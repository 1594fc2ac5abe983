package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.change.SettingsRead;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.options.Snippet;
import io.github.virtcompanion.options.Support;
import javafx.scene.control.Control;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.Optional;

/// One setting explained: what it does, what holds without it, when it counts, what a value brings, the XML it makes; and its chooser.
final class SettingDetail extends VBox {
    private final Desk desk;
    private final SettingsModel model;
    private final Runnable changed;
    private final Label meaning = FailurePane.wrapping("");
    private final Label trouble = FailurePane.wrapping("");
    private final Label xml = FailurePane.wrapping("");

    /// @param changed called when something is wanted or no longer
    SettingDetail(Desk desk, SettingsModel model, Runnable changed) {
        this.desk = desk;
        this.model = model;
        this.changed = changed;
        getStyleClass().add("setting-detail");
        xml.getStyleClass().addAll("mono", "setting-xml");
        for (Label label : List.of(meaning, trouble, xml)) label.managedProperty().bind(label.textProperty().isNotEmpty());
        xml.visibleProperty().bind(xml.textProperty().isNotEmpty());
    }

    void clear() {
        getChildren().clear();
    }

    void show(SettingsModel.Entry entry) {
        Setting setting = entry.setting();
        String label = desk.say(setting.label().key());
        Label title = FailurePane.wrapping(entry.titled(desk.words(), label));
        title.getStyleClass().add(Styles.TEXT_BOLD);
        HBox.setHgrow(title, Priority.ALWAYS);
        title.setMaxWidth(Double.MAX_VALUE);
        Control chooser = new SettingChooser(desk.words(), model, this::against).of(entry, value -> {
            take(entry, value);
            changed.run();
        });
        chooser.setId("set-" + entry.name());
        chooser.setAccessibleText(title.getText());
        chooser.setPrefWidth(Em.px(16));
        chooser.setMinWidth(Em.px(9));
        HBox head = new HBox(title, chooser);
        head.getStyleClass().add("card-head");
        Label facts = FailurePane.wrapping(desk.say("ui.settings.effect." + setting.effect().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                + (setting.removable() ? "  " + desk.say("ui.settings.without", desk.words().say(setting.defaultWords())) : "")
                + (setting.requires().isEmpty() ? "" : "  " + desk.say("ui.settings.requires", setting.requires().replace("*", entry.target().orElse("*"))))
                + (model.machine().filter(machine -> new Support(machine.offer(), machine.stored()).untold(setting)).isPresent() ? "  " + desk.say("ui.settings.untold") : "")
                + (setting.since().isEmpty() ? "" : "  " + desk.say("ui.settings.since", setting.since())));
        facts.getStyleClass().addAll("muted", "small-line");
        getChildren().setAll(head, FailurePane.wrapping(desk.words().say(setting.what())), meaning, trouble, facts, xml, link(setting));
        entry.live().ifPresent(live -> {
            Label pending = FailurePane.wrapping(desk.say("ui.settings.pending", shown(live), shown(entry.stored())));
            Cells.tone(pending, "tone-warning");
            getChildren().add(2, pending);
        });
        if (entry.mixed()) getChildren().add(2, FailurePane.wrapping(desk.say("ui.settings.several", String.join(", ", entry.values().stream().map(this::shown).toList()))));
        if (setting.kind() == Setting.Kind.CPUSET) model.machine().map(SettingsRead::topology).filter(topology -> !topology.nodes().isEmpty())
                .ifPresent(topology -> getChildren().add(2, new TopologyPicture(desk.words(), topology, setting.name().startsWith("numatune"), model.value(entry), value -> {
                    if (chooser instanceof javafx.scene.control.TextField field) field.setText(value);
                })));
        explain(entry, model.value(entry));
    }

    private Hyperlink link(Setting setting) {
        Hyperlink page = new Hyperlink(desk.say("ui.settings.page"));
        page.setMinWidth(USE_PREF_SIZE);
        page.setAccessibleText(desk.say("ui.settings.page") + " " + setting.page());
        page.setOnAction(_ -> desk.background().run(() -> {
            desk.programs().start(List.of("xdg-open", setting.page()));
            return setting;
        }).done(_ -> { }).failed(desk.notices()::failed));
        return page;
    }

    /// A value that is none changes nothing, and says what would be one.
    private void take(SettingsModel.Entry entry, String value) {
        trouble.setText("");
        try {
            if (!value.isBlank() && !(entry.mixed() && value.isEmpty())) Catalogue.check(new Assignment(entry.name(), value));
            if (entry.mixed() && value.isBlank()) model.leave(entry);
            else model.want(entry, value);
        } catch (FailedException e) {
            model.leave(entry);
            trouble.setText(desk.words().say(e.failure().nextStep()));
            Cells.tone(trouble, "tone-danger");
        }
        explain(entry, value.isBlank() ? entry.mixed() ? "" : Setting.DEFAULT : value);
    }

    private void explain(SettingsModel.Entry entry, String value) {
        Setting setting = entry.setting();
        String said = setting.valueWords(value).map(desk.words()::say).orElse("");
        String risk = setting.risk(value).map(words -> desk.say("ui.risk", desk.words().say(words))).orElse("");
        String not = against(entry, value).map(desk.words()::say).orElse("");
        meaning.setText(String.join("\n", List.of(said, risk, not).stream().filter(text -> !text.isEmpty()).toList()));
        Cells.tone(meaning, setting.losesData(value) ? "tone-danger" : not.isEmpty() ? "" : "tone-warning");
        xml.setText("");
        if (!value.isEmpty()) model.machine().ifPresent(machine -> {
            try {
                xml.setText(model.wants(entry) ? Snippet.of(machine.stored(), new Assignment(entry.name(), value)) : "");
            } catch (FailedException e) {
                trouble.setText(desk.words().say(e.failure().what()) + " " + desk.words().say(e.failure().nextStep()));
                Cells.tone(trouble, "tone-danger");
            }
        });
    }

    private Optional<Message> against(SettingsModel.Entry entry, String value) {
        return model.machine().flatMap(machine -> new Support(machine.offer(), machine.stored()).against(entry.setting(), entry.name(), value));
    }

    private String shown(String value) {
        return value.equals(Setting.DEFAULT) ? desk.say("ui.settings.default") : value;
    }
}
