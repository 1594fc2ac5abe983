package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.Work;
import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.DomainCapabilities;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.CpuChoice;
import io.github.virtcompanion.xml.CapabilitiesReader;
import io.github.virtcompanion.xml.DefinitionReader;
import io.github.virtcompanion.xml.DomainXml;
import io.github.virtcompanion.xml.DomainCapabilitiesReader;
import io.github.virtcompanion.xml.SnapshotReader;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/// Plans changes and carries them out. Every call waits for libvirt: never on the FX thread.
public final class Changes {
    private final History history;
    private final Clock clock;
    private final CpuProbe probe = new CpuProbe();

    public Changes(History history, Clock clock) {
        this.history = history;
        this.clock = clock;
    }

    public History history() {
        return history;
    }

    public Plan plan(Connection connection, String uuid, List<Assignment> assignments) throws FailedException {
        return wait(connection, hypervisor -> Planner.settings(situation(connection, hypervisor, uuid), assignments));
    }

    /// @param to  `kvm` or `qemu`; a KVM machine switched to kvm gets the best CPU that starts here
    /// @param cpu as on the command line: `host-passthrough`, `host-model`, `maximum` or a model's name; empty for the best that starts
    public Plan planSwitch(Connection connection, String uuid, String to, Optional<String> cpu) throws FailedException {
        Optional<CpuChoice> wanted = cpu.map(CpuChoice::of);
        return wait(connection, hypervisor -> {
            Situation situation = situation(connection, hypervisor, uuid);
            Definition definition = DefinitionReader.read(situation.storedXml());
            return SwitchPlanner.plan(situation, to, wanted, choice -> probe.starts(hypervisor, definition, choice));
        });
    }

    /// Starts an empty machine for half a second with each CPU mode that a switch may choose, to know rather than believe.
    ///
    /// @return by mode: `host-passthrough`, … ; empty where nothing can be tried on this connection
    public List<CpuTrial> tryKvm(Connection connection) throws FailedException {
        return wait(connection, hypervisor -> {
            if (!hypervisor.driver().equalsIgnoreCase("QEMU")) return List.of();
            String arch = CapabilitiesReader.read(hypervisor.capabilities()).arch();
            Definition empty = Definition.empty(arch);
            List<CpuTrial> all = new ArrayList<>();
            for (CpuChoice choice : SwitchPlanner.choices(capabilities(hypervisor, empty, "kvm")))
                probe.startsAfresh(hypervisor, empty, choice).ifPresent(result -> all.add(new CpuTrial(SwitchPlanner.words(choice), result.starts(), result.because())));
            return all;
        });
    }

    /// For a KVM machine that did not start or go on with its CPU: the next one that does, named models first.
    Plan planOtherCpu(Connection connection, String uuid) throws FailedException {
        return wait(connection, hypervisor -> {
            Situation situation = situation(connection, hypervisor, uuid);
            Definition definition = DefinitionReader.read(situation.storedXml());
            return SwitchPlanner.otherCpu(situation, definition, choice -> probe.starts(hypervisor, definition, choice));
        });
    }

    public Plan planXml(Connection connection, String uuid, String newXml) throws FailedException {
        return wait(connection, hypervisor -> Planner.xml(situation(connection, hypervisor, uuid), newXml));
    }

    public Plan planUndo(Connection connection, String uuid, HistoryEntry entry) throws FailedException {
        return wait(connection, hypervisor -> Planner.undo(situation(connection, hypervisor, uuid), entry));
    }

    /// The newest change that can be taken back.
    public HistoryEntry undoable(Connection connection, String uuid, String machine) throws FailedException {
        return history.undoable(connection.uri(), uuid).orElseThrow(() -> History.nothingToUndo(machine).asException());
    }

    /// Carries out a plan: reads again and stops if the definition moved, writes the old one down, defines, reads back.
    /// A refusal is an [Outcome], not an exception: with several machines the rest goes on.
    public Outcome apply(Connection connection, Plan plan) {
        return apply(connection, plan, Optional.empty());
    }

    /// Carries out the plan of an undo, so that the entry counts as taken back.
    public Outcome applyUndo(Connection connection, Plan plan, HistoryEntry undone) {
        return apply(connection, plan, Optional.of(undone.id()));
    }

    private Outcome apply(Connection connection, Plan plan, Optional<String> undoes) {
        if (!plan.blockers().isEmpty()) {
            Plan.Blocker first = plan.blockers().getFirst();
            return refused(plan, new Failure(first.reason(), first.wayOut(), ""));
        }
        if (plan.nothingToChange()) return new Outcome(plan.machine(), Outcome.Kind.UNCHANGED, Message.of("change.outcome.unchanged", plan.machine()), Optional.empty());
        try {
            Outcome outcome = wait(connection, hypervisor -> write(hypervisor, plan, undoes));
            connection.refresh(plan.uuid());
            return outcome;
        } catch (FailedException e) {
            return refused(plan, e.failure());
        }
    }

