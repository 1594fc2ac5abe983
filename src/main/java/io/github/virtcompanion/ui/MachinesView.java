package io.github.virtcompanion.ui;

import io.github.virtcompanion.words.Words;
import javafx.collections.ListChangeListener;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The list of connections and machines, with its filters above.
final class MachinesView {
    private final Words words;
    private final MachinesModel model;
    private final ListColumns columns;
    private final TreeTableView<Row> table = new TreeTableView<>();
    private final VBox pane = new VBox();
    private List<Row> selected = List.of();
    private boolean restoring;
    private final ListLine.Drag drag = new ListLine.Drag();
    private Consumer<List<Row>> onSelection = _ -> {};

    MachinesView(Words words, MachinesModel model) {
        this.words = words;
        this.model = model;
        pane.getStyleClass().add("machines");
        pane.getChildren().setAll(new FilterBar(words, model).node(), table);
        VBox.setVgrow(table, Priority.ALWAYS);
        Label nothing = FailurePane.wrapping(words.say("ui.list.nothing-found"));
        nothing.setId("nothing-found");
        nothing.getStyleClass().addAll("muted", "nothing-found");
        nothing.visibleProperty().bind(model.nothingFound);
        nothing.managedProperty().bind(nothing.visibleProperty());
        pane.getChildren().add(1, nothing);
        buildTable();
        columns = new ListColumns(words, model, table);
        new TypeAhead(table);
    }

    VBox node() {
        return pane;
    }

    TreeTableView<Row> table() {
        return table;
    }

    ListColumns columns() {
        return columns;
    }

    /// Lines chosen by the user, in the order of the list; told again only when they change.
    void onSelection(Consumer<List<Row>> listener) {
        onSelection = listener;
    }

    void onOpen(Consumer<Row> opened) {
        table.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() != KeyCode.ENTER || event.isAltDown() || selected.isEmpty()) return;
            opened.accept(selected.getFirst());
            event.consume();
        });
        table.setRowFactory(_ -> new ListLine(table, drag, opened));
    }

    /// A key that acts on the selection, while the list has the focus.
    void keys(KeyCode code, Runnable action) {
        table.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() != code || event.isShortcutDown() || event.isAltDown() || event.isShiftDown()) return;
            action.run();
            event.consume();
        });
    }

    void onCopy(Runnable action) {
        table.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() != KeyCode.C || !event.isShortcutDown()) return;
            action.run();
            event.consume();
        });
    }

    void menu(Supplier<ContextMenu> menu) {
        table.setContextMenu(menu.get());
    }

    /// Selects the line with this key once it is there.
    boolean select(String key) {
        return model.visible(key).map(item -> {
            int index = table.getRow(item);
            if (index < 0) return false;
            table.getSelectionModel().clearAndSelect(index);
            table.scrollTo(Math.max(0, index - 2));
            return true;
        }).orElse(false);
    }

    /// The same for a button on the page that goes away with it: the keyboard goes to the line, not to whatever is first in the window.
    void go(String key) {
        select(key);
        focus();
    }

    void focus() {
        table.requestFocus();
    }

    private void buildTable() {
        table.setId("machines");
        table.getStyleClass().addAll("dense", "edge-to-edge");
        table.setRoot(model.root);
        model.root.setExpanded(true);
        table.setShowRoot(false);
        table.setAccessibleText(words.say("machines.list"));
        table.setColumnResizePolicy(TreeTableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        Label nothing = new Label(words.say("ui.list.nothing"));
        nothing.setWrapText(true);
        nothing.getStyleClass().add("empty");
        table.setPlaceholder(nothing);
        table.getSelectionModel().getSelectedItems().addListener((ListChangeListener<TreeItem<Row>>) _ -> selectionChanged());
        model.arranging.subscribe(arranging -> {
            if (!arranging) restoreSelection();
        });
        // What is found begins at the top, or where the selected line is.
        model.search.subscribe(() -> table.scrollTo(Math.max(0, table.getSelectionModel().getSelectedIndex() - 2)));
    }

    private void selectionChanged() {
        if (model.arranging.get() || restoring) return;
        List<Row> now = table.getSelectionModel().getSelectedItems().stream().filter(item -> item != null && item.getValue() != null)
                .map(TreeItem::getValue).toList();
        if (now.equals(selected)) return;
        selected = now;
        onSelection.accept(selected);
    }

    /// Lines moved: what was selected stays selected, as far as it is still shown.
    private void restoreSelection() {
        Set<String> wanted = selected.stream().map(Row::key).collect(Collectors.toSet());
        Set<String> actual = table.getSelectionModel().getSelectedItems().stream().filter(item -> item != null)
                .map(item -> item.getValue().key()).collect(Collectors.toSet());
        if (wanted.equals(actual)) return;
        List<Integer> lines = new ArrayList<>();
        for (String key : wanted) model.visible(key).map(table::getRow).filter(index -> index >= 0).ifPresent(lines::add);
        restoring = true;
        table.getSelectionModel().clearSelection();
        lines.forEach(table.getSelectionModel()::select);
        restoring = false;
        selectionChanged();
    }
}
