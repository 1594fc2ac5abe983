package io.github.virtcompanion.xml;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds the smallest change of text for one edit.
final class Splicer {
    private final String text;
    private final Element domain;
    private final Layout layout;

    Splicer(Document document, Element domain) {
        this.text = document.text();
        this.domain = domain;
        this.layout = new Layout(document, domain);
    }

    Splice set(Path path, String value) {
        List<Element> found = path.elements(domain);
        if (found.isEmpty()) return create(path, Optional.of(value));
        return path.attribute().map(name -> setAttribute(found.getFirst(), name, value)).orElseGet(() -> setText(found.getFirst(), value));
    }

    private Splice setAttribute(Element element, String name, String value) {
        Optional<Attribute> present = element.find(name);
        if (present.isPresent()) {
            Attribute old = present.get();
            return new Splice(old.valueStart(), old.valueEnd(), Content.escapeAttribute(value, old.quote()));
        }
        List<Attribute> others = element.attributes();
        int place = Order.placeOfAttribute(element.name(), others.stream().map(Attribute::name).toList(), name);
        int at = place == 0 ? element.nameEnd() : others.get(place - 1).end();
        return Splice.insert(at, gap(element, place) + written(name, value, layout.quote(element)));
    }

    /// A blank, or a line's beginning where the attributes around have lines of their own.
    private String gap(Element element, int place) {
        List<Attribute> others = element.attributes();
        if (others.isEmpty()) return " ";
        int like = Math.min(place, others.size() - 1);
        String before = text.substring(like == 0 ? element.nameEnd() : others.get(like - 1).end(), others.get(like).start());
        return before.indexOf('\n') >= 0 ? before : " ";
    }

    private Splice setText(Element element, String value) {
        String escaped = Content.escapeText(value, layout.newline());
        if (!element.children().isEmpty()) throw new IllegalArgumentException("<" + element.name() + "> has elements, not a text");
        if (element.selfClosing()) return open(element, escaped);
        String content = element.content();
        StringBuilder kept = new StringBuilder(escaped);
        // Comments and processing instructions inside stay, behind the new text.
        for (int at = content.indexOf('<'); at >= 0; ) {
            int end = Scanner.endOfMarkup(content, at);
            if (!content.startsWith(Scanner.CDATA, at)) kept.append(content, at, end);
            at = content.indexOf('<', end);
        }
        return new Splice(element.contentStart, element.contentEnd, kept.toString());
    }

    /// `<a x='1'/>` becomes `<a x='1'>content</a>`.
    private Splice open(Element element, String content) {
        return new Splice(tagEnd(element), element.end, ">" + content + "</" + element.name() + ">");
    }

    private static int tagEnd(Element element) {
        return element.attributes().isEmpty() ? element.nameEnd() : element.attributes().getLast().end();
    }

    /// Makes what the path still lacks.
    Splice create(Path path, Optional<String> value) {
        int there = path.steps().size() - 1;
        while (path.follow(domain, there).isEmpty()) there--;
        Element parent = path.follow(domain, there).getFirst();
        return insert(parent, path.steps().get(there).name(), fragment(path, there, value, layout.quote(parent)));
    }

    private static String fragment(Path path, int from, Optional<String> value, char quote) {
        StringBuilder out = new StringBuilder();
        int last = path.steps().size() - 1;
        for (int i = from; i <= last; i++) {
            Path.Step step = path.steps().get(i);
            if (i > from) out.append('\n').append("  ".repeat(i - from));
            out.append('<').append(step.name());
            Map<String, String> attributes = new LinkedHashMap<>();
            for (Path.Condition condition : step.conditions()) {
                // Where there is none, the first is made like any other.
                if (condition.counts() && condition.position() == 1) continue;
                if (!condition.ofOwnAttribute()) throw new IllegalArgumentException("there is no such element, and it cannot be made: " + path);
                attributes.put(condition.where().substring(1), condition.value());
            }
            if (i == last) path.attribute().ifPresent(name -> attributes.put(name, value.orElse("")));
            attributes.entrySet().stream().sorted(Comparator.comparingInt(attribute -> Order.rankOfAttribute(step.name(), attribute.getKey())))
                    .forEach(attribute -> out.append(' ').append(written(attribute.getKey(), attribute.getValue(), quote)));
            if (i < last) out.append('>');
        }
        if (path.attribute().isPresent() || value.isEmpty()) out.append("/>");
        else out.append('>').append(Content.escapeText(value.get(), value.get().isBlank() ? "&#10;" : "\n")).append("</").append(path.steps().get(last).name()).append('>');
        for (int i = last - 1; i >= from; i--) out.append('\n').append("  ".repeat(i - from)).append("</").append(path.steps().get(i).name()).append('>');
        return out.toString();
    }

