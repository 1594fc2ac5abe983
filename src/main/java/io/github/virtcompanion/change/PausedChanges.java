package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.libvirt.LibvirtFailure;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.DiskFlush;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.xml.DefinitionReader;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Changes for which a guest stands still: carried out step by step, and gone on with or taken back where they were cut off.
final class PausedChanges {
    private static final int ATTEMPTS = 2;

    private final History history;
    private final Journal journal;
    private final DiskFlush flush;
    private final LiveChanges.Opening opening;
    private final Clock clock;
    private final Map<String, Pace> paces = new ConcurrentHashMap<>();

    PausedChanges(History history, Journal journal, DiskFlush flush, LiveChanges.Opening opening, Clock clock) {
        this.history = history;
        this.journal = journal;
        this.flush = flush;
        this.opening = opening;
        this.clock = clock;
    }

    /// What was cut off, on this connection. What has meanwhile come to an end by itself is settled silently.
    List<Unfinished> unfinished(Connection connection) throws FailedException {
        List<Unfinished> all = new ArrayList<>();
        for (Underway found : journal.underway(connection.uri())) {
            try (Hypervisor hypervisor = opening.open(connection); PrivateFiles.Lock _ = journal.lock(found.connection(), found.uuid())) {
                unsettled(connection, hypervisor, found.uuid()).ifPresent(all::add);
            }
        }
        return all;
    }

    /// Under the machine's lock. What was under way is settled where the guest runs, is off, or is gone: nothing waits for anybody then.
    Optional<Unfinished> unsettled(Connection connection, Hypervisor hypervisor, String uuid) throws FailedException {
        Optional<Underway> underway = journal.underway(connection.uri(), uuid);
        if (underway.isEmpty()) return Optional.empty();
        Optional<DomainInfo> info = hypervisor.domain(uuid);
        boolean saving = info.filter(SaveAndResume::beingSaved).isPresent();
        if (saving || info.filter(known -> known.managedSave() && !known.state().active()).isPresent())
            return Optional.of(new Unfinished(connection, uuid, underway.get().machine(), underway.get().assignments(), saving));
        if (info.isEmpty()) {
            StandIns.remove(hypervisor, underway.get().standIns());
            journal.done(underway.get());
            return Optional.empty();
        }
        SaveAndResume steps = steps(connection, hypervisor, Rivals.counted(), LiveProgress.NONE);
        steps.removeHalfSaved(underway.get(), info.get());
        steps.settle(underway.get());
        return Optional.empty();
    }

    /// Goes on: the guest is resumed with the new values.
    Outcome finish(Unfinished unfinished, LiveProgress progress) {
        Connection connection = unfinished.connection();
        return goOn(unfinished, (steps, underway) -> {
            try {
                SaveAndResume.Finished finished = steps.finish(underway);
                return new Outcome(underway.machine(), underway.staysSaved() ? Outcome.Kind.STORED : Outcome.Kind.NOW,
                        Message.of(underway.staysSaved() ? "change.outcome.saved-edited" : "change.outcome.resumed", underway.machine()), finished.failure(), finished.entry());
            } catch (FailedException e) {
                return takenBack(connection, steps, underway, Optional.of(e), progress);
            }
        }, progress);
    }

