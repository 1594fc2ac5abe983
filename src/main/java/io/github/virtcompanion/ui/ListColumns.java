package io.github.virtcompanion.ui;

import io.github.virtcompanion.words.Words;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;

import java.util.Arrays;
import java.util.List;

/// The list's columns: which there are, which are shown, by which it is sorted.
final class ListColumns {
    private static final double SCROLL_BAR_EMS = 1.5;
    private final Words words;
    private final CellMaker cells;
    private final TreeTableView<Row> table;

    ListColumns(Words words, MachinesModel model, TreeTableView<Row> table) {
        this.words = words;
        this.table = table;
        cells = new CellMaker(words, model);
        for (Column column : Column.values()) add(column);
        table.widthProperty().subscribe(this::fit);
        onChange(this::fit);
        table.setSortPolicy(_ -> {
            if (table.getSortOrder().isEmpty()) return true;
            TreeTableColumn<Row, ?> column = table.getSortOrder().getFirst();
            model.order.set((Column) column.getUserData());
            model.descending.set(column.getSortType() == TreeTableColumn.SortType.DESCENDING);
            return true;
        });
        // Over the header it is about columns, as in GTK's lists, not about the selected machine.
        ContextMenu chooser = new ContextMenu(Menus.columns(toChoose()).toArray(MenuItem[]::new));
        table.getColumns().forEach(column -> column.setContextMenu(chooser));
    }

    /// To choose from; all but the name.
    List<TreeTableColumn<Row, ?>> toChoose() {
        return Arrays.stream(Column.values()).filter(column -> column != Column.NAME)
                .<TreeTableColumn<Row, ?>>map(column -> table.getColumns().stream().filter(each -> each.getUserData() == column).findFirst().orElseThrow()).toList();
    }

    /// Those that are shown, in their order.
    List<Column> shown() {
        return table.getVisibleLeafColumns().stream().map(column -> (Column) column.getUserData()).toList();
    }

    /// Told when columns come or go.
    void onChange(Runnable changed) {
        table.getVisibleLeafColumns().addListener((ListChangeListener<TreeTableColumn<Row, ?>>) _ -> changed.run());
    }

    /// Columns share the width while there is room for them; where there is not, the list is scrolled sideways.
    private void fit() {
        double least = table.getVisibleLeafColumns().stream().mapToDouble(TreeTableColumn::getMinWidth).sum() + Em.px(SCROLL_BAR_EMS);
        var wanted = least > table.getWidth() && table.getWidth() > 0 ? TreeTableView.UNCONSTRAINED_RESIZE_POLICY : TreeTableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN;
        if (table.getColumnResizePolicy() != wanted) table.setColumnResizePolicy(wanted);
    }

    private void add(Column what) {
        TreeTableColumn<Row, Object> column = new TreeTableColumn<>(words.say("machines.column." + what.id()));
        column.setId(what.id());
        column.setUserData(what);
        column.setPrefWidth(Em.px(what.ems));
        column.setMinWidth(Em.px(what.leastEms));
        column.setVisible(what.shownAtFirst);
        column.setCellFactory(_ -> cells.of(what));
        column.setCellValueFactory(features -> {
            @SuppressWarnings("unchecked")
            ObservableValue<Object> value = (ObservableValue<Object>) switch (features.getValue().getValue()) {
                case Row.OfMachine row -> cells.changes(what, row);
                case Row.OfConnection row -> row.looks;
            };
            return value;
        });
        table.getColumns().add(column);
    }
}
