package io.github.virtcompanion.ui;

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

    @Test
    void passwordsAreNotShown() {
        String shown = String.join("\n", XmlText.shownLines("<graphics type='vnc'\n passwd='secret' port='1'/>\n<graphics passwd=\"other\"/>"));
        assertTrue(shown.contains("passwd='***'"), shown);
        assertTrue(!shown.contains("secret") && !shown.contains("other"), shown);
    }

    @Test
    void searchGoesRoundAndShowsTheVersionAskedFor() {
        XmlModel model = new XmlModel();
        model.texts.set(Optional.of(new XmlModel.Texts("a\nb\nA", Optional.of("live"))));
        model.search.set("a");
        assertEquals(0, model.nextHit(-1));
        assertEquals(2, model.nextHit(0));
        assertEquals(0, model.nextHit(2));
        model.search.set("nowhere");
        assertEquals(-1, model.nextHit(-1));
        model.showLive.set(true);
        assertEquals(List.of("live"), model.lines());
    }
}
