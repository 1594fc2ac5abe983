package io.github.virtcompanion.inventory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SourcesTest {
    @Test
    void virtManagersListIsReadFromGVariant() {
        assertEquals(List.of("qemu:///system", "qemu+ssh://me@server2/system"), Sources.parse("['qemu:///system', 'qemu+ssh://me@server2/system']\n"));
        assertEquals(List.of(), Sources.parse("@as []\n"));
        assertEquals(List.of(), Sources.parse("[]"));
        assertEquals(List.of(), Sources.parse(""));
        assertEquals(List.of(), Sources.parse("['broken"));
    }

    @Test
    void bothListsComeFromOneAnswer() {
        List<String> settings = List.of("org.virt-manager.virt-manager.connections autoconnect ['qemu:///system']",
                "org.virt-manager.virt-manager.connections uris ['qemu:///system', 'lxc:///']");
        assertEquals(List.of("qemu:///system", "lxc:///"), Sources.value(settings, "uris"));
        assertEquals(List.of("qemu:///system"), Sources.value(settings, "autoconnect"));
        assertEquals(List.of(), Sources.value(List.of(), "uris"));
    }

    @Test
    void anotherHostIsOpenedByItselfOnlyWhereVirtManagerDoesSo() {
        List<ConnectionSpec> specs = Sources.specs(List.of("qemu:///system", "qemu+ssh://a/system", "qemu+ssh://b/system"), List.of("qemu+ssh://b/system"));
        assertEquals(List.of(false, true, false), specs.stream().map(ConnectionSpec::idle).toList());
    }

    @ParameterizedTest
    @CsvSource({
            "qemu:///system, LOCAL, QEMU/KVM",
            "qemu:///session, LOCAL, QEMU/KVM (session)",
            "qemu+unix:///system, LOCAL, QEMU/KVM",
            "qemu+ssh://me@server2/system, REMOTE, QEMU/KVM: me@server2",
            "qemu+tls://server2:16514/system, REMOTE, QEMU/KVM: server2:16514",
            "xen:///, LOCAL, Xen",
            "test:///default, REMOTE, Test default",
            "test:///a/b/node.xml, REMOTE, Test node.xml",
            "demo:///, DEMO, demo",
    })
    void aUriTellsWhoseHostItIs(String uri, ConnectionSpec.Kind kind, String label) {
        assertEquals(kind, ConnectionSpec.of(uri).kind());
        assertEquals(label, ConnectionSpec.of(uri).label());
    }

    @Test
    void cpuHistoryKeepsTheNewestSamplesInPercentOfAllVcpus() {
        CpuHistory history = CpuHistory.EMPTY;
        history = history.plus(0, 2, 0);
        assertTrue(history.isEmpty(), "one counter is no rate yet");
        history = history.plus(1_000_000_000L, 2, 1_000_000_000L);
        assertArrayEquals(new double[]{50}, history.percents());
        history = history.plus(10_000_000_000L, 2, 2_000_000_000L);
        assertArrayEquals(new double[]{50, 100}, history.percents(), "never above all its vCPUs");
        history = history.plus(5, 2, 3_000_000_000L);
        assertEquals(2, history.percents().length, "a counter that went back belongs to a new start");
        history = history.plus(-1, 2, 4_000_000_000L);
        assertEquals(2, history.percents().length);
        for (int i = 1; i <= 100; i++) history = history.plus(5 + i * 20_000_000L, 2, 3_000_000_000L + i * 100_000_000L);
        assertEquals(CpuHistory.LENGTH, history.percents().length);
        assertEquals(10, history.newest(), 1e-9);
    }
}
