package io.github.virtcompanion.options;

import com.thaiopensource.util.PropertyMapBuilder;
import com.thaiopensource.validate.ValidateProperty;
import com.thaiopensource.validate.ValidationDriver;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.words.Words;
import io.github.virtcompanion.xml.DomainXml;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Each setting with each of its values: set, read back, valid for libvirt's schema, taken back to the very bytes.
class CatalogueSuiteTest {
    /// Another libvirt's can be had by `-Dtestfx.args=-Dvirtcompanion.schemas=DIR`.
    private static final Path SCHEMA = Path.of(System.getProperty("virtcompanion.schemas", "/usr/share/libvirt/schemas"), "domain.rng");
    private static final List<String> COMPLAINTS = new ArrayList<>();
    private static ValidationDriver schema;
    private static long version;

    @BeforeAll
    static void load() throws SAXException, IOException {
        PropertyMapBuilder properties = new PropertyMapBuilder();
        properties.put(ValidateProperty.ERROR_HANDLER, new Collecting());
        schema = new ValidationDriver(properties.toPropertyMap());
        assertTrue(Files.exists(SCHEMA), "libvirt's schemas come with its client library");
        assertTrue(schema.loadSchema(new InputSource(SCHEMA.toUri().toString())), () -> String.join("\n", COMPLAINTS));
        version = newest();
    }

    @TestFactory
    Stream<DynamicTest> everySettingThereAndBack() {
        return Catalogue.all().stream().flatMap(setting -> Exercise.of(setting).values().stream()
                .map(value -> DynamicTest.dynamicTest(setting.name() + "=" + value, () -> thereAndBack(Exercise.of(setting), value))));
    }

    private static void thereAndBack(Exercise exercise, String value) throws FailedException, SAXException, IOException {
        String start = exercise.machine(value);
        Setting setting = exercise.setting();
        String before = Catalogue.readAll(DomainXml.parse(start)).getOrDefault(exercise.name(), Setting.DEFAULT);
        Edited edited = Edits.apply(start, exercise.set(value));
        // A card that got another address is known by that.
        String name = setting.name().equals("nic.*.mac") ? setting.nameFor(value) : exercise.name();
        assertEquals(Values.canonical(setting, value), Catalogue.readAll(DomainXml.parse(edited.text())).get(name), name + " in\n" + edited.text());
        if (!value.equals(before)) assertNotEquals(start, edited.text());
        assertEquals(edited.text(), Edits.apply(edited.text(), List.of(new Assignment(name, value))).text(), "a second time changes nothing");
        if (setting.needs(value) <= version) assertEquals(List.of(), complaints(edited.text()), name + "=" + value + " in\n" + edited.text());
        assertEquals(start, Edits.apply(edited.text(), exercise.back(name, before, value)).text(), "taken back: " + name + "=" + before);
    }

    /// Set alone and taken away by `default`: nothing stays that was not there. What cannot be had alone is refused.
    @TestFactory
    Stream<DynamicTest> defaultLeavesNothing() {
        return Catalogue.all().stream().filter(Setting::removable).flatMap(setting -> Exercise.of(setting).values().stream()
                .map(value -> DynamicTest.dynamicTest(setting.name() + "=" + value, () -> aloneAndDefault(Exercise.of(setting), value))));
    }

    private static void aloneAndDefault(Exercise exercise, String value) throws FailedException, SAXException, IOException {
        String before = Catalogue.readAll(DomainXml.parse(Exercise.MACHINE)).getOrDefault(exercise.name(), Setting.DEFAULT);
        boolean nothing = before.equals(Setting.DEFAULT) || exercise.setting().kind() == Setting.Kind.FLAG && before.equals("off");
        // What was something else before goes back to that, and what needs company is not alone.
        if (!nothing || exercise.set(value).size() > 1) return;
        String edited;
        try {
            edited = Edits.apply(Exercise.MACHINE, exercise.set(value)).text();
        } catch (FailedException e) {
            // Not to be had without others.
            return;
        }
        String back = Edits.apply(edited, List.of(new Assignment(exercise.name(), Setting.DEFAULT))).text();
        assertEquals(Exercise.MACHINE, back, exercise.name() + "=" + value + " then default");
    }

    private static List<String> complaints(String xml) throws SAXException, IOException {
        COMPLAINTS.clear();
        schema.validate(new InputSource(new StringReader(xml)));
        return List.copyOf(COMPLAINTS);
    }

    /// Whoever says that nothing is written must be told what then holds.
    @Test
    void everySettingHasADefaultInWords() {
        for (Setting setting : Catalogue.all()) {
            if (!setting.removable()) continue;
            for (Locale language : List.of(Locale.ENGLISH, Locale.FRENCH)) assertFalse(new Words(language).say(setting.defaultWords()).isBlank(), setting.name());
            if (setting.origin() == Setting.Origin.VALUE) assertTrue(!setting.listed() || setting.values().contains(setting.unset()), setting.name() + " defaults to " + setting.unset());
            else assertEquals("", setting.unset(), setting.name());
        }
    }

    @Test
    void theExerciseKnowsOfNoOtherSettings() throws FailedException {
        for (Setting setting : Catalogue.all()) for (Assignment one : Exercise.of(setting).company()) Catalogue.check(one);
    }

    /// The installed libvirt's, told by the newest thing in its schema that this program knows of.
    private static long newest() throws IOException {
        String all = Files.readString(SCHEMA.resolveSibling("domaincommon.rng"));
        List<String[]> marks = List.of(new String[] {"11.9.0", "name=\"statistic\""}, new String[] {"11.6.0", "<value>tdx</value>"}, new String[] {"11.0.0", "name=\"extended\""}, new String[] {"10.7.0", "\"emsr_bitmap\""}, new String[] {"10.1.0", "name=\"clusters\""},
                new String[] {"9.5.0", "discard_no_unref"}, new String[] {"9.0.0", "portForward"}, new String[] {"8.7.0", "maxphysaddr"});
        String cpu = Files.readString(SCHEMA.resolveSibling("cputypes.rng"));
        return marks.stream().filter(mark -> all.contains(mark[1]) || cpu.contains(mark[1])).mapToLong(mark -> number(mark[0])).max().orElse(8_000_000);
    }

    private static long number(String version) {
        String[] parts = version.split("\\.");
        return Long.parseLong(parts[0]) * 1_000_000 + Long.parseLong(parts[1]) * 1000 + Long.parseLong(parts[2]);
    }

    private static final class Collecting implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {
            // Nothing is refused for it.
        }

        @Override
        public void error(SAXParseException e) {
            COMPLAINTS.add(e.getMessage());
        }

        @Override
        public void fatalError(SAXParseException e) {
            COMPLAINTS.add(e.getMessage());
        }
    }
}
