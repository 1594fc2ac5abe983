package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;

import java.util.Optional;

/// A variable in QEMU's environment, in a namespace that may not be declared yet.
record Variable() implements Place {
    @Override
    public String path() {
        return "./qemu:commandline/qemu:env[@name='*']/@value";
    }

    @Override
    public Optional<String> read(DomainXml xml, String key) {
        return xml.get(at(xml, key));
    }

    @Override
    public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
        return QemuNamespace.declared(xml, path()).set(at(xml, key), value);
    }

    @Override
    public DomainXml clear(DomainXml xml, String key) {
        return QemuNamespace.undeclared(xml.remove(at(xml, key)));
    }

    private String at(DomainXml xml, String key) {
        return Key.into(QemuNamespace.in(xml, path()), key);
    }
}
