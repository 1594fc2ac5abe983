package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.advice.RecommendedCache.Recommendation;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.words.Words;
import javafx.animation.PauseTransition;
import javafx.beans.binding.Bindings;
import javafx.event.Event;
import javafx.event.EventHandler;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import java.util.Optional;
import java.util.function.Consumer;

/// The six cache modes of a disk, each explained in a sentence and drawn. Looking at one changes nothing.
final class CacheChooser extends VBox {
    private static final Setting CACHE = Catalogue.all().stream().filter(setting -> setting.name().equals("disk.*.cache")).findFirst().orElseThrow();

    private final ComboBox<CacheMode> modes = new ComboBox<>();
    private final CacheMode stored;

    /// @param recommended nothing while the host is not known
    CacheChooser(Words words, Disk disk, CacheMode stored, Optional<Recommendation> recommended, Consumer<CacheMode> use) {
        this.stored = stored;
        getStyleClass().add("cache-chooser");
        modes.setId("cache-" + disk.target());
        modes.getItems().setAll(CacheMode.values());
        modes.setCellFactory(_ -> new Entry(words, true, recommended.map(Recommendation::mode)));
        modes.setButtonCell(new Entry(words, false, Optional.empty()));
        modes.setValue(stored);
        modes.setAccessibleText(words.say("ui.disks.cache-of", disk.target()));
        modes.setVisibleRowCount(CacheMode.values().length);
        placedAtFirst(modes);
        Label caption = new Label(words.say("ui.disks.cache-mode"));
        caption.setLabelFor(modes);
        caption.setMinWidth(USE_PREF_SIZE);
        modes.setPrefWidth(Em.px(11));
        modes.setMinWidth(Em.px(7));
        Button apply = new Button();
        apply.setId("use-" + disk.target());
        apply.textProperty().bind(Bindings.createStringBinding(() -> words.say("ui.use-mode", Labels.cache(words, modes.getValue().libvirtName())),
                modes.valueProperty()));
        apply.disableProperty().bind(modes.valueProperty().isEqualTo(stored));
        apply.getStyleClass().add(Styles.ACCENT);
        apply.setMinWidth(USE_PREF_SIZE);
        apply.setOnAction(_ -> use.accept(modes.getValue()));
        FlowPane line = new FlowPane(caption, modes, apply);
        line.getStyleClass().add("form-flow");
        Label explanation = FailurePane.wrapping("");
        CacheDrawing drawing = new CacheDrawing(words);
        Label risk = FailurePane.wrapping("");
        modes.valueProperty().subscribe(mode -> {
            explanation.setText(what(words, mode));
            risk.setText(CACHE.risk(mode.libvirtName()).map(each -> words.say("ui.risk", each)).orElse(""));
            Cells.tone(risk, CACHE.losesData(mode.libvirtName()) ? "tone-danger" : "tone-muted");
            drawing.show(mode == CacheMode.DEFAULT ? defaultOf(disk) : mode);
        });
        getChildren().add(line);
        recommended.ifPresent(best -> getChildren().add(recommendation(words, best)));
        getChildren().addAll(explanation, risk, drawing);
    }

    /// Takes over what was chosen in one that this one replaces, if it still says the same of what is stored.
    void goOnFrom(CacheChooser other) {
        if (other.stored == stored) modes.setValue(other.modes.getValue());
    }

    /// Somebody looks at the list.
    boolean open() {
        return modes.isShowing();
    }

    void onClosed(Runnable action) {
        modes.setOnHidden(_ -> action.run());
    }

    /// The list has no size before it was shown once: JavaFX lets it hang over the lower edge of a screen then, and only then.
    private static void placedAtFirst(ComboBox<CacheMode> modes) {
        modes.addEventHandler(ComboBoxBase.ON_SHOWN, new EventHandler<>() {
            @Override
            public void handle(Event shown) {
                modes.removeEventHandler(ComboBoxBase.ON_SHOWN, this);
                PauseTransition drawn = new PauseTransition(Duration.millis(1));
                drawn.setOnFinished(_ -> {
                    if (!modes.isShowing()) return;
                    modes.hide();
                    // What waited for it to close may have put another one in its place.
                    if (modes.getScene() != null) modes.show();
                });
                drawn.play();
            }
        });
    }

    private static HBox recommendation(Words words, Recommendation best) {
        Label sentence = FailurePane.wrapping(words.say("ui.disks.recommended", Labels.cache(words, best.mode().libvirtName()), best.reason()));
        HBox.setHgrow(sentence, Priority.ALWAYS);
        HBox line = new HBox(Icon.of(Sign.STAR_OUTLINE, "tone-good"), sentence);
        line.getStyleClass().add("plan-line");
        return line;
    }

    private static String what(Words words, CacheMode mode) {
        return CACHE.valueWords(mode.libvirtName()).map(words::say).orElse("");
    }

    /// QEMU's default, or what libvirt forces on a disk shared by several machines.
    private static CacheMode defaultOf(Disk disk) {
        return disk.shareable() && !disk.readOnly() ? CacheMode.NONE : CacheMode.WRITEBACK;
    }

    private static final class Entry extends ListCell<CacheMode> {
        private final Words words;
        private final boolean explained;
        private final Optional<CacheMode> recommended;

        Entry(Words words, boolean explained, Optional<CacheMode> recommended) {
            this.recommended = recommended;
            this.words = words;
            this.explained = explained;
        }

        @Override
        protected void updateItem(CacheMode mode, boolean empty) {
            super.updateItem(mode, empty);
            setText(null);
            setGraphic(null);
            if (empty || mode == null) return;
            String name = Labels.cache(words, mode.libvirtName());
            if (!explained) {
                setText(name);
                return;
            }
            Label sentence = new Label(what(words, mode));
            sentence.getStyleClass().add("cache-sentence");
            // From a style it would come too late: the list is placed by the width that it has before.
            sentence.setPrefWidth(Em.px(33));
            sentence.setWrapText(true);
            Label title = new Label(recommended.filter(mode::equals).isPresent() ? words.say("ui.disks.is-recommended", name) : name);
            title.getStyleClass().add(Styles.TEXT_BOLD);
            setGraphic(new VBox(title, sentence));
            setAccessibleText(title.getText() + ". " + sentence.getText());
        }
    }
}
