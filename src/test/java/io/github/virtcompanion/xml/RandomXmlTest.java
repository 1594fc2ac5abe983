package io.github.virtcompanion.xml;

import io.github.virtcompanion.model.FailedException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Random edits of random, nasty documents, judged by the JDK's own tree: it must be the old tree with this one edit, and
/// the text must be the old text but for one stretch that says no more than the edit.
class RandomXmlTest {
    private static final List<String> NAMES = List.of("a", "b", "cpu", "driver", "features", "model", "x-y.z", "é");
    private static final List<String> VALUES = List.of("", "none", "it's", "say \"hi\"", "<&>", "a\nb\tc", "  ", "é€💻", "]]>", "&amp;");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void oneEditIsOneStretchOfTextAndOneChangeOfTheTree(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < 80; i++) {
            String before = document(random);
            String parent = path(random);
            String attribute = pick(random, NAMES);
            String value = pick(random, VALUES);
            switch (random.nextInt(4)) {
                case 0 -> setAttribute(before, parent, attribute, value);
                case 1 -> removeAttribute(before, parent, attribute);
                case 2 -> setText(before, parent, value);
                default -> removeElement(before, parent);
            }
        }
    }

    private static void setAttribute(String before, String path, String attribute, String value) throws Exception {
        DomainXml old = DomainXml.parse(before);
        String place = path + "/@" + attribute;
        String after = old.set(place, value).text();
        assertEquals(value, DomainXml.parse(after).get(place).orElseThrow());
        Document expected = tree(before);
        org.w3c.dom.Element element = make(expected, path);
        element.setAttribute(attribute, value);
        same(expected, after, before);
        if (old.get(place).isPresent()) assertOneStretch(before, after, old.elements(path).getFirst().find(attribute).orElseThrow().valueEnd()
                - old.elements(path).getFirst().find(attribute).orElseThrow().valueStart());
        else assertOneStretch(before, after, old.has(path) ? 0 : 4);
    }

    private static void removeAttribute(String before, String path, String attribute) throws Exception {
        DomainXml old = DomainXml.parse(before);
        if (!old.has(path + "/@" + attribute)) return;
        Element first = old.elements(path).getFirst();
        // Emptied elements that may go with their last attribute are another test's matter.
        if (old.elements(path).size() > 1 || first.attributes().size() == 1 && Order.emptyMeansNothing(first.name())) return;
        String after = old.remove(path + "/@" + attribute).text();
        Document expected = tree(before);
        make(expected, path).removeAttribute(attribute);
        same(expected, after, before);
        assertOneStretch(before, after, before.length() - after.length());
    }

    private static void setText(String before, String path, String value) throws Exception {
        DomainXml old = DomainXml.parse(before);
        if (old.has(path) && !old.elements(path).getFirst().children().isEmpty()) return;
        String after = old.set(path, value).text();
        assertEquals(value, DomainXml.parse(after).elements(path).getFirst().text());
        Document expected = tree(before);
        org.w3c.dom.Element element = make(expected, path);
        for (Node child = element.getFirstChild(); child != null; ) {
            Node next = child.getNextSibling();
            if (child.getNodeType() == Node.TEXT_NODE || child.getNodeType() == Node.CDATA_SECTION_NODE) element.removeChild(child);
            child = next;
        }
        element.appendChild(expected.createTextNode(value));
        same(expected, after, before);
    }

    private static void removeElement(String before, String path) throws Exception {
        DomainXml old = DomainXml.parse(before);
        if (old.elements(path).size() != 1 || Order.emptyMeansNothing(old.elements(path).getFirst().parent().name())) return;
        String after = old.remove(path).text();
        Document expected = tree(before);
        org.w3c.dom.Element element = make(expected, path);
        element.getParentNode().removeChild(element);
        same(expected, after, before);
        assertTrue(after.length() < before.length());
        assertOneStretch(before, after, before.length());
    }

    /// Outside one stretch of at most so many characters of the old text both are equal.
    private static void assertOneStretch(String before, String after, int ofTheOld) {
        int shorter = Math.min(before.length(), after.length());
        int head = 0;
        while (head < shorter && before.charAt(head) == after.charAt(head)) head++;
        int tail = 0;
        while (tail < shorter - head && before.charAt(before.length() - 1 - tail) == after.charAt(after.length() - 1 - tail)) tail++;
        assertTrue(before.length() - head - tail <= ofTheOld, () -> "more than the edit was touched\n" + before + "\n---\n" + after);
    }

    private static void same(Document expected, String after, String before) throws Exception {
        assertEquals(written(expected.getDocumentElement()), written(tree(after).getDocumentElement()), () -> before + "\n---\n" + after);
    }

    /// The tree without white space between elements, and without order where the place of a new element is libvirt's choice.
    private static String written(Node node) {
        StringBuilder out = new StringBuilder(node.getNodeName());
        if (node.getAttributes() != null) {
            TreeMap<String, String> attributes = new TreeMap<>();
            for (int i = 0; i < node.getAttributes().getLength(); i++)
                attributes.put(node.getAttributes().item(i).getNodeName(), node.getAttributes().item(i).getNodeValue());
            out.append(attributes);
        }
        StringBuilder text = new StringBuilder();
        List<String> others = new ArrayList<>();
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            switch (child.getNodeType()) {
                case Node.TEXT_NODE, Node.CDATA_SECTION_NODE -> text.append(child.getNodeValue());
                case Node.COMMENT_NODE, Node.PROCESSING_INSTRUCTION_NODE -> others.add(child.getNodeName() + child.getNodeValue());
                default -> others.add(written(child));
            }
        }
        Collections.sort(others);
        String said = others.isEmpty() ? text.toString() : text.toString().strip();
        return out.append(said.isBlank() ? "" : "|" + said + "|").append(others).toString();
    }

    private static org.w3c.dom.Element make(Document document, String path) {
        org.w3c.dom.Element here = document.getDocumentElement();
        for (String step : path.substring(2).split("/")) {
            org.w3c.dom.Element next = null;
            for (Node child = here.getFirstChild(); child != null && next == null; child = child.getNextSibling())
                if (child instanceof org.w3c.dom.Element element && element.getNodeName().equals(step)) next = element;
            if (next == null) next = (org.w3c.dom.Element) here.appendChild(document.createElement(step));
            here = next;
        }
        return here;
    }

    private static Document tree(String xml) throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder();
        return builder.parse(new InputSource(new StringReader(xml)));
    }

    private static String path(Random random) {
        return "./" + pick(random, NAMES) + (random.nextBoolean() ? "/" + pick(random, NAMES) : "");
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static String document(Random random) {
        StringBuilder out = new StringBuilder(random.nextBoolean() ? "<?xml version=\"1.0\"?>\n" : "");
        if (random.nextInt(4) == 0) out.append("<!-- <domain type='x'> -->").append(pick(random, List.of("", "\n", "\r\n")));
        String line = pick(random, List.of("", "\n", "\r\n"));
        element(random, out, "domain", 0, line, pick(random, List.of("  ", "\t", "", "   ")));
        return out.append(pick(random, List.of("", "\n", "<?end?>", "\n\n<!-- after -->\r\n"))).toString();
    }

    /// At each level every name at most once, so that a path leads to one element in both trees.
    private static void element(Random random, StringBuilder out, String name, int depth, String line, String unit) {
        out.append('<').append(name);
        if (depth == 0 && random.nextInt(3) == 0) out.append(" xmlns:q='urn:q' q:a=\"1\"");
        for (String attribute : NAMES) {
            if (random.nextInt(4) > 0) continue;
            char quote = random.nextBoolean() ? '\'' : '"';
            out.append(pick(random, List.of(" ", "  ", "\n\t", "\r\n      "))).append(attribute).append(pick(random, List.of("=", " = ", "\n="))).append(quote)
                    .append(pick(random, List.of("v", "", "&#39;&quot;", "a > b", "&#10;", "&#x1F600;", "two\nlines", "/>"))).append(quote);
        }
        int kind = random.nextInt(5);
        if (kind == 0 && depth > 0) {
            out.append(pick(random, List.of("/>", " />", "\n/>")));
            return;
        }
        out.append(pick(random, List.of(">", " >")));
        if (kind == 1 && depth > 0) {
            out.append(pick(random, List.of("text", "a &lt; b", "<![CDATA[<cpu mode='x'>]]>", "one<!-- c -->two", "<?pi <b?>", " ", "")));
        } else if (depth < 3) {
            for (String child : NAMES) {
                if (random.nextInt(3) > 0) continue;
                if (random.nextInt(6) == 0) out.append(line).append(unit.repeat(depth + 1)).append("<!-- </").append(child).append("> -->");
                out.append(random.nextInt(8) == 0 ? "" : line + unit.repeat(depth + 1));
                element(random, out, child, depth + 1, line, unit);
            }
            out.append(line).append(unit.repeat(depth));
        }
        out.append("</").append(name).append(pick(random, List.of(">", " >")));
    }
}
