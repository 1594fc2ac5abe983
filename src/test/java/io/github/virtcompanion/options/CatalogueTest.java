package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.words.Words;
import io.github.virtcompanion.xml.DomainXml;
import io.github.virtcompanion.xml.Fixtures;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Every line of the catalogue is exercised with every value it has, and has its words.
class CatalogueTest {
    private static final String MACHINE = Fixtures.text("emulated.xml");

    /// In both languages, and none too many.
    @Test
    void everySettingHasItsWordsAndNoOtherHas() {
        TreeSet<String> said = new TreeSet<>();
        for (Setting setting : Catalogue.all()) {
            List<Message> messages = new ArrayList<>(List.of(setting.label(), setting.what()));
            for (String value : values(setting)) {
                setting.valueWords(value).ifPresent(messages::add);
                setting.risk(value).ifPresent(messages::add);
                if (setting.explained()) assertTrue(setting.valueWords(value).isPresent(), setting.name() + "=" + value);
                if (setting.losesData(value)) assertTrue(setting.risk(value).isPresent(), "data loss needs words: " + setting.name() + "=" + value);
            }
            for (Message message : messages) {
                if (message.key().startsWith("settings.of.")) said.add(message.key());
                for (Locale language : List.of(Locale.ENGLISH, Locale.FRENCH)) assertFalse(new Words(language).say(message).isBlank());
            }
        }
        assertEquals(said, ResourceBundle.getBundle("io.github.virtcompanion.words.settings", Locale.ROOT).keySet().stream()
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static List<String> values(Setting setting) {
        List<String> values = new ArrayList<>(setting.values().isEmpty() ? List.of("1") : setting.values());
        if (setting.removable()) values.add(Setting.DEFAULT);
        return values;
    }

    @Test
    void namesAreUnique() {
        assertEquals(Catalogue.all().size(), Catalogue.all().stream().map(Setting::name).distinct().count());
    }

    @ParameterizedTest
    @CsvSource({"disk.vda.chache, disk.vda.cache", "cache, disk.*.cache", "cpumode, cpu.mode", "typ, type", "disk.sda.zeroes, disk.sda.detect_zeroes", "on-reboot, on_reboot",
        "disk.cache, disk.*.cache", "memory.huge, memory.hugepages"})
    void anUnknownSettingBringsTheNearest(String wrong, String nearest) {
        Failure failure = assertThrows(FailedException.class, () -> Catalogue.find(wrong)).failure();
        assertEquals("options.unknown-setting", failure.what().key());
        assertEquals(List.of(nearest), failure.nextStep().args());
    }

    @Test
    void aSettingOfOneDiskIsFound() throws FailedException {
        assertEquals("disk.*.cache", Catalogue.find("disk.vda.cache").name());
        assertEquals("disk.*.cache", Catalogue.find("disk.*.cache").name());
        assertEquals("disk.*.cache", Catalogue.find("disk.odd.name.cache").name());
    }

    @ParameterizedTest
    @CsvSource({"disk.vda.cache=fast", "type=default", "type=KVM", "iothreads=0", "iothreads=-1", "iothreads=many", "cpu.model=a b", "cpu.model=", "memory.locked=yes", "disk.vda.cache=", "on_crash=WriteBack"})
    void aWrongValueIsRefusedWithTheRightOnes(String written) {
        Failure failure = assertThrows(FailedException.class, () -> Catalogue.parse(written)).failure();
        assertEquals("options.bad-value", failure.what().key());
        if (written.endsWith("fast"))
            assertEquals("It can be default, none, writethrough, writeback, directsync, unsafe.", new Words(Locale.ENGLISH).say(failure.nextStep()));
    }

    @Test
    void assignmentsAsWritten() throws FailedException {
        assertEquals(new Assignment("title", "a=b "), Catalogue.parse("title=a=b "));
        assertEquals("options.no-assignment", assertThrows(FailedException.class, () -> Catalogue.parse("type")).failure().what().key());
        assertEquals("options.no-assignment", assertThrows(FailedException.class, () -> Catalogue.parse("=kvm")).failure().what().key());
    }

    @Test
    void theStarIsEveryDiskThatIsWrittenTo() throws FailedException {
        DomainXml machine = DomainXml.parse(MACHINE);
        assertEquals(List.of("disk.hda.io", "disk.sda.io", "disk.vdb.io", "disk.vdc.io"),
                Catalogue.resolve(new Assignment("disk.*.io", "threads"), machine).stream().map(Assignment::setting).toList());
        assertEquals(List.of(new Assignment("disk.hdc.cache", "none")), Catalogue.resolve(new Assignment("disk.hdc.cache", "none"), machine));
        assertEquals(List.of(), Catalogue.resolve(new Assignment("disk.*.io", "threads"), DomainXml.parse("<domain/>")));
        Failure failure = assertThrows(FailedException.class, () -> Catalogue.resolve(new Assignment("disk.vdz.cache", "none"), machine)).failure();
        assertEquals("Its disks are hda, hdc, sda, vdb, vdc.", new Words(Locale.ENGLISH).say(failure.nextStep()));
    }

    @Test
    void aDiskThatAnotherProgramRunsIsLeftAlone() throws FailedException {
        DomainXml machine = DomainXml.parse("<domain><devices><disk type='vhostuser'><source type='unix' path='/s'/><target dev='vda'/></disk></devices></domain>");
        assertEquals(List.of(), Catalogue.resolve(new Assignment("disk.*.cache", "none"), machine));
        assertEquals("options.disk-run-by-another", assertThrows(FailedException.class,
                () -> Catalogue.resolve(new Assignment("disk.vda.cache", "none"), machine)).failure().what().key());
    }

    @Test
    void valuesOfADefinition() throws FailedException {
        Map<String, String> values = Catalogue.read(DomainXml.parse(MACHINE));
        assertEquals("qemu", values.get("type"));
        assertEquals("FreeBSD 8.2 & ports", values.get("title"));
        assertEquals("default", values.get("description"));
        assertEquals("writethrough", values.get("disk.hda.cache"));
        assertEquals("default", values.get("disk.vdb.cache"));
        assertEquals("native", values.get("disk.sda.io"));
        assertEquals("off", values.get("memory.hugepages"));
        assertFalse(values.containsKey("disk.hdc.cache"));
        assertEquals("custom", Catalogue.read(DomainXml.parse("<domain><cpu><model>EPYC</model></cpu></domain>")).get("cpu.mode"));
    }
}
