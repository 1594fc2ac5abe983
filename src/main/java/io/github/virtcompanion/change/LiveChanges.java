package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.libvirt.LibvirtFailure;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Edits;
import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.system.DiskFlush;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.system.SystemFiles;
import io.github.virtcompanion.xml.DomainXml;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Changes that count at once: a running guest is saved, edited and resumed; or one run gets values that are stored nowhere.
///
/// Saving takes as long as the guest's memory is large: it runs on a libvirt connection of its own, so that the lists stay
/// alive meanwhile. Every call waits: never on the FX thread.
public final class LiveChanges {
    /// virDomainRunningReason: started afresh, so that its live definition is what the guest saw at its start.
    private static final int RUNNING_BOOTED = 1;

    private final History history;
    private final Journal journal;
    private final SystemFiles files;
    private final PausedChanges paused;
    private final Aftermath aftermath;
    private final Opening opening;
    private final Clock clock;
    private final String home;

    /// Opens a second libvirt connection, to be closed by whoever asked for it.
    @FunctionalInterface
    public interface Opening {
        Hypervisor open(Connection connection) throws FailedException;
    }

    /// @param files of the host on which guests of local connections are saved
    /// @param home  of the user: `qemu:///session` saves guests there
    public LiveChanges(History history, PrivateFiles state, SystemFiles files, DiskFlush flush, Opening opening, Clock clock, String home) {
        this.history = history;
        this.journal = new Journal(state);
        this.files = files;
        this.paused = new PausedChanges(history, journal, flush, opening, clock);
        this.aftermath = new Aftermath(history);
        this.opening = opening;
        this.clock = clock;
        this.home = home;
    }

    /// Now and for good: the running guest and the stored definition.
    public LivePlan plan(Connection connection, String uuid, List<Assignment> assignments) throws FailedException {
        try (Hypervisor hypervisor = opening.open(connection); PrivateFiles.Lock _ = journal.lock(connection.uri(), uuid)) {
            return Warned.of(LivePlanner.now(situation(connection, hypervisor, uuid), assignments), hypervisor);
        }
    }

    /// An undo that counts now: what is stored goes back to the byte, where nobody has edited it since.
    ///
    /// @param entry with assignments: hand-edited XML is taken back at the next start
    public LivePlan planUndo(Connection connection, String uuid, HistoryEntry entry) throws FailedException {
        Map<String, String> before = Catalogue.read(DomainXml.parse(entry.before()));
        LivePlan plan = plan(connection, uuid, entry.assignments().stream().map(one -> new Assignment(one.setting(), before.getOrDefault(one.setting(), Setting.DEFAULT))).toList());
        return Merge.takeBack(plan.storedBefore(), entry.before(), entry.after()).map(plan::storing).orElse(plan);
    }

    /// For this run only; a machine that is off is started.
    public LivePlan planThisRun(Connection connection, String uuid, List<Assignment> assignments) throws FailedException {
        try (Hypervisor hypervisor = opening.open(connection); PrivateFiles.Lock _ = journal.lock(connection.uri(), uuid)) {
            return Warned.of(LivePlanner.thisRun(situation(connection, hypervisor, uuid), assignments), hypervisor);
        }
    }

    /// Carries out a plan that was reviewed; stops if the machine is not what it was then. A refusal is an [Outcome].
    public Outcome apply(Connection connection, LivePlan plan, LiveProgress progress) {
        return apply(connection, plan, Optional.empty(), progress);
    }

    /// Carries out the plan of an undo, so that the entry counts as taken back.
    public Outcome applyUndo(Connection connection, LivePlan plan, HistoryEntry undone, LiveProgress progress) {
        return apply(connection, plan, Optional.of(undone.id()), progress);
    }

