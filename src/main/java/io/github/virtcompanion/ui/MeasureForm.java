package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.bench.Progress;
import io.github.virtcompanion.bench.Site;
import io.github.virtcompanion.words.Words;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Where and how it is measured: directory, image, time; the questions before; start, progress, cancel.
final class MeasureForm extends VBox {
    private final Words words;
    private final MeasureModel model;
    private final ComboBox<String> directory = new ComboBox<>();
    private final Label place = FailurePane.wrapping("");
    private final VBox questions = new VBox();
    private final VBox trouble = new VBox();

    MeasureForm(Words words, MeasureModel model) {
        this.words = words;
        this.model = model;
        getStyleClass().add("card");
        directory.setId("measure-directory");
        directory.setEditable(true);
        directory.setMaxWidth(Double.MAX_VALUE);
        directory.setMinWidth(Em.px(8));
        directory.setAccessibleText(words.say("ui.measure.directory"));
        directory.valueProperty().bindBidirectional(model.directory);
        HBox.setHgrow(directory, Priority.ALWAYS);
        Button other = new Button(words.say("ui.measure.choose"));
        other.setMinWidth(USE_PREF_SIZE);
        other.setOnAction(_ -> Choosers.directory(getScene().getWindow(), words.say("ui.measure.directory"))
                .ifPresent(path -> model.directory.set(path.toString())));
        HBox where = new HBox(directory, other);
        where.getStyleClass().add("form-line");
        ComboBox<String> format = chooser("measure-format", List.of("qcow2", "raw"), each -> each, model.format);
        ComboBox<MeasureModel.Pace> pace = chooser("measure-pace", List.of(MeasureModel.Pace.values()), each -> words.say("ui.measure.pace." + each.word()), model.pace);
        Button start = new Button(words.say("ui.measure.start"));
        start.setId("measure-start");
        start.getStyleClass().add(Styles.ACCENT);
        start.setMinWidth(USE_PREF_SIZE);
        start.setOnAction(_ -> model.start());
        start.disableProperty().bind(Bindings.createBooleanBinding(() -> model.phase.get() != MeasureModel.Phase.IDLE || model.site.get().filter(site -> !site.onlyAsAdministrator()).isEmpty(),
                model.phase, model.site));
        CheckBox guest = new CheckBox(words.say("ui.measure.in-guest"));
        guest.setId("measure-in-guest");
        guest.setTooltip(new Tooltip(words.say("ui.measure.in-guest-says")));
        guest.selectedProperty().bindBidirectional(model.inGuest);
        Button administrator = new Button(words.say("ui.measure.administrator"));
        administrator.setId("measure-administrator");
        administrator.setMinWidth(USE_PREF_SIZE);
        administrator.setOnAction(_ -> model.startAsAdministrator());
        administrator.disableProperty().bind(model.phase.isNotEqualTo(MeasureModel.Phase.IDLE));
        administrator.visibleProperty().bind(model.site.map(found -> found.filter(Site::administrator).isPresent()));
        administrator.managedProperty().bind(administrator.visibleProperty());
        FlowPane how = new FlowPane(format, pace, guest, start, administrator);
        how.getStyleClass().add("form-flow");
        for (Node each : List.of(directory, other, format, pace, guest)) each.disableProperty().bind(model.phase.isNotEqualTo(MeasureModel.Phase.IDLE));
        place.getStyleClass().add("muted");
        hideIfEmpty(questions);
        hideIfEmpty(trouble);
        questions.getStyleClass().add("step");
        getChildren().setAll(where, place, trouble, how, questions, running());
        model.site.subscribe(this::site);
        model.phase.subscribe(phase -> questions.getChildren().setAll(phase == MeasureModel.Phase.ASKING ? asked() : List.of()));
        model.phase.subscribe(phase -> focusFollows(switch (phase) {
            case ASKING -> (Node) questions.lookup("#measure-refuse");
            case RUNNING -> lookup("#measure-cancel");
            case IDLE -> start.isDisabled() ? administrator : start;
        }));
        model.trouble.subscribe(failure -> trouble.getChildren().setAll(failure.map(each -> List.<Node>of(new FailurePane(words, each))).orElse(List.of())));
    }

