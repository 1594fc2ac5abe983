package io.github.virtcompanion.ui;

import io.github.virtcompanion.words.Words;
import javafx.scene.Node;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.stage.Window;
import javafx.util.StringConverter;

import java.util.Optional;

/// "Add connection", with virt-manager's fields and the URI they make.
final class ConnectionDialog {
    private final Words words;
    private final Dialog<ButtonType> dialog = new Dialog<>();
    private final ButtonType connect;
    private final ComboBox<NewConnection.Kind> kind = new ComboBox<>();
    private final CheckBox remote = new CheckBox();
    private final ComboBox<String> transport = new ComboBox<>();
    private final TextField user = new TextField();
    private final TextField host = new TextField();
    private final TextField custom = new TextField();
    private final TextField name = new TextField();
    private final CheckBox atStart = new CheckBox();
    private final CheckBox virtManagerToo = new CheckBox();
    private final Label uri = new Label();
    private final GridPane grid = new GridPane();

    /// @param name empty for the usual one
    record Answer(String uri, String name, boolean atStart, boolean virtManagerToo) {}

    ConnectionDialog(Words words, boolean kept, boolean virtManagerListens, Window owner) {
        this.words = words;
        connect = new ButtonType(words.say("ui.connect"), ButtonBar.ButtonData.OK_DONE);
        Placed.over(owner, dialog);
        dialog.setTitle(words.say("machines.connection.add"));
        dialog.setResizable(true);
        kind.setId("new-kind");
        kind.getItems().setAll(NewConnection.Kind.values());
        kind.setConverter(new StringConverter<>() {
            @Override
            public String toString(NewConnection.Kind each) {
                return each == null ? "" : words.say("machines.connection.kind." + each.word());
            }

            @Override
            public NewConnection.Kind fromString(String text) {
                return null;
            }
        });
        kind.setValue(NewConnection.Kind.QEMU_SYSTEM);
        transport.getItems().setAll("ssh", "tls", "tcp", "libssh2");
        transport.setValue("ssh");
        remote.setText(words.say("machines.connection.remote"));
        remote.setId("new-remote");
        host.setId("new-host");
        user.setId("new-user");
        custom.setId("new-uri");
        custom.setPromptText("qemu+ssh://root@server/system");
        host.setPromptText("server.example.org");
        atStart.setText(words.say("machines.connection.at-start"));
        atStart.setSelected(true);
        virtManagerToo.setText(words.say("machines.connection.virt-manager-too"));
        uri.getStyleClass().addAll("mono", "muted");
        uri.setId("new-result");
        uri.setWrapText(true);
        uri.setMinHeight(Region.USE_PREF_SIZE);
        grid.getStyleClass().add("form-grid");
        ColumnConstraints captions = new ColumnConstraints();
        captions.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints fields = new ColumnConstraints();
        fields.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().setAll(captions, fields);
        line("machines.connection.hypervisor", kind);
        line("", remote);
        line("machines.connection.transport", transport);
        line("machines.connection.user", user);
        line("machines.connection.host", host);
        line("machines.connection.uri", custom);
        line("machines.connection.name", name);
        if (kept) line("", atStart);
        if (kept && virtManagerListens) line("", virtManagerToo);
        line("machines.connection.result", uri);
        grid.setPrefWidth(Em.px(36));
        dialog.getDialogPane().setContent(grid);
        dialog.getDialogPane().getButtonTypes().setAll(new ButtonType(words.say("ui.cancel"), ButtonBar.ButtonData.CANCEL_CLOSE), connect);
        kind.valueProperty().subscribe(this::show);
        remote.selectedProperty().subscribe(this::show);
        transport.valueProperty().subscribe(this::show);
        for (TextField field : new TextField[] {user, host, custom}) field.textProperty().subscribe(this::show);
        show();
    }

    private void line(String caption, Region field) {
        int row = grid.getRowCount();
        field.setMaxWidth(Double.MAX_VALUE);
        if (!caption.isEmpty()) {
            Label label = new Label(words.say(caption));
            label.setLabelFor(field);
            label.visibleProperty().bind(field.visibleProperty());
            label.managedProperty().bind(field.visibleProperty());
            grid.add(label, 0, row);
        }
        field.managedProperty().bind(field.visibleProperty());
        grid.add(field, 1, row);
    }

    private void show() {
        boolean own = kind.getValue() == NewConnection.Kind.CUSTOM;
        boolean away = !own && remote.isSelected();
        remote.setVisible(!own);
        custom.setVisible(own);
        transport.setVisible(away);
        host.setVisible(away);
        user.setVisible(away && !transport.getValue().equals("tls"));
        Optional<String> made = made().uri();
        uri.setText(made.orElse(""));
        Node button = dialog.getDialogPane().lookupButton(connect);
        if (button != null) button.setDisable(made.isEmpty());
        if (dialog.isShowing()) dialog.getDialogPane().getScene().getWindow().sizeToScene();
    }

    private NewConnection made() {
        return new NewConnection(kind.getValue(), remote.isSelected() ? transport.getValue() : "", user.getText(), host.getText(), custom.getText());
    }

    Optional<Answer> answer() {
        return dialog.showAndWait().filter(connect::equals).flatMap(_ -> made().uri())
                .map(made -> new Answer(made, name.getText().strip(), atStart.isSelected(), virtManagerToo.isSelected()));
    }
}
