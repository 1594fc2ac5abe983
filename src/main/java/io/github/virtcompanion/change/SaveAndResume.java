package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.libvirt.LibvirtFailure;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Edits;
import io.github.virtcompanion.system.DiskFlush;
import io.github.virtcompanion.xml.DefinitionReader;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// Saves a guest, edits what it will go on with, and resumes it. Each step is written down before it is taken; killed between
/// any two of them, [#finish] and [#takeBack] go on from whatever they find. The saved image is never removed but by resuming it.
final class SaveAndResume {
    private static final System.Logger LOG = System.getLogger(SaveAndResume.class.getName());
    /// virDomainPausedReason.
    private static final int PAUSED_SAVE = 3;
    /// For QEMU to end a save; what hangs longer is left for later.
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long EVERY_MILLIS = 100;

    private final Hypervisor hypervisor;
    private final Journal journal;
    private final History history;
    private final Storing storing;
    private final DiskFlush flush;
    private final boolean local;
    private final LiveProgress progress;

    /// @param local the images are files of this host
    SaveAndResume(Hypervisor hypervisor, Journal journal, History history, Storing storing, DiskFlush flush, boolean local, LiveProgress progress) {
        this.hypervisor = hypervisor;
        this.journal = journal;
        this.history = history;
        this.storing = storing;
        this.flush = flush;
        this.local = local;
        this.progress = progress;
    }

    /// @param another connection, by which the save is watched
    /// @return false where it was left on request: what is to be taken back then is for [#takeBack] to see
    /// @throws FailedException libvirt refused to save: whether it did nothing is for [#takeBack] to see, too
    boolean save(Underway underway, SaveWatch.Opening another) throws FailedException {
        journal.write(underway);
        // Where it cannot be had, the guest need not be saved at all.
        StandIns.put(hypervisor, underway.standIns());
        progress.now(Message.of("change.phase.saving"));
        try (SaveWatch _ = SaveWatch.begin(another, underway.uuid(), progress)) {
            hypervisor.managedSave(underway.uuid());
        } catch (FailedException e) {
            if (!progress.stopped()) throw e;
        }
        return !progress.stopped();
    }

    /// From the saved image to the guest that goes on with the new values. Steps that are already done change nothing.
    ///
    Finished finish(Underway begun) throws FailedException {
        String uuid = begun.uuid();
        progress.now(Message.of("change.phase.editing"));
        String image = hypervisor.managedSaveXml(uuid);
        Underway underway = journal.write(begun.withImage(image).at(Underway.Phase.EDITING));
        String edited = edited(underway, image);
        neverFlushing(underway);
        // Of what was edited before already, the old one tells what the guest ran with.
        String ranWith = underway.imageBefore().orElse(image);
        Optional<Failure> unflushed = local && LivePlanner.leavesUnsafe(DefinitionReader.read(ranWith), DefinitionReader.read(edited))
                ? unflushed(underway.machine(), flush.flush(Images.written(ranWith))) : Optional.empty();
        // libvirt compares what the guest would notice (virDomainDefCheckABIStability), and refuses.
        if (!edited.equals(image)) hypervisor.defineManagedSave(uuid, edited);
        Optional<Outcome> stored = underway.storesToo() ? Optional.of(store(underway)) : Optional.empty();
        if (stored.isPresent()) underway = journal.write(underway.noted(stored.get().entry()));
        Optional<Failure> failure = unflushed.or(() -> stored.flatMap(Outcome::failure));
        if (underway.until() == LivePlan.Until.POWER_OFF) journal.run(run(underway, Images.written(image)));
        if (underway.staysSaved()) {
            settle(underway);
            return new Finished(failure, underway.history());
        }
        underway = journal.write(underway.at(Underway.Phase.RESUMING));
        progress.now(Message.of("change.phase.resuming"));
        resume(underway);
        Optional<Failure> unsettled = settled(underway);
        return new Finished(failure.or(() -> unsettled), underway.storesToo() ? underway.history() : Optional.empty());
    }

    /// What did not go well although the guest goes on, and what its change of the stored definition is called in the history.
    ///
    /// @param failure the graver first: what it wrote under `unsafe` may not be on the disk
    record Finished(Optional<Failure> failure, Optional<String> entry) {}