    private Outcome apply(Connection connection, LivePlan plan, Optional<String> undone, LiveProgress progress) {
        if (!plan.blockers().isEmpty()) return refused(plan.machine(), plan.blockers().getFirst());
        if (plan.nothingToChange()) return outcome(plan.machine(), Outcome.Kind.UNCHANGED, Message.of("change.outcome.unchanged", plan.machine()));
        boolean begun = false;
        try (Hypervisor hypervisor = opening.open(connection); PrivateFiles.Lock _ = journal.lock(connection.uri(), plan.uuid())) {
            LiveSituation situation = situation(connection, hypervisor, plan.uuid());
            LivePlan again = plan.until() == LivePlan.Until.CHANGED ? LivePlanner.now(situation, plan.assignments()) : LivePlanner.thisRun(situation, plan.assignments());
            if (!again.storedBefore().equals(plan.storedBefore()) || again.way() != plan.way() || !again.risks().equals(plan.risks())) return moved(plan, situation.storedXml());
            if (!again.blockers().isEmpty()) return refused(plan.machine(), again.blockers().getFirst());
            try (Rivals.Watching watching = Rivals.on(connection, opening)) {
                Storing storing = new Storing(history, clock, hypervisor, watching);
                Optional<Plan> stored = plan.storedBefore().equals(plan.storedAfter()) ? Optional.empty() : Optional.of(stored(plan, undone));
                begun = true;
                Outcome outcome = switch (plan.way()) {
                    case CALLS -> noted(plan, () -> new Altering(hypervisor, storing).alter(plan, stored, undone));
                    case STORE -> store(storing, stored(plan, undone), undone);
                    case START -> noted(plan, () -> startOnce(connection, hypervisor, plan));
                    case SAVE_AND_RESUME, EDIT_SAVED -> paused.apply(connection, hypervisor, watching, plan, stored, undone, progress);
                };
                if (stored.isPresent() && outcome.stored() && outcome.entry().isPresent()) aftermath.note(connection, stored.get(), outcome.entry().get(), 0);
                return outcome;
            }
        } catch (FailedException e) {
            return begun && LibvirtFailure.of(e).ofTheConnection()
                    ? new Outcome(plan.machine(), Outcome.Kind.UNFINISHED, Message.of("change.outcome.answer-lost-now", plan.machine()), Optional.of(e.failure())) : refused(plan.machine(), e.failure());
        } finally {
            connection.refresh(plan.uuid());
        }
    }

    /// As [Changes#confirm], of what is stored.
    public List<Outcome> confirm(Changes changes) {
        return aftermath.confirm(changes);
    }

    /// What was cut off, on this connection. What has meanwhile come to an end by itself is settled silently.
    public List<Unfinished> unfinished(Connection connection) throws FailedException {
        return paused.unfinished(connection);
    }

    /// Goes on: the guest is resumed with the new values.
    public Outcome finish(Unfinished unfinished, LiveProgress progress) {
        return paused.finish(unfinished, progress);
    }

    /// Goes back: the guest is resumed with the values it was saved with, and so is what is stored.
    public Outcome takeBack(Unfinished unfinished, LiveProgress progress) {
        return paused.takeBack(unfinished, progress);
    }

    Hypervisor open(Connection connection) throws FailedException {
        return opening.open(connection);
    }

    Journal journal() {
        return journal;
    }

    @FunctionalInterface
    private interface Step {
        Outcome go() throws FailedException;
    }

    /// What is stored nowhere gets its entry here. Where the answer was lost it stays as one that was cut off.
    private Outcome noted(LivePlan plan, Step step) throws FailedException {
        if (plan.until() != LivePlan.Until.POWER_OFF) return step.go();
        HistoryEntry entry = history.intend(plan, clock.instant());
        Outcome outcome;
        try {
            outcome = step.go();
        } catch (FailedException e) {
            if (LibvirtFailure.of(e).ofTheConnection()) throw e;
            outcome = refused(plan.machine(), e.failure());
        }
        try {
            if (outcome.kind() == Outcome.Kind.THIS_RUN) history.proven(entry);
            else history.refused(entry, outcome.failure().map(Failure::details).orElse(""));
            return outcome;
        } catch (FailedException e) {
            return outcome.failure().isPresent() ? outcome : new Outcome(plan.machine(), outcome.kind(), outcome.summary(), Optional.of(Storing.notNoted(plan.machine(), e.failure())));
        }
    }

    /// One start of the stored machine with these values. libvirt itself goes back to the stored ones when it ends.
    private Outcome startOnce(Connection connection, Hypervisor hypervisor, LivePlan plan) throws FailedException {
        journal.run(new OneRun(plan.connection(), plan.uuid(), plan.machine(), Images.written(plan.runningAfter())));
        try {
            hypervisor.startOnce(plan.runningAfter());
        } catch (FailedException e) {
            if (!runsAll(connection, hypervisor, plan, e)) {
                journal.over(new OneRun(plan.connection(), plan.uuid(), plan.machine(), List.of()));
                // Whatever became of the answer: it is known now.
                throw e.failure().asException();
            }
        }
        return outcome(plan.machine(), Outcome.Kind.THIS_RUN, Message.of("change.outcome.this-run", plan.machine()));
    }

    /// Where only the answer was lost, it runs; otherwise somebody else has started it, or nobody.
    private boolean runsAll(Connection connection, Hypervisor hypervisor, LivePlan plan, FailedException refusal) throws FailedException {
        if (!LibvirtFailure.of(refusal).ofTheConnection()) return runsAll(hypervisor, plan);
        try (Hypervisor again = opening.open(connection)) {
            return runsAll(again, plan);
        }
    }

