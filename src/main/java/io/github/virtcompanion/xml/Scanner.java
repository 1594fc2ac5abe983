package io.github.virtcompanion.xml;

import java.util.ArrayList;
import java.util.List;

/// Finds where elements and attributes stand in a text that a parser has found well-formed and free of a DTD.
/// No recursion: depth costs memory only.
final class Scanner {
    static final String CDATA = "<![CDATA[";

    private Scanner() {}

    /// The root element with everything in it.
    static Element scan(String source) {
        Element root = null;
        Element open = null;
        int at = source.indexOf('<');
        while (at >= 0) {
            int end = endOfMarkup(source, at);
            char kind = source.charAt(at + 1);
            if (kind == '/') {
                open.contentEnd = at;
                open.end = end;
                open = open.parent();
            } else if (kind != '!' && kind != '?') {
                Element element = startTag(source, open, at, end);
                if (root == null) root = element;
                if (source.charAt(end - 2) == '/') element.contentEnd = element.end = end;
                else open = element;
            }
            at = source.indexOf('<', end);
        }
        return root;
    }

    /// Where the tag, comment, CDATA section or processing instruction that begins at `at` ends.
    static int endOfMarkup(String source, int at) {
        if (source.startsWith("<!--", at)) return source.indexOf("-->", at + 4) + 3;
        if (source.startsWith(CDATA, at)) return source.indexOf("]]>", at) + 3;
        if (source.startsWith("<?", at)) return source.indexOf("?>", at + 2) + 2;
        int i = at + 1;
        char c;
        while ((c = source.charAt(i)) != '>') {
            if (c == '"' || c == '\'') i = source.indexOf(c, i + 1);
            i++;
        }
        return i + 1;
    }

    private static Element startTag(String source, Element parent, int start, int end) {
        int i = endOfName(source, start + 1);
        String name = source.substring(start + 1, i);
        List<Attribute> attributes = new ArrayList<>(4);
        while (true) {
            i = skipBlank(source, i);
            char c = source.charAt(i);
            if (c == '>' || c == '/') break;
            int nameEnd = endOfName(source, i);
            int quoteAt = skipBlank(source, skipBlank(source, nameEnd) + 1);
            char quote = source.charAt(quoteAt);
            int valueEnd = source.indexOf(quote, quoteAt + 1);
            attributes.add(new Attribute(source.substring(i, nameEnd), Content.attributeValue(source.substring(quoteAt + 1, valueEnd)),
                    i, quoteAt + 1, valueEnd, quote));
            i = valueEnd + 1;
        }
        return new Element(source, parent, name, attributes, start, end);
    }

    private static int endOfName(String source, int at) {
        int i = at;
        while (true) {
            char c = source.charAt(i);
            if (c == '=' || c == '>' || c == '/' || blank(c)) return i;
            i++;
        }
    }

    private static int skipBlank(String source, int at) {
        int i = at;
        while (blank(source.charAt(i))) i++;
        return i;
    }

    static boolean blank(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r';
    }
}
