package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.xml.DomainXml;
import io.github.virtcompanion.xml.Fixtures;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    /// Each line: what only KVM can have, and the note it leaves behind when it goes. Everything else stays byte for byte.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <cputune><shares>7</shares><cachetune vcpus='0'><cache id='0' level='3' type='both' size='3' unit='MiB'/></cachetune></cputune>                   | cachetune-dropped       | <cputune><shares>7</shares></cputune>
            <cputune><shares>7</shares><memorytune vcpus='0'><node id='0' bandwidth='60'/></memorytune></cputune>                                             | memorytune-dropped      | <cputune><shares>7</shares></cputune>
            <launchSecurity type='sev'><policy>0x0001</policy></launchSecurity>                                                                                | launch-security-dropped |
            <launchSecurity type='s390-pv'/>                                                                                                                   | launch-security-dropped |
            <clock offset='utc'><timer name='armvtimer' tickpolicy='discard'/><timer name='rtc'/></clock>                                                      | armvtimer-dropped       | <clock offset='utc'><timer name='rtc'/></clock>
            <features><acpi/><pvspinlock state='on'/></features>                                                                                               | pvspinlock-dropped      | <features><acpi/></features>
            <os><nvram>/v</nvram></os>                                                                                                                         |                         | <os><nvram>/v</nvram></os>
            <features><hyperv><relaxed state='on'/></hyperv><kvm><hidden state='on'/></kvm></features><clock><timer name='kvmclock' present='yes'/></clock>    |                         | <features><hyperv><relaxed state='on'/></hyperv><kvm><hidden state='on'/></kvm></features><clock><timer name='kvmclock' present='yes'/></clock>
            """)
    void whatOnlyKvmCanHaveGoesWithANote(String part, String note, String left) throws FailedException {
        Edited edited = Switches.toQemu("<domain type='kvm'><name>x</name>" + part + "</domain>", new CpuChoice.Keep());
        assertEquals("<domain type='qemu'><name>x</name>" + (left == null ? "" : left) + "</domain>", edited.text());
        assertEquals(note == null ? "" : note, notes(edited));
    }

    @Test
    void whatIsPassedThroughFromTheHostsCpuGoesWithIt() throws FailedException {
        String before = "<domain type='kvm'><cpu mode='host-passthrough'><topology sockets='1' cores='2' threads='1'/><cache mode='passthrough'/><maxphysaddr mode='passthrough'/></cpu></domain>";
        assertEquals("<domain type='qemu'><cpu mode='maximum' check='none' migratable='on'><topology sockets='1' cores='2' threads='1'/><cache mode='passthrough'/><maxphysaddr mode='passthrough'/></cpu></domain>",
                Switches.toQemu(before, new CpuChoice.Maximum()).text());
        Edited named = Switches.toQemu(before, new CpuChoice.Named("qemu64", "none"));
        assertEquals("<domain type='qemu'><cpu mode='custom' match='exact' check='none'><model>qemu64</model><topology sockets='1' cores='2' threads='1'/></cpu></domain>", named.text());
        assertEquals("passed-through-dropped", notes(named));
    }

    @Test
    void windowsIsEnlightenedOnRequestAndWhatIsThereStays() throws FailedException {
        String before = "<domain type='qemu'>\n  <features>\n    <acpi/>\n    <hyperv>\n      <relaxed state='off'/>\n    </hyperv>\n  </features>\n  <clock offset='localtime'>\n    <timer name='rtc' tickpolicy='catchup'/>\n  </clock>\n</domain>\n";
        Edited edited = Switches.toKvmEnlightened(before, new CpuChoice.Keep());
        for (String part : new String[] {"<relaxed state='off'/>", "<vapic state='on'/>", "<spinlocks state='on' retries='8191'/>", "<vpindex state='on'/>", "<synic state='on'/>", "<stimer state='on'/>",
                "<timer name='rtc' tickpolicy='catchup'/>", "<timer name='hypervclock' present='yes'/>"})
            assertTrue(edited.text().contains(part), () -> part + edited.text());
        assertEquals(edited.text(), Switches.toKvmEnlightened(edited.text(), new CpuChoice.Keep()).text(), "once");
        assertTrue(Enlightenments.wanted("http://microsoft.com/win/10", DomainXml.parse("<domain/>")));
        assertFalse(Enlightenments.wanted("http://microsoft.com/win/10", DomainXml.parse(edited.text())));
        assertFalse(Enlightenments.wanted("http://debian.org/debian/12", DomainXml.parse("<domain/>")));
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