    /// What is stored gets the new values too, as it stands by now: saving takes its time, and others may have stored since.
    private Outcome store(Underway underway) throws FailedException {
        Optional<HistoryEntry> written = entry(underway);
        Plan plan = new Plan(underway.connection(), underway.uuid(), underway.machine(), written.map(HistoryEntry::kind).orElse(Plan.Kind.SETTINGS),
                written.map(HistoryEntry::assignments).orElse(underway.assignments()), underway.storedBefore(), underway.storedAfter(), List.of(), List.of(), Plan.When.AT_START, List.of(), List.of());
        return storing.storeOnto(plan, written);
    }

    private static Optional<Failure> unflushed(String machine, Fact<DiskFlush.How> flushed) {
        return flushed instanceof Fact.Unknown<DiskFlush.How>(Message reason)
                ? Optional.of(new Failure(Message.of("change.live.not-flushed", machine, reason), Message.of("change.live.not-flushed.next"), "")) : Optional.empty();
    }

    /// Back to where the guest was, from wherever it is now: image and stored definition get their old values, and the guest goes on.
    ///
    /// @return whether the guest runs with the old values; it has the new ones where it was resumed before the answer was lost
    boolean takeBack(Underway underway) throws FailedException {
        String uuid = underway.uuid();
        DomainInfo info = notSaving(underway);
        // Another program that waits for it to be off may have started it before it was edited.
        boolean resumed = info.state().active() && underway.phase() == Underway.Phase.RESUMING && isEdited(underway, hypervisor.liveXml(uuid));
        if (!resumed) {
            progress.now(Message.of("change.phase.putting-back"));
            removeHalfSaved(underway, info);
            boolean saved = info.managedSave() && !info.state().active();
            Underway back = noted(underway.at(Underway.Phase.PUTTING_BACK));
            if (saved && back.imageBefore().isPresent() && isEdited(back, hypervisor.managedSaveXml(uuid))) hypervisor.defineManagedSave(uuid, back.imageBefore().get());
            if (back.storesToo()) putBackStored(back);
            if (back.until() == LivePlan.Until.POWER_OFF) journal.over(run(back, List.of()));
            if (back.imageBefore().isPresent() && LivePlanner.installing(back.imageBefore().get(), back.storedBefore())) watchInstallation(back);
            if (saved && !back.staysSaved()) resume(back);
        }
        settled(resumed ? underway : underway.at(Underway.Phase.PUTTING_BACK));
        return !resumed;
    }

    /// Whoever installs it may take it for powered off, and not start what is installed: its end is for us to watch. Another run of its own
    /// that it is in already stays what it is.
    void watchInstallation(Underway underway) throws FailedException {
        if (journal.runs(underway.connection()).stream().noneMatch(run -> run.uuid().equals(underway.uuid()))) journal.run(run(underway, List.of()));
    }

    private static OneRun run(Underway underway, List<String> images) {
        return new OneRun(underway.connection(), underway.uuid(), underway.machine(), images);
    }

