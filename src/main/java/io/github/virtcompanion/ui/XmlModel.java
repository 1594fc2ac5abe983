package io.github.virtcompanion.ui;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Both versions of a machine's XML, the one shown, and what is searched in it.
final class XmlModel {
    /// @param stored used at the next start
    /// @param live   as it runs, where it runs
    record Texts(String stored, Optional<String> live) {}

    final ObjectProperty<Optional<Texts>> texts = new SimpleObjectProperty<>(Optional.empty());
    final BooleanProperty showLive = new SimpleBooleanProperty();
    final StringProperty search = new SimpleStringProperty("");

    String text() {
        return texts.get().map(both -> showLive.get() ? both.live().orElse(both.stored()) : both.stored()).orElse("");
    }

    List<String> lines() {
        return XmlText.shownLines(text());
    }

    boolean hit(String line) {
        String wanted = search.get().strip().toLowerCase(Locale.ROOT);
        return !wanted.isEmpty() && line.toLowerCase(Locale.ROOT).contains(wanted);
    }

    /// The next line with the searched words after this one, from the top again after the last; -1 where there is none.
    int nextHit(int after) {
        List<String> lines = lines();
        for (int i = 1; i <= lines.size(); i++) {
            int line = Math.floorMod(after + i, lines.size());
            if (hit(lines.get(line))) return line;
        }
        return -1;
    }
}
