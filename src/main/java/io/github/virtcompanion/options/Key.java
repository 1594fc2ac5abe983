package io.github.virtcompanion.options;

import io.github.virtcompanion.xml.DomainXml;
import io.github.virtcompanion.xml.Element;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a `*` in a path stands for: `[target/@dev='*']` is found by that, `[@name='*']` is made where it is not there yet,
/// `[*]` counts from 1. A number counts too: `#2` is the second network card, or the second controller of those without a number.
final class Key {
    private Key() {}

    /// The path for one of them. Of several devices of one name it is the first: what the second says is not of the first.
    static String into(String path, String key) {
        int star = path.indexOf("='*'");
        if (star < 0) return path.replace("[*]", "[" + key + "]");
        int open = path.lastIndexOf('[', star);
        String where = path.substring(open + 1, star);
        if (numbered(where) && key.matches("#\\d{1,4}")) return path.substring(0, open) + "[" + key.substring(1) + path.substring(star + 4);
        char quote = key.indexOf('\'') < 0 ? '\'' : '"';
        return path.substring(0, star) + "=" + quote + key + quote + "]" + (ofDevice(where) ? "[1]" : "") + path.substring(star + 5);
    }

    /// Those that are there, in document order; `#2` for the second where it has no name of its own, or that of another.
    static List<String> present(DomainXml xml, String path) {
        int star = path.indexOf("='*'");
        List<String> keys = new ArrayList<>();
        if (star < 0) {
            int open = path.indexOf("[*]");
            for (int i = 1; i <= xml.elements(path.substring(0, open)).size(); i++) keys.add(Integer.toString(i));
            return keys;
        }
        int open = path.lastIndexOf('[', star);
        String where = path.substring(open + 1, star);
        int count = 0;
        for (Element element : xml.elements(path.substring(0, open))) {
            count++;
            String key = at(element, where).map(String::strip).filter(found -> !found.isEmpty() && !(found.contains("'") && found.contains("\""))).orElse("");
            if (!key.isEmpty() && !keys.contains(key)) keys.add(key);
            // Companions of a USB controller share its number.
            else if (key.isEmpty() ? numbered(where) : ofDevice(where)) keys.add("#" + count);
        }
        return keys;
    }

    /// Whether one that is not there is made when it is set.
    static boolean made(Setting setting) {
        return !setting.path().startsWith("./devices/") || setting.place() instanceof Wrapping.Framed || setting.place() instanceof Wrapping.Core || setting.place() instanceof Place.Device;
    }

    /// What has no name in a definition but is there all the same: libvirt gives it an address or a number when it stores it.
    private static boolean numbered(String where) {
        return !where.startsWith("@") || where.equals("@id") || where.equals("@index");
    }

    /// Known by what stands inside it, which another may have too.
    private static boolean ofDevice(String where) {
        return where.indexOf('/') > 0;
    }

    private static Optional<String> at(Element element, String where) {
        Optional<Element> here = Optional.of(element);
        for (String part : where.split("/")) {
            if (part.startsWith("@")) return here.flatMap(one -> one.attribute(part.substring(1)));
            here = here.flatMap(one -> one.child(part));
        }
        return here.map(Element::text);
    }
}
