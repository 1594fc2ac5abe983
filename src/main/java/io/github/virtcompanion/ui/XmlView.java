package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.words.Words;
import javafx.scene.control.Button;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.controlsfx.control.SegmentedButton;
import org.controlsfx.control.textfield.TextFields;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The XML, stored or as it runs: coloured, searchable, and editable through the same review as everything else.
final class XmlView {
    private final XmlModel model;
    private final ListView<String> lines = new ListView<>();
    private final TextArea editor = new TextArea();
    private final VBox pane;
    private final Map<String, String> drafts = new HashMap<>();
    private String shown = "";
    private Consumer<String> review = _ -> {};

    XmlView(Words words, XmlModel model) {
        this.model = model;
        lines.getStyleClass().addAll("mono", "xml", "dense");
        lines.setCellFactory(_ -> new Line(model));
        lines.setAccessibleText(words.say("ui.tab.xml"));
        editor.getStyleClass().add("mono");
        editor.setId("xml-editor");
        editor.setVisible(false);
        ToggleButton stored = new ToggleButton(words.say("ui.xml.stored"));
        ToggleButton live = new ToggleButton(words.say("ui.xml.live"));
        SegmentedButton which = new SegmentedButton(stored, live);
        stored.setMinWidth(ToggleButton.USE_PREF_SIZE);
        live.setMinWidth(ToggleButton.USE_PREF_SIZE);
        which.setMinWidth(SegmentedButton.USE_PREF_SIZE);
        which.setToggleGroup(new ToggleGroup());
        stored.setSelected(true);
        live.selectedProperty().subscribe(model.showLive::set);
        stored.setOnAction(_ -> stored.setSelected(true));
        live.setOnAction(_ -> live.setSelected(true));
        TextField find = TextFields.createClearableTextField();
        find.setPromptText(words.say("ui.xml.find"));
        find.setMinWidth(Em.px(5));
        find.textProperty().bindBidirectional(model.search);
        find.setOnAction(_ -> jump());
        HBox.setHgrow(find, Priority.ALWAYS);
        Button edit = new Button(words.say("ui.xml.edit"));
        edit.setId("xml-edit");
        edit.setMinWidth(Button.USE_PREF_SIZE);
        Button cancel = new Button(words.say("ui.cancel"));
        cancel.setMinWidth(Button.USE_PREF_SIZE);
        Button check = new Button(words.say("ui.xml.review"));
        check.setId("xml-review");
        check.setMinWidth(Button.USE_PREF_SIZE);
        check.getStyleClass().add(Styles.ACCENT);
        HBox reading = new HBox(which, find, edit);
        HBox editing = new HBox(cancel, check);
        for (HBox bar : new HBox[]{reading, editing}) {
            bar.getStyleClass().add("form-line");
            bar.managedProperty().bind(bar.visibleProperty());
        }
        reading.visibleProperty().bind(editor.visibleProperty().not());
        editing.visibleProperty().bind(editor.visibleProperty());
        edit.setOnAction(_ -> {
            // What is edited is what will be stored, with its passwords, not a shown copy of it.
            model.texts.get().ifPresent(both -> editor.setText(both.stored()));
            editor.setVisible(true);
            editor.requestFocus();
        });
        cancel.setOnAction(_ -> editor.setVisible(false));
        check.setOnAction(_ -> review.accept(editor.getText()));
        lines.visibleProperty().bind(editor.visibleProperty().not());
        StackPane text = new StackPane(lines, editor);
        VBox.setVgrow(text, Priority.ALWAYS);
        pane = new VBox(reading, editing, text);
        pane.getStyleClass().add("xml-pane");
        model.texts.subscribe(both -> {
            live.setDisable(both.flatMap(XmlModel.Texts::live).isEmpty());
            edit.setDisable(both.isEmpty());
            if (live.isDisabled()) stored.setSelected(true);
            fill();
        });
        model.showLive.subscribe(this::fill);
        model.search.subscribe(() -> {
            lines.refresh();
            jumpTo(model.nextHit(-1));
        });
    }

    VBox node() {
        return pane;
    }

    void onReview(Consumer<String> review) {
        this.review = review;
    }

    /// Another machine: a text that is being edited is put aside, and comes back with its machine.
    void show(String machine) {
        if (editor.isVisible()) drafts.put(shown, editor.getText());
        else drafts.remove(shown);
        shown = machine;
        Optional<String> draft = Optional.ofNullable(drafts.get(machine));
        draft.ifPresent(editor::setText);
        editor.setVisible(draft.isPresent());
    }

    /// The edited text is stored.
    void stopEditing(String machine) {
        drafts.remove(machine);
        if (machine.equals(shown)) editor.setVisible(false);
    }

    private void fill() {
        if (!lines.getItems().equals(model.lines())) lines.getItems().setAll(model.lines());
    }

    private void jump() {
        jumpTo(model.nextHit(lines.getSelectionModel().getSelectedIndex()));
    }

    private void jumpTo(int line) {
        if (line < 0) return;
        lines.getSelectionModel().clearAndSelect(line);
        lines.scrollTo(Math.max(0, line - 3));
    }

    private static final class Line extends ListCell<String> {
        private final XmlModel model;

        Line(XmlModel model) {
            this.model = model;
        }

        @Override
        protected void updateItem(String line, boolean empty) {
            super.updateItem(line, empty);
            getStyleClass().remove("xml-hit");
            setAccessibleText(line);
            if (empty || line == null) {
                setGraphic(null);
                return;
            }
            TextFlow flow = new TextFlow();
            for (XmlText.Piece piece : XmlText.pieces(line)) {
                Text text = new Text(piece.text());
                text.getStyleClass().addAll("text", "xml-" + piece.kind().name().toLowerCase(Locale.ROOT));
                flow.getChildren().add(text);
            }
            flow.setPrefWidth(USE_COMPUTED_SIZE);
            setGraphic(flow);
            if (model.hit(line)) getStyleClass().add("xml-hit");
        }
    }
}
