package io.github.virtcompanion.options;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Machine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// A machine that was just started waits for nothing, whatever libvirt has written into its live definition: defaults,
/// addresses, aliases, a CPU's features, a machine type's version. And what is changed then waits, alone. That the other
/// settings wait for nothing is seen where they are started, in [SettingsIT].
class PendingsIT {
    @RegisterExtension
    static final RealLibvirtd real = new RealLibvirtd();

    private static final String UUID = "6f1c0a5e-0d4f-4b0e-9d8a-5f0c7b1f0003";
    /// Of every topic one; none of them is the machine's default.
    private static final List<String> CHANGED = List.of("title=words", "vcpus=2", "memory=128MiB", "cpu.mode=maximum", "cpu.model=EPYC", "iothreads=2", "boot.menu=yes", "on_crash=preserve",
            "disk.vda.cache=unsafe", "disk.vda.discard=unmap", "disk.sda.rotation_rate=1", "disk.vda.queues=2", "disk.vda.iotune.total_iops_sec=100", "nic.52:54:00:00:00:01.model=e1000e",
            "features.vmport=off", "clock.offset=localtime", "pm.suspend-to-mem=no", "memballoon.model=none", "cputune.shares=512", "memory.locked=on");

    private static Hypervisor hypervisor;

    @BeforeAll
    static void open() throws FailedException {
        hypervisor = Libvirt.open(real.uri(), false);
    }

    @AfterAll
    static void close() {
        if (hypervisor != null) hypervisor.close();
    }

    @AfterEach
    void destroy() throws FailedException {
        hypervisor.destroy(UUID);
    }

    private static void start(String cpu) throws FailedException {
        String xml = Exercise.MACHINE.replaceFirst("<uuid>.*</uuid>", "<uuid>" + UUID + "</uuid>").replace("1048576", "65536")
                .replace("/tmp/exercise.raw", image("exercise.raw", "raw")).replace("/tmp/exercise.qcow2", image("exercise.qcow2", "qcow2"))
                .replace("type='bridge'", "type='user'").replaceAll("\\s*<source bridge='virbr0'/>", "").replace("<clock", cpu + "<clock");
        hypervisor.define(xml);
        hypervisor.start(UUID);
    }

    private static String image(String name, String format) {
        String path = real.image(name, new byte[0]).toString();
        assertEquals(0, RealLibvirtd.command("qemu-img", "create", "-q", "-f", format, path, "16M").code());
        return path;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<cpu mode='host-model'/>", "<cpu mode='maximum'/>", "<cpu mode='custom' match='exact'><model>EPYC</model></cpu>",
            "<cpu mode='custom' match='exact' check='none'><model fallback='allow'>qemu64</model><feature policy='disable' name='svm'/></cpu>"})
    void whateverLibvirtMakesOfACpuNothingWaits(String cpu) throws FailedException {
        start(cpu);
        assertEquals(List.of(), Pendings.between(hypervisor.liveXml(UUID), hypervisor.storedXml(UUID)));
    }

    @Test
    void whatIsChangedWaitsAlone() throws FailedException {
        start("");
        String live = hypervisor.liveXml(UUID);
        String stored = hypervisor.storedXml(UUID);
        Map<String, List<String>> waiting = new LinkedHashMap<>();
        Map<String, List<String>> expected = new LinkedHashMap<>();
        for (String change : CHANGED) {
            Assignment assignment = Catalogue.parse(change);
            hypervisor.define(Edits.apply(stored, List.of(assignment)).text());
            waiting.put(change, Pendings.between(live, hypervisor.storedXml(UUID)).stream().map(Machine.Pending::setting).toList());
            expected.put(change, List.of(assignment.setting()));
        }
        assertEquals(expected, waiting);
        hypervisor.define(stored);
        assertEquals(List.of(), Pendings.between(live, hypervisor.storedXml(UUID)), "back again");
    }
}
