package io.github.virtcompanion.xml;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What is not well-formed, or wants to fetch or expand something, is refused in words.
class RefusedXmlTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "<domain>~<a></b></domain>, 2", "<domain a='1' a='2'/>, 1", "<domain/>text, 1", "<domain/><domain/>, 1", "<domain>~~~&nope;</domain>, 4",
        "<domain><x:a/></domain>, 1", "<domain><!-- a -- b --></domain>, 1", "<domain a=b/>, 1", "<domain>~</domain, 2", "<domain, 1", "<, 1", "<domain a='<'/>, 1",
        "<domain>&#0;</domain>, 1", "<domain>]]></domain>, 1", "<!-- never closed, 1", "<?never closed, 1", "no xml at all, 1"})
    void malformedXmlIsRefusedWithItsPlace(String lines, String line) {
        Failure refusal = refusal(lines.replace('~', '\n'));
        assertEquals("xml.malformed", refusal.what().key());
        assertEquals(line, refusal.what().args().getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<!DOCTYPE domain><domain/>",
        "<?xml version='1.0'?><!-- <domain> --><!DOCTYPE domain SYSTEM 'file:///etc/passwd'><domain/>",
        "<!DOCTYPE domain [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><domain><title>&x;</title></domain>",
        "<!DOCTYPE domain [<!ENTITY % x SYSTEM 'http://127.0.0.1:1/x'> %x;]><domain/>",
        "<!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'><!ENTITY c '&b;&b;'>]><domain>&c;</domain>"})
    void aDocumentTypeIsRefused(String xml) {
        assertEquals("xml.doctype", refusal(xml).what().key());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "<network><name>n</name><domain name='example.org'/></network>, xml.no-domain",
        "<capabilities><guest><arch><domain type='kvm'/></arch></guest></capabilities>, xml.no-domain",
        "<device><capability><domain>0</domain></capability></device>, xml.no-domain",
        "<d:domain xmlns:d='urn:other'/>, xml.no-domain",
        "<domains><domain><name>a</name></domain><domain><name>b</name></domain></domains>, xml.many-domains",
        "<domainsnapshot><domain><name>a</name></domain><inactiveDomain><name>a</name></inactiveDomain></domainsnapshot>, xml.many-domains"})
    void whatIsNotOneDomainIsRefused(String xml, String key) {
        assertEquals(key, refusal(xml).what().key());
    }

    @Test
    void theRootMustBeTheOneThatIsExpected() {
        for (Reading reading : List.<Reading>of(DomainCapabilitiesReader::read, CapabilitiesReader::read, SnapshotReader::read))
            assertEquals("xml.unexpected-root", assertThrows(FailedException.class, () -> reading.read("<other/>")).failure().what().key());
    }

    @Test
    void depthAndSizeCostMemoryOnly() throws FailedException {
        int depth = 50_000;
        String deep = "<domain type='qemu'><metadata>" + "<a>".repeat(depth) + "</a>".repeat(depth) + "</metadata></domain>";
        assertEquals(deep.replace("qemu", "kvm"), DomainXml.parse(deep).set("./@type", "kvm").text());
        StringBuilder wide = new StringBuilder("<domain type='qemu'");
        for (int i = 0; i < 1000; i++) wide.append(" a").append(i).append("='").append("x".repeat(200)).append('\'');
        assertTrue(DomainXml.parse(wide + "/>").set("./title", "t").text().endsWith("><title>t</title></domain>"));
    }

    @Test
    void controlCharactersAreRefused() {
        for (String value : List.of("\0", "a\u001Fb", "\uFFFE", "\uD800"))
            assertEquals("xml.not-representable", assertThrows(FailedException.class, () -> DomainXml.parse("<domain/>").set("./title", value)).failure().what().key());
    }

    private interface Reading {
        Object read(String xml) throws FailedException;
    }

    private static Failure refusal(String xml) {
        return assertThrows(FailedException.class, () -> DomainXml.parse(xml), xml).failure();
    }
}
