package io.github.virtcompanion.ui;

import io.github.virtcompanion.xml.Parts;
import io.github.virtcompanion.xml.SchemaCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class XmlTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "<domain type='kvm'>", "    <driver name='qemu' cache = \"none\"/>", "<name>a &amp; b = 'c'</name>", "<!-- <x y='z'> -->",
            "text <!-- open", "<?xml version='1.0'?>", "</a><b/>", "<qemu:arg value='-x'/>"})
    void piecesJoinedAreTheLine(String line) {
        assertEquals(line, XmlText.pieces(line).stream().map(XmlText.Piece::text).collect(Collectors.joining()));
    }

    @Test
    void piecesAreWhatTheyAre() {
        assertEquals(List.of(new XmlText.Piece("<disk", XmlText.Kind.TAG), new XmlText.Piece(" ", XmlText.Kind.PLAIN), new XmlText.Piece("type", XmlText.Kind.ATTRIBUTE),
                new XmlText.Piece("='file'", XmlText.Kind.VALUE), new XmlText.Piece("/>", XmlText.Kind.TAG)), XmlText.pieces("<disk type='file'/>"));
    }

    private static final String DOMAIN = """
            <domain type='kvm'>
              <name>x</name>
              <devices>
                <emulator>/q</emulator>
                <disk type='file' device='disk'>
                  <source file='/a'/>
                  <target dev='vda' bus='virtio'/>
                </disk>
                <interface type='network'>
                  <mac address='52:54:00:00:00:01'/>
                </interface>
                <controller type='usb' index='0' model='piix3-uhci'/>
                <graphics type='vnc' passwd='secret' port='1'/>
              </devices>
            </domain>
            """;

    @Test
    void partsAreDevicesFirstAndPasswordsAreNotShown() {
        XmlModel model = new XmlModel();
        model.texts.set(Optional.of(new XmlModel.Texts(DOMAIN, Optional.empty(), Optional.empty())));
        assertEquals(List.of("emulator", "disk vda", "interface 52:54:00:00:00:01", "controller usb piix3-uhci", "graphics vnc", "name"), model.parts().stream().map(Parts.Part::name).toList());
        assertEquals("<disk type='file' device='disk'>\n  <source file='/a'/>\n  <target dev='vda' bus='virtio'/>\n</disk>", model.shown(Optional.of(model.parts().get(1))));
        assertTrue(model.shown(Optional.empty()).contains("passwd='***'") && !model.shown(Optional.empty()).contains("secret"));
    }

    @Test
    void aPartThatIsPutBackUneditedChangesNothing() throws Exception {
        for (Parts.Part part : Parts.of(DOMAIN)) {
            String piece = part.of(DOMAIN);
            assertEquals(DOMAIN, part.replaced(DOMAIN, Layouts.indented(Layouts.outdented(piece), piece)), part.name());
        }
    }

    @Test
    void theDifferenceIsFromWhatIsStored() {
        XmlModel model = new XmlModel();
        model.texts.set(Optional.of(new XmlModel.Texts(DOMAIN, Optional.of(DOMAIN.replace("/a", "/b")), Optional.empty())));
        model.version.set(XmlModel.Version.LIVE);
        assertTrue(model.difference().contains("+      <source file='/b'/>"), model.difference());
    }

    @Test
    void whatIsWrongHasItsLineInTheTextThatIsEdited() throws Exception {
        SchemaCheck none = new SchemaCheck("/nowhere/domain.rng");
        var problem = XmlModel.check(none, DOMAIN.replace("<source file='/a'/>", "<source file='/a'>"), 4, 4).toOptional().orElseThrow().getFirst();
        assertEquals(3, problem.line(), "the end tag that does not fit");
        assertEquals(Optional.empty(), XmlModel.check(none, DOMAIN, 0, 10).toOptional(), "without a schema nothing is known");
    }
}
