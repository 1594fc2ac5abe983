package io.github.virtcompanion.xml;

/// One attribute of a start tag, with where it stands in the text.
///
/// @param name       as written, prefix included
/// @param value      without references
/// @param start      of the name
/// @param valueStart behind the opening quote
/// @param valueEnd   of the closing quote
/// @param quote      `'` or `"`
record Attribute(String name, String value, int start, int valueStart, int valueEnd, char quote) {
    int end() {
        return valueEnd + 1;
    }
}
