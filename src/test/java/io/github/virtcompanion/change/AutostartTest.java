package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.Beside;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Virtualization;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Comparison;
import io.github.virtcompanion.options.OfflineEdit;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.xml.DomainXml;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A setting that libvirt keeps beside the definition is changed, told, compared and taken back like those within it.
class AutostartTest {
    private static final String UUID = "11111111-1111-1111-1111-111111111111";
    private static final String NODE = """
            <node>
              <domain type='qemu'>
                <name>web</name>
                <uuid>11111111-1111-1111-1111-111111111111</uuid>
                <memory>65536</memory>
                <os><type arch='x86_64' machine='pc'>hvm</type></os>
              </domain>
            </node>
            """;

    @TempDir
    private Path directory;
    private Inventory inventory;
    private Connection connection;
    private Changes changes;

    @BeforeEach
    void open() throws Exception {
        Path node = Files.writeString(directory.resolve("node.xml"), NODE);
        var verdict = new Virtualization(Virtualization.Verdict.UNKNOWN, Virtualization.Certainty.UNKNOWN, Message.of("model.quoted", "?"), List.<Evidence>of(), List.of(), 35);
        inventory = new Inventory(List.of(ConnectionSpec.of("test://" + node)), (spec, readOnly) -> Libvirt.open(spec.uri(), readOnly),
                (spec, _, _) -> new Host(spec.uri(), verdict, Map.of(), Fact.known(List.of(), ""), Fact.known("6.1", ""), Fact.known("x86_64", "")), false);
        inventory.start();
        inventory.judged().join();
        connection = inventory.connections().getFirst();
        changes = new Changes(new History(new PrivateFiles(directory.resolve("state"))), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        inventory.close();
    }

    @Test
    void isSetToldAndTakenBack() throws Exception {
        String before = stored();
        Plan plan = plan("autostart=on");
        assertEquals(1, plan.changes().size(), plan.changes().toString());
        assertEquals(Plan.When.AT_ONCE, plan.when());
        assertEquals(Plan.When.AFTER_POWER_OFF, plan("autostart=on vcpus=2").when());
        Outcome outcome = changes.apply(connection, plan);
        assertEquals(Outcome.Kind.STORED, outcome.kind(), outcome.toString());
        assertEquals("change.outcome.at-once", outcome.summary().key(), "the running machine is not touched, and nothing waits");
        assertEquals(java.util.Optional.empty(), outcome.failure());
        assertTrue(starts());
        assertEquals("on", Catalogue.read(DomainXml.parse(stored())).get("autostart"));
        HistoryEntry entry = changes.undoable(connection, UUID, "web");
        assertTrue(entry.diff().contains("autostart"), entry.diff());
        Outcome back = changes.applyUndo(connection, changes.planUndo(connection, UUID, entry), entry);
        assertEquals(Outcome.Kind.PENDING, back.kind(), back.toString());
        assertFalse(starts());
        assertEquals(before, stored());
        HistoryEntry undo = changes.redoable(connection, UUID, "web");
        changes.applyUndo(connection, changes.planRedo(connection, UUID, undo), undo);
        assertTrue(starts());
    }

    @Test
    void goesWithOtherSettingsAndStaysWithThem() throws Exception {
        String before = stored();
        assertTrue(changes.apply(connection, plan("autostart=on vcpus=2")).stored());
        assertTrue(starts() && stored().contains("<vcpu placement='static'>2<"), stored());
        HistoryEntry both = changes.undoable(connection, UUID, "web");
        assertTrue(changes.apply(connection, plan("vcpus=3")).stored());
        assertTrue(starts(), "another setting's change leaves it");
        String text = definition();
        assertTrue(changes.apply(connection, changes.planXml(connection, UUID, text, text.replace(">3<", ">4<"))).stored());
        assertTrue(starts() && definition().contains(">4<"), "and so does XML edited by hand, which does not have it");
        assertTrue(changes.apply(connection, changes.planRestore(connection, UUID, both, true)).stored());
        assertEquals(before, stored());
        assertFalse(starts());
    }

    @Test
    void isFollowedWhereAnotherProgramChangesIt() throws Exception {
        changes.observe(connection, UUID);
        set(true);
        HistoryEntry found = changes.observe(connection, UUID).getFirst();
        assertEquals(Plan.Kind.OUTSIDE, found.kind());
        assertTrue(changes.applyUndo(connection, changes.planUndo(connection, UUID, found), found).stored());
        assertFalse(starts());
    }

    @Test
    void whatAnOlderReleaseDidNotLookAtIsNobodysChange() throws Exception {
        changes.observe(connection, UUID);
        set(true);
        try (Stream<Path> known = Files.walk(directory.resolve("state/known"))) {
            for (Path file : known.filter(Files::isRegularFile).toList()) Files.writeString(file, Files.readString(file).replace(",\"beside\":true", ""));
        }
        assertEquals(List.of(), changes.observe(connection, UUID));
        set(false);
        assertEquals(1, changes.observe(connection, UUID).size(), "from now on it is looked at");
    }

    @Test
    void comesBackWithADeletedMachine() throws Exception {
        set(true);
        Deletion.Done done = changes.delete(connection, new Deletion(connection.uri(), UUID, "web", true, List.of()), List.of(), java.util.Optional.empty());
        connection.call(hypervisor -> hypervisor.define(done.xml())).join();
        assertTrue(starts());
    }

    @Test
    void isComparedAndKnownToBeInNoFile() throws Exception {
        String off = stored();
        String on = Beside.with(off, true);
        assertEquals(off, Beside.without(on));
        assertEquals(List.of("autostart"), Comparison.between(DomainXml.parse(on), DomainXml.parse(off)).differences().stream().map(Comparison.Line::name).toList());
        assertEquals("options.beside", assertThrows(FailedException.class,
                () -> OfflineEdit.apply(off.getBytes(StandardCharsets.UTF_8), List.of(new Assignment("autostart", "on")))).failure().what().key());
    }

    private Plan plan(String words) throws Exception {
        List<Assignment> wanted = new java.util.ArrayList<>();
        for (String word : words.split(" ")) wanted.add(Catalogue.parse(word));
        return changes.plan(connection, UUID, wanted);
    }

    private String stored() {
        return connection.call(hypervisor -> hypervisor.storedXml(UUID)).join();
    }

    private String definition() {
        return connection.call(hypervisor -> hypervisor.definition(UUID)).join();
    }

    private boolean starts() {
        return connection.call(hypervisor -> hypervisor.domain(UUID).orElseThrow().autostart()).join();
    }

    private void set(boolean on) {
        connection.call(hypervisor -> {
            hypervisor.setAutostart(UUID, on);
            return on;
        }).join();
    }
}
