package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;

import java.util.Optional;

/// The file of a UEFI machine's variables: the element's text, or the source of one with a type (libvirt 8.5).
record Nvram() implements Place {
    private static final String ELEMENT = "./os/nvram";
    private static final String SOURCE = ELEMENT + "/source";

    @Override
    public String path() {
        return ELEMENT;
    }

    @Override
    public Optional<String> read(DomainXml xml, String key) {
        return xml.has(SOURCE) ? xml.get(SOURCE + "/@file") : xml.get(ELEMENT);
    }

    @Override
    public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
        return xml.set(xml.has(SOURCE) ? SOURCE + "/@file" : ELEMENT, value);
    }

    @Override
    public DomainXml clear(DomainXml xml, String key) {
        return xml.remove(ELEMENT);
    }
}
