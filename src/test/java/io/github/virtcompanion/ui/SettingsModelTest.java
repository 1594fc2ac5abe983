package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.SettingsRead;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.HostOffer;
import io.github.virtcompanion.model.HostTopology;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.words.Words;
import io.github.virtcompanion.xml.DomainXml;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SettingsModelTest {
    private static final String XML = """
            <domain type='%s'><name>m</name><uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid><memory>1</memory><os><type arch='x86_64'>hvm</type></os>
            <devices><disk type='file' device='disk'><driver name='qemu' type='raw' cache='none'/><source file='/a'/><target dev='vda'/></disk>
            <disk type='file' device='disk'><source file='/b'/><target dev='vdb'/></disk></devices></domain>""";
    private final SettingsModel model = new SettingsModel(new Words(Locale.ENGLISH));

    private static SettingsRead machine(String stored, String live) throws FailedException {
        return new SettingsRead(DomainXml.parse(XML.formatted(stored)), live.isEmpty() ? Optional.empty() : Optional.of(DomainXml.parse(XML.formatted(live))), HostOffer.UNKNOWN, new HostTopology(List.of()));
    }

    private boolean show(String stored, String live) throws FailedException {
        return model.show(List.of(machine(stored, live)));
    }

    private SettingsModel.Entry entry(String name) {
        return model.shown().stream().filter(entry -> entry.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void everySettingStandsThereOnceAndDiskSettingsOnceADisk() throws FailedException {
        show("qemu", "");
        long ofDisks = Catalogue.all().stream().filter(Setting::ofDisk).count();
        long ofTheMachine = Catalogue.all().stream().filter(setting -> !setting.many()).count();
        assertEquals(ofTheMachine + 2 * ofDisks, model.shown().size());
        assertEquals(Optional.of("vdb"), entry("disk.vdb.cache").target());
        assertEquals("none", entry("disk.vda.cache").stored());
    }

    @Test
    void aValueIsShownAsPendingOnlyWhereItDiffers() throws FailedException {
        show("kvm", "qemu");
        assertEquals(Optional.of("qemu"), entry("type").live());
        assertEquals(Optional.empty(), entry("disk.vda.cache").live());
    }

    @Test
    void whatIsChosenBecomesAssignmentsAndChoosingBackTakesItAway() throws FailedException {
        show("qemu", "");
        model.want(entry("disk.vda.cache"), "writeback");
        model.want(entry("title"), "My machine");
        assertEquals(List.of(new Assignment("title", "My machine"), new Assignment("disk.vda.cache", "writeback")), model.assignments());
        model.want(entry("disk.vda.cache"), "none");
        model.want(entry("title"), "");
        assertTrue(model.assignments().isEmpty());
    }

    @Test
    void whatIsWantedSurvivesARereadingThatBringsNothingNew() throws FailedException {
        show("qemu", "");
        model.want(entry("type"), "kvm");
        assertFalse(show("qemu", ""));
        assertEquals("kvm", model.value(entry("type")));
        assertTrue(show("kvm", ""));
        assertTrue(model.wanted.get().isEmpty());
    }

    @Test
    void whatIsWantedWaitsForItsMachine() throws FailedException {
        model.select("one");
        show("qemu", "");
        model.want(entry("type"), "kvm");
        model.select("other");
        show("qemu", "");
        assertTrue(model.wanted.get().isEmpty());
        model.select("one");
        show("qemu", "");
        assertEquals("kvm", model.value(entry("type")));
    }

    @Test
    void severalMachinesShowWhereTheyDiffer() throws FailedException {
        model.show(List.of(machine("qemu", ""), machine("kvm", "")));
        assertTrue(entry("type").mixed());
        assertEquals("", model.value(entry("type")));
        assertFalse(entry("disk.vda.cache").mixed());
        model.want(entry("type"), "kvm");
        assertEquals(List.of(new Assignment("type", "kvm")), model.assignments());
    }

    /// One machine's disk is called vda, the other's hda.
    @Test
    void disksOfOtherNamesAreChangedTogether() throws FailedException {
        SettingsRead one = machine("qemu", "");
        SettingsRead other = new SettingsRead(DomainXml.parse(one.stored().text().replaceAll("'vd([ab])'", "'hd$1'")), Optional.empty(), HostOffer.UNKNOWN, new HostTopology(List.of()));
        model.show(List.of(one, other));
        assertTrue(model.shown().stream().noneMatch(entry -> entry.name().equals("disk.vda.io")));
        model.search.set("io_uring");
        model.want(entry("disk.*.io"), "io_uring");
        assertEquals(List.of(new Assignment("disk.*.io", "io_uring")), model.assignments());
    }

    @Test
    void whatIsAtItsDefaultCanBeLeftOut() throws FailedException {
        show("qemu", "");
        model.changedOnly.set(true);
        assertEquals(List.of("type", "memory", "disk.vda.cache"), model.shown().stream().map(SettingsModel.Entry::name).toList());
    }

    @Test
    void whatCouldBeThereIsFoundByItsWords() throws FailedException {
        show("qemu", "");
        assertTrue(model.shown().stream().noneMatch(SettingsModel.Entry::possible));
        model.search.set("nested svm");
        assertTrue(model.shown().stream().anyMatch(entry -> entry.name().equals("cpu.feature.svm")));
    }

    @Test
    void searchLooksIntoNamesAndExplanations() throws FailedException {
        show("qemu", "");
        model.search.set("o_direct");
        assertEquals(List.of("disk.vda.cache", "disk.vdb.cache"), model.shown().stream().map(SettingsModel.Entry::name).toList(), "what values do is searched too");
        for (String[] anybody : new String[][] {{"clock drift", "clock.hypervclock"}, {"pin", "cputune.emulatorpin"}, {"huge", "memory.hugepages"}, {"io_uring", "disk.vda.io"}, {"throttle", "disk.vda.iotune.read_iops_sec"}}) {
            model.search.set(anybody[0]);
            assertTrue(model.shown().stream().anyMatch(entry -> entry.name().equals(anybody[1])), anybody[0]);
        }
        model.search.set("memory");
        assertEquals("memory", model.shown().getFirst().name(), "the topic of the nearest comes first");
        model.search.set("hugepages");
        assertTrue(model.shown().stream().anyMatch(entry -> entry.name().equals("memory.hugepages.size")));
        model.search.set("memory.hugepages");
        assertEquals(List.of("memory.hugepages", "memory.hugepages.size"), model.shown().stream().map(SettingsModel.Entry::name).toList());
    }
}
