package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.libvirt.Hypervisor;
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
import io.github.virtcompanion.xml.DefinitionReader;
import io.github.virtcompanion.xml.DomainXml;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Changes that count at once: a running guest is saved, edited and resumed; or one run gets values that are stored nowhere.
///
/// Saving takes as long as the guest's memory is large: it runs on a libvirt connection of its own, so that the lists stay
/// alive meanwhile. Every call waits: never on the FX thread.
public final class LiveChanges {
    /// virDomainRunningReason: started afresh, so that its live definition is what the guest saw at its start.
    private static final int RUNNING_BOOTED = 1;
    /// virDomainPausedReason: libvirt is just saving it.
    private static final int PAUSED_SAVE = 3;

    private final History history;
    private final Journal journal;
    private final SystemFiles files;
    private final DiskFlush flush;
    private final Opening opening;
    private final Clock clock;
    private final String home;
    private final Map<String, Pace> paces = new ConcurrentHashMap<>();

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
        this.flush = flush;
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
        try (Hypervisor hypervisor = opening.open(connection); PrivateFiles.Lock _ = journal.lock(connection.uri(), plan.uuid())) {
            LiveSituation situation = situation(connection, hypervisor, plan.uuid());
            LivePlan again = plan.until() == LivePlan.Until.CHANGED ? LivePlanner.now(situation, plan.assignments()) : LivePlanner.thisRun(situation, plan.assignments());
            if (!again.storedBefore().equals(plan.storedBefore()) || again.way() != plan.way() || !again.risks().equals(plan.risks())) return moved(plan);
            if (!again.blockers().isEmpty()) return refused(plan.machine(), again.blockers().getFirst());
            return switch (plan.way()) {
                case CALLS -> new Altering(hypervisor, history, clock).alter(plan,
                        plan.storedBefore().equals(plan.storedAfter()) ? Optional.empty() : Optional.of(stored(plan, undone)), undone);
                case STORE -> store(hypervisor, plan, undone);
                case START -> startOnce(hypervisor, plan);
                case SAVE_AND_RESUME, EDIT_SAVED -> saveAndResume(connection, hypervisor, plan, undone, progress);
            };
        } catch (FailedException e) {
            return refused(plan.machine(), e.failure());
        } finally {
            connection.refresh(plan.uuid());
        }
    }

    /// What was cut off, on this connection. What has meanwhile come to an end by itself is settled silently.
    public List<Unfinished> unfinished(Connection connection) throws FailedException {
        List<Unfinished> all = new ArrayList<>();
        for (Underway found : journal.underway(connection.uri())) {
            try (Hypervisor hypervisor = opening.open(connection); PrivateFiles.Lock _ = journal.lock(found.connection(), found.uuid())) {
                unsettled(connection, hypervisor, found.uuid()).ifPresent(all::add);
            }
        }
        return all;
    }

    /// Under the machine's lock. What was under way is settled where the guest runs, is off, or is gone: nothing waits for anybody then.
    private Optional<Unfinished> unsettled(Connection connection, Hypervisor hypervisor, String uuid) throws FailedException {
        Optional<Underway> underway = journal.underway(connection.uri(), uuid);
        if (underway.isEmpty()) return Optional.empty();
        Optional<DomainInfo> info = hypervisor.domain(uuid);
        boolean saving = info.filter(LiveChanges::beingSaved).isPresent();
        if (saving || info.filter(known -> known.managedSave() && !known.state().active()).isPresent())
            return Optional.of(new Unfinished(connection, uuid, underway.get().machine(), underway.get().assignments(), saving));
        if (info.isEmpty()) journal.done(underway.get());
        else steps(connection, hypervisor, LiveProgress.NONE).settle(underway.get());
        return Optional.empty();
    }

    /// Goes on: the guest is resumed with the new values.
    public Outcome finish(Unfinished unfinished, LiveProgress progress) {
        Connection connection = unfinished.connection();
        return goOn(unfinished, (steps, underway) -> {
            try {
                Optional<Failure> unflushed = steps.finish(underway);
                return new Outcome(underway.machine(), underway.staysSaved() ? Outcome.Kind.STORED : Outcome.Kind.NOW,
                        Message.of(underway.staysSaved() ? "change.outcome.saved-edited" : "change.outcome.resumed", underway.machine()), unflushed, underway.history());
            } catch (FailedException e) {
                return takenBack(connection, steps, underway, Optional.of(e.failure()), progress);
            }
        }, progress);
    }

    /// Goes back: the guest is resumed with the values it was saved with, and so is what is stored.
    public Outcome takeBack(Unfinished unfinished, LiveProgress progress) {
        return goOn(unfinished, (steps, underway) -> {
            steps.takeBack(underway);
            return outcome(underway.machine(), Outcome.Kind.STORED, Message.of("change.outcome.taken-back", underway.machine()));
        }, progress);
    }

    @FunctionalInterface
    private interface Way {
        Outcome go(SaveAndResume steps, Underway underway) throws FailedException;
    }

    private Outcome goOn(Unfinished unfinished, Way way, LiveProgress progress) {
        Connection connection = unfinished.connection();
        try (Hypervisor hypervisor = opening.open(connection); PrivateFiles.Lock _ = journal.lock(connection.uri(), unfinished.uuid())) {
            Optional<Underway> underway = journal.underway(connection.uri(), unfinished.uuid());
            if (underway.isEmpty()) return outcome(unfinished.machine(), Outcome.Kind.UNCHANGED, Message.of("change.outcome.settled", unfinished.machine()));
            if (hypervisor.domain(unfinished.uuid()).filter(LiveChanges::beingSaved).isPresent())
                return refused(unfinished.machine(), new Failure(Message.of("change.unfinished.saving", unfinished.machine()), Message.of("change.unfinished.saving.next"), ""));
            return way.go(steps(connection, hypervisor, progress), underway.get());
        } catch (FailedException e) {
            return new Outcome(unfinished.machine(), Outcome.Kind.UNFINISHED, Message.of("change.outcome.unfinished", unfinished.machine()), Optional.of(e.failure()));
        } finally {
            connection.refresh(unfinished.uuid());
        }
    }

    Hypervisor open(Connection connection) throws FailedException {
        return opening.open(connection);
    }

    Journal journal() {
        return journal;
    }

    private SaveAndResume steps(Connection connection, Hypervisor hypervisor, LiveProgress progress) {
        return new SaveAndResume(hypervisor, journal, history, flush, connection.kind() == ConnectionSpec.Kind.LOCAL, progress);
    }

    private Outcome saveAndResume(Connection connection, Hypervisor hypervisor, LivePlan plan, Optional<String> undone, LiveProgress progress) throws FailedException {
        SaveAndResume steps = steps(connection, hypervisor, progress);
        Optional<String> entry = plan.storedBefore().equals(plan.storedAfter()) ? Optional.empty() : Optional.of(history.intend(stored(plan, undone), clock.instant(), undone).id());
        boolean staysSaved = plan.way() == LivePlan.Way.EDIT_SAVED;
        long memory = DefinitionReader.read(plan.runningBefore()).memoryKiB();
        Underway underway = new Underway(plan.connection(), plan.uuid(), plan.machine(), Underway.Phase.SAVING, plan.until(), plan.assignments(),
                plan.storedBefore(), plan.storedAfter(), Optional.empty(), entry, memory, staysSaved);
        long start = System.nanoTime();
        Optional<Failure> unflushed;
        try {
            if (!staysSaved && !steps.save(underway, () -> opening.open(connection))) return takenBack(connection, steps, underway, Optional.empty(), progress);
            unflushed = steps.finish(underway);
        } catch (FailedException e) {
            return takenBack(connection, steps, underway, Optional.of(e.failure()), progress);
        }
        if (staysSaved) return new Outcome(plan.machine(), Outcome.Kind.STORED, Message.of("change.outcome.saved-edited", plan.machine()), unflushed, entry);
        double seconds = (System.nanoTime() - start) / 1e9;
        paces.put(plan.connection(), Pace.measured(memory, seconds));
        return applied(hypervisor, plan, seconds, unflushed).noted(entry);
    }

    /// libvirt refused a step, or could not be asked: the guest goes on as it was. A broken connection is opened anew, once.
    ///
    /// @param why empty where it was left on request
    private Outcome takenBack(Connection connection, SaveAndResume steps, Underway begun, Optional<Failure> why, LiveProgress progress) {
        FailedException again;
        try {
            return takenBack(steps, begun, why);
        } catch (FailedException e) {
            again = e;
        }
        try (Hypervisor fresh = opening.open(connection)) {
            return takenBack(steps(connection, fresh, progress), begun, why);
        } catch (FailedException _) {
            Failure failure = new Failure(Message.of("change.unfinished.no-answer", begun.machine()), Message.of("change.unfinished.next", begun.machine()),
                    why.map(Failure::details).orElse("") + "\n" + again.failure().details());
            return new Outcome(begun.machine(), Outcome.Kind.UNFINISHED, Message.of("change.outcome.unfinished", begun.machine()), Optional.of(failure));
        }
    }

    private Outcome takenBack(SaveAndResume steps, Underway begun, Optional<Failure> why) throws FailedException {
        boolean back = steps.takeBack(journal.underway(begun.connection(), begun.uuid()).orElse(begun));
        if (!back) return new Outcome(begun.machine(), Outcome.Kind.NOW, Message.of("change.outcome.resumed", begun.machine()), why);
        if (why.isEmpty()) return outcome(begun.machine(), Outcome.Kind.NOT_TRIED, Message.of("change.outcome.stopped", begun.machine()));
        Failure refusal = new Failure(Message.of("change.live.refused", why.get().what()), Message.of("change.live.refused.next"), why.get().details());
        return new Outcome(begun.machine(), Outcome.Kind.REFUSED, Message.of("change.outcome.resumed-unchanged", begun.machine()), Optional.of(refusal));
    }

    /// @param unflushed graver than a value that was not taken over
    private Outcome applied(Hypervisor hypervisor, LivePlan plan, double seconds, Optional<Failure> unflushed) throws FailedException {
        Optional<Failure> notTaken = Altering.notTaken(plan, hypervisor.liveXml(plan.uuid()));
        boolean once = plan.until() == LivePlan.Until.POWER_OFF;
        return new Outcome(plan.machine(), once ? Outcome.Kind.THIS_RUN : Outcome.Kind.NOW,
                Message.of(once ? "change.outcome.this-run-resumed" : "change.outcome.now", plan.machine(), Math.round(seconds * 10) / 10.0), unflushed.or(() -> notTaken));
    }

    /// One start of the stored machine with these values. libvirt itself goes back to the stored ones when it ends.
    private Outcome startOnce(Hypervisor hypervisor, LivePlan plan) throws FailedException {
        journal.run(new OneRun(plan.connection(), plan.uuid(), plan.machine(), Images.written(plan.runningAfter())));
        try {
            hypervisor.startOnce(plan.runningAfter());
        } catch (FailedException e) {
            // Where only the answer was lost, it runs, and its end must be seen to.
            if (hypervisor.domain(plan.uuid()).filter(info -> info.state().active()).isEmpty()) journal.over(new OneRun(plan.connection(), plan.uuid(), plan.machine(), List.of()));
            throw e;
        }
        return outcome(plan.machine(), Outcome.Kind.THIS_RUN, Message.of("change.outcome.this-run", plan.machine()));
    }

    private Outcome store(Hypervisor hypervisor, LivePlan plan, Optional<String> undone) throws FailedException {
        HistoryEntry entry = history.intend(stored(plan, undone), clock.instant(), undone);
        try {
            hypervisor.define(plan.storedAfter());
        } catch (FailedException e) {
            history.forget(entry);
            throw e;
        }
        history.stored(entry, hypervisor.storedXml(plan.uuid()));
        return outcome(plan.machine(), Outcome.Kind.NOW, Message.of("change.outcome.now-already", plan.machine())).noted(Optional.of(entry.id()));
    }

    /// As a plan of the stored definition alone, for the history.
    private static Plan stored(LivePlan plan, Optional<String> undone) throws FailedException {
        return new Plan(plan.connection(), plan.uuid(), plan.machine(), undone.isPresent() ? Plan.Kind.UNDO : Plan.Kind.SETTINGS, Edits.apply(plan.storedBefore(), plan.assignments()).all(),
                plan.storedBefore(), plan.storedAfter(), plan.changes(), plan.consequences(), Plan.When.AT_START, plan.risks(), List.of());
    }

    private LiveSituation situation(Connection connection, Hypervisor hypervisor, String uuid) throws FailedException {
        DomainInfo info = hypervisor.domain(uuid).orElseThrow(() -> Changes.vanished(connection.machine(uuid).map(machine -> machine.name()).orElse(uuid)).asException());
        Optional<String> live = info.state().active() ? Optional.of(hypervisor.liveXml(uuid)) : Optional.empty();
        boolean saved = !info.state().active() && info.managedSave();
        boolean fresh = !info.state().active() && !saved || info.state() == DomainState.RUNNING && info.reason() == RUNNING_BOOTED;
        Set<String> deaf = fresh ? Set.of() : journal.neverFlushing(connection.uri(), uuid);
        return new LiveSituation(connection.uri(), hypervisor.driver(), info, hypervisor.storedXml(uuid), live, saved ? Optional.of(hypervisor.managedSaveXml(uuid)) : Optional.empty(), hypervisor.readOnly(), deaf,
                unsettled(connection, hypervisor, uuid).isPresent(), connection.kind() == ConnectionSpec.Kind.LOCAL, free(connection), paces.getOrDefault(connection.uri(), Pace.EXPERIENCE));
    }

    /// Where libvirt's qemu driver saves guests (virQEMUDriverConfigNew: saveDir); it makes the directory when it needs it.
    private Fact<Long> free(Connection connection) {
        if (connection.kind() != ConnectionSpec.Kind.LOCAL) return Fact.unknown("change.live.remote");
        String directory = connection.uri().endsWith("/session") ? home + "/.config/libvirt/qemu/save" : "/var/lib/libvirt/qemu/save";
        Fact<Long> free = files.freeBytes(directory);
        return SystemFiles.absent(free) ? files.freeBytes(directory.replaceFirst("/save$", "")) : free;
    }

    private static boolean beingSaved(DomainInfo info) {
        return info.state() == DomainState.PAUSED && info.reason() == PAUSED_SAVE;
    }

    private static Outcome moved(LivePlan plan) {
        return new Outcome(plan.machine(), Outcome.Kind.MOVED, Message.of("change.outcome.moved", plan.machine()),
                Optional.of(new Failure(Message.of("change.outcome.moved", plan.machine()), Message.of("change.outcome.moved.next"), "")));
    }

    private static Outcome refused(String machine, Plan.Blocker blocker) {
        return refused(machine, new Failure(blocker.reason(), blocker.wayOut(), ""));
    }

    private static Outcome refused(String machine, Failure failure) {
        return new Outcome(machine, Outcome.Kind.REFUSED, Message.of("change.outcome.refused", machine), Optional.of(failure));
    }

    private static Outcome outcome(String machine, Outcome.Kind kind, Message summary) {
        return new Outcome(machine, kind, summary, Optional.empty());
    }
}
