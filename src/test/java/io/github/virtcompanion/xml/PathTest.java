package io.github.virtcompanion.xml;

import io.github.virtcompanion.model.FailedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class PathTest {
    private static final String XML = """
            <domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
              <cpu><model fallback='forbid'>EPYC</model></cpu>
              <devices>
                <disk device='disk'><driver cache='none'/><target dev='vda'/></disk>
                <disk device='cdrom'><target dev='sda'/></disk>
                <disk device='disk'><driver cache='unsafe'/><target dev="v'b"/></disk>
              </devices>
              <qemu:commandline><qemu:arg value='-x'/><qemu:arg value='-y'/></qemu:commandline>
            </domain>""";

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "./@type|kvm", "./cpu/model|EPYC", "./cpu/model/@fallback|forbid", "./devices/disk/driver/@cache|none unsafe",
        "./devices/disk[target/@dev='vda']/driver/@cache|none", "./devices/disk[target/@dev=\"v'b\"]/driver/@cache|unsafe",
        "./devices/disk[@device='disk'][2]/driver/@cache|unsafe", "./devices/disk[3]/target/@dev|v'b", "./devices/disk[4]/target/@dev|``",
        "./cpu[model='EPYC']/model|EPYC", "./cpu[model='Nehalem']/model|``", "./qemu:commandline/qemu:arg/@value|-x -y", "./nothing/@here|``"}, delimiter = '|')
    void leadsToWhatItSays(String path, String values) throws FailedException {
        assertEquals(values, String.join(" ", DomainXml.parse(XML).list(path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"type", "/domain", "./", "./a//b", "./a[", "./a[b]", "./a[@b=c]", "./@", "./a/@b/c", "./a/", ". /a"})
    void whatIsNoPathIsSaidToBeNone(String path) {
        assertThrows(IllegalArgumentException.class, () -> Path.of(path));
    }

    @Test
    void elementsCanBeReadAsTheyStand() throws FailedException {
        DomainXml xml = DomainXml.parse(XML);
        assertEquals(List.of("<target dev='vda'/>", "<target dev='sda'/>", "<target dev=\"v'b\"/>"),
                xml.elements("./devices/disk/target").stream().map(Element::source).toList());
        assertEquals("http://libvirt.org/schemas/domain/qemu/1.0", xml.elements("./qemu:commandline/qemu:arg").getFirst().namespace());
    }

    @Test
    void whatCannotBeMadeIsNotMade() throws FailedException {
        DomainXml xml = DomainXml.parse(XML);
        assertThrows(IllegalArgumentException.class, () -> xml.set("./devices/disk[target/@dev='vdz']/driver/@cache", "none"));
        // What was meant as a text may be an element of its own kind in a definition that somebody else wrote.
        assertThrows(FailedException.class, () -> xml.set("./cpu", "text"));
        assertEquals("<feature policy='disable' name='x'/>", xml.set("./cpu/feature[@name='x']/@policy", "disable").elements("./cpu/feature").getFirst().source());
    }
}
