package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.xml.DomainXml;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// Every setting read from a definition in the ways of others: units left out or unusual, double quotes, blanks, another order, other prefixes, nested images.
/// The values beside it were written from libvirt's page, not from this program.
class EverythingTest {
    private static final Path HERE = Path.of("src/test/resources/xml/foreign");
    /// Kept beside the definition.
    private static final String BESIDE = "autostart";

    private final String text = read("everything.xml");
    private final Map<String, String> expected = values();

    @Test
    void everyValueIsRead() throws Exception {
        Map<String, String> found = new TreeMap<>(Catalogue.readAll(DomainXml.parse(text)));
        found.remove(BESIDE);
        // A cell without a number has nothing to say of these.
        found.keySet().removeAll(List.of("numa.cell.#2.access", "numa.cell.#2.discard"));
        assertEquals(lines(new TreeMap<>(expected)), lines(found));
    }

    @Test
    void everySettingIsThere() throws Exception {
        TreeSet<String> missing = Catalogue.all().stream().map(Setting::name).collect(Collectors.toCollection(TreeSet::new));
        for (String name : expected.keySet()) missing.remove(Catalogue.find(name).name());
        assertEquals(List.of(BESIDE), List.copyOf(missing));
    }

    @Test
    void whatStandsThereStaysToTheByte() throws Exception {
        for (Map.Entry<String, String> one : expected.entrySet())
            assertEquals(text, Edits.apply(text, List.of(new Assignment(one.getKey(), one.getValue()))).text(), one.getKey());
    }

    private static Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        read("everything.txt").lines().forEach(line -> values.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        return values;
    }

    private static String lines(Map<String, String> values) {
        return values.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue()).collect(Collectors.joining("\n"));
    }

    private static String read(String name) {
        try {
            return Files.readString(HERE.resolve(name));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
