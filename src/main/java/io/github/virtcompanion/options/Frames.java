package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;
import io.github.virtcompanion.xml.Element;

import java.util.Optional;

/// Elements that are made whole.
final class Frames {
    private Frames() {}

    /// @param element in libvirt's way of writing
    static DomainXml make(DomainXml xml, String path, String element) throws FailedException {
        String parent = path.substring(0, lastStep(path));
        DomainXml held = parent.equals(".") ? xml : xml.add(parent);
        return held.replace(path, element);
    }

    /// The same for an element in a namespace that is declared further out.
    static DomainXml make(DomainXml xml, String path, String element, String declaration, String uri) throws FailedException {
        // It must be well-formed by itself first; inside, the declaration says nothing new.
        String declared = element.replaceFirst("(\\s|/?>)", " " + declaration + "='" + uri + "'$1");
        return make(xml, path, declared).remove(path + "/@" + declaration);
    }

    /// Where the last step's slash is: one inside brackets belongs to a condition.
    private static int lastStep(String path) {
        int depth = 0;
        for (int i = path.length() - 1; i >= 0; i--) {
            char c = path.charAt(i);
            if (c == ']') depth++;
            else if (c == '[') depth--;
            else if (c == '/' && depth == 0) return i;
        }
        throw new IllegalArgumentException(path);
    }

    /// A domain of nothing but the frame, to see what it says there by itself; empty where the path cannot be made.
    static Optional<DomainXml> original(Place inside, String key, String frame, String path) {
        try {
            return Optional.of(make(DomainXml.parse("<domain>\n  <name>x</name>\n</domain>"), path, frame)).filter(xml -> inside.read(xml, key).isPresent());
        } catch (FailedException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The same but for white space, quotes, and what libvirt adds to everything: addresses, aliases, levels of a topology.
    static boolean same(Element element, String frame) {
        return plain(element.source()).equals(plain(frame));
    }

    private static String plain(String xml) {
        return xml.replace('"', '\'').replaceAll("\\s*<(address|alias)\\b[^>]*/>", "").replace(" dies='1'", "").replace(" clusters='1'", "").replaceAll(">\\s+<", "><").replaceAll("\\s*/>", "/>").replaceAll("\\s+", " ").replaceAll("<([\\w:]+)((?: [^<>]*)?)></\\1>", "<$1$2/>");
    }
}
