package io.github.virtcompanion.xml;

import io.github.virtcompanion.model.FailedException;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Each edit on a text small enough to write down what must come out.
class DomainXmlTest {
    private static final String VDA = "./devices/disk[target/@dev='vda']/driver/";

    @Test
    void aValueIsReplacedBetweenItsQuotes() throws FailedException {
        assertSet("<domain id=\"1\"\n   type = \"qemu\" />", "./@type", "kvm", "<domain id=\"1\"\n   type = \"kvm\" />");
        assertSet("<domain type='qemu'/>", "./@type", "it's", "<domain type='it&apos;s'/>");
        assertSet("<domain type=\"qemu\"/>", "./@type", "it's \"<&>\"", "<domain type=\"it's &quot;&lt;&amp;&gt;&quot;\"/>");
    }

    @Test
    void aValueThatIsThereChangesNothing() throws FailedException {
        DomainXml xml = DomainXml.parse("<domain type='k&#118;m'><title>a&amp;b<![CDATA[ & c]]></title></domain>");
        assertSame(xml, xml.set("./@type", "kvm"));
        assertSame(xml, xml.set("./title", "a&b & c"));
    }

    @Test
    void aNewAttributeStandsWhereLibvirtWritesIt() throws FailedException {
        String before = "<domain><devices><disk><driver name='qemu' type='raw' io='native'/><target dev='vda'/></disk></devices></domain>";
        assertSet(before, VDA + "@cache", "none", before.replace("type='raw'", "type='raw' cache='none'"));
        assertSet(before, VDA + "@discard", "unmap", before.replace("io='native'", "io='native' discard='unmap'"));
        assertSet(before, VDA + "@unheard", "of", before.replace("io='native'", "io='native' unheard='of'"));
    }

    @Test
    void aNewAttributeFollowsQuotesAndLinesOfItsNeighbours() throws FailedException {
        assertSet("<domain><cpu\n\tmode=\"custom\"\n\tcheck=\"none\"/></domain>", "./cpu/@match", "exact",
                "<domain><cpu\n\tmode=\"custom\"\n\tmatch=\"exact\"\n\tcheck=\"none\"/></domain>");
    }

    @Test
    void aNewElementStandsWhereLibvirtWritesIt() throws FailedException {
        assertSet("<domain type='kvm'>\r\n\t<features>\r\n\t\t<acpi/>\r\n\t</features>\r\n\t<!-- time -->\r\n\t<clock offset='utc'/>\r\n</domain>", "./cpu/@mode", "maximum",
                "<domain type='kvm'>\r\n\t<features>\r\n\t\t<acpi/>\r\n\t</features>\r\n\t<cpu mode='maximum'/>\r\n\t<!-- time -->\r\n\t<clock offset='utc'/>\r\n</domain>");
        assertSet("<domain>\n  <os/> <!-- what boots -->\n  <devices/>\n</domain>", "./cpu/model", "EPYC",
                "<domain>\n  <os/> <!-- what boots -->\n  <cpu>\n    <model>EPYC</model>\n  </cpu>\n  <devices/>\n</domain>");
        assertSet("<domain><os/><devices/></domain>", "./cpu/model", "EPYC", "<domain><os/><cpu><model>EPYC</model></cpu><devices/></domain>");
    }

    @Test
    void aSelfClosingElementIsOpenedAndClosedAgain() throws FailedException {
        String closed = "<domain>\n  <cpu mode=\"custom\" />\n</domain>\n";
        String open = "<domain>\n  <cpu mode=\"custom\">\n    <model>EPYC</model>\n  </cpu>\n</domain>\n";
        assertSet(closed, "./cpu/model", "EPYC", open);
        assertEquals(closed.replace(" />", "/>"), DomainXml.parse(open).remove("./cpu/model").text());
    }

    @Test
    void anElementGoesWithItsLineAndWithWhatItLeavesEmpty() throws FailedException {
        assertRemove("<domain>\n  <features>\n    <tcg>\n      <tb-cache/>\n    </tcg>\n  </features>\n  <os/>\n</domain>", "./features/tcg", "<domain>\n  <os/>\n</domain>");
        assertRemove("<domain>\n  <features>\n    <tcg/>\n    <!-- why -->\n  </features>\n</domain>", "./features/tcg", "<domain>\n  <features>\n    <!-- why -->\n  </features>\n</domain>");
        assertRemove("<domain><os/><features/><cpu/></domain>", "./cpu", "<domain><os/><features/></domain>");
        assertRemove("<domain>\n<disk><driver cache='none'/></disk></domain>", "./disk/driver/@cache", "<domain>\n<disk/></domain>");
        assertRemove("<domain>\n<memoryBacking>\n<hugepages>\n<page size='1'/>\n</hugepages>\n</memoryBacking>\n</domain>", "./memoryBacking/hugepages/page",
                "<domain>\n<memoryBacking>\n<hugepages/>\n</memoryBacking>\n</domain>");
    }

    @Test
    void theOnlyDomainInsideAnotherRootIsEdited() throws FailedException {
        String snapshot = "<domainsnapshot><name>s</name><domain type='qemu'><name>x</name></domain></domainsnapshot>";
        assertSet(snapshot, "./@type", "kvm", snapshot.replace("qemu", "kvm"));
        for (String other : new String[] {"<network><domain name='example.org'/></network>", "<capabilities><guest><arch><domain type='kvm'/></arch></guest></capabilities>",
                "<domains><domain><name>a</name></domain><domain><name>b</name></domain></domains>",
                "<domainsnapshot><domain><name>a</name></domain><inactiveDomain><name>a</name></inactiveDomain></domainsnapshot>"})
            assertThrows(FailedException.class, () -> DomainXml.parse(other), other);
    }

    private static void assertSet(String before, String path, String value, String after) throws FailedException {
        assertEquals(after, DomainXml.parse(before).set(path, value).text());
    }

    private static void assertRemove(String before, String path, String after) throws FailedException {
        assertEquals(after, DomainXml.parse(before).remove(path).text());
    }

    @Test
    void twoSayTheSameButForTheNumberOfARunningOne() throws FailedException {
        DomainXml stored = DomainXml.parse("<domain type='kvm'><name>a</name></domain>");
        assertTrue(DomainXml.parse("<domain type='kvm' id='7'><name>a</name></domain>").saysTheSameAs(stored));
        for (String other : List.of("<domain type='qemu'><name>a</name></domain>", "<domain type='kvm'><name>b</name></domain>", "<domain type='kvm'><name>a</name> </domain>"))
            assertFalse(DomainXml.parse(other).saysTheSameAs(stored), other);
    }
}