    /// What can be chosen at once; the first of them unless something was chosen already.
    void offer(List<String> directories) {
        // Changing the list of an editable box must not change what stands in it.
        String now = model.directory.get();
        if (!directory.getItems().equals(directories)) directory.getItems().setAll(directories);
        model.directory.set(now.isEmpty() && !directories.isEmpty() ? directories.getFirst() : now);
    }

    void focusFirst() {
        directory.requestFocus();
    }

    private void site(Optional<Site> found) {
        place.setText(found.map(site -> site.notes().isEmpty() ? words.say("ui.place.on", site.fileSystem(), site.device())
                : String.join(" ", site.notes().stream().map(words::say).toList())).orElse(""));
        Cells.tone(place, found.filter(site -> !site.notes().isEmpty()).isPresent() ? "tone-warning" : "");
    }

    private List<Node> asked() {
        List<Node> all = new ArrayList<>();
        model.site.get().ifPresent(site -> site.questions().forEach(question -> {
            HBox line = new HBox(Icon.of(Sign.ALERT_OUTLINE, "tone-warning", "card-icon"), FailurePane.wrapping(words.say(question)));
            HBox.setHgrow(line.getChildren().getLast(), Priority.ALWAYS);
            line.getStyleClass().add("card-head");
            all.add(line);
        }));
        Button yes = new Button(words.say("ui.measure.all-the-same"));
        yes.setId("measure-agree");
        yes.setOnAction(_ -> model.answer(true));
        Button no = new Button(words.say("ui.cancel"));
        no.setId("measure-refuse");
        no.setOnAction(_ -> model.answer(false));
        FlowPane answers = new FlowPane(yes, no);
        answers.getStyleClass().add("form-flow");
        all.add(answers);
        return all;
    }

    private HBox running() {
        ProgressBar bar = new ProgressBar();
        bar.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(bar, Priority.ALWAYS);
        Label left = new Label();
        left.setMinWidth(USE_PREF_SIZE);
        Button cancel = new Button(words.say("ui.cancel"));
        cancel.setId("measure-cancel");
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.setOnAction(_ -> model.cancel());
        model.progress.subscribe(step -> {
            bar.setProgress(step.map(Progress::fraction).orElse(ProgressBar.INDETERMINATE_PROGRESS));
            left.setText(step.map(each -> words.say("ui.measure.left", Math.max(0, each.left().toSeconds()))).orElse(""));
            bar.setAccessibleText(left.getText());
        });
        HBox line = new HBox(bar, left, cancel);
        line.getStyleClass().add("form-line");
        line.visibleProperty().bind(model.phase.isEqualTo(MeasureModel.Phase.RUNNING));
        line.managedProperty().bind(line.visibleProperty());
        return line;
    }

    /// A button that is disabled or hidden by being pressed would leave the keyboard to whatever comes first in the window.
    private void focusFollows(Node next) {
        Node owner = getScene() == null ? null : getScene().getFocusOwner();
        while (owner != null && owner != this) owner = owner.getParent();
        if (owner == this) next.requestFocus();
    }

    private static void hideIfEmpty(VBox box) {
        box.visibleProperty().bind(Bindings.isNotEmpty(box.getChildren()));
        box.managedProperty().bind(box.visibleProperty());
    }

    static <T> ComboBox<T> chooser(String id, List<T> values, Function<T, String> said, ObjectProperty<T> value) {
        ComboBox<T> box = new ComboBox<>();
        box.setId(id);
        box.getItems().setAll(values);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(T one) {
                return one == null ? "" : said.apply(one);
            }

            @Override
            public T fromString(String text) {
                return null;
            }
        });
        box.valueProperty().bindBidirectional(value);
        return box;
    }
}
