package io.github.virtcompanion.xml;

import io.github.virtcompanion.model.FailedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/// Bytes to text and back, in whatever encoding the file says it has.
class XmlBytesTest {
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        // written as, byte order mark, declared as
        "UTF-8, '', ''", "UTF-8, '', UTF-8", "UTF-8, '', utf8", "UTF-8, EFBBBF, UTF-8", "UTF-8, EFBBBF, ''",
        "ISO-8859-1, '', ISO-8859-1", "ISO-8859-1, '', latin1", "windows-1252, '', windows-1252", "ISO-8859-15, '', iso-8859-15",
        "UTF-16BE, FEFF, UTF-16", "UTF-16LE, FFFE, UTF-16", "UTF-16LE, FFFE, ''", "UTF-16LE, '', UTF-16LE", "UTF-16BE, '', UTF-16BE", "UTF-16BE, '', UTF-16",
        "UTF-32BE, 0000FEFF, UTF-32", "UTF-32LE, FFFE0000, UTF-32LE", "UTF-32LE, '', UTF-32LE"})
    void comesBackByteForByte(String charset, String mark, String declared) throws FailedException {
        String text = "<?xml version='1.0'" + (declared.isEmpty() ? "" : " encoding=\"" + declared + "\"") + "?>\r\n<domain><title>été à l'île</title></domain>";
        byte[] file = bytes(mark, text, charset);
        XmlBytes read = XmlBytes.decode(file);
        assertEquals(text, read.text());
        assertArrayEquals(file, read.encode(read.text()));
        assertArrayEquals(bytes(mark, text.replace("île", "Ile"), charset), read.encode(text.replace("île", "Ile")));
    }

    @Test
    void aCharacterThatTheEncodingLacksBecomesAReference() throws FailedException {
        XmlBytes latin = XmlBytes.decode("<?xml version='1.0' encoding='ISO-8859-1'?><a/>".getBytes(StandardCharsets.ISO_8859_1));
        assertArrayEquals("<a>é &#8364; &#128187;</a>".getBytes(StandardCharsets.ISO_8859_1), latin.encode("<a>é € 💻</a>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "3C613EFF3C2F613E",             // <a>, a byte that is no UTF-8, </a>
        "3C613EC3283C2F613E",           // a broken sequence
        "FFFE3C0061",                   // half a UTF-16 character
        "FEFFD800003C"})                // half a surrogate pair
    void whatIsNotInItsEncodingIsRefused(String hex) {
        byte[] file = HexFormat.of().parseHex(hex);
        assertEquals("xml.not-decodable", refusal(file));
    }

    @Test
    void aFirstLineThatCannotBeTrueIsRefused() {
        String declaration = "<?xml version='1.0' encoding='%s'?><domain/>";
        assertEquals("xml.unknown-encoding", refusal(declaration.formatted("no-such-thing").getBytes(StandardCharsets.UTF_8)));
        assertEquals("xml.unknown-encoding", refusal(declaration.formatted("what is this").getBytes(StandardCharsets.UTF_8)));
        assertEquals("xml.contradicting-encoding", refusal(declaration.formatted("UTF-16").getBytes(StandardCharsets.UTF_8)));
        assertEquals("xml.contradicting-encoding", refusal(declaration.formatted("UTF-8").getBytes(StandardCharsets.UTF_16)));
        assertEquals("xml.contradicting-encoding", refusal(bytes("EFBBBF", declaration.formatted("ISO-8859-1"), "UTF-8")));
    }

    @Test
    void anEmptyFileIsAnEmptyText() throws FailedException {
        assertEquals("", XmlBytes.decode(new byte[0]).text());
    }

    private static String refusal(byte[] file) {
        return assertThrows(FailedException.class, () -> XmlBytes.decode(file)).failure().what().key();
    }

    private static byte[] bytes(String mark, String text, String charset) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HexFormat.of().parseHex(mark));
        out.writeBytes(text.getBytes(Charset.forName(charset)));
        return out.toByteArray();
    }
}