    private static String written(String name, String value, char quote) {
        return name + "=" + quote + Content.escapeAttribute(value, quote) + quote;
    }

    private Splice insert(Element parent, String name, String element) {
        List<Element> siblings = parent.children();
        if (siblings.isEmpty()) return insertFirst(parent, element);
        int place = Order.placeOfChild(parent.name(), siblings.stream().map(Element::name).toList(), name);
        Optional<String> indent = layout.indent(siblings.get(Math.max(place - 1, 0))).or(() -> layout.childIndent(parent));
        return Splice.insert(place == 0 ? parent.contentStart : layout.behind(siblings.get(place - 1)),
                indent.orElse("") + layout.laidOut(element, indent));
    }

    private Splice insertFirst(Element parent, String element) {
        Optional<String> indent = layout.childIndent(parent);
        String line = indent.orElse("") + layout.laidOut(element, indent);
        String closing = indent.isPresent() ? layout.ownIndent(parent).orElse("") : "";
        if (parent.selfClosing()) return open(parent, line + closing);
        int end = parent.contentEnd;
        while (end > parent.contentStart && Scanner.blank(text.charAt(end - 1))) end--;
        boolean closesOnOwnLine = text.substring(end, parent.contentEnd).indexOf('\n') >= 0;
        return closesOnOwnLine ? Splice.insert(end, line) : Splice.insert(parent.contentEnd, line + closing);
    }

    Splice replace(Path path, String element) {
        List<Element> found = path.elements(domain);
        if (!found.isEmpty()) {
            Element old = found.getFirst();
            return new Splice(old.start, old.end, layout.laidOut(element, layout.indent(old)));
        }
        int steps = path.steps().size() - 1;
        List<Element> parents = path.follow(domain, steps);
        if (parents.isEmpty()) throw new IllegalArgumentException("there is nothing to hold it: " + path);
        return insert(parents.getFirst(), path.steps().getLast().name(), element);
    }

    /// The first match goes.
    Splice remove(Path path) {
        if (path.attribute().isEmpty()) return removed(path.elements(domain).getFirst());
        String name = path.attribute().get();
        Element element = path.elements(domain).stream().filter(candidate -> candidate.find(name).isPresent()).findFirst().orElseThrow();
        Set<String> keys = path.steps().isEmpty() ? Set.of() : path.steps().getLast().conditions().stream().filter(Path.Condition::ofOwnAttribute).map(key -> key.where().substring(1))
                .collect(Collectors.toSet());
        // What is left of `<timer name='hpet' present='no'/>` is a name, which says nothing.
        boolean only = element.attributes().stream().allMatch(attribute -> attribute.name().equals(name) || keys.contains(attribute.name()));
        if (only && element.content().isBlank() && element != domain && (Order.emptyMeansNothing(element.name()) || Order.nameMeansNothing(element.name()) && !keys.isEmpty()))
            return removed(element);
        Attribute attribute = element.find(name).orElseThrow();
        int start = attribute.start();
        while (Scanner.blank(text.charAt(start - 1))) start--;
        return new Splice(start, attribute.end(), "");
    }

    private Splice removed(Element element) {
        Element parent = element.parent();
        if (parent == null || element == domain) throw new IllegalArgumentException("the domain itself cannot be removed");
        boolean alone = Stream.of(text.substring(parent.contentStart, element.start), text.substring(element.end, parent.contentEnd))
                .allMatch(String::isBlank);
        if (!alone || parent == domain) return layout.without(element);
        if (parent.attributes().isEmpty() && Order.emptyMeansNothing(parent.name()) || Order.nameMeansNothing(parent.name()) && parent.attributes().size() == 1) return removed(parent);
        return new Splice(tagEnd(parent), parent.end, "/>");
    }
}
