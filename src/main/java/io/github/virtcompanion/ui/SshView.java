package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.inventory.FilesOverSsh;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// Asks whether another host's files may be read through ssh. Without a yes only libvirt's own words are known of it.
final class SshView {
    private final Desk desk;

    SshView(Desk desk) {
        this.desk = desk;
    }

    VBox of(String connection, FilesOverSsh files) {
        Label title = new Label(desk.say("ui.ssh.title"));
        title.getStyleClass().add(Styles.TEXT_BOLD);
        CheckBox agreed = new CheckBox(desk.say("ui.ssh.agree", connection));
        agreed.setWrapText(true);
        agreed.setId("files-over-ssh");
        agreed.setDisable(true);
        // What was agreed to before is in a file.
        desk.background().run(files::agreed).done(already -> {
            agreed.setSelected(already);
            agreed.setDisable(false);
            agreed.setOnAction(_ -> agree(connection, files, agreed.isSelected()));
        }).failed(desk.notices()::failed);
        VBox card = new VBox(title, FailurePane.wrapping(desk.say("ui.ssh.what")), agreed);
        card.getStyleClass().add("card");
        return card;
    }

    private void agree(String connection, FilesOverSsh files, boolean yes) {
        desk.notices().watch(desk.say("ui.checking", connection), desk.background().run(() -> {
            files.agree(yes);
            return yes;
        }).failed(desk.notices()::failed));
    }
}
