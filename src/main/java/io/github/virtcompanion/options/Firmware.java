package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;

import java.util.Optional;

/// BIOS or UEFI: asked of libvirt by `<os firmware='efi'>`, or named as a flash image by hand.
record Firmware() implements Place {
    /// QEMU's own store of the variables, in place of a flash image.
    static final String STORE = "./os/varstore";
    private static final String ATTRIBUTE = "./os/@firmware";

    @Override
    public String path() {
        return ATTRIBUTE;
    }

    @Override
    public Optional<String> read(DomainXml xml, String key) {
        return xml.get(ATTRIBUTE).filter(word -> !word.equals("bios"))
                .or(() -> xml.has(STORE) || xml.get("./os/loader/@type").filter("pflash"::equals).isPresent() ? Optional.of("efi") : Optional.empty());
    }

    /// libvirt finds image and variables anew.
    @Override
    public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
        return xml.remove("./os/loader").remove("./os/nvram").remove(STORE).set(ATTRIBUTE, value);
    }

    @Override
    public DomainXml clear(DomainXml xml, String key) {
        return xml.remove(ATTRIBUTE).remove("./os/firmware").remove("./os/loader").remove("./os/nvram").remove(STORE);
    }
}
