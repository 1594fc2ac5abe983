package io.github.virtcompanion.xml;

import io.github.virtcompanion.model.DomainCapabilities;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `virsh domcapabilities` to [DomainCapabilities] (libvirt: docs/formatdomaincaps.rst).
public final class DomainCapabilitiesReader {
    private DomainCapabilitiesReader() {}

    /// @throws FailedException not a `<domainCapabilities>` document
    public static DomainCapabilities read(String xml) throws FailedException {
        Element root = Document.parse(xml).root();
        if (!root.name().equals("domainCapabilities"))
            throw new Failure(Message.of("xml.unexpected-root", "domainCapabilities", root.name()), Message.of("xml.unexpected-root.next"), "").asException();
        List<Element> modes = root.children("cpu").flatMap(cpu -> cpu.children("mode"))
                .filter(mode -> mode.attribute("supported").filter("yes"::equals).isPresent()).toList();
        String hostModel = modes.stream().filter(mode -> named(mode, "host-model")).flatMap(mode -> mode.children("model"))
                .map(model -> model.text().strip()).findFirst().orElse("");
        Set<String> ioModes = root.children("devices").flatMap(devices -> devices.children("disk"))
                .flatMap(disk -> disk.children("enum")).filter(values -> named(values, "io")).flatMap(values -> values.children("value"))
                .map(value -> value.text().strip()).collect(Collectors.toUnmodifiableSet());
        return new DomainCapabilities(text(root, "domain"), text(root, "path"), text(root, "arch"), text(root, "machine"),
                modes.stream().flatMap(mode -> mode.attribute("name").stream()).collect(Collectors.toUnmodifiableSet()),
                hostModel, models(modes, "yes"), models(modes, "unknown"), ioModes);
    }

    private static List<String> models(List<Element> modes, String usable) {
        return modes.stream().filter(mode -> named(mode, "custom")).flatMap(mode -> mode.children("model"))
                .filter(model -> model.attribute("usable").orElse("unknown").equals(usable)).map(model -> model.text().strip()).toList();
    }

    private static boolean named(Element element, String name) {
        return element.attribute("name").filter(name::equals).isPresent();
    }

    private static String text(Element root, String child) {
        return Stream.of(root).flatMap(element -> element.children(child)).map(element -> element.text().strip()).findFirst().orElse("");
    }
}
