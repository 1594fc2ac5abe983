package io.github.virtcompanion.ui;

import io.github.virtcompanion.words.Words;
import io.github.virtcompanion.xml.SnapshotReader.Snapshot;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import javafx.stage.Window;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A machine's snapshots as a tree. They are made, reverted to and deleted in virt-manager.
final class SnapshotsDialog {
    private final Words words;
    private final Dialog<ButtonType> dialog = new Dialog<>();
    private final ButtonType open;

    SnapshotsDialog(Words words, String machine, List<Snapshot> snapshots, Window owner) {
        this.words = words;
        open = new ButtonType(words.say("ui.action.open").replace("_", ""), ButtonBar.ButtonData.OTHER);
        Placed.over(owner, dialog);
        dialog.setTitle(words.say("machines.snapshots"));
        dialog.setHeaderText(snapshots.isEmpty() ? words.say("machines.snapshots.none", machine) : words.say("machines.snapshots.of", machine, snapshots.size()));
        dialog.setResizable(true);
        dialog.getDialogPane().getButtonTypes().setAll(open, new ButtonType(words.say("ui.close"), ButtonBar.ButtonData.CANCEL_CLOSE));
        if (snapshots.isEmpty()) return;
        TreeTableView<Snapshot> table = new TreeTableView<>(new TreeItem<>());
        table.setId("snapshots");
        table.setShowRoot(false);
        table.setColumnResizePolicy(TreeTableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getStyleClass().add("dense");
        column(table, "name", 14, snapshot -> snapshot.current() ? words.say("machines.snapshots.current", snapshot.name()) : snapshot.name());
        column(table, "created", 13, this::created);
        column(table, "then", 9, snapshot -> snapshot.state());
        column(table, "description", 14, Snapshot::description);
        children(table.getRoot(), snapshots, Optional.empty());
        table.setPrefSize(Em.px(52), Em.px(20));
        dialog.getDialogPane().setContent(table);
    }

    private void column(TreeTableView<Snapshot> table, String name, double ems, Function<Snapshot, String> text) {
        TreeTableColumn<Snapshot, String> column = new TreeTableColumn<>(words.say("machines.snapshots.column." + name));
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(row.getValue().getValue() == null ? "" : text.apply(row.getValue().getValue())));
        column.setPrefWidth(Em.px(ems));
        column.setSortable(false);
        table.getColumns().add(column);
    }

    private String created(Snapshot snapshot) {
        return snapshot.created().map(at -> DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT).withLocale(words.locale()).withZone(ZoneId.systemDefault()).format(at)).orElse("");
    }

    /// A parent that is not among them counts as none.
    private static void children(TreeItem<Snapshot> under, List<Snapshot> all, Optional<String> parent) {
        for (Snapshot each : all) {
            Optional<String> known = each.parent().filter(name -> all.stream().anyMatch(other -> other.name().equals(name)));
            if (!known.equals(parent)) continue;
            TreeItem<Snapshot> item = new TreeItem<>(each);
            item.setExpanded(true);
            under.getChildren().add(item);
            children(item, all, Optional.of(each.name()));
        }
    }

    /// Present where the user wants virt-manager.
    Optional<Boolean> answer() {
        return dialog.showAndWait().filter(open::equals).map(_ -> true);
    }
}
