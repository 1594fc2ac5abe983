package io.github.virtcompanion.xml;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a document is laid out: where its lines end, how deep it indents, which quotes it likes; and what follows from it
/// for the white space around an element that comes or goes.
final class Layout {
    private static final Pattern BETWEEN_TAGS = Pattern.compile("(?<=>)\\n( *)(?=<)");

    private final String text;
    private final Element domain;

    Layout(Document document, Element domain) {
        this.text = document.text();
        this.domain = domain;
    }

    String newline() {
        int at = text.indexOf('\n');
        if (at < 0) return text.indexOf('\r') < 0 ? "\n" : "\r";
        return at > 0 && text.charAt(at - 1) == '\r' ? "\r\n" : "\n";
    }

    char quote(Element nearest) {
        for (Element element = nearest; element != null; element = element.parent())
            if (!element.attributes().isEmpty()) return element.attributes().getLast().quote();
        return '\'';
    }

    /// The white space before an element when it begins its line, line end included.
    Optional<String> indent(Element element) {
        return indentAt(element.start);
    }

    private Optional<String> indentAt(int start) {
        int i = start;
        while (i > 0 && (text.charAt(i - 1) == ' ' || text.charAt(i - 1) == '\t')) i--;
        if (i == 0 || text.charAt(i - 1) != '\n' && text.charAt(i - 1) != '\r') return Optional.empty();
        int line = i - 1;
        if (text.charAt(line) == '\n' && line > 0 && text.charAt(line - 1) == '\r') line--;
        return Optional.of(text.substring(line, start));
    }

    /// The white space before the end tag of a parent that gets its first child; empty where nothing has a line of its own.
    Optional<String> ownIndent(Element parent) {
        if (text.substring(0, parent.start).isBlank() || text.substring(0, parent.start).equals("\uFEFF"))
            return domain.source().indexOf('\n') < 0 ? Optional.empty() : Optional.of(newline());
        return indent(parent);
    }

    /// The white space before a new child, line end included; empty where children have no lines of their own.
    Optional<String> childIndent(Element parent) {
        if (!parent.children().isEmpty())
            return parent.children().stream().map(this::indent).flatMap(Optional::stream).reduce((_, last) -> last);
        return ownIndent(parent).map(line -> line + unit());
    }

    /// One level of indentation, as the domain's first child shows it; two blanks, as libvirt writes, where none does.
    private String unit() {
        String outer = indent(domain).map(Layout::depth).orElse("");
        return domain.children().stream().findFirst().flatMap(this::indent).map(Layout::depth)
                .filter(inner -> inner.startsWith(outer) && inner.length() > outer.length())
                .map(inner -> inner.substring(outer.length())).orElse("  ");
    }

    private static String depth(String indent) {
        return indent.substring(indent.lastIndexOf(indent.indexOf('\n') >= 0 ? '\n' : '\r') + 1);
    }

    /// An element as it would stand at this indentation. Written with line feeds and two blanks a level, it takes
    /// the document's line ends and depth; without an indentation it takes no line of its own either. Texts inside stay.
    String laidOut(String element, Optional<String> indent) {
        String unit = unit();
        String placed = BETWEEN_TAGS.matcher(element).replaceAll(gap -> Matcher.quoteReplacement(
                indent.map(line -> line + unit.repeat(gap.group(1).length() / 2)).orElse("")));
        // The line ends just made are the document's already; those in texts and between attributes are not yet.
        return newline().equals("\n") ? placed : placed.replace("\r\n", "\n").replace('\r', '\n').replace("\n", newline());
    }

    /// Behind an element and the comments that share its line.
    int behind(Element element) {
        int end = element.end;
        int i = end;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') return end;
            if (c == ' ' || c == '\t') i++;
            else if (text.startsWith("<!--", i)) {
                int close = Scanner.endOfMarkup(text, i);
                if (text.substring(i, close).indexOf('\n') >= 0) return element.end;
                i = end = close;
            } else return element.end;
        }
        return end;
    }

    /// An element goes, and its line with it where it has lines to itself.
    Splice without(Element element) {
        Optional<String> indent = indent(element);
        if (indent.isEmpty()) return new Splice(element.start, element.end, "");
        int i = element.end;
        while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) i++;
        boolean lineEnds = i < text.length() && (text.charAt(i) == '\n' || text.charAt(i) == '\r');
        boolean parentEnds = text.startsWith("</", i) && i == element.end;
        if (lineEnds) return new Splice(element.start - indent.get().length(), i, "");
        if (parentEnds) return new Splice(element.start - indent.get().length(), element.end, "");
        return new Splice(element.start, element.end, "");
    }
}
