package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.words.Words;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

import java.util.List;
import java.util.Optional;

/// The manual and the words explained, in a window of their own; they come with the program and need no network.
final class HelpView {
    private final Words words;
    private final TreeView<Optional<HelpText.Topic>> topics = new TreeView<>(new TreeItem<>(Optional.empty()));
    private final Label title = new Label();
    private final Label text = FailurePane.wrapping("");
    private final SplitPane pane;
    private Stage stage;

    HelpView(Words words) {
        this.words = words;
        topics.setId("help-topics");
        topics.setShowRoot(false);
        topics.setCellFactory(_ -> new TreeCell<>() {
            @Override
            protected void updateItem(Optional<HelpText.Topic> topic, boolean empty) {
                super.updateItem(topic, empty);
                boolean manual = getTreeItem() != null && getTreeItem() == topics.getRoot().getChildren().getFirst();
                setText(empty || topic == null ? "" : topic.map(each -> each.title(words)).orElse(words.say(manual ? "help.part.manual" : "help.part.words")));
            }
        });
        part(HelpText.MANUAL.stream().map(HelpText::chapter).toList());
        part(HelpText.TERMS.stream().map(HelpText::term).toList());
        title.getStyleClass().add(Styles.TITLE_3);
        title.setId("help-title");
        text.setId("help-text");
        VBox page = new VBox(title, text);
        page.getStyleClass().add("cards");
        ScrollPane scrolling = AdviceView.scrolling(page);
        pane = new SplitPane(topics, scrolling);
        pane.getStyleClass().add("help");
        pane.setDividerPositions(0.36);
        SplitPane.setResizableWithParent(topics, false);
        topics.getSelectionModel().selectedItemProperty().subscribe(item -> {
            if (item != null) item.getValue().ifPresent(topic -> {
                title.setText(topic.title(words));
                text.setText(topic.text(words));
                scrolling.setVvalue(0);
            });
        });
    }

    private void part(List<HelpText.Topic> of) {
        TreeItem<Optional<HelpText.Topic>> part = new TreeItem<>(Optional.empty());
        part.setExpanded(true);
        of.forEach(topic -> part.getChildren().add(new TreeItem<>(Optional.of(topic))));
        topics.getRoot().getChildren().add(part);
    }

    SplitPane node() {
        return pane;
    }

    /// Opens the window, or brings it to the front, at a topic.
    void show(HelpText.Topic topic) {
        select(topic);
        if (stage == null) {
            stage = new Stage();
            stage.setTitle(words.say("help.title"));
            Scene scene = new Scene(pane, Em.px(66), Em.px(38));
            scene.getStylesheets().add(Theme.sheet());
            scene.setOnKeyPressed(key -> {
                if (key.getCode() == KeyCode.ESCAPE || key.isShortcutDown() && key.getCode() == KeyCode.W) stage.close();
            });
            stage.setScene(scene);
            DesktopApp.icons(stage);
        }
        stage.show();
        stage.toFront();
    }

    void select(HelpText.Topic topic) {
        topics.getRoot().getChildren().stream().flatMap(part -> part.getChildren().stream())
                .filter(item -> item.getValue().equals(Optional.of(topic))).findFirst().ifPresent(item -> {
                    topics.getSelectionModel().select(item);
                    topics.scrollTo(Math.max(0, topics.getRow(item) - 3));
                });
    }

    /// With the window it helps with: alone, it would keep the program running.
    void close() {
        if (stage != null) stage.close();
    }
}
