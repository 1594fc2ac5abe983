package io.github.virtcompanion.xml;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SchemaCheckTest {
    private static final String GOOD = """
            <domain type='kvm'>
              <name>x</name>
              <memory unit='KiB'>65536</memory>
              <os>
                <type>hvm</type>
              </os>
              <devices>
                <disk type='file' device='disk'>
                  <driver name='qemu' type='raw' cache='none'/>
                  <source file='/a'/>
                  <target dev='vda' bus='virtio'/>
                </disk>
              </devices>
            </domain>
            """;
    @TempDir
    private Path directory;

    @Test
    void linesAndReasonsOfLibvirtsSchema() throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of(SchemaCheck.LIBVIRTS)), "libvirt's schema is not installed here");
        SchemaCheck check = new SchemaCheck(SchemaCheck.LIBVIRTS);
        assertEquals(List.of(), complaints(check, GOOD));
        SchemaCheck.Complaint unknown = complaints(check, GOOD.replace("  <os>", "  <zzz/>\n  <os>")).getFirst();
        assertEquals(4, unknown.line());
        assertTrue(unknown.reason().contains("zzz"), unknown.reason());
        SchemaCheck.Complaint value = complaints(check, GOOD.replace("cache='none'", "cache='bogus'")).getFirst();
        assertEquals(9, value.line());
        assertTrue(value.reason().contains("cache"), value.reason());
        assertTrue(value.expected().contains("writeback"), value.expected());
        assertEquals(List.of(), complaints(check, GOOD), "checked again, nothing is left of the last time");
    }

    /// Of our own making, so that every system checks this much.
    @Test
    void anySchemaInParts() throws Exception {
        Files.writeString(directory.resolve("part.rng"), "<grammar xmlns='http://relaxng.org/ns/structure/1.0'><define name='n'><element name='name'><text/></element></define></grammar>");
        Path schema = Files.writeString(directory.resolve("s.rng"),
                "<grammar xmlns='http://relaxng.org/ns/structure/1.0'><include href='part.rng'/><start><element name='domain'><ref name='n'/></element></start></grammar>");
        SchemaCheck check = new SchemaCheck(schema.toString());
        assertEquals(List.of(), complaints(check, "<domain><name>x</name></domain>"));
        assertEquals(2, complaints(check, "<domain><name>x</name>\n<title/></domain>").getFirst().line());
        assertEquals(List.of(), complaints(check, "<domain><name>x</name></domain>"));
    }

    @Test
    void withoutASchemaItIsNotKnown() throws Exception {
        assertEquals("xml.schema-absent", reason(new SchemaCheck(directory.resolve("none.rng").toString()).check(GOOD)));
        Path broken = Files.writeString(directory.resolve("broken.rng"), "<grammar");
        assertEquals("xml.schema-unreadable", reason(new SchemaCheck(broken.toString()).check(GOOD)));
        Path wrong = Files.writeString(directory.resolve("wrong.rng"), "<grammar xmlns='http://relaxng.org/ns/structure/1.0'><start><ref name='nowhere'/></start></grammar>");
        assertEquals("xml.schema-unreadable", reason(new SchemaCheck(wrong.toString()).check(GOOD)));
    }

    @Test
    void whatIsNotWellFormedIsNotChecked() {
        assertThrows(FailedException.class, () -> new SchemaCheck("/nowhere").check("<domain>"));
    }

    private static String reason(Fact<?> fact) {
        return fact instanceof Fact.Unknown<?>(var reason) ? reason.key() : fact.toString();
    }

    private static List<SchemaCheck.Complaint> complaints(SchemaCheck check, String xml) throws FailedException, IOException {
        return check.check(xml).toOptional().orElseThrow();
    }
}
