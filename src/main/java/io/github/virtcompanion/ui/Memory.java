package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.Status;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import javafx.stage.Stage;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Brings a window back as it was left: size, divider, columns, sort, selection.
final class Memory {
    private final Remembered remembered;
    private final Stage stage;
    private final ShellView shell;
    private final MachinesModel list;
    private boolean selected;

    Memory(Remembered remembered, Stage stage, ShellView shell, MachinesModel list) {
        this.remembered = remembered;
        this.stage = stage;
        this.shell = shell;
        this.list = list;
    }

    void restore() {
        stage.setMaximized(remembered.flag("window.maximized", false));
        shell.split().setDividerPositions(remembered.number("window.divider", 0.5));
        TreeTableView<Row> table = shell.machines().table();
        List<String> places = List.of(remembered.text("list.columns", "").split(" "));
        table.getColumns().sort(Comparator.comparingInt(column -> places.contains(column.getId()) ? places.indexOf(column.getId()) : places.size()));
        String sort = remembered.text("list.sort", "name");
        for (TreeTableColumn<Row, ?> column : table.getColumns()) {
            column.setPrefWidth(Em.px(remembered.number("list.width." + column.getId(), column.getPrefWidth() / Em.px(1))));
            column.setVisible(column.getUserData() == Column.NAME || remembered.flag("list.shown." + column.getId(), column.isVisible()));
            if (!column.getId().equals(sort)) continue;
            column.setSortType(remembered.flag("list.descending", false) ? TreeTableColumn.SortType.DESCENDING : TreeTableColumn.SortType.ASCENDING);
            table.getSortOrder().setAll(List.of(column));
        }
        list.hideOff.set(remembered.flag("list.hide-off", false));
        list.filter.set(MachinesModel.Filter.of(remembered.text("list.filter", "")));
        list.search.set(remembered.text("list.search", ""));
        list.saved.setAll(SavedFilter.read(remembered.text("list.saved-filters", "")));
        // The machines come later than the window.
        list.arranging.subscribe(arranging -> {
            if (!arranging && !selected && list.complete()) selected = selectFirst();
        });
    }

    /// What was selected last time, else the first machine that runs, else the first, else its connection, once the
    /// connections have answered.
    private boolean selectFirst() {
        List<Row.OfConnection> connections = list.allConnections().toList();
        if (connections.isEmpty() || connections.stream().anyMatch(row -> row.status.get() instanceof Status.Connecting)) return false;
        String last = remembered.text("list.selected", "");
        if (!last.isEmpty() && shell.machines().select(last)) return true;
        List<Row.OfMachine> machines = list.shown().toList();
        return machines.stream().filter(row -> row.now().active()).findFirst().or(() -> machines.stream().findFirst()).map(Row.OfMachine::key)
                .or(() -> Optional.of(connections.getFirst().key())).map(shell.machines()::select).orElse(false);
    }

    void keep() {
        remembered.put("window.maximized", stage.isMaximized());
        if (!stage.isMaximized()) {
            remembered.put("window.width", ems(stage.getScene().getWidth()));
            remembered.put("window.height", ems(stage.getScene().getHeight()));
        }
        remembered.put("window.divider", String.format(Locale.ROOT, "%.3f", shell.split().getDividerPositions()[0]));
        TreeTableView<Row> table = shell.machines().table();
        remembered.put("list.columns", table.getColumns().stream().map(TreeTableColumn::getId).collect(Collectors.joining(" ")));
        table.getColumns().forEach(column -> {
            remembered.put("list.shown." + column.getId(), column.isVisible());
            if (column.isVisible()) remembered.put("list.width." + column.getId(), ems(column.getWidth()));
        });
        remembered.put("list.last", LastList.write(list));
        remembered.put("list.hide-off", list.hideOff.get());
        remembered.put("list.filter", list.filter.get().word());
        remembered.put("list.search", list.search.get());
        remembered.put("list.saved-filters", SavedFilter.write(list.saved));
        if (!table.getSortOrder().isEmpty()) {
            remembered.put("list.sort", table.getSortOrder().getFirst().getId());
            remembered.put("list.descending", list.descending.get());
        }
        shell.model().selected.get().stream().findFirst().ifPresent(row -> remembered.put("list.selected", row.key()));
        remembered.save();
    }

    private static String ems(double pixels) {
        return String.format(Locale.ROOT, "%.2f", pixels / Em.px(1));
    }
}
