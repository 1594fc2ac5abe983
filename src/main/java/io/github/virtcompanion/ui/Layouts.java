package io.github.virtcompanion.ui;

import java.util.stream.Collectors;

/// A part of a definition, moved to the left margin to be looked at, and back.
final class Layouts {
    private Layouts() {}

    /// Its lines without the blanks that its last line begins with. The first line has none: a part begins with its element.
    static String outdented(String part) {
        String margin = margin(part);
        return part.lines().map(line -> line.startsWith(margin) ? line.substring(margin.length()) : line).collect(Collectors.joining("\n"));
    }

    /// @param like the part as it was
    static String indented(String text, String like) {
        String margin = margin(like);
        String back = text.strip().lines().map(line -> line.isBlank() ? line : margin + line).collect(Collectors.joining("\n"));
        return back.startsWith(margin) ? back.substring(margin.length()) : back;
    }

    private static String margin(String part) {
        String last = part.substring(part.lastIndexOf('\n') + 1);
        return part.contains("\n") ? last.substring(0, last.length() - last.stripLeading().length()) : "";
    }
}
