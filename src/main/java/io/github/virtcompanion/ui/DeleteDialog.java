package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.Deletion;
import io.github.virtcompanion.words.Words;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.stage.WindowEvent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks which machines' images go with them. What others need is not ticked, with the reason.
final class DeleteDialog {
    private final Words words;
    private final Dialog<ButtonType> dialog = new Dialog<>();
    private final ButtonType delete;
    private final CheckBox all;
    private final Map<CheckBox, Deletion.Image> boxes = new LinkedHashMap<>();
    private final Map<Deletion, List<CheckBox>> chosen = new LinkedHashMap<>();

    /// @param paths of the images that go with it
    record Choice(Deletion deletion, List<String> paths) {}

    DeleteDialog(Words words, List<Deletion> deletions, Window owner) {
        this.words = words;
        delete = new ButtonType(words.say("machines.delete"), ButtonBar.ButtonData.OK_DONE);
        all = new CheckBox(words.say("machines.delete.images"));
        all.setId("delete-images");
        all.setSelected(true);
        Placed.over(owner, dialog);
        dialog.setTitle(words.say("machines.delete"));
        dialog.setResizable(true);
        VBox contents = new VBox(title(deletions));
        contents.getStyleClass().add("question");
        if (deletions.stream().anyMatch(Deletion::active)) contents.getChildren().add(warning(words.say("machines.delete.running")));
        contents.getChildren().add(FailurePane.wrapping(words.say("machines.delete.what")));
        VBox images = new VBox();
        images.getStyleClass().add("cards-flat");
        for (Deletion deletion : deletions) images.getChildren().add(images(deletion, deletions.size() > 1));
        if (!boxes.isEmpty()) {
            contents.getChildren().add(all);
            ScrollPane scroll = new ScrollPane(images);
            scroll.setFitToWidth(true);
            scroll.setPrefViewportHeight(Math.min(Em.px(22), height(deletions)));
            scroll.getStyleClass().add("edge-to-edge");
            contents.getChildren().add(scroll);
        }
        all.selectedProperty().subscribe(on -> boxes.forEach((box, image) -> box.setDisable(!on || !image.possible())));
        contents.setPrefWidth(Em.px(44));
        dialog.getDialogPane().setContent(contents);
        ButtonType cancel = new ButtonType(words.say("ui.cancel"), ButtonBar.ButtonData.CANCEL_CLOSE);
        dialog.getDialogPane().getButtonTypes().setAll(cancel, delete);
        Button button = (Button) dialog.getDialogPane().lookupButton(delete);
        button.setId("delete-really");
        button.getStyleClass().add("danger");
        // What cannot be brought back is not what Enter does.
        button.setDefaultButton(false);
        Node keep = dialog.getDialogPane().lookupButton(cancel);
        dialog.getDialogPane().getScene().getWindow().addEventHandler(WindowEvent.WINDOW_SHOWN, _ -> keep.requestFocus());
    }

    private static double height(List<Deletion> deletions) {
        double lines = deletions.stream().mapToDouble(deletion -> deletion.images().stream().mapToDouble(image -> image.why().isPresent() ? 4 : 2).sum() + (deletions.size() > 1 ? 2.5 : 0.5)).sum();
        return Em.px(lines);
    }

    private Label title(List<Deletion> deletions) {
        Label title = FailurePane.wrapping(deletions.size() == 1 ? words.say("machines.delete.one", deletions.getFirst().machine()) : words.say("machines.delete.many", deletions.size()));
        title.getStyleClass().add("title-4");
        return title;
    }

    private static Label warning(String text) {
        Label label = FailurePane.wrapping(text);
        label.getStyleClass().add("tone-danger");
        return label;
    }

    private VBox images(Deletion deletion, boolean named) {
        VBox lines = new VBox();
        lines.getStyleClass().add("step");
        if (named) {
            Label name = new Label(deletion.machine());
            name.getStyleClass().add("machine-name");
            lines.getChildren().add(name);
        }
        List<CheckBox> mine = new ArrayList<>();
        for (Deletion.Image image : deletion.images()) {
            CheckBox box = new CheckBox(image.target() + ": " + image.path());
            box.setMnemonicParsing(false);
            box.setWrapText(true);
            box.setSelected(image.ticked());
            boxes.put(box, image);
            mine.add(box);
            lines.getChildren().add(box);
            image.why().ifPresent(why -> {
                Label reason = FailurePane.wrapping(words.say(why));
                reason.getStyleClass().addAll("small-line", "tone-warning", "below-box");
                lines.getChildren().add(reason);
                box.setAccessibleHelp(reason.getText());
            });
        }
        chosen.put(deletion, mine);
        return lines;
    }

    /// Empty where the user does not want it.
    Optional<List<Choice>> answer() {
        return dialog.showAndWait().filter(delete::equals).map(_ -> chosen.entrySet().stream().map(entry -> new Choice(entry.getKey(), !all.isSelected() ? List.of()
                : entry.getValue().stream().filter(box -> box.isSelected() && !box.isDisabled()).map(boxes::get).map(Deletion.Image::path).distinct().toList())).toList());
    }
}
