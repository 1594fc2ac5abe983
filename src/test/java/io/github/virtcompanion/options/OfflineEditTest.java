package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.Fixtures;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The same edit on the same machine, however the file is laid out and encoded: editing and re-laying out can change places.
class OfflineEditTest {
    private static final List<String> EDITS = List.of("type=kvm", "type=kvm cpu.mode=host-passthrough cpu.migratable=on", "disk.*.cache=unsafe", "disk.hda.cache=default",
            "disk.vdb.cache=none disk.vdb.io=native", "disk.sda.cache=writeback", "disk.hdc.io=threads", "title=x", "title=default", "description=l'ami <x>", "cpu.model=EPYC",
            "cpu.mode=default", "memory.hugepages=on memory.locked=on", "on_reboot=destroy iothreads=2", "on_crash=default");

    private record Layout(String name, UnaryOperator<String> change, Charset charset, String mark) {
        Layout(String name, UnaryOperator<String> change) {
            this(name, change, StandardCharsets.UTF_8, "");
        }

        byte[] of(String xml) {
            return (mark + change.apply(xml)).getBytes(charset);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private record Case(Layout layout, String edit) {}

    static Stream<Case> cases() {
        List<Layout> layouts = List.of(
                new Layout("as libvirt writes", UnaryOperator.identity()),
                new Layout("CRLF", xml -> xml.replace("\n", "\r\n")),
                new Layout("tabs", xml -> indented(xml, "\t")),
                new Layout("four blanks", xml -> indented(xml, "    ")),
                new Layout("double quotes", xml -> xml.replace("'", "\"")),
                new Layout("no last line end", String::strip),
                new Layout("a declaration", xml -> "<?xml version='1.0' encoding='UTF-8' standalone=\"yes\"?>\n" + xml),
                new Layout("deep in a snapshot", xml -> "<domainsnapshot>\n  <name>s</name>\n  " + xml.strip().replace("\n", "\n  ") + "\n  <active>1</active>\n</domainsnapshot>\n"),
                new Layout("a status file", xml -> "<domstatus state='running'>\r\n\t" + indented(xml, "\t").strip().replace("\n", "\r\n\t") + "\r\n</domstatus>"),
                new Layout("comments and instructions around", xml -> "<!-- a -->\n<?b c?>\n" + xml + "<!-- d -->\n<?e?>\n\n"),
                new Layout("strange elements", xml -> xml.replace("<devices>", "<devices><!-- <disk> --><?x y?>").replace("</domain>",
                        "  <q:commandline xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'>\n    <q:arg value='-x'   />\n  </q:commandline>\n  <future><![CDATA[<cpu>]]></future>\n</domain>")),
                new Layout("Latin-1", xml -> "<?xml version='1.0' encoding='ISO-8859-1'?>\n<!-- été -->\n" + xml, StandardCharsets.ISO_8859_1, ""),
                new Layout("UTF-16 with a mark", xml -> "<?xml version='1.0' encoding='UTF-16'?>\n" + xml + "<!-- \u00e9\ud83d\ude00 -->", StandardCharsets.UTF_16LE, "\uFEFF"),
                new Layout("UTF-8 with a mark", xml -> xml, StandardCharsets.UTF_8, "\uFEFF"));
        return layouts.stream().flatMap(layout -> EDITS.stream().map(edit -> new Case(layout, edit)));
    }

    private static String indented(String xml, String unit) {
        return xml.lines().map(line -> unit.repeat((line.length() - line.stripLeading().length()) / 2) + line.stripLeading()).reduce("", (all, line) -> all + line + "\n");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void editingAndLayingOutChangePlaces(Case one) throws FailedException {
        String machine = Fixtures.text("emulated.xml").replace("it&apos;s \"secret\"", "secret");
        byte[] file = one.layout.of(machine);
        OfflineEdit.Result edited = OfflineEdit.apply(file, assignments(one.edit));
        String expected = Edits.apply(machine, assignments(one.edit)).text();
        // Text is not written between quotes, so its apostrophes are no matter of layout.
        if (one.edit.contains("l'ami") && one.layout.name.equals("double quotes")) return;
        assertArrayEquals(one.layout.of(expected), edited.bytes(), () -> new String(edited.bytes(), one.layout.charset));
        assertTrue(edited.changed());
        OfflineEdit.Result again = OfflineEdit.apply(edited.bytes(), assignments(one.edit));
        assertFalse(again.changed());
        assertSame(edited.bytes(), again.bytes());
    }

    @Test
    void aCharacterThatTheFileCannotHoldIsWrittenAsAReference() throws FailedException {
        byte[] file = "<?xml version='1.0' encoding='ISO-8859-1'?><domain><name>é</name></domain>".getBytes(StandardCharsets.ISO_8859_1);
        assertArrayEquals("<?xml version='1.0' encoding='ISO-8859-1'?><domain><name>é</name><title>5 &#8364;</title></domain>".getBytes(StandardCharsets.ISO_8859_1),
                OfflineEdit.apply(file, List.of(new Assignment("title", "5 €"))).bytes());
    }

    @Test
    void refusals() {
        for (String bad : List.of("<domain>", "no xml", "<network/>", "<!DOCTYPE d><domain/>", "\u0000"))
            assertThrows(FailedException.class, () -> OfflineEdit.apply(bad.getBytes(StandardCharsets.UTF_8), assignments("type=kvm")), bad);
        assertEquals("options.no-such-disk", assertThrows(FailedException.class,
                () -> OfflineEdit.apply(Fixtures.text("emulated.xml").getBytes(StandardCharsets.UTF_8), assignments("disk.vdz.cache=none"))).failure().what().key());
    }

    private static List<Assignment> assignments(String edit) throws FailedException {
        List<Assignment> wanted = new ArrayList<>();
        for (String one : edit.split(" (?=[a-z_.]+\\S*=)")) wanted.add(Catalogue.parse(one));
        return wanted;
    }

    @Test
    void whatDoesNotGoTogetherIsTold() throws FailedException {
        byte[] file = "<domain type='kvm'><name>a</name><uuid>11111111-1111-1111-1111-111111111111</uuid><vcpu>2</vcpu><devices><disk type='file' device='disk'><source file='/a'/><target dev='vda' bus='virtio'/></disk></devices></domain>"
                .getBytes(StandardCharsets.UTF_8);
        OfflineEdit.Result alone = OfflineEdit.apply(file, List.of(new Assignment("disk.vda.iothread", "1")));
        assertEquals(List.of("options.note.refused-later"), alone.notes().stream().map(note -> note.key()).toList());
        assertTrue(alone.changed(), "the next edit may bring what is missing");
        assertEquals(List.of(), OfflineEdit.apply(alone.bytes(), List.of(new Assignment("iothreads", "1"))).notes());
        OfflineEdit.Result unwise = OfflineEdit.apply(file, List.of(new Assignment("disk.vda.detect_zeroes", "unmap")));
        assertTrue(unwise.notes().stream().anyMatch(note -> note.key().equals("options.note.unwise")), unwise.notes().toString());
    }
}
