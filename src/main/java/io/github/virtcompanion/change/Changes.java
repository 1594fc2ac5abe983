package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.Work;
import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.libvirt.LibvirtFailure;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.CpuChoice;
import io.github.virtcompanion.options.Edited;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.xml.CapabilitiesReader;
import io.github.virtcompanion.xml.DefinitionReader;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;

/// Plans changes and carries them out. Every call waits for libvirt: never on the FX thread.
public final class Changes {
    private final History history;
    private final Clock clock;
    private final Optional<LiveChanges.Opening> opening;
    private final Aftermath aftermath;
    private final Situations situations;
    private final CpuProbe probe = new CpuProbe();

    public Changes(History history, Clock clock) {
        this(history, clock, Optional.empty());
    }

    /// @param opening a second connection, by which other programs' edits are seen while one of this program's is stored
    public Changes(History history, Clock clock, LiveChanges.Opening opening) {
        this(history, clock, Optional.of(opening));
    }

    private Changes(History history, Clock clock, Optional<LiveChanges.Opening> opening) {
        this.history = history;
        this.clock = clock;
        this.opening = opening;
        this.aftermath = new Aftermath(history);
        this.situations = new Situations(history);
    }

    public History history() {
        return history;
    }

    public Plan plan(Connection connection, String uuid, List<Assignment> assignments) throws FailedException {
        return wait(connection, hypervisor -> Warned.of(Planner.settings(situations.read(connection, hypervisor, uuid), assignments), hypervisor));
    }

    /// @param to  `kvm` or `qemu`; a KVM machine switched to kvm gets the best CPU that starts here
    /// @param cpu as on the command line: `host-passthrough`, `host-model`, `maximum` or a model's name; empty for the best that starts
    public Plan planSwitch(Connection connection, String uuid, String to, Optional<String> cpu) throws FailedException {
        return planSwitch(connection, uuid, to, cpu, false);
    }

    /// @param enlighten with what Windows runs better with under KVM
    public Plan planSwitch(Connection connection, String uuid, String to, Optional<String> cpu, boolean enlighten) throws FailedException {
        Optional<CpuChoice> wanted = cpu.map(CpuChoice::of);
        return wait(connection, hypervisor -> {
            Situation stored = situations.read(connection, hypervisor, uuid);
            Edited fitted = HostQemu.fit(hypervisor, DefinitionReader.read(stored.storedXml()), stored.storedXml());
            Definition definition = DefinitionReader.read(fitted.text());
            Situation situation = fitted.text().equals(stored.storedXml()) ? stored
                    : stored.with(Situations.capabilities(hypervisor, definition, "kvm"), Situations.capabilities(hypervisor, definition, "qemu"));
            return Warned.of(SwitchPlanner.plan(situation, new SwitchPlanner.Wish(to, wanted, enlighten), fitted, choice -> probe.starts(hypervisor, definition, choice)), hypervisor);
        });
    }

    /// Starts an empty machine for half a second with each CPU mode that a switch may choose, to know rather than believe.
    ///
    /// @return by mode: `host-passthrough`, … ; empty where nothing can be tried on this connection
    public List<CpuTrial> tryKvm(Connection connection) throws FailedException {
        return wait(connection, hypervisor -> {
            if (!hypervisor.qemu()) return List.of();
            String arch = CapabilitiesReader.read(hypervisor.capabilities()).arch();
            Definition empty = Definition.empty(arch);
            List<CpuTrial> all = new ArrayList<>();
            for (CpuChoice choice : SwitchPlanner.choices(Situations.capabilities(hypervisor, empty, "kvm")))
                probe.startsAfresh(hypervisor, empty, choice).ifPresent(result -> all.add(new CpuTrial(SwitchPlanner.words(choice), result.starts(), result.because())));
            return all;
        });
    }

    /// For a KVM machine that did not start or go on with its CPU: the next one that does, named models first.
    Plan planOtherCpu(Connection connection, String uuid) throws FailedException {
        return wait(connection, hypervisor -> {
            Situation situation = situations.read(connection, hypervisor, uuid);
            Definition definition = DefinitionReader.read(situation.storedXml());
            return Warned.of(SwitchPlanner.otherCpu(situation, definition, choice -> probe.starts(hypervisor, definition, choice)), hypervisor);
        });
    }

    public Plan planXml(Connection connection, String uuid, String newXml) throws FailedException {
        return wait(connection, hypervisor -> Warned.of(Planner.xml(situations.read(connection, hypervisor, uuid), newXml), hypervisor));
    }

