package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.words.Words;
import io.github.virtcompanion.xml.Parts;
import io.github.virtcompanion.xml.SchemaCheck;
import javafx.animation.PauseTransition;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.controlsfx.control.SegmentedButton;
import org.controlsfx.control.textfield.TextFields;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/// The XML: what is stored, how it runs, how it was saved, whole or part by part; coloured, searchable, and what is stored
/// editable through the same review as everything else. What is edited is checked as it is typed.
final class XmlView {
    private static final Duration TYPED = Duration.millis(350);
    private static final KeyCombination FIND = new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN);

    private final Words words;
    private final Background background;
    private final XmlModel model;
    private final SchemaCheck schema = new SchemaCheck(SchemaCheck.LIBVIRTS);
    private final XmlArea area;
    private final ListView<String> parts = new ListView<>();
    private final TextField find = TextFields.createClearableTextField();
    private final Map<XmlModel.Version, ToggleButton> versions = new HashMap<>();
    private final ToggleButton difference = new ToggleButton();
    private final StackPane text = new StackPane();
    private final Label verdict = FailurePane.wrapping("");
    private final Button edit = new Button();
    private final HBox editing;
    private final VBox pane;
    private final Map<String, Draft> drafts = new HashMap<>();
    private final PauseTransition typed = new PauseTransition(TYPED);
    private Optional<Draft> draft = Optional.empty();
    private List<Parts.Part> known = List.of();
    private String shown = "";
    private BiConsumer<String, String> review = (_, _) -> {};

    /// What is being edited.
    ///
    /// @param base the definition it was begun on
    private record Draft(String base, Optional<Parts.Part> part, String text) {
        String whole(String edited) {
            return part.map(one -> one.replaced(base, Layouts.indented(edited, one.of(base)))).orElse(edited);
        }

        int firstLine() {
            return part.map(one -> one.line(base)).orElse(0);
        }
    }

    XmlView(Words words, Background background, XmlModel model) {
        this.words = words;
        this.background = background;
        this.model = model;
        area = new XmlArea(words.say("ui.tab.xml"));
        FlowPane reading = reading();
        editing = editing();
        parts.getStyleClass().add("dense");
        parts.setId("xml-parts");
        parts.setAccessibleText(words.say("ui.xml.parts"));
        parts.setMinWidth(0);
        parts.getSelectionModel().selectedIndexProperty().subscribe(() -> {
            if (draft.isEmpty()) show();
        });
        verdict.setId("xml-verdict");
        verdict.managedProperty().bind(verdict.visibleProperty());
        SplitPane split = new SplitPane(parts, text);
        split.setDividerPositions(0.24);
        SplitPane.setResizableWithParent(parts, false);
        VBox.setVgrow(split, Priority.ALWAYS);
        pane = new VBox(reading, editing, verdict, split);
        pane.getStyleClass().add("xml-pane");
        pane.addEventFilter(KeyEvent.KEY_PRESSED, key -> {
            if (!FIND.match(key)) return;
            find.requestFocus();
            find.selectAll();
            key.consume();
        });
        typed.setOnFinished(_ -> check());
        area.area().plainTextChanges().subscribe(_ -> {
            if (draft.isPresent()) typed.playFromStart();
        });
        model.texts.subscribe(this::textsChanged);
        model.version.subscribe(this::refill);
        edit(Optional.empty());
    }

    /// In two lines where there is little room: editing must not be cut off.
    private FlowPane reading() {
        ToggleGroup group = new ToggleGroup();
        SegmentedButton which = new SegmentedButton();
        which.setToggleGroup(group);
        for (XmlModel.Version version : XmlModel.Version.values()) {
            ToggleButton button = new ToggleButton(words.say("ui.xml.version." + version.name().toLowerCase(java.util.Locale.ROOT)));
            button.setMinWidth(Region.USE_PREF_SIZE);
            // One always stays chosen; arrow keys choose without an action.
            button.setOnAction(_ -> button.setSelected(true));
            button.selectedProperty().subscribe(chosen -> {
                if (chosen) model.version.set(version);
            });
            which.getButtons().add(button);
            versions.put(version, button);
        }
        versions.get(XmlModel.Version.STORED).setSelected(true);
        which.setMinWidth(Region.USE_PREF_SIZE);
        difference.setText(words.say("ui.xml.difference"));
        difference.setMinWidth(Region.USE_PREF_SIZE);
        difference.selectedProperty().subscribe(() -> show());
        find.setPromptText(words.say("ui.xml.find"));
        find.setPrefWidth(Em.px(11));
        find.textProperty().subscribe((String wanted) -> area.find(wanted));
        find.setOnAction(_ -> area.find(find.getText()));
        edit.setText(words.say("ui.xml.edit"));
        edit.setId("xml-edit");
        edit.setMinWidth(Region.USE_PREF_SIZE);
        edit.setOnAction(_ -> model.texts.get().ifPresent(all -> {
            Optional<Parts.Part> part = model.version.get() == XmlModel.Version.STORED ? part() : Optional.empty();
            // What is edited is what will be stored, with its passwords, not a shown copy of it.
            edit(Optional.of(new Draft(all.stored(), part, part.map(one -> Layouts.outdented(one.of(all.stored()))).orElse(all.stored()))));
            area.area().requestFocus();
        }));
        FlowPane bar = new FlowPane(which, difference, find, edit);
        bar.getStyleClass().add("xml-bar");
        return bar;
    }

    private HBox editing() {
        Label about = FailurePane.wrapping(words.say("ui.xml.editing"));
        about.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(about, Priority.ALWAYS);
        Button cancel = new Button(words.say("ui.cancel"));
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        cancel.setOnAction(_ -> edit(Optional.empty()));
        Button check = new Button(words.say("ui.xml.review"));
        check.setId("xml-review");
        check.setMinWidth(Region.USE_PREF_SIZE);
        check.getStyleClass().add(Styles.ACCENT);
        check.setOnAction(_ -> draft.ifPresent(one -> review.accept(one.base(), one.whole(area.text()))));
        HBox bar = new HBox(about, cancel, check);
        bar.getStyleClass().add("form-line");
        bar.managedProperty().bind(bar.visibleProperty());
        return bar;
    }

    VBox node() {
        return pane;
    }

    /// @param review takes the definition that the edit was begun on, and the edited one
    void onReview(BiConsumer<String, String> review) {
        this.review = review;
    }

    /// Another machine: a text that is being edited is put aside, and comes back with its machine.
    void show(String machine) {
        draft.ifPresentOrElse(one -> drafts.put(shown, new Draft(one.base(), one.part(), area.text())), () -> drafts.remove(shown));
        // Of another machine the whole is shown first, from its beginning.
        if (!shown.equals(machine)) {
            parts.getSelectionModel().select(0);
            parts.scrollTo(0);
        }
        shown = machine;
        edit(Optional.ofNullable(drafts.get(machine)));
    }

    /// The edited text is stored.
    void stopEditing(String machine) {
        drafts.remove(machine);
        if (machine.equals(shown)) edit(Optional.empty());
    }

    private void edit(Optional<Draft> begun) {
        draft = begun;
        editing.setVisible(begun.isPresent());
        edit.setDisable(begun.isPresent() || model.texts.get().isEmpty());
        parts.setDisable(begun.isPresent());
        difference.setDisable(begun.isPresent());
        area.wrong(java.util.Set.of());
        verdict.setVisible(false);
        if (begun.isPresent()) {
            text.getChildren().setAll(area);
            area.show(begun.get().text(), true);
            typed.playFromStart();
        } else show();
    }

    private void textsChanged(Optional<XmlModel.Texts> all) {
        versions.forEach((version, button) -> button.setDisable(version != XmlModel.Version.STORED && all.flatMap(texts -> texts.of(version)).isEmpty()));
        if (versions.get(model.version.get()).isDisabled()) {
            versions.get(XmlModel.Version.STORED).setSelected(true);
            model.version.set(XmlModel.Version.STORED);
        }
        edit.setDisable(all.isEmpty() || draft.isPresent());
        refill();
    }

    private void refill() {
        if (draft.isPresent()) return;
        int index = Math.max(0, parts.getSelectionModel().getSelectedIndex());
        known = model.parts();
        List<String> names = new ArrayList<>(List.of(words.say("ui.xml.whole")));
        known.forEach(part -> names.add(part.name()));
        if (!parts.getItems().equals(names)) {
            parts.getItems().setAll(names);
            parts.getSelectionModel().select(Math.min(index, names.size() - 1));
        }
        show();
    }

    private Optional<Parts.Part> part() {
        int index = parts.getSelectionModel().getSelectedIndex();
        return index < 1 || index > known.size() ? Optional.empty() : Optional.of(known.get(index - 1));
    }

    private void show() {
        if (draft.isPresent()) return;
        boolean differs = difference.isSelected() && model.version.get() != XmlModel.Version.STORED;
        difference.setDisable(model.version.get() == XmlModel.Version.STORED);
        if (differs) {
            DiffView diff = new DiffView(model.difference());
            diff.setMaxHeight(Double.MAX_VALUE);
            text.getChildren().setAll(diff);
        } else {
            text.getChildren().setAll(area);
            String wanted = model.shown(part());
            if (!area.text().equals(wanted) || area.area().isEditable()) area.show(wanted, false);
        }
    }

    private void check() {
        if (draft.isEmpty()) return;
        Draft one = draft.get();
        String edited = area.text();
        background.run(() -> XmlModel.check(schema, one.whole(edited), one.firstLine(), (int) edited.lines().count())).done(found -> {
            if (draft.isPresent() && area.text().equals(edited)) tell(found);
        }).failed(failure -> verdict.setText(words.say(failure.what())));
    }

    private void tell(Fact<List<XmlModel.Problem>> found) {
        List<XmlModel.Problem> problems = found.toOptional().orElse(List.of());
        area.wrong(problems.stream().map(XmlModel.Problem::line).filter(line -> line >= 0).collect(Collectors.toSet()));
        verdict.getStyleClass().removeAll(Styles.DANGER, Styles.SUCCESS, "muted");
        verdict.setVisible(true);
        if (found instanceof Fact.Unknown<List<XmlModel.Problem>>(var reason)) {
            verdict.getStyleClass().add("muted");
            verdict.setText(words.say(reason));
        } else if (problems.isEmpty()) {
            verdict.getStyleClass().add("muted");
            verdict.setText(words.say("ui.xml.fits"));
        } else {
            verdict.getStyleClass().add(Styles.DANGER);
            XmlModel.Problem first = problems.getFirst();
            String expected = first.details().isBlank() ? "" : "\n" + words.say("ui.xml.expected", first.details().length() > 200 ? first.details().substring(0, 200) + "…" : first.details());
            verdict.setText(words.say(first.words()) + expected + (problems.size() > 1 ? "\n" + words.say("ui.xml.more-wrong", problems.size() - 1) : ""));
        }
    }
}