    private static Outcome refused(Plan plan, Failure failure) {
        return new Outcome(plan.machine(), Outcome.Kind.REFUSED, Message.of("change.outcome.refused", plan.machine()), Optional.of(failure));
    }

    private Outcome write(Hypervisor hypervisor, Plan plan, Optional<String> undoes) throws FailedException {
        DomainInfo info = hypervisor.domain(plan.uuid()).orElseThrow(() -> vanished(plan.machine()).asException());
        if (!hypervisor.storedXml(plan.uuid()).equals(plan.before()))
            return new Outcome(plan.machine(), Outcome.Kind.MOVED, Message.of("change.outcome.moved", plan.machine()),
                    Optional.of(new Failure(Message.of("change.outcome.moved", plan.machine()), Message.of("change.outcome.moved.next"), "")));
        boolean typeChanges = !DefinitionReader.read(plan.before()).type().equals(DefinitionReader.read(plan.after()).type());
        if (typeChanges && info.managedSave())
            throw new Failure(Message.of("change.block.managed-save"), Message.of("change.block.managed-save.next"), "").asException();
        HistoryEntry entry = history.intend(plan, clock.instant(), undoes);
        try {
            hypervisor.define(plan.after());
        } catch (FailedException e) {
            history.forget(entry);
            throw e;
        }
        String readBack = hypervisor.storedXml(plan.uuid());
        history.stored(entry, readBack);
        boolean runs = info.state().active();
        return new Outcome(plan.machine(), runs ? Outcome.Kind.PENDING : Outcome.Kind.STORED,
                Message.of(runs ? "change.outcome.pending" : "change.outcome.stored", plan.machine()), notTaken(plan, readBack), Optional.of(entry.id()));
    }

    /// libvirt drops what it does not know and normalises what it does: say where it did not take what was asked.
    private static Optional<Failure> notTaken(Plan plan, String readBack) throws FailedException {
        Map<String, String> wanted = Catalogue.read(DomainXml.parse(plan.after()));
        Map<String, String> got = Catalogue.read(DomainXml.parse(readBack));
        List<String> differing = new ArrayList<>();
        wanted.forEach((name, value) -> {
            if (!value.equals(got.getOrDefault(name, "default"))) differing.add(name + "=" + got.getOrDefault(name, "default"));
        });
        return differing.isEmpty() ? Optional.empty()
                : Optional.of(new Failure(Message.of("change.not-taken", String.join(", ", differing)), Message.of("change.not-taken.next"), ""));
    }

    private Situation situation(Connection connection, Hypervisor hypervisor, String uuid) throws FailedException {
        DomainInfo info = hypervisor.domain(uuid).orElseThrow(() -> vanished(connection.machine(uuid).map(machine -> machine.name()).orElse(uuid)).asException());
        String xml = hypervisor.storedXml(uuid);
        Definition definition = DefinitionReader.read(xml);
        List<SnapshotReader.Snapshot> snapshots = new ArrayList<>();
        for (String snapshot : hypervisor.snapshots(uuid)) snapshots.add(SnapshotReader.read(snapshot));
        return new Situation(connection.uri(), info, xml, hypervisor.readOnly(), snapshots, connection.host(),
                capabilities(hypervisor, definition, "kvm"), capabilities(hypervisor, definition, "qemu"));
    }

    private static Fact<DomainCapabilities> capabilities(Hypervisor hypervisor, Definition definition, String type) {
        try {
            // libvirt's test driver has answers too in newer versions, but made-up ones: of no host, and with KVM on every one.
            if (!hypervisor.driver().equalsIgnoreCase("QEMU")) return Fact.unknown("change.other-driver", hypervisor.driver());
            String xml = hypervisor.domainCapabilities(definition.emulator(), definition.arch(), definition.machineType(), type);
            return Fact.known(DomainCapabilitiesReader.read(xml), "virConnectGetDomainCapabilities");
        } catch (FailedException e) {
            return Fact.unknown(Message.of("model.quoted", e.failure().details()));
        }
    }

    static Failure vanished(String machine) {
        return new Failure(Message.of("change.vanished", machine), Message.of("change.vanished.next"), "");
    }

    private static <T> T wait(Connection connection, Work<T> work) throws FailedException {
        try {
            return connection.call(work).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof FailedException failed) throw failed;
            throw e;
        }
    }
}
