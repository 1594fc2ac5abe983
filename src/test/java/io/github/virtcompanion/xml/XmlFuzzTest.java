package io.github.virtcompanion.xml;

import io.github.virtcompanion.Mutations;
import io.github.virtcompanion.model.FailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Whatever the readers of XML are given, they refuse it with a reason or read it: no other exception, no endless work.
class XmlFuzzTest {
    private static final int RUNS = 1500;

    private interface Reader {
        void read(String text) throws FailedException;
    }

    static List<byte[]> corpus() throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (Path directory : List.of(Path.of("src/test/resources/xml"), Path.of("src/test/resources/xml/golden"), Path.of("src/test/resources/io/github/virtcompanion/libvirt")))
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) all.add(Files.readAllBytes(file));
            }
        all.add(bytes("<pool type='fs'><name>d</name><source><host name='h'/><dir path='/x'/><format type='xfs'/></source><target><path>/data/</path></target></pool>"));
        all.add(bytes("<sysinfo type='smbios'><bios><entry name='version'>1</entry></bios><system><entry name='product'>p</entry></system></sysinfo>"));
        all.add(bytes("<domainsnapshot><name>s</name><state>running</state><parent><name>p</name></parent><domain type='kvm'><name>a</name></domain></domainsnapshot>"));
        all.add(bytes("<capabilities><host><cpu><arch>x86_64</arch><model>q</model><feature name='vmx'/></cpu></host><guest><os_type>hvm</os_type><arch name='x86_64'><domain type='kvm'/></arch></guest></capabilities>"));
        all.add(bytes("<domainCapabilities><path>/q</path><domain>kvm</domain><cpu><mode name='custom' supported='yes'><model usable='yes'>q</model></mode></cpu></domainCapabilities>"));
        return all;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final List<Reader> READERS = List.of(DomainXml::parse, DefinitionReader::read, CapabilitiesReader::read, DomainCapabilitiesReader::read, SnapshotReader::read,
            PoolReader::read, text -> SysinfoReader.read(text, "test"));

    @Test
    @Timeout(60)
    void everyReaderRefusesOrReads() throws IOException {
        Mutations mutations = new Mutations(1, corpus());
        int read = 0;
        for (int i = 0; i < RUNS; i++) {
            String text = mutations.text();
            for (Reader reader : READERS) if (reads(reader, text)) read++;
        }
        assertTrue(read > RUNS / 20, "most of what is made must not be refused at the first byte: " + read);
    }

    private static boolean reads(Reader reader, String text) {
        try {
            reader.read(text);
            return true;
        } catch (FailedException e) {
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("input: " + text, e);
        }
    }

    @Test
    @Timeout(60)
    void editsOfWhatCanBeReadGiveWhatCanBeRead() throws Exception {
        Mutations mutations = new Mutations(2, corpus());
        for (int i = 0; i < RUNS; i++) {
            String text = mutations.text();
            DomainXml xml;
            try {
                xml = DomainXml.parse(text);
            } catch (FailedException e) {
                continue;
            }
            try {
                String value = "v" + i;
                assertEquals(value, xml.set("./title", value).get("./title").orElseThrow());
                assertEquals("no", xml.set("./cpu/@migratable", "no").get("./cpu/@migratable").orElseThrow());
                assertTrue(!xml.remove("./devices/disk/driver/@cache").has("./devices/disk/driver/@cache"));
            } catch (RuntimeException e) {
                throw new AssertionError("input: " + text, e);
            }
        }
    }

    @Test
    @Timeout(60)
    void bytesComeBackAsTheyWereOrAreRefused() throws IOException {
        List<byte[]> corpus = new ArrayList<>(corpus());
        for (String charset : List.of("UTF-16", "UTF-16LE", "UTF-32BE", "ISO-8859-1", "windows-1252"))
            corpus.add(("<?xml version='1.0' encoding='" + charset + "'?><domain><name>é</name></domain>").getBytes(java.nio.charset.Charset.forName(charset)));
        Mutations mutations = new Mutations(3, corpus);
        for (int i = 0; i < 2 * RUNS; i++) {
            byte[] bytes = mutations.bytes();
            try {
                XmlBytes read = XmlBytes.decode(bytes);
                assertArrayEquals(bytes, read.encode(read.text()));
            } catch (FailedException e) {
                // Refused with a reason.
            }
        }
    }

    @Test
    @Timeout(60)
    void eightMegabytesOfAnythingEnd() {
        int size = 8 << 20;
        for (String text : List.of(Mutations.large("<a>", size), "<domain>" + Mutations.large("<x/>", size) + "</domain>", "<domain " + Mutations.large("a='b' ", size), Mutations.large("&amp;", size), Mutations.large("<!-- -", size),
                "<domain><name>" + Mutations.large("<![CDATA[x]]>", size) + "</name></domain>", "\0".repeat(size), "<domain><name>n</name><description>" + "x".repeat(size) + "</description></domain>",
                Mutations.large("<domain><name>n</name>", size), "<?xml " + " ".repeat(size)))
            for (Reader reader : READERS.subList(0, 2)) reads(reader, text);
    }
}