    private static boolean runsAll(Hypervisor hypervisor, LivePlan plan) throws FailedException {
        boolean active = hypervisor.domain(plan.uuid()).filter(info -> info.state().active()).isPresent();
        return active && Altering.notTaken(plan, hypervisor.liveXml(plan.uuid())).isEmpty();
    }

    private static Outcome store(Storing storing, Plan plan, Optional<String> undone) throws FailedException {
        Outcome stored = storing.store(plan, undone, "");
        if (plan.assignments().stream().allMatch(Catalogue::countsAtOnce)) return stored;
        return stored.stored() ? new Outcome(plan.machine(), Outcome.Kind.NOW, Message.of("change.outcome.now-already", plan.machine()), stored.failure(), stored.entry()) : stored;
    }

    /// As a plan of the stored definition alone, for the history.
    private static Plan stored(LivePlan plan, Optional<String> undone) throws FailedException {
        return new Plan(plan.connection(), plan.uuid(), plan.machine(), undone.isPresent() ? Plan.Kind.UNDO : Plan.Kind.SETTINGS, Edits.apply(plan.storedBefore(), plan.assignments()).all(),
                plan.storedBefore(), plan.storedAfter(), plan.changes(), plan.consequences(), Plan.When.AT_START, plan.risks(), List.of());
    }

    private LiveSituation situation(Connection connection, Hypervisor hypervisor, String uuid) throws FailedException {
        DomainInfo info = hypervisor.domain(uuid).orElseThrow(() -> Situations.vanished(connection.machine(uuid).map(machine -> machine.name()).orElse(uuid)).asException());
        Optional<String> live = info.state().active() ? Optional.of(hypervisor.liveXml(uuid)) : Optional.empty();
        boolean saved = !info.state().active() && info.managedSave();
        boolean fresh = !info.state().active() && !saved || info.state() == DomainState.RUNNING && info.reason() == RUNNING_BOOTED;
        Set<String> deaf = fresh ? Set.of() : journal.neverFlushing(connection.uri(), uuid);
        return new LiveSituation(connection.uri(), hypervisor.driver(), info, hypervisor.storedXml(uuid), live,
                saved ? Optional.of(hypervisor.managedSaveXml(uuid)) : Optional.empty(), hypervisor.readOnly(), deaf,
                paused.unsettled(connection, hypervisor, uuid).isPresent(), connection.kind() == ConnectionSpec.Kind.LOCAL, free(connection), paused.pace(connection.uri()), live.isPresent() ? gone(connection, live.get()) : Set.of());
    }

    /// Elsewhere nobody can look; what virt-install calls its own goes all the same.
    private Set<String> gone(Connection connection, String live) throws FailedException {
        boolean local = connection.kind() == ConnectionSpec.Kind.LOCAL;
        return LivePlanner.opened(live).stream().filter(path -> local ? files.exists(path) instanceof Fact.Known<Boolean>(Boolean there, String _) && !there : path.contains("/virtinst-")).collect(Collectors.toSet());
    }

    /// Where libvirt's qemu driver saves guests (virQEMUDriverConfigNew: saveDir); it makes the directory when it needs it.
    private Fact<Long> free(Connection connection) {
        if (connection.kind() != ConnectionSpec.Kind.LOCAL) return Fact.unknown("change.live.remote");
        String directory = connection.uri().endsWith("/session") ? home + "/.config/libvirt/qemu/save" : "/var/lib/libvirt/qemu/save";
        Fact<Long> free = files.freeBytes(directory);
        return SystemFiles.absent(free) ? files.freeBytes(directory.replaceFirst("/save$", "")) : free;
    }

    private static Outcome moved(LivePlan plan, String now) {
        return new Outcome(plan.machine(), Outcome.Kind.MOVED, Message.of("change.outcome.moved", plan.machine()),
                Optional.of(Changed.meanwhile(plan.machine(), plan.storedBefore(), now)));
    }

    private static Outcome refused(String machine, Plan.Blocker blocker) {
        return refused(machine, new Failure(blocker.reason(), blocker.wayOut(), ""));
    }

    static Outcome refused(String machine, Failure failure) {
        return new Outcome(machine, Outcome.Kind.REFUSED, Message.of("change.outcome.refused", machine), Optional.of(failure));
    }

    static Outcome outcome(String machine, Outcome.Kind kind, Message summary) {
        return new Outcome(machine, kind, summary, Optional.empty());
    }
}
