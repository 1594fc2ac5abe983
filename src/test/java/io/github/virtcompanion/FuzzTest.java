package io.github.virtcompanion;

import io.github.virtcompanion.bench.QemuImgBench;
import io.github.virtcompanion.change.History;
import io.github.virtcompanion.host.Tree;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.Sources;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Edits;
import io.github.virtcompanion.options.OfflineEdit;
import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.system.Ssh;
import io.github.virtcompanion.xml.DomainXml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What is typed, stored or said by other programs: refused with a reason or understood, whatever it is.
@Timeout(120)
class FuzzTest {
    private static final int RUNS = 1500;
    private static final String UUID = "4dea22b3-1d52-d8f3-2516-782e98ab3fa0";

    @TempDir
    private Path directory;

    private interface Reading {
        void of(String text) throws FailedException;
    }

    private static int read(Mutations mutations, int runs, Reading reading) {
        int read = 0;
        for (int i = 0; i < runs; i++) {
            String text = mutations.text();
            try {
                reading.of(text);
                read++;
            } catch (FailedException e) {
                assertFalse(e.failure().what().key().isEmpty());
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("input: " + text, e);
            }
        }
        return read;
    }

    private static List<byte[]> definitions() throws IOException {
        List<byte[]> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/xml/golden"))) {
            for (Path file : files.sorted().toList()) all.add(Files.readAllBytes(file));
        }
        return all;
    }

    @Test
    void editsOfAnyText() throws IOException {
        List<Assignment> assignments = new ArrayList<>();
        for (Setting setting : Catalogue.all())
            for (String value : setting.values().isEmpty() ? List.of("3") : setting.values()) assignments.add(new Assignment(setting.name(), value));
        Mutations mutations = new Mutations(21, definitions());
        int done = read(mutations, RUNS, text -> {
            Assignment one = assignments.get(mutations.below(assignments.size()));
            String edited = Edits.apply(text, List.of(one, assignments.get(mutations.below(assignments.size())))).text();
            DomainXml.parse(edited);
        });
        assertTrue(done > RUNS / 50, "some are edited: " + done);
    }

    @Test
    void editsOfAnyBytes() throws IOException {
        Mutations mutations = new Mutations(22, definitions());
        for (int i = 0; i < RUNS; i++) {
            byte[] bytes = mutations.bytes();
            try {
                OfflineEdit.apply(bytes, List.of(new Assignment("disk.*.cache", "none"), new Assignment("title", "é€")));
            } catch (FailedException e) {
                assertFalse(e.failure().nextStep().key().isEmpty());
            }
        }
    }

    @Test
    void settingsAsTyped() {
        read(Mutations.ofText(23, List.of("disk.vda.cache=none", "cpu.mode=host-passthrough", "title=", "iothreads=3", "disk.*.io=native")), 10 * RUNS, text -> {
            Assignment assignment = Catalogue.parse(text);
            Catalogue.find(assignment.setting());
        });
    }

    @Test
    void whatGsettingsSays() {
        Mutations mutations = Mutations.ofText(24, List.of("['qemu:///system', 'qemu+ssh://u@h/system']\n", "@as []\n", "[]", "['a\\'b']", "[[['x']]]", "{'a': 1}"));
        read(mutations, RUNS, text -> {
            Tree tree = new Tree(directory).said(text, "gsettings", "get", "org.virt-manager.virt-manager.connections", "uris");
            for (ConnectionSpec spec : new Sources(tree.commands(), true).specs()) spec.label();
        });
    }

    @Test
    void urisAsTyped() {
        read(Mutations.ofText(25, List.of("qemu:///system", "qemu+ssh://user@host:22/system?keyfile=/a&no_verify=1", "qemu+ssh://[::1]/session", "test:///default")), 10 * RUNS, text -> {
            ConnectionSpec.of(text).label();
            Ssh.possible(text);
        });
    }

    @Test
    void whatQemuImgSays() {
        read(Mutations.ofText(26, List.of("Sending 100 write requests\nRun completed in 1.234 seconds.\n", "Run completed in " + "9".repeat(400) + " seconds")), 5 * RUNS, text -> {
            QemuImgBench.parse(0, text, "");
            QemuImgBench.parse(1, "", text);
        });
    }

    @Test
    void historyFilesThatWereDamaged() {
        PrivateFiles files = new PrivateFiles(directory);
        History history = new History(files);
        String entry = "{\"id\":\"20260101-1\",\"connection\":\"qemu:///system\",\"uuid\":\"" + UUID + "\",\"machine\":\"m\",\"at\":\"2026-01-01T00:00:00Z\",\"kind\":\"SETTINGS\",\"state\":\"STORED\","
                + "\"assignments\":[{\"setting\":\"title\",\"value\":\"x\"}],\"before\":\"<domain/>\",\"after\":\"<domain/>\",\"undoes\":null}";
        read(Mutations.ofText(27, List.of(entry, "[]", "null", "\"\"")), 300, text -> {
            files.write("history/" + UUID + "/20260101-1.json", text);
            history.of("qemu:///system", UUID).forEach(one -> one.diff());
            history.undoable("qemu:///system", UUID);
        });
    }
}