    /// @param base the definition that the edit was begun on: what others have stored since is kept
    public Plan planXml(Connection connection, String uuid, String base, String newXml) throws FailedException {
        return wait(connection, hypervisor -> Warned.of(Planner.xml(situations.read(connection, hypervisor, uuid), base, newXml), hypervisor));
    }

    public Plan planUndo(Connection connection, String uuid, HistoryEntry entry) throws FailedException {
        return wait(connection, hypervisor -> Warned.of(Planner.undo(situations.read(connection, hypervisor, uuid), entry), hypervisor));
    }

    /// Brings back what an undo took away, or finishes what was cut off.
    public Plan planRedo(Connection connection, String uuid, HistoryEntry entry) throws FailedException {
        return wait(connection, hypervisor -> Warned.of(Planner.redo(situations.read(connection, hypervisor, uuid), entry), hypervisor));
    }

    /// Back to the whole definition of an earlier moment, whatever was changed since.
    ///
    /// @param before the moment right before that entry, not right after it
    public Plan planRestore(Connection connection, String uuid, HistoryEntry entry, boolean before) throws FailedException {
        return wait(connection, hypervisor -> Warned.of(Planner.restore(situations.read(connection, hypervisor, uuid), before ? entry.before() : entry.after()), hypervisor));
    }

    /// Defines a machine again that is no longer defined.
    ///
    /// @param entry of [History#gone]
    public Plan planRevive(Connection connection, HistoryEntry entry) throws FailedException {
        return wait(connection, hypervisor -> {
            String definition = entry.after().isEmpty() ? entry.before() : entry.after();
            Optional<DomainInfo> sameName = hypervisor.domains().stream().filter(info -> info.name().equals(entry.machine()) || info.uuid().equals(entry.uuid())).findFirst();
            return Planner.revive(connection.uri(), entry, definition, hypervisor.readOnly(), sameName);
        });
    }

    public HistoryEntry redoable(Connection connection, String uuid, String machine) throws FailedException {
        observe(connection, uuid);
        return history.redoable(connection.uri(), uuid).orElseThrow(() -> History.nothingToRedo(machine).asException());
    }

    /// Looks whether anything changed since this program last looked, and settles what it was cut off in.
    ///
    /// @return what was found, oldest first; nothing while another window or command works on the machine: it looks itself
    public List<HistoryEntry> observe(Connection connection, String uuid) throws FailedException {
        return tryObserve(connection, uuid).orElse(List.of());
    }

    /// @return empty while another window or command works on the machine
    Optional<List<HistoryEntry>> tryObserve(Connection connection, String uuid) throws FailedException {
        Optional<PrivateFiles.Lock> lock = history.tryLock(connection.uri(), uuid);
        if (lock.isEmpty()) return Optional.empty();
        try (PrivateFiles.Lock _ = lock.get()) {
            return Optional.of(wait(connection, hypervisor -> {
                Optional<DomainInfo> info = hypervisor.domain(uuid);
                // Without passwords everything would seem to have changed; a transient machine has no definition.
                if (hypervisor.readOnly() || info.filter(known -> !known.persistent() || known.trial()).isPresent()) return List.of();
                if (info.isEmpty()) return history.undefined(connection.uri(), uuid, clock.instant()).stream().toList();
                return history.observe(connection.uri(), uuid, info.get().name(), hypervisor.storedXml(uuid), clock.instant());
            }));
        }
    }

    /// Whether [#tryObserve] has nothing to find: the definition is what was known, and this program was not cut off in a change.
    /// Costs one call of libvirt.
    boolean asKnown(Connection connection, Machine machine, Optional<String> known) throws FailedException {
        if (known.isEmpty() || !machine.info().persistent() || history.knows(machine.uuid())) return false;
        return wait(connection, hypervisor -> known.get().equals(hypervisor.storedXml(machine.uuid())));
    }

    /// Deletes a machine, and writes down that it was this program's user. Its definition is on the disk before libvirt forgets it.
    ///
    /// @param paths of the images to delete
    /// @param state as [Deletion#apply] wants it
    public Deletion.Done delete(Connection connection, Deletion deletion, Collection<String> paths, Optional<PrivateFiles> state) throws FailedException {
        try (PrivateFiles.Lock _ = history.lock(connection.uri(), deletion.uuid())) {
            return wait(connection, hypervisor -> {
                history.observe(connection.uri(), deletion.uuid(), deletion.machine(), hypervisor.storedXml(deletion.uuid()), clock.instant());
                Deletion.Done done = deletion.apply(hypervisor, paths, state);
                history.deleted(connection.uri(), deletion.uuid(), clock.instant());
                return done;
            });
        } finally {
            connection.refresh(deletion.uuid());
        }
    }

