package io.github.virtcompanion.ui;

import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyEvent;

import java.time.Duration;
import java.util.Locale;

/// Letters typed in the list lead to the machine whose name begins with them, as GTK's lists do, and so virt-manager's.
/// The search narrows the list instead; this leaves it as it is.
final class TypeAhead {
    /// After that, a letter begins another name.
    static final Duration PATIENCE = Duration.ofMillis(1500);
    private final TreeTableView<Row> table;
    private String typed = "";
    private long last;

    TypeAhead(TreeTableView<Row> table) {
        this.table = table;
        table.addEventHandler(KeyEvent.KEY_TYPED, this::typed);
    }

    private void typed(KeyEvent event) {
        String letters = event.getCharacter();
        if (event.isShortcutDown() || event.isAltDown() || event.isMetaDown() || letters.isEmpty() || letters.chars().anyMatch(Character::isISOControl)) return;
        long now = System.nanoTime();
        boolean begins = now - last > PATIENCE.toNanos();
        last = now;
        // A blank selects the line, unless it belongs to a name.
        if (begins && letters.isBlank()) return;
        typed = begins ? letters : typed + letters;
        find(begins ? 1 : 0);
        event.consume();
    }

    /// Downwards from the selected line, then from the top.
    private void find(int after) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        int lines = table.getExpandedItemCount();
        int from = Math.max(0, table.getSelectionModel().getSelectedIndex());
        for (int i = after; i < lines + after; i++) {
            int line = (from + i) % lines;
            TreeItem<Row> item = table.getTreeItem(line);
            if (item.getValue() instanceof Row.OfMachine machine && (begins(machine.now().label(), wanted) || begins(machine.now().name(), wanted))) {
                table.getSelectionModel().clearAndSelect(line);
                table.getFocusModel().focus(line);
                if (!inSight(line)) table.scrollTo(Math.max(0, line - 2));
                return;
            }
        }
    }

    private static boolean begins(String name, String wanted) {
        return name.toLowerCase(Locale.ROOT).startsWith(wanted);
    }

    private boolean inSight(int line) {
        return table.lookup(".virtual-flow") instanceof javafx.scene.control.skin.VirtualFlow<?> flow && flow.getFirstVisibleCell() != null
                && line >= flow.getFirstVisibleCell().getIndex() && line <= flow.getLastVisibleCell().getIndex();
    }
}
