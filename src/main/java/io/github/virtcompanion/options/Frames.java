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

    /// The definition with the element that a part needs around it.
    static DomainXml held(DomainXml xml, String path, String frame, String key) throws FailedException {
        String at = Key.into(path, key);
        return xml.has(at) ? xml : make(xml, at, of(frame, key));
    }

    /// A frame for one of many.
    static String of(String frame, String key) {
        return frame.replace("*", key);
    }

    /// What a new frame says at a place inside it; empty where it says nothing.
    static Optional<String> original(Place inside, String path, String frame, String key) {
        // In a domain of nothing but the frame it is the first, whichever it is here.
        String alone = path.endsWith("[*]") ? "1" : key;
        try {
            return inside.read(make(DomainXml.parse("<domain>\n  <name>x</name>\n</domain>"), Key.into(path, alone), of(frame, alone)), alone);
        } catch (FailedException | IllegalArgumentException | IllegalStateException e) {
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
