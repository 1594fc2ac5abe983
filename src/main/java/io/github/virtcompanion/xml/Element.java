package io.github.virtcompanion.xml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// An element of a parsed document, to read from. Names are as written, prefix included.
///
/// Positions count from the beginning of the document's text: start tag `[start, contentStart)`, content, end tag `[contentEnd, end)`.
public final class Element {
    private final String source;
    private final Element parent;
    private final String name;
    private final List<Attribute> attributes;
    private final List<Element> children = new ArrayList<>();
    final int start;
    final int contentStart;
    int contentEnd;
    int end;

    Element(String source, Element parent, String name, List<Attribute> attributes, int start, int contentStart) {
        this.source = source;
        this.parent = parent;
        this.name = name;
        this.attributes = attributes;
        this.start = start;
        this.contentStart = contentStart;
        if (parent != null) parent.children.add(this);
    }

    public String name() {
        return name;
    }

    public List<Element> children() {
        return Collections.unmodifiableList(children);
    }

    public Stream<Element> children(String wanted) {
        return children.stream().filter(child -> child.name.equals(wanted));
    }

    /// The same without a stream, for what is asked a hundred thousand times.
    List<Element> listChildren(String wanted) {
        List<Element> found = List.of();
        for (Element child : children) {
            if (!child.name.equals(wanted)) continue;
            if (found.isEmpty()) found = new ArrayList<>(2);
            found.add(child);
        }
        return found;
    }

    public Optional<Element> child(String wanted) {
        for (Element child : children) if (child.name.equals(wanted)) return Optional.of(child);
        return Optional.empty();
    }

    public Optional<String> attribute(String wanted) {
        return find(wanted).map(Attribute::value);
    }

    /// All text inside, that of nested elements included; comments and processing instructions are no text.
    public String text() {
        return Content.text(source, contentStart, contentEnd);
    }

    /// The first child's text, where there is such a child.
    public Optional<String> childText(String wanted) {
        return child(wanted).map(Element::text);
    }

    /// The namespace this element is in; empty where in none.
    public String namespace() {
        int colon = name.indexOf(':');
        String declaration = colon < 0 ? "xmlns" : "xmlns:" + name.substring(0, colon);
        for (Element element = this; element != null; element = element.parent) {
            Optional<String> uri = element.attribute(declaration);
            if (uri.isPresent()) return uri.get();
        }
        return "";
    }

    /// The name without its prefix.
    public String localName() {
        return name.substring(name.indexOf(':') + 1);
    }

    /// As it stands in the document, byte for byte.
    public String source() {
        return source.substring(start, end);
    }

    Element parent() {
        return parent;
    }

    List<Attribute> attributes() {
        return attributes;
    }

    Optional<Attribute> find(String wanted) {
        for (Attribute attribute : attributes) if (attribute.name().equals(wanted)) return Optional.of(attribute);
        return Optional.empty();
    }

    boolean selfClosing() {
        return contentEnd == end;
    }

    /// Where the start tag's name ends.
    int nameEnd() {
        return start + 1 + name.length();
    }

    String content() {
        return source.substring(contentStart, contentEnd);
    }
}
