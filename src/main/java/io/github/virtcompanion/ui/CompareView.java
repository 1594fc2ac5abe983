package io.github.virtcompanion.ui;

import io.github.virtcompanion.options.Comparison;
import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.words.Words;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Dialog;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Window;

import java.util.function.Function;

/// Two definitions, setting by setting.
final class CompareView {
    private CompareView() {}

    /// @param left  what the left one is called
    /// @param save  called to keep what differs as a recipe
    static void show(Words words, Window owner, Comparison comparison, String left, String right, Runnable save) {
        Dialog<ButtonType> dialog = Placed.over(owner, new Dialog<>());
        dialog.initModality(Modality.WINDOW_MODAL);
        dialog.setResizable(true);
        dialog.setTitle(words.say("ui.compare.title", left, right));
        ButtonType keep = new ButtonType(words.say("ui.compare.save"), ButtonBar.ButtonData.LEFT);
        dialog.getDialogPane().getButtonTypes().setAll(keep, new ButtonType(words.say("ui.compare.close"), ButtonBar.ButtonData.CANCEL_CLOSE));
        dialog.getDialogPane().getStylesheets().setAll(owner.getScene().getStylesheets());
        TableView<Comparison.Line> table = new TableView<>();
        table.setId("comparison");
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getColumns().add(column(words.say("ui.compare.setting"), line -> words.say(line.setting().label()) + "  " + line.name()));
        // Its name and how it is written.
        table.getColumns().getFirst().setMinWidth(Em.px(15));
        table.getColumns().add(column(left, line -> shown(words, line, line.left())));
        table.getColumns().add(column(right, line -> shown(words, line, line.right())));
        table.setPlaceholder(FailurePane.wrapping(words.say("ui.compare.same")));
        CheckBox all = new CheckBox(words.say("ui.compare.all"));
        all.setId("compare-all");
        all.selectedProperty().subscribe(every -> table.getItems().setAll(every ? comparison.lines() : comparison.differences()));
        VBox.setVgrow(table, Priority.ALWAYS);
        VBox contents = new VBox(all, table);
        contents.getStyleClass().add("review-contents");
        contents.setPrefSize(Math.min(Em.px(60), owner.getWidth() * 0.9), Math.min(Em.px(34), owner.getHeight() * 0.65));
        VBox.setVgrow(contents, Priority.ALWAYS);
        VBox around = new VBox(contents);
        around.getStyleClass().add("question");
        dialog.getDialogPane().setContent(around);
        dialog.getDialogPane().lookupButton(keep).setId("save-recipe");
        dialog.getDialogPane().lookupButton(keep).setDisable(comparison.leftOntoRight().isEmpty());
        // Whoever presses Enter once more before he sees it has pressed no button.
        dialog.setOnShown(_ -> table.requestFocus());
        dialog.showAndWait().filter(keep::equals).ifPresent(_ -> save.run());
    }

    private static TableColumn<Comparison.Line, String> column(String title, Function<Comparison.Line, String> text) {
        TableColumn<Comparison.Line, String> column = new TableColumn<>(title);
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(text.apply(cell.getValue())));
        column.setSortable(true);
        return column;
    }

    private static String shown(Words words, Comparison.Line line, String value) {
        if (!value.equals(Setting.DEFAULT)) return value.replace('\n', ' ');
        return line.setting().unset().isEmpty() ? words.say("ui.settings.default") : words.say("ui.settings.default-is", line.setting().unset());
    }
}