    /// Goes back: the guest is resumed with the values it was saved with, and so is what is stored.
    Outcome takeBack(Unfinished unfinished, LiveProgress progress) {
        return goOn(unfinished, (steps, underway) -> {
            steps.takeBack(underway);
            return LiveChanges.outcome(underway.machine(), Outcome.Kind.STORED, Message.of("change.outcome.taken-back", underway.machine()));
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
            if (underway.isEmpty()) return LiveChanges.outcome(unfinished.machine(), Outcome.Kind.UNCHANGED, Message.of("change.outcome.settled", unfinished.machine()));
            if (hypervisor.domain(unfinished.uuid()).filter(SaveAndResume::beingSaved).isPresent())
                return LiveChanges.refused(unfinished.machine(), new Failure(Message.of("change.unfinished.saving", unfinished.machine()), Message.of("change.unfinished.saving.next"), ""));
            try (Rivals.Watching watching = Rivals.on(connection, opening)) {
                return way.go(steps(connection, hypervisor, watching, progress), underway.get());
            }
        } catch (FailedException e) {
            return new Outcome(unfinished.machine(), Outcome.Kind.UNFINISHED, Message.of("change.outcome.unfinished", unfinished.machine()), Optional.of(e.failure()));
        } finally {
            connection.refresh(unfinished.uuid());
        }
    }

    private SaveAndResume steps(Connection connection, Hypervisor hypervisor, Rivals.Watching watching, LiveProgress progress) {
        return new SaveAndResume(hypervisor, journal, history, new Storing(history, clock, hypervisor, watching), flush, connection.kind() == ConnectionSpec.Kind.LOCAL, progress);
    }

    /// @param stored the change of what is stored; empty where only this run is changed, or it is stored already
    Outcome apply(Connection connection, Hypervisor hypervisor, Rivals.Watching watching, LivePlan plan, Optional<Plan> stored, Optional<String> undone, LiveProgress progress) throws FailedException {
        SaveAndResume steps = steps(connection, hypervisor, watching, progress);
        journal.room(plan);
        Optional<String> entry = plan.until() == LivePlan.Until.POWER_OFF ? Optional.of(history.intend(plan, clock.instant()).id())
                : stored.isEmpty() ? Optional.empty() : Optional.of(history.intend(stored.get(), clock.instant(), undone).id());
        boolean staysSaved = plan.way() == LivePlan.Way.EDIT_SAVED;
        long memory = DefinitionReader.read(plan.runningBefore()).memoryKiB();
        Underway underway = new Underway(plan.connection(), plan.uuid(), plan.machine(), Underway.Phase.SAVING, plan.until(), plan.assignments(),
                plan.storedBefore(), plan.storedAfter(), Optional.empty(), entry, memory, staysSaved, plan.standIns());
        long start = System.nanoTime();
        Optional<SaveAndResume.Finished> finished = Optional.empty();
        int attempts = 0;
        while (finished.isEmpty()) {
            attempts++;
            try {
                if (!staysSaved && LivePlanner.installing(plan.runningBefore(), plan.storedBefore())) steps.watchInstallation(underway);
                if (!staysSaved && !steps.save(underway, () -> opening.open(connection))) return takenBack(connection, steps, underway, Optional.empty(), progress);
            } catch (FailedException e) {
                return takenBack(connection, steps, underway, Optional.of(e), progress);
            }
            try {
                finished = Optional.of(steps.finish(underway));
            } catch (FailedException e) {
                // virt-manager waits for the first part of an installation to end, and does so once.
                boolean byAnother = steps.resumedAsItWas(underway);
                if (!byAnother || attempts == ATTEMPTS) return takenBack(connection, steps, underway, Optional.of(byAnother ? tooEarly(plan.machine(), e) : e), progress);
            }
        }
        if (staysSaved) return new Outcome(plan.machine(), Outcome.Kind.STORED, Message.of("change.outcome.saved-edited", plan.machine()), finished.get().failure(), finished.get().entry());
        double seconds = (System.nanoTime() - start) / 1e9;
        paces.put(plan.connection(), Pace.measured(memory, seconds / attempts));
        return applied(hypervisor, plan, seconds, finished.get().failure()).noted(finished.get().entry());
    }

    private static FailedException tooEarly(String machine, FailedException e) {
        return new Failure(Message.of("change.live.too-early", machine), Message.of("change.live.too-early.next"), e.failure().details()).asException();
    }

    /// Of what has been measured on that host.
    Pace pace(String connection) {
        return paces.getOrDefault(connection, Pace.EXPERIENCE);
    }

    /// libvirt refused a step, or could not be asked: the guest goes on as it was. A broken connection is opened anew, once.
    ///
    /// @param why empty where it was left on request
    private Outcome takenBack(Connection connection, SaveAndResume steps, Underway begun, Optional<FailedException> why, LiveProgress progress) {
        FailedException again;
        try {
            return takenBack(steps, begun, why);
        } catch (FailedException e) {
            again = e;
        }
        Message what;
        Message next;
        try (Hypervisor fresh = opening.open(connection)) {
            return takenBack(steps(connection, fresh, Rivals.counted(), progress), begun, why);
        } catch (FailedException e) {
            boolean answers = !LibvirtFailure.of(e).ofTheConnection();
            what = answers ? Message.of("change.unfinished.not-resumed", begun.machine(), e.failure().what()) : Message.of("change.unfinished.no-answer", begun.machine());
            next = Message.of(answers ? "change.unfinished.not-resumed.next" : "change.unfinished.next", begun.machine());
        }
        Failure failure = new Failure(what, next, why.map(refused -> refused.failure().details()).orElse("") + "\n" + again.failure().details());
        return new Outcome(begun.machine(), Outcome.Kind.UNFINISHED, Message.of("change.outcome.unfinished", begun.machine()), Optional.of(failure));
    }

    private Outcome takenBack(SaveAndResume steps, Underway begun, Optional<FailedException> why) throws FailedException {
        Underway underway = journal.underway(begun.connection(), begun.uuid()).orElse(begun);
        boolean back = steps.takeBack(underway);
        if (!back) return new Outcome(begun.machine(), Outcome.Kind.NOW, Message.of("change.outcome.resumed", begun.machine()), why.map(FailedException::failure));
        if (why.isEmpty()) return LiveChanges.outcome(begun.machine(), Outcome.Kind.NOT_TRIED, Message.of("change.outcome.stopped", begun.machine()));
        return new Outcome(begun.machine(), Outcome.Kind.REFUSED, Message.of(begun.staysSaved() ? "change.outcome.saved-unchanged" : "change.outcome.resumed-unchanged", begun.machine()),
                Optional.of(refusal(underway, why.get())));
    }

    /// A guest that could not be saved has not refused anything, nor has one whose change could not be written down.
    private static Failure refusal(Underway underway, FailedException refused) {
        Failure why = refused.failure();
        if (!LibvirtFailure.of(refused).known()) return why;
        if (LibvirtFailure.of(refused).ofTheConnection()) return new Failure(Message.of("change.live.cut-off", underway.machine()), Message.of("change.live.cut-off.next"), why.details());
        if (underway.staysSaved()) return new Failure(Message.of("change.live.saved-refused", why.what()), Message.of("change.live.saved-refused.next"), why.details());
        return underway.phase() == Underway.Phase.SAVING ? new Failure(Message.of("change.live.not-saved", why.what()), why.nextStep(), why.details())
                : new Failure(Message.of("change.live.refused", why.what()), Message.of("change.live.refused.next"), why.details());
    }

    /// @param graver than a value that was not taken over
    private Outcome applied(Hypervisor hypervisor, LivePlan plan, double seconds, Optional<Failure> graver) throws FailedException {
        Optional<Failure> notTaken = Altering.notTaken(plan, hypervisor.liveXml(plan.uuid()));
        boolean once = plan.until() == LivePlan.Until.POWER_OFF;
        boolean paused = hypervisor.domain(plan.uuid()).filter(info -> info.state() == DomainState.PAUSED).isPresent();
        Message summary = paused ? Message.of(once ? "change.outcome.this-run-paused" : "change.outcome.now-paused", plan.machine())
                : Message.of(once ? "change.outcome.this-run-resumed" : "change.outcome.now", plan.machine(), Math.round(seconds * 10) / 10.0);
        return new Outcome(plan.machine(), once ? Outcome.Kind.THIS_RUN : Outcome.Kind.NOW, summary, graver.or(() -> notTaken));
    }
}
