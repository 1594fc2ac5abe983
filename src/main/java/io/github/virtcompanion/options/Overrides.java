package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;
import io.github.virtcompanion.xml.Element;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `ALIAS.PROPERTY` of a device, with QEMU's kind of value beside it.
record Overrides() implements Place {
    private static final String DEVICE = "./qemu:override/qemu:device";

    @Override
    public String path() {
        return DEVICE + "[@alias='*']/qemu:frontend/qemu:property/@value";
    }

    @Override
    public Optional<String> read(DomainXml xml, String key) {
        return xml.get(property(key) + "/@value");
    }

    @Override
    public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
        String at = property(key);
        String type = xml.get(at + "/@type").filter(kept -> fits(kept, value)).orElseGet(() -> type(value));
        return QemuNamespace.declared(xml).set(at + "/@type", type).set(at + "/@value", value);
    }

    @Override
    public DomainXml clear(DomainXml xml, String key) {
        return QemuNamespace.undeclared(xml.remove(property(key)));
    }

    static List<String> present(DomainXml xml) {
        List<String> keys = new ArrayList<>();
        for (Element device : xml.elements(DEVICE))
            for (Element frontend : device.children("qemu:frontend").toList())
                for (Element property : frontend.children("qemu:property").toList())
                    property.attribute("name").ifPresent(name -> keys.add(device.attribute("alias").orElse("") + "." + name));
        return keys;
    }

    private static String property(String key) {
        int dot = Math.max(0, key.indexOf('.'));
        return DEVICE + "[@alias='" + key.substring(0, dot) + "']/qemu:frontend/qemu:property[@name='" + key.substring(Math.min(dot + 1, key.length())) + "']";
    }

    /// libvirt knows string, signed, unsigned, bool and remove (docs/drvqemu.rst).
    private static String type(String value) {
        return value.matches("\\d+") ? "unsigned" : value.matches("-\\d+") ? "signed" : value.equals("true") || value.equals("false") ? "bool" : "string";
    }

    private static boolean fits(String type, String value) {
        return type.equals("string") || type.equals(type(value)) || type.equals("signed") && value.matches("-?\\d+");
    }
}