    /// Where the connection was lost, libvirt goes on with the save that it was asked for: it is ended, unless it has just come to its end.
    private DomainInfo notSaving(Underway underway) throws FailedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        DomainInfo info = found(underway);
        while (beingSaved(info)) {
            if (System.nanoTime() > end) throw new Failure(Message.of("change.unfinished.saving", underway.machine()), Message.of("change.unfinished.saving.next"), "").asException();
            try {
                hypervisor.abortJob(underway.uuid());
            } catch (FailedException e) {
                if (LibvirtFailure.of(e).ofTheConnection()) throw e;
            }
            pause();
            info = found(underway);
        }
        return info;
    }

    private DomainInfo found(Underway underway) throws FailedException {
        return hypervisor.domain(underway.uuid()).orElseThrow(() -> Situations.vanished(underway.machine()).asException());
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// libvirt is just writing its image.
    static boolean beingSaved(DomainInfo info) {
        return info.state() == DomainState.PAUSED && info.reason() == PAUSED_SAVE;
    }

    /// By another program, which has read the image before it was changed: it can be saved again.
    boolean resumedAsItWas(Underway underway) {
        try {
            return hypervisor.domain(underway.uuid()).filter(info -> info.state().active()).isPresent() && !isEdited(underway, hypervisor.liveXml(underway.uuid()));
        } catch (FailedException e) {
            return false;
        }
    }

    private void resume(Underway underway) throws FailedException {
        StandIns.put(hypervisor, underway.standIns());
        hypervisor.start(underway.uuid());
    }

    /// Where libvirtd was killed while it saved, half an image is left beside the guest that runs on: libvirt takes it for a saved
    /// state until the next start, and there as what it is. A whole one is somebody else's.
    void removeHalfSaved(Underway underway, DomainInfo found) throws FailedException {
        if (underway.phase() != Underway.Phase.SAVING || !found.managedSave() || !found.state().active()) return;
        try {
            hypervisor.managedSaveXml(underway.uuid());
        } catch (FailedException e) {
            // src/qemu/qemu_saveimage.c: "save image is incomplete"
            if (LibvirtFailure.of(e).code() != LibvirtFailure.OPERATION_FAILED) throw e;
            // Whoever is just saving it has stopped it before the image was there.
            if (hypervisor.domain(underway.uuid()).filter(now -> now.state() == DomainState.RUNNING).isPresent()) hypervisor.managedSaveRemove(underway.uuid());
        }
    }

    /// The way back must not need room on the disk. What is not written down then is found out when somebody looks the next time.
    private Underway noted(Underway now) {
        try {
            journal.write(now);
        } catch (FailedException e) {
            LOG.log(System.Logger.Level.WARNING, "the way back is not written down", e);
        }
        return now;
    }

    /// The guest goes on already: what is not settled now, the next look settles.
    private Optional<Failure> settled(Underway underway) {
        try {
            settle(underway);
            return Optional.empty();
        } catch (FailedException e) {
            LOG.log(System.Logger.Level.WARNING, "not settled", e);
            return Optional.of(Storing.notNoted(underway.machine(), e.failure()));
        }
    }

    /// Only our own change: what somebody else stored meanwhile stays.
    private void putBackStored(Underway back) throws FailedException {
        String stored = hypervisor.storedXml(back.uuid());
        if (stored.equals(back.storedBefore())) return;
        Optional<String> without = Merge.takeBack(stored, back.storedBefore(), back.storedAfter());
        if (without.isPresent()) hypervisor.define(without.get());
    }

    /// Nothing is under way any more: what is stored by now is what the history tells.
    void settle(Underway underway) throws FailedException {
        StandIns.remove(hypervisor, underway.standIns());
        Optional<HistoryEntry> entry = entry(underway);
        if (entry.filter(found -> found.kind() == Plan.Kind.THIS_RUN).isPresent()) {
            if (underway.phase() == Underway.Phase.RESUMING) history.proven(entry.get());
            else history.forget(entry.get());
        } else if (entry.isPresent()) {
            String stored = hypervisor.storedXml(underway.uuid());
            if (stored.equals(entry.get().before())) history.forget(entry.get());
            else history.stored(entry.get(), stored);
        }
        journal.done(underway);
    }

    private Optional<HistoryEntry> entry(Underway underway) throws FailedException {
        if (underway.history().isEmpty()) return Optional.empty();
        return history.of(underway.connection(), underway.uuid()).stream().filter(entry -> entry.id().equals(underway.history().get())).findFirst();
    }

    private static String edited(Underway underway, String image) throws FailedException {
        String edited = Edits.apply(image, underway.assignments()).text();
        return underway.until() == LivePlan.Until.POWER_OFF ? LivePlanner.endingAtReboot(edited) : edited;
    }

    private static boolean isEdited(Underway underway, String image) throws FailedException {
        return Edits.apply(image, underway.assignments()).text().equals(image);
    }

    /// What the guest does not flush, it will not flush under any other mode before it is started anew.
    private void neverFlushing(Underway underway) throws FailedException {
        Set<String> deaf = new TreeSet<>(journal.neverFlushing(underway.connection(), underway.uuid()));
        for (Disk disk : DefinitionReader.read(underway.imageBefore().orElseThrow()).disks()) if (!disk.effectiveCache().guestSeesCache()) deaf.add(disk.target());
        journal.neverFlushing(underway.connection(), underway.uuid(), deaf);
    }
}
