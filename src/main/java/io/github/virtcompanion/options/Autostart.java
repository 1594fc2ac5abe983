package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Beside;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;

import java.util.Optional;

/// Whether libvirt starts the machine with the host: virDomainSetAutostart, kept beside the definition.
record Autostart() implements Place {
    @Override
    public String path() {
        return "virDomainSetAutostart";
    }

    @Override
    public Optional<String> read(DomainXml xml, String key) {
        return Optional.of(Beside.autostart(xml.text()) ? "on" : "off");
    }

    @Override
    public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
        return DomainXml.parse(Beside.with(xml.text(), value.equals("on")));
    }

    @Override
    public DomainXml clear(DomainXml xml, String key) {
        try {
            return DomainXml.parse(Beside.without(xml.text()));
        } catch (FailedException e) {
            throw new IllegalStateException(e);
        }
    }
}
