package io.github.virtcompanion.xml;

import io.github.virtcompanion.model.FailedException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A definition cut into what people look for in it: each device, and the other elements, each a piece of the text.
public final class Parts {
    /// Where a device says which one it is: the first of these that it has.
    private static final String[][] NAMES = {{"target", "dev"}, {"mac", "address"}, {"alias", "name"}, {"source", "dev"}, {"target", "name"}, {"backend", "model"}};

    private Parts() {}

    /// @param name  the element's, and what tells it from others of its kind: `disk vda`, `controller usb 0`
    /// @param start where it begins in the text
    public record Part(String name, boolean device, int start, int end) {
        /// The text with another piece in its place.
        public String replaced(String whole, String piece) {
            return whole.substring(0, start) + piece + whole.substring(end);
        }

        public String of(String whole) {
            return whole.substring(start, end);
        }

        /// The line of the text on which it begins, from 0.
        public int line(String whole) {
            return (int) whole.substring(0, start).chars().filter(each -> each == '\n').count();
        }
    }

    /// Devices first, as virt-manager has them; then the other elements with children or attributes.
    ///
    /// @throws FailedException not well-formed
    public static List<Part> of(String xml) throws FailedException {
        List<Part> devices = new ArrayList<>();
        List<Part> others = new ArrayList<>();
        for (Element child : Document.parse(xml).root().children()) {
            if (child.name().equals("devices")) for (Element device : child.children()) devices.add(new Part(name(device), true, device.start, device.end));
            else others.add(new Part(child.name(), false, child.start, child.end));
        }
        devices.addAll(others);
        return devices;
    }

    private static String name(Element device) {
        Stream<String> own = Stream.of("type", "model", "index").filter(attribute -> !device.name().equals("disk") && !device.name().equals("interface"))
                .flatMap(attribute -> device.attribute(attribute).stream());
        Optional<String> target = Stream.of(NAMES).flatMap(way -> device.child(way[0]).flatMap(child -> child.attribute(way[1])).stream()).findFirst();
        String more = target.isPresent() ? target.get() : String.join(" ", own.limit(2).toList());
        return more.isEmpty() ? device.name() : device.name() + " " + more;
    }
}
