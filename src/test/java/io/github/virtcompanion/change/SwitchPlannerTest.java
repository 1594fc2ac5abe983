package io.github.virtcompanion.change;

import io.github.virtcompanion.model.DomainCapabilities;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Virtualization;
import io.github.virtcompanion.model.Virtualization.Verdict;
import io.github.virtcompanion.options.CpuChoice;
import io.github.virtcompanion.xml.SnapshotReader.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What is decided before a switch, without libvirt.
class SwitchPlannerTest {
    private static final String XML = """
            <domain type='%s'>
              <name>guest</name>
              <uuid>11111111-2222-3333-4444-555555555555</uuid>
              <memory unit='KiB'>65536</memory>
              <os>
                <type arch='%s' machine='pc'>hvm</type>
              </os>
              <cpu mode='custom' match='exact' check='none'>
                <model fallback='forbid'>qemu64</model>
              </cpu>
              <devices>
                <emulator>/usr/bin/qemu-system-x86_64</emulator>
              </devices>
            </domain>
            """;
    private static final DomainCapabilities KVM = new DomainCapabilities("kvm", "/usr/bin/qemu-system-x86_64", "x86_64", "pc",
            Set.of("host-passthrough", "host-model", "custom"), "EPYC-Rome", List.of("qemu64", "EPYC", "EPYC-Rome"), List.of(), Set.of());
    private static final SwitchPlanner.Trial STARTS = _ -> Optional.of(new CpuProbe.Result(true, ""));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # type | arch    | host   | verdict              | capabilities | blocker
            qemu   | x86_64  | x86_64 | KVM_USABLE           | yes          |
            qemu   | x86_64  | x86_64 | UNKNOWN              | no           |
            qemu   | x86_64  | ?      | DISABLED_IN_FIRMWARE | yes          |
            qemu   | x86_64  | x86_64 | KVM_USABLE           | no           | change.block.emulator
            qemu   | x86_64  | x86_64 | DISABLED_IN_FIRMWARE | no           | test.summary
            qemu   | aarch64 | x86_64 | KVM_USABLE           | no           | change.block.arch
            xen    | x86_64  | x86_64 | UNKNOWN              | no           | change.block.other-type
            """)
    void whatStandsInTheWayOfKvm(String type, String arch, String hostArch, Verdict verdict, String capabilities, String blocker) throws FailedException {
        Situation situation = situation(XML.formatted(type, arch), off(false, true), false, host(verdict, hostArch), capabilities.equals("yes"), List.of());
        Plan plan = SwitchPlanner.plan(situation, "kvm", Optional.empty(), STARTS);
        assertEquals(blocker == null ? List.of() : List.of(blocker), plan.blockers().stream().map(found -> found.reason().key()).toList());
    }

    @Test
    void readOnlyTransientAndSavedMachinesAreNotSwitched() throws FailedException {
        String xml = XML.formatted("qemu", "x86_64");
        assertEquals(List.of("change.block.read-only"), blockers(situation(xml, off(false, true), true, host(Verdict.KVM_USABLE, "x86_64"), false, List.of())));
        assertEquals(List.of("change.block.transient"), blockers(situation(xml, off(false, false), false, host(Verdict.KVM_USABLE, "x86_64"), true, List.of())));
        assertEquals(List.of("change.block.managed-save"), blockers(situation(xml, off(true, true), false, host(Verdict.KVM_USABLE, "x86_64"), true, List.of())));
    }

    private static List<String> blockers(Situation situation) throws FailedException {
        return SwitchPlanner.plan(situation, "kvm", Optional.empty(), STARTS).blockers().stream().map(blocker -> blocker.reason().key()).toList();
    }

    @Test
    void theFirstCpuThatStartsIsTakenAndTheOthersAreSaid() throws FailedException {
        List<CpuChoice> tried = new ArrayList<>();
        SwitchPlanner.Trial onlyNamed = choice -> {
            tried.add(choice);
            return Optional.of(new CpuProbe.Result(choice instanceof CpuChoice.Named, "first line\nlast words [1,10]"));
        };
        Plan plan = SwitchPlanner.plan(usual("qemu"), "kvm", Optional.empty(), onlyNamed);
        assertTrue(plan.after().contains(">EPYC-Rome</model>"), plan.after());
        assertEquals(List.of(CpuChoice.HOST_PASSTHROUGH, new CpuChoice.HostPassthrough(List.of("arch-capabilities")), new CpuChoice.HostModel(),
                new CpuChoice.Named("EPYC-Rome", "partial")), tried);
        assertTrue(plan.consequences().contains(Message.of("change.note.cpu-does-not-start", Message.of("model.quoted", "host-model"), "last words")));
    }

    @Test
    void whereNoCpuStartsTheSwitchIsRefused() throws FailedException {
        Plan plan = SwitchPlanner.plan(usual("qemu"), "kvm", Optional.empty(), _ -> Optional.of(new CpuProbe.Result(false, "no")));
        assertEquals(List.of("change.block.no-cpu-starts"), plan.blockers().stream().map(blocker -> blocker.reason().key()).toList());
    }

    @Test
    void whatCannotBeTriedIsSaidToBeUntried() throws FailedException {
        Plan plan = SwitchPlanner.plan(usual("qemu"), "kvm", Optional.empty(), _ -> Optional.empty());
        assertTrue(plan.after().contains("mode='host-passthrough'"), plan.after());
        assertTrue(plan.consequences().stream().anyMatch(message -> message.key().equals("change.note.cpu-not-tried")));
    }

    @Test
    void aKvmMachineWithABareCpuGetsABetterOne() throws FailedException {
        Plan plan = SwitchPlanner.plan(usual("kvm"), "kvm", Optional.empty(), STARTS);
        assertTrue(plan.after().contains("mode='host-passthrough'") && plan.applicable(), plan.after());
    }

    @Test
    void backToEmulationTakesWhatQemuOffers() throws FailedException {
        Situation old = usual("kvm");
        assertTrue(SwitchPlanner.plan(old, "qemu", Optional.empty(), STARTS).after().contains("qemu64"), "where nothing is known of maximum");
        var maximum = new DomainCapabilities("qemu", "", "x86_64", "pc", Set.of("maximum", "custom"), "", List.of(), List.of(), Set.of());
        Situation modern = new Situation(old.connection(), old.info(), old.storedXml(), false, List.of(), old.host(), old.kvm(), Fact.known(maximum, "libvirt"));
        Plan plan = SwitchPlanner.plan(modern, "qemu", Optional.empty(), STARTS);
        assertTrue(plan.after().contains("mode='maximum'") && plan.after().contains("type='qemu'"), plan.after());
        assertTrue(plan.consequences().contains(Message.of("change.note.slower")));
    }

    @Test
    void snapshotsOfTheOtherTypeAreNamed() throws FailedException {
        var snapshots = List.of(new Snapshot("a", Optional.of("qemu"), "shutoff", Optional.empty(), false), new Snapshot("b", Optional.of("qemu"), "running", Optional.of("a"), true),
                new Snapshot("c", Optional.of("kvm"), "running", Optional.of("b"), true));
        Plan plan = SwitchPlanner.plan(situation(XML.formatted("qemu", "x86_64"), off(false, true), false, host(Verdict.KVM_USABLE, "x86_64"), true, snapshots),
                "kvm", Optional.empty(), STARTS);
        assertTrue(plan.consequences().contains(Message.of("change.note.snapshots", "a, b", "kvm")), plan.consequences().toString());
    }

    @Test
    void anotherCpuIsNeverTheOneThatFailed() throws FailedException {
        String xml = XML.formatted("kvm", "x86_64").replace("qemu64", "EPYC-Rome");
        Situation situation = situation(xml, off(false, true), false, host(Verdict.KVM_USABLE, "x86_64"), true, List.of());
        Plan plan = SwitchPlanner.otherCpu(situation, io.github.virtcompanion.xml.DefinitionReader.read(xml), STARTS);
        assertTrue(plan.after().contains(">EPYC</model>"), plan.after());
    }

    @Test
    void windowsIsOfferedWhatItRunsBetterWith() throws FailedException {
        String metadata = "<metadata><libosinfo:libosinfo xmlns:libosinfo='http://libosinfo.org/xmlns/libvirt/domain/1.0'><libosinfo:os id='http://microsoft.com/win/10'/></libosinfo:libosinfo></metadata>";
        String xml = XML.formatted("qemu", "x86_64").replace("  <memory", "  " + metadata + "\n  <memory");
        Situation situation = situation(xml, off(false, true), false, host(Verdict.KVM_USABLE, "x86_64"), true, List.of());
        assertTrue(SwitchPlanner.plan(situation, "kvm", Optional.empty(), STARTS).consequences().contains(Message.of("change.note.enlighten")));
        Plan plan = SwitchPlanner.plan(situation, new SwitchPlanner.Wish("kvm", Optional.empty(), true), new io.github.virtcompanion.options.Edited(xml, List.of(), List.of()), STARTS);
        assertTrue(plan.after().contains("<vapic state='on'/>") && plan.after().contains("hypervclock"), plan.after());
        assertTrue(plan.after().contains(metadata));
    }

    private static Situation usual(String type) {
        return situation(XML.formatted(type, "x86_64"), off(false, true), false, host(Verdict.KVM_USABLE, "x86_64"), true, List.of());
    }

    private static Situation situation(String xml, DomainInfo info, boolean readOnly, Host host, boolean kvm, List<Snapshot> snapshots) {
        return new Situation("qemu:///system", info, xml, readOnly, snapshots, Fact.known(host, ""),
                kvm ? Fact.known(KVM, "libvirt") : Fact.unknown("model.quoted", "the accel 'kvm' is not supported"), Fact.unknown("model.quoted", "?"));
    }

    private static DomainInfo off(boolean saved, boolean persistent) {
        return new DomainInfo("11111111-2222-3333-4444-555555555555", "guest", DomainState.SHUT_OFF, 0, persistent, saved, false);
    }

    private static Host host(Verdict verdict, String arch) {
        var virtualization = new Virtualization(verdict, Virtualization.Certainty.CERTAIN, Message.of("test.summary"), List.<Evidence>of(), List.of(), 1);
        return new Host("qemu:///system", virtualization, Map.of(), Fact.known(List.of(), ""), Fact.known("6.1", ""),
                arch.equals("?") ? Fact.unknown("model.quoted", "") : Fact.known(arch, ""));
    }
}
