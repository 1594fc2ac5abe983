package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.options.Edits;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Whose definition it is that was found in the place of ours.
class OursTest {
    private static final String XML = """
            <domain type='qemu'>
              <name>guest</name>
              <uuid>11111111-2222-3333-4444-555555555555</uuid>
              <memory unit='KiB'>65536</memory>
              <os>
                <type arch='x86_64' machine='pc'>hvm</type>
              </os>
              <devices>
                <memballoon model='none'/>
              </devices>
            </domain>
            """;

    private static Ours ours(String... assignments) throws FailedException {
        return new Ours(plan(assignments));
    }

    private static Plan plan(String... assignments) throws FailedException {
        List<Assignment> all = List.of(assignments).stream().map(one -> new Assignment(one.split("=")[0], one.split("=")[1])).toList();
        return new Plan("qemu:///system", "11111111-2222-3333-4444-555555555555", "guest", Plan.Kind.SETTINGS, all, XML, Edits.apply(XML, all).text(),
                List.of(), List.of(), Plan.When.AT_START, List.of(), List.of());
    }

    private static String edited(String xml, String from, String to) {
        assertTrue(xml.contains(from));
        return xml.replace(from, to);
    }

    @Test
    void libvirtAddsToWhatItIsGiven() throws FailedException {
        String after = edited(plan("memballoon.model=virtio").after(), "<memballoon model='virtio'/>", "<memballoon model='virtio'>\n      <address type='pci'/>\n    </memballoon>");
        assertTrue(ours("memballoon.model=virtio").in(after));
        assertTrue(ours("memballoon.model=virtio").in(edited(after, "<devices>", "<devices>\n    <!-- theirs -->")), "made on ours");
        assertFalse(ours("memballoon.model=virtio").in(edited(XML, "<os>", "<title>theirs</title>\n  <os>")));
        assertFalse(ours("memballoon.model=virtio").in(XML));
    }

    /// `check` and `migratable` come with a CPU mode, as what holds without them.
    @Test
    void whatIsOnlyWrittenOutIsNoSignOfOurs() throws FailedException {
        assertFalse(ours("cpu.mode=host-passthrough", "cpu.check=none", "cpu.migratable=on").in(edited(XML, "<os>", "<title>theirs</title>\n  <os>")));
        assertTrue(ours("cpu.mode=host-passthrough", "cpu.check=none").in(edited(plan("cpu.mode=host-passthrough").after(), "<os>", "<title>theirs</title>\n  <os>")));
    }
}
