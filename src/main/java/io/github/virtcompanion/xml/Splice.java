package io.github.virtcompanion.xml;

/// `[start, end)` of a text gives way to `by`; the rest stays as it is.
record Splice(int start, int end, String by) {
    static Splice insert(int at, String text) {
        return new Splice(at, at, text);
    }

    String apply(String text) {
        return new StringBuilder(text.length() + by.length()).append(text, 0, start).append(by).append(text, end, text.length()).toString();
    }
}
