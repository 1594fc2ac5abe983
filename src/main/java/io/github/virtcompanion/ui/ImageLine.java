package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.ImageHeader;
import io.github.virtcompanion.model.Preallocation;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.ui.StorageModel.Image;
import io.github.virtcompanion.words.Words;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// An image: its file and whose it is, and below what it is and takes.
final class ImageLine {
    /// More images than these are shown when asked for.
    private static final int MANY = 25;

    private ImageLine() {}

    static <T> VBox list(Words words, List<T> images, Function<T, VBox> line) {
        VBox list = new VBox();
        list.getStyleClass().add("image-list");
        images.stream().limit(MANY).forEach(image -> list.getChildren().add(line.apply(image)));
        if (images.size() > MANY) {
            Hyperlink more = new Hyperlink(words.say("ui.storage.show-all", images.size()));
            more.setOnAction(_ -> list.getChildren().setAll(images.stream().map(line).toList()));
            list.getChildren().add(more);
        }
        return list;
    }

    static VBox of(Words words, Image image) {
        VBox line = named(words, image.path(), image.machines());
        Label about = FailurePane.wrapping("");
        about.getStyleClass().add("small-line");
        line.getChildren().add(about);
        switch (image.facts().header()) {
            case Fact.Unknown<ImageHeader>(Message reason) -> about.setText(words.say("ui.unknown-because", reason));
            case Fact.Known<ImageHeader>(ImageHeader header, String _) -> {
                about.setText(about(words, image, header));
                if (header.corrupt()) line.getChildren().add(StorageView.toned(words.say("ui.storage.corrupt"), "tone-danger"));
                else if (header.dirty()) line.getChildren().add(StorageView.toned(words.say("ui.storage.dirty"), "tone-warning"));
            }
        }
        return line;
    }

    /// File name and machines in a line; the whole path for those who ask.
    static VBox named(Words words, String path, List<String> machines) {
        Label file = new Label(fileName(path));
        file.getStyleClass().add("mono");
        file.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        file.setTooltip(new Tooltip(path));
        file.setAccessibleHelp(path);
        file.setMinWidth(Em.px(8));
        file.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(file, Priority.ALWAYS);
        Label users = new Label(machines.isEmpty() ? words.say("ui.storage.no-machine") : String.join(", ", machines));
        users.setMinWidth(0);
        users.setTooltip(new Tooltip(users.getText()));
        if (machines.isEmpty()) users.getStyleClass().add("muted");
        HBox head = new HBox(file, users);
        head.getStyleClass().add("plan-line");
        return new VBox(head);
    }

    private static String about(Words words, Image image, ImageHeader header) {
        List<String> parts = new ArrayList<>(List.of(header.format()));
        parts.add(switch (image.facts().allocatedBytes()) {
            case Fact.Known<Long>(Long bytes, String _) -> words.say("ui.storage.taken", Bytes.say(words, bytes), Bytes.say(words, header.virtualBytes()));
            case Fact.Unknown<Long>(Message reason) -> Bytes.say(words, header.virtualBytes()) + " (" + words.say(reason) + ")";
        });
        image.facts().preallocation().toOptional().filter(found -> found != Preallocation.OFF).ifPresent(found -> parts.add(words.say("ui.storage.preallocation-" + found.word())));
        if (header.format().equals("raw") && image.facts().preallocation().toOptional().equals(Optional.of(Preallocation.OFF))) parts.add(words.say("ui.storage.sparse"));
        if (header.snapshots() > 0) parts.add(words.say("ui.storage.snapshots", header.snapshots()));
        if (header.encrypted()) parts.add(words.say("ui.storage.encrypted"));
        List<String> chain = image.facts().chain().toOptional().orElse(header.backing().stream().toList());
        if (!chain.isEmpty()) parts.add(words.say("ui.storage.backing", String.join(" ← ", chain.stream().map(ImageLine::fileName).toList())));
        if (image.place().copyOnWrite() && image.place().noCow().toOptional().equals(Optional.of(true))) parts.add("+C");
        return String.join("  ·  ", parts);
    }

    private static String fileName(String path) {
        String name = path.startsWith("/dev/") ? path : path.substring(path.lastIndexOf('/') + 1);
        return name.isEmpty() ? path : name;
    }
}
