package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.Fixtures;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// What waits for the next start, and what only looks as if it did.
class PendingsTest {
    private static final String MACHINE = "<domain type='kvm'>%s<devices><disk><driver name='qemu' %s/><target dev='vda'/></disk></devices></domain>";

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "cache='none'|cache='unsafe'|disk.vda.cache none unsafe", "``|cache='unsafe'|disk.vda.cache default unsafe", "cache='unsafe'|``|disk.vda.cache unsafe default",
        "``|cache='writeback'|``", "cache='writeback'|``|``", "cache='default'|``|``", "io='threads'|``|``", "``|io='native'|disk.vda.io default native",
        "detect_zeroes='off'|``|``", "discard='unmap'|discard='ignore'|disk.vda.discard unmap ignore"})
    void disks(String live, String stored, String pending) throws FailedException {
        assertEquals(pending, pending(MACHINE.formatted("", live), MACHINE.formatted("", stored)));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        // what libvirt makes of the stored CPU when it starts it
        "<cpu mode='custom' match='exact' check='full'><model>EPYC</model><feature policy='require' name='x'/></cpu>|<cpu mode='host-model'/>|``",
        "<cpu mode='custom' match='exact' check='full'><model>EPYC</model></cpu>|<cpu mode='custom' match='exact' check='partial'><model>EPYC</model></cpu>|``",
        "<cpu mode='custom' match='exact' check='full'><model>EPYC-v1</model></cpu>|<cpu match='exact'><model>EPYC</model></cpu>|``",
        "<cpu mode='custom' match='exact' check='none'><model>qemu64</model></cpu>|``|``",
        "<cpu mode='custom' match='exact' check='full'><model fallback='forbid'>EPYC</model></cpu>|<cpu mode='host-model'/>|``",
        "<cpu mode='custom' match='exact' check='full'><model fallback='forbid'>EPYC</model></cpu>|<cpu match='exact'><model fallback='allow'>EPYC</model></cpu>|``",
        "<cpu mode='host-passthrough' check='none' migratable='on'/>|<cpu mode='host-passthrough'/>|``",
        // what the user has chosen anew
        "<cpu mode='custom' match='exact' check='none'><model>qemu64</model></cpu>|<cpu mode='host-passthrough' check='none' migratable='on'/>|cpu.mode custom host-passthrough",
        "<cpu mode='custom' match='exact' check='none'><model>qemu64</model></cpu>|<cpu mode='host-model'/>|cpu.mode custom host-model",
        "<cpu mode='host-passthrough'/>|<cpu mode='custom' match='exact'><model>qemu64</model></cpu>|cpu.mode host-passthrough custom, cpu.model default qemu64",
        "<cpu mode='host-passthrough'/>|<cpu mode='maximum'/>|cpu.mode host-passthrough maximum",
        "<cpu mode='host-passthrough' migratable='on'/>|<cpu mode='host-passthrough' migratable='off'/>|cpu.migratable on off",
        "<cpu mode='custom'><model>Nehalem</model></cpu>|<cpu mode='custom'><model>EPYC</model></cpu>|cpu.model Nehalem EPYC",
        "<title>old</title>|<title>new</title>|title old new", "<on_reboot>restart</on_reboot>|``|``",
        "``|<memoryBacking><hugepages/></memoryBacking>|memory.hugepages off on"})
    void machines(String live, String stored, String pending) throws FailedException {
        assertEquals(pending, pending(MACHINE.formatted(live == null ? "" : live, ""), MACHINE.formatted(stored == null ? "" : stored, "")));
    }

    @Test
    void theTypeAndNothingElse() throws FailedException {
        String stored = Fixtures.text("emulated.xml");
        assertEquals("", pending(stored.replace("<domain type='qemu'>", "<domain type='qemu' id='7'>"), stored));
        assertEquals("type qemu kvm", pending(stored, stored.replace("<domain type='qemu'>", "<domain type='kvm'>")));
    }

    @Test
    void aSharedDiskLivesWithoutACache() throws FailedException {
        String stored = Fixtures.text("emulated.xml");
        assertEquals("", pending(stored.replace("type='raw'/>", "type='raw' cache='none'/>"), stored));
    }

    @Test
    void aDiskPluggedInAtRunTimeIsNoSetting() throws FailedException {
        String plugged = "<disk><driver cache='unsafe'/><target dev='vdz'/></disk></devices>";
        assertEquals("", pending(MACHINE.formatted("", "").replace("</devices>", plugged), MACHINE.formatted("", "")));
        assertEquals("", pending(MACHINE.formatted("", ""), MACHINE.formatted("", "").replace("</devices>", plugged)));
    }

    private static String pending(String live, String stored) throws FailedException {
        List<String> all = Pendings.between(live, stored).stream().map(one -> one.setting() + " " + one.now() + " " + one.next()).toList();
        return String.join(", ", all);
    }
}
