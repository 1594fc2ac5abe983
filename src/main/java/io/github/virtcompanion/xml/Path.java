package io.github.virtcompanion.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A place inside a domain: `./@type`, `./cpu/model`, `./devices/disk[target/@dev='vda']/driver/@cache`.
///
/// Steps are child elements by their written name. A condition in brackets compares an attribute (`@name='x'`), a child's text
/// (`model='x'`), an attribute of a child (`target/@dev='vda'`), or counts (`2`: the second of those that matched so far).
record Path(String text, List<Step> steps, Optional<String> attribute) {
    private static final String NAME = "[\\p{L}_][\\p{L}\\p{N}_.-]*(?::[\\p{L}_][\\p{L}\\p{N}_.-]*)?";
    private static final Pattern STEP = Pattern.compile("(" + NAME + ")((?:\\[[^\\]'\"]*(?:'[^']*'|\"[^\"]*\")?\\])*)");
    private static final Pattern CONDITION = Pattern.compile("\\[(?:(\\d+)|((?:" + NAME + "/)*(?:@?" + NAME + "))=(?:'([^']*)'|\"([^\"]*)\"))\\]");

    /// Each is read thousands of times, for every machine of a list.
    private static final Map<String, Path> KNOWN = new ConcurrentHashMap<>();

    record Step(String name, List<Condition> conditions) {}

    /// @param where attribute (`@name`) or element path; empty when the condition counts
    record Condition(String where, String value, int position) {
        boolean counts() {
            return where.isEmpty();
        }

        boolean ofOwnAttribute() {
            return where.startsWith("@");
        }

        private boolean holds(Element element) {
            Stream<Element> at = Stream.of(element);
            for (String part : where.split("/")) {
                if (part.startsWith("@"))
                    return at.anyMatch(here -> here.attribute(part.substring(1)).filter(value::equals).isPresent());
                at = at.flatMap(here -> here.children(part));
            }
            return at.anyMatch(here -> here.text().equals(value));
        }
    }

    /// @throws IllegalArgumentException not a path of this language
    static Path of(String text) {
        Path known = KNOWN.get(text);
        if (known != null) return known;
        Path path = parse(text);
        // A catalogue has some hundred; whoever makes them up without end gets no more.
        if (KNOWN.size() < 4096) KNOWN.put(text, path);
        return path;
    }

    private static Path parse(String text) {
        if (!text.startsWith("./")) throw new IllegalArgumentException("a path starts with ./ : " + text);
        List<Step> steps = new ArrayList<>();
        int at = 2;
        Matcher step = STEP.matcher(text);
        while (at < text.length() && text.charAt(at) != '@') {
            if (!step.region(at, text.length()).lookingAt()) throw new IllegalArgumentException("not a path: " + text);
            steps.add(new Step(step.group(1), conditions(step.group(2), text)));
            at = step.end();
            if (at == text.length()) return new Path(text, List.copyOf(steps), Optional.empty());
            if (text.charAt(at) != '/') throw new IllegalArgumentException("not a path: " + text);
            at++;
        }
        String attribute = text.substring(Math.min(at + 1, text.length()));
        if (!attribute.matches(NAME)) throw new IllegalArgumentException("not a path: " + text);
        return new Path(text, List.copyOf(steps), Optional.of(attribute));
    }

    private static List<Condition> conditions(String brackets, String path) {
        List<Condition> conditions = new ArrayList<>();
        Matcher condition = CONDITION.matcher(brackets);
        int at = 0;
        while (at < brackets.length()) {
            if (!condition.region(at, brackets.length()).lookingAt()) throw new IllegalArgumentException("not a path: " + path);
            if (condition.group(1) != null) conditions.add(new Condition("", "", Integer.parseInt(condition.group(1))));
            else conditions.add(new Condition(condition.group(2), condition.group(3) != null ? condition.group(3) : condition.group(4), 0));
            at = condition.end();
        }
        return List.copyOf(conditions);
    }

    /// The elements this path leads to, in document order; the attribute at its end plays no part.
    List<Element> elements(Element from) {
        return follow(from, steps.size());
    }

    /// As far as the first `count` steps lead.
    List<Element> follow(Element from, int count) {
        List<Element> here = List.of(from);
        for (int i = 0; i < count && !here.isEmpty(); i++) {
            if (here.size() == 1) {
                here = matches(here.getFirst(), steps.get(i));
                continue;
            }
            List<Element> next = new ArrayList<>();
            for (Element element : here) next.addAll(matches(element, steps.get(i)));
            here = next;
        }
        return here;
    }

    private static List<Element> matches(Element parent, Step step) {
        List<Element> found = parent.listChildren(step.name());
        for (Condition condition : step.conditions()) {
            if (condition.counts()) found = condition.position() >= 1 && condition.position() <= found.size()
                    ? List.of(found.get(condition.position() - 1)) : List.of();
            else found = found.stream().filter(condition::holds).toList();
        }
        return found;
    }

    /// Present values: the attribute's, or the elements' text.
    List<String> values(Element from) {
        List<Element> all = elements(from);
        if (all.isEmpty()) return List.of();
        Stream<Element> found = all.stream();
        return attribute.map(name -> found.flatMap(element -> element.attribute(name).stream()))
                .orElseGet(() -> found.map(Element::text)).toList();
    }

    @Override
    public String toString() {
        return text;
    }
}
