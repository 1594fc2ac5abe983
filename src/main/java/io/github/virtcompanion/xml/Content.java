package io.github.virtcompanion.xml;

/// References and CDATA: from what is written to what is meant, and back.
final class Content {
    private Content() {}

    /// The text of well-formed content `[start, end)`: without tags, comments and processing instructions.
    static String text(String source, int start, int end) {
        if (source.indexOf('<', start, end) < 0) return unescape(lineEnds(source.substring(start, end)));
        StringBuilder text = new StringBuilder();
        int at = start;
        while (at < end) {
            int tag = source.indexOf('<', at, end);
            if (tag < 0) tag = end;
            text.append(unescape(lineEnds(source.substring(at, tag))));
            if (tag == end) break;
            if (source.startsWith(Scanner.CDATA, tag)) {
                int close = source.indexOf("]]>", tag);
                text.append(lineEnds(source.substring(tag + Scanner.CDATA.length(), close)));
            }
            at = Scanner.endOfMarkup(source, tag);
        }
        return text.toString();
    }

    /// An attribute's value as a parser reports it: white space becomes blanks, unless written as a reference.
    static String attributeValue(String written) {
        String blanks = written;
        if (written.indexOf('\n') >= 0 || written.indexOf('\t') >= 0 || written.indexOf('\r') >= 0)
            blanks = lineEnds(written).replace('\n', ' ').replace('\t', ' ');
        return unescape(blanks);
    }

    static String escapeAttribute(String value, char quote) {
        StringBuilder out = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\'' -> out.append(quote == c ? "&apos;" : "'");
                case '"' -> out.append(quote == c ? "&quot;" : "\"");
                case '\n' -> out.append("&#10;");
                case '\t' -> out.append("&#9;");
                default -> escape(out, c);
            }
        }
        return out.toString();
    }

    /// @param newline how the document ends its lines
    static String escapeText(String value, String newline) {
        StringBuilder out = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\n') out.append(newline);
            else escape(out, c);
        }
        return out.toString();
    }

    private static void escape(StringBuilder out, char c) {
        switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '\r' -> out.append("&#13;");
            // Line ends in XML 1.1, and invisible ones anywhere.
            case '\u0085', '\u2028' -> out.append("&#").append((int) c).append(';');
            default -> out.append(c);
        }
    }

    /// Whether XML 1.0 can say it at all: no control characters, no half surrogates.
    static boolean representable(String value) {
        return value.codePoints().allMatch(c -> c == '\t' || c == '\n' || c == '\r' || c >= 0x20 && c <= 0xD7FF
                || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000);
    }

    private static String lineEnds(String written) {
        return written.indexOf('\r') < 0 ? written : written.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static String unescape(String written) {
        int at = written.indexOf('&');
        if (at < 0) return written;
        StringBuilder out = new StringBuilder(written.length());
        int from = 0;
        while (at >= 0) {
            int semicolon = written.indexOf(';', at);
            out.append(written, from, at).appendCodePoint(reference(written.substring(at + 1, semicolon)));
            from = semicolon + 1;
            at = written.indexOf('&', from);
        }
        return out.append(written, from, written.length()).toString();
    }

    private static int reference(String name) {
        return switch (name) {
            case "amp" -> '&';
            case "lt" -> '<';
            case "gt" -> '>';
            case "quot" -> '"';
            case "apos" -> '\'';
            default -> name.startsWith("#x") ? Integer.parseInt(name, 2, name.length(), 16) : Integer.parseInt(name, 1, name.length(), 10);
        };
    }
}
