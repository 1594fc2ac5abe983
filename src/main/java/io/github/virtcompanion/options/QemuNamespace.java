package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;
import io.github.virtcompanion.xml.Element;

import java.util.List;
import java.util.Optional;

/// What has to be declared before anything of QEMU's own can be written, and goes with the last of it.
final class QemuNamespace {
    static final String URI = "http://libvirt.org/schemas/domain/qemu/1.0";
    private static final String USUAL = "./qemu:";

    private QemuNamespace() {}

    /// The path as this definition writes it: libvirt has `qemu:`, other programs any prefix or none that stands for the same.
    static String in(DomainXml xml, String path) {
        return holder(xml, path).map(holder -> path.replaceAll("(?<=/)qemu:", prefix(holder))).orElse(path);
    }

    /// With its colon; empty for none.
    static String prefix(DomainXml xml, String path) {
        return holder(xml, path).map(QemuNamespace::prefix).orElse("qemu:");
    }

    private static String prefix(Element element) {
        return element.name().substring(0, element.name().length() - element.localName().length());
    }

    private static Optional<Element> holder(DomainXml xml, String path) {
        if (!path.startsWith(USUAL)) return Optional.empty();
        String name = path.substring(USUAL.length()).split("/")[0];
        return xml.domain().children().stream().filter(child -> child.localName().equals(name) && child.namespace().equals(URI)).findFirst();
    }

    /// @param path of what is to be written
    static DomainXml declared(DomainXml xml, String path) throws FailedException {
        return holder(xml, path).isPresent() || xml.has("./@xmlns:qemu") ? xml : xml.set("./@xmlns:qemu", URI);
    }

    /// libvirt drops the namespace with the last element in it.
    static DomainXml undeclared(DomainXml xml) {
        DomainXml empty = xml;
        for (String usual : List.of("./qemu:commandline", "./qemu:override/qemu:device/qemu:frontend", "./qemu:override/qemu:device", "./qemu:override")) {
            String holder = in(empty, usual);
            if (empty.elements(holder).size() == 1 && empty.elements(holder).getFirst().children().isEmpty()) empty = empty.remove(holder);
        }
        return empty.domain().children().stream().anyMatch(child -> child.name().startsWith("qemu:")) ? empty : empty.remove("./@xmlns:qemu");
    }
}
