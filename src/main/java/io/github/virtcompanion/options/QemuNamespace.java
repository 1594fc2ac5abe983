package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;

import java.util.List;

/// What has to be declared before anything of QEMU's own can be written, and goes with the last of it.
final class QemuNamespace {
    static final String URI = "http://libvirt.org/schemas/domain/qemu/1.0";

    private QemuNamespace() {}

    static DomainXml declared(DomainXml xml) throws FailedException {
        return xml.has("./@xmlns:qemu") ? xml : xml.set("./@xmlns:qemu", URI);
    }

    /// libvirt drops the namespace with the last element in it.
    static DomainXml undeclared(DomainXml xml) {
        DomainXml empty = xml;
        for (String holder : List.of("./qemu:commandline", "./qemu:override/qemu:device/qemu:frontend", "./qemu:override/qemu:device", "./qemu:override"))
            if (empty.elements(holder).size() == 1 && empty.elements(holder).getFirst().children().isEmpty()) empty = empty.remove(holder);
        return empty.domain().children().stream().anyMatch(child -> child.name().startsWith("qemu:")) ? empty : empty.remove("./@xmlns:qemu");
    }
}
