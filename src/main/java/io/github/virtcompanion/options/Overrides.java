package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;
import io.github.virtcompanion.xml.Element;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `ALIAS.PROPERTY` of a device, with QEMU's kind of value beside it; `remove` takes what libvirt says of it from the command line.
record Overrides() implements Place {
    private static final String DEVICE = "./qemu:override/qemu:device";
    private static final String REMOVE = "remove";

    @Override
    public String path() {
        return DEVICE + "[@alias='*']/qemu:frontend/qemu:property/@value";
    }

    @Override
    public Optional<String> read(DomainXml xml, String key) {
        String at = property(xml, key);
        return xml.get(at + "/@value").or(() -> xml.get(at + "/@type").filter(REMOVE::equals));
    }

    @Override
    public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
        String at = property(xml, key);
        DomainXml declared = QemuNamespace.declared(xml, DEVICE);
        if (value.equals(REMOVE)) return declared.set(at + "/@type", REMOVE).remove(at + "/@value");
        String type = xml.get(at + "/@type").filter(kept -> fits(kept, value)).orElseGet(() -> type(value));
        return declared.set(at + "/@type", type).set(at + "/@value", value);
    }

    @Override
    public DomainXml clear(DomainXml xml, String key) {
        return QemuNamespace.undeclared(xml.remove(property(xml, key)));
    }

    static List<String> present(DomainXml xml) {
        List<String> keys = new ArrayList<>();
        String prefix = QemuNamespace.prefix(xml, DEVICE);
        for (Element device : xml.elements(QemuNamespace.in(xml, DEVICE)))
            for (Element frontend : device.children(prefix + "frontend").toList())
                for (Element property : frontend.children(prefix + "property").toList())
                    property.attribute("name").ifPresent(name -> keys.add(device.attribute("alias").orElse("") + "." + name));
        return keys;
    }

    private static String property(DomainXml xml, String key) {
        int dot = Math.max(0, key.indexOf('.'));
        return QemuNamespace.in(xml, DEVICE + "[@alias='" + key.substring(0, dot) + "']/qemu:frontend/qemu:property[@name='" + key.substring(Math.min(dot + 1, key.length())) + "']");
    }

    /// libvirt knows string, signed, unsigned, bool and remove (docs/drvqemu.rst).
    private static String type(String value) {
        return value.matches("\\d+") ? "unsigned" : value.matches("-\\d+") ? "signed" : value.equals("true") || value.equals("false") ? "bool" : "string";
    }

    private static boolean fits(String type, String value) {
        return type.equals("string") || type.equals(type(value)) || type.equals("signed") && value.matches("-?\\d+");
    }
}
