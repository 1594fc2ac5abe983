package io.github.virtcompanion.ui;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What the window remembers from one start to the next: theme, size, columns, selection. Words by name.
public final class Remembered {
    private final TreeMap<String, String> values = new TreeMap<>();
    private final Consumer<String> save;

    /// @param text what was saved last time: `name=value` lines; whatever else stands there is passed over
    /// @param save called with everything, whenever something changed for good
    public Remembered(String text, Consumer<String> save) {
        this.save = save;
        Properties lines = new Properties();
        try {
            lines.load(new StringReader(text));
        } catch (IllegalArgumentException _) {
            // A damaged escape: the window opens as on the first day.
            lines.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines.stringPropertyNames().forEach(name -> values.put(name, lines.getProperty(name)));
    }

    /// Remembers nothing beyond the window's life.
    public static Remembered nothing() {
        return new Remembered("", _ -> {});
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    double number(String name, double otherwise) {
        try {
            return Double.parseDouble(text(name, ""));
        } catch (NumberFormatException _) {
            return otherwise;
        }
    }

    boolean flag(String name, boolean otherwise) {
        return Boolean.parseBoolean(text(name, Boolean.toString(otherwise)));
    }

    void put(String name, Object value) {
        values.put(name, value.toString());
    }

    void save() {
        save.accept(values.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\"))
                .collect(Collectors.joining("\n", "", "\n")));
    }
}
