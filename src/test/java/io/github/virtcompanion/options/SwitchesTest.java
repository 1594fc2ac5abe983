package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.xml.Fixtures;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/// The type and the CPU together, on a definition as libvirt writes it.
class SwitchesTest {
    private static final String EMULATED = Fixtures.text("emulated.xml");
    private static final String TCG = "    <tcg>\n      <tb-cache unit='MiB'>128</tb-cache>\n    </tcg>\n";
    private static final String CPU_HEAD = "  <cpu mode='custom' match='exact' check='none'>\n    <model fallback='forbid'>qemu64</model>\n";
    private static final String REQUIRED = "    <feature policy='require' name='svm'/>\n";
    private static final String KVM = EMULATED.replace("type='qemu'>\n  <name", "type='kvm'>\n  <name").replace(TCG, "");

    @Test
    void toKvmWithTheHostsCpu() throws FailedException {
        Edited edited = Switches.toKvm(EMULATED, CpuChoice.HOST_PASSTHROUGH);
        assertEquals(KVM.replace(CPU_HEAD, "  <cpu mode='host-passthrough' check='none' migratable='on'>\n").replace(REQUIRED, ""), edited.text());
        assertEquals("tcg-dropped model-dropped features-dropped", notes(edited));
        assertEquals("[type=kvm, cpu.mode=host-passthrough, cpu.model=default, cpu.migratable=on, cpu.model.fallback=default, features.tcg.tb-cache=default]", edited.all().toString());
    }

    @Test
    void toKvmWithTheHostsCpuLessAFeature() throws FailedException {
        Edited edited = Switches.toKvm(EMULATED, new CpuChoice.HostPassthrough(List.of("arch-capabilities")));
        assertEquals(KVM.replace(CPU_HEAD, "  <cpu mode='host-passthrough' check='none' migratable='on'>\n").replace(REQUIRED, "")
                .replace("name='hypervisor'/>\n", "name='hypervisor'/>\n    <feature policy='disable' name='arch-capabilities'/>\n"), edited.text());
    }

    @Test
    void toKvmWithOtherCpus() throws FailedException {
        assertEquals(KVM.replace(CPU_HEAD, "  <cpu mode='host-model'>\n").replace(REQUIRED, ""), Switches.toKvm(EMULATED, new CpuChoice.HostModel()).text());
        assertEquals(KVM.replace(CPU_HEAD, CPU_HEAD.replace("qemu64", "Nehalem").replace("check='none'", "check='partial'")), Switches.toKvm(EMULATED, CpuChoice.of("Nehalem")).text());
        assertEquals(KVM, Switches.toKvm(EMULATED, new CpuChoice.Keep()).text());
        assertEquals("tcg-dropped bare-cpu", notes(Switches.toKvm(EMULATED, CpuChoice.of("keep"))));
    }

    @Test
    void thereAndBackLeavesNoTrace() throws FailedException {
        String before = "<domain type='qemu'>\n  <name>x</name>\n  <cpu mode='maximum' check='none' migratable='on'/>\n</domain>\n";
        String there = Switches.toKvm(before, CpuChoice.HOST_PASSTHROUGH).text();
        assertEquals(before, Switches.toQemu(there, CpuChoice.of("maximum")).text());
    }

    @Test
    void anAbsentCpuIsMadeBetweenFeaturesAndClock() throws FailedException {
        String before = "<domain type='qemu'>\n  <name>x</name>\n  <features>\n    <acpi/>\n  </features>\n  <clock offset='utc'/>\n</domain>\n";
        assertEquals(before.replace("qemu", "kvm").replace("  <clock", "  <cpu mode='host-passthrough' check='none' migratable='on'/>\n  <clock"),
                Switches.toKvm(before, CpuChoice.HOST_PASSTHROUGH).text());
    }

    @Test
    void whatOnlyKvmCanDoGoesOnTheWayBack() throws FailedException {
        String before = "<domain type='kvm'><features><pvspinlock state='on'/></features><cpu mode='host-passthrough' check='none' migratable='off'/></domain>";
        Edited edited = Switches.toQemu(before, new CpuChoice.Maximum());
        assertEquals("<domain type='qemu'><cpu mode='maximum' check='none' migratable='on'/></domain>", edited.text());
        assertEquals("pvspinlock-dropped", notes(edited));
        assertEquals("pvspinlock-dropped passthrough-needs-kvm", notes(Switches.toQemu(before, new CpuChoice.Keep())));
    }

    @Test
    void otherArchitecturesKeepToWhatTheirQemuKnows() throws FailedException {
        String before = "<domain type='qemu'><os><type arch='aarch64'>hvm</type></os><features><acpi/><gic version='2'/></features></domain>";
        Edited edited = Switches.toKvm(before, CpuChoice.HOST_PASSTHROUGH);
        assertEquals("<domain type='kvm'><os><type arch='aarch64'>hvm</type></os><features><acpi/></features><cpu mode='host-passthrough' check='none'/></domain>", edited.text());
        assertEquals("gic-dropped", notes(edited));
    }

    @Test
    void aSwitchToWhatItIsChangesOnlyTheCpu() throws FailedException {
        assertEquals(KVM.replace(CPU_HEAD, "  <cpu mode='host-model'>\n").replace(REQUIRED, ""), Switches.toKvm(KVM, new CpuChoice.HostModel()).text());
        assertEquals(KVM, Switches.toKvm(KVM, new CpuChoice.Keep()).text());
    }

    @Test
    void containersAreNotSwitched() {
        assertThrows(FailedException.class, () -> Switches.toKvm("<domain type='lxc'/>", CpuChoice.HOST_PASSTHROUGH));
    }

    private static String notes(Edited edited) {
        return String.join(" ", edited.notes().stream().map(Message::key).map(key -> key.replace("options.note.", "")).toList());
    }
}