    /// Looks which machines are no longer defined that were when this program last looked.
    public void observeGone(Connection connection) throws FailedException {
        Set<String> present = new HashSet<>();
        for (DomainInfo info : wait(connection, Hypervisor::domains)) present.add(info.uuid());
        for (String uuid : history.defined(connection.uri()).keySet()) if (!present.contains(uuid)) observe(connection, uuid);
    }

    /// The newest change that can be taken back.
    public HistoryEntry undoable(Connection connection, String uuid, String machine) throws FailedException {
        observe(connection, uuid);
        return history.undoable(connection.uri(), uuid).orElseThrow(() -> History.nothingToUndo(machine).asException());
    }

    /// A change that can still be taken back, by its id.
    public HistoryEntry standing(Connection connection, String uuid, String machine, String id) throws FailedException {
        observe(connection, uuid);
        Undone undone = Undone.of(history.of(connection.uri(), uuid));
        return undone.entries().stream().filter(entry -> entry.id().equals(id) && undone.stands(entry)).findFirst().orElseThrow(() -> History.nothingToUndo(machine).asException());
    }

    /// Carries out a plan: reads again and stops if the definition moved, writes the old one down, defines, reads back.
    /// A refusal is an [Outcome], not an exception: with several machines the rest goes on.
    public Outcome apply(Connection connection, Plan plan) {
        return apply(connection, plan, Optional.empty(), "", 0);
    }

    /// The same, with the reason for the history: the id of the advice that was taken.
    public Outcome apply(Connection connection, Plan plan, String why) {
        return apply(connection, plan, Optional.empty(), why, 0);
    }

    /// The same where others keep storing something else: the plan's change is put into what is stored by then, if the two do not meet
    /// in the same lines.
    public Outcome applyOnto(Connection connection, Plan plan) {
        return carryOut(connection, plan, 0, storing -> storing.storeOnto(plan));
    }

    /// What another program has overwritten.
    Outcome applyAgain(Connection connection, Plan plan, int round) {
        return apply(connection, plan, Optional.empty(), Author.OVERWRITTEN, round);
    }

    /// Carries out the plan of an undo or redo, so that the entry counts as taken back.
    public Outcome applyUndo(Connection connection, Plan plan, HistoryEntry undone) {
        return apply(connection, plan, Optional.of(undone.id()), "", 0);
    }

    private Outcome apply(Connection connection, Plan plan, Optional<String> undoes, String why, int round) {
        return carryOut(connection, plan, round, storing -> storing.store(plan, undoes, why));
    }

    @FunctionalInterface
    private interface Way {
        Outcome store(Storing storing) throws FailedException;
    }

    private Outcome carryOut(Connection connection, Plan plan, int round, Way way) {
        if (!plan.blockers().isEmpty()) {
            Plan.Blocker first = plan.blockers().getFirst();
            return refused(plan, new Failure(first.reason(), first.wayOut(), ""));
        }
        if (plan.nothingToChange()) return new Outcome(plan.machine(), Outcome.Kind.UNCHANGED, Message.of("change.outcome.unchanged", plan.machine()), Optional.empty());
        Instant begun = clock.instant();
        // Waited for here and not on the connection's own thread: another window's managed save may take its time.
        try (PrivateFiles.Lock _ = history.lock(plan.connection(), plan.uuid()); Rivals.Watching watching = opening.map(how -> Rivals.on(connection, how)).orElseGet(Rivals::counted)) {
            Outcome outcome = wait(connection, hypervisor -> way.store(new Storing(history, clock, hypervisor, watching)));
            if (outcome.stored() && !plan.before().isEmpty()) outcome.entry().ifPresent(entry -> aftermath.note(connection, plan, entry, round));
            return outcome;
        } catch (FailedException e) {
            return LibvirtFailure.of(e).ofTheConnection() ? new LostAnswer(this, connection).outcome(plan, begun, e.failure()) : refused(plan, e.failure());
        } finally {
            connection.refresh(plan.uuid());
        }
    }

    /// Waits a moment and looks whether what was just stored is still there: another program that had read the definition
    /// before, and stores it now, does not know of it. Then it is stored once more, on that program's definition. libvirt has
    /// no way to do better: it takes whatever definition comes last.
    ///
    /// @return what was stored once more, or could not be
    public List<Outcome> confirm() {
        return aftermath.confirm(this);
    }

    static Outcome refused(Plan plan, Failure failure) {
        return new Outcome(plan.machine(), Outcome.Kind.REFUSED, Message.of("change.outcome.refused", plan.machine()), Optional.of(failure));
    }

    static <T> T wait(Connection connection, Work<T> work) throws FailedException {
        try {
            return connection.call(work).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof FailedException failed) throw failed;
            throw e;
        }
    }
}
