package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.xml.DefinitionReader;
import io.github.virtcompanion.xml.DomainXml;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Brings a plan's definition to libvirt: reads again and stops if it moved, writes the old one down, defines, reads back.
/// On the connection's thread and under the machine's lock.
final class Storing {
    /// So often others may come in between.
    private static final int TRIES = 50;
    static final String CROSSED = "change.crossed";
    static final String NOT_NOTED = "change.not-noted";

    private final History history;
    private final Clock clock;
    private final Hypervisor hypervisor;
    private final Rivals.Watching watching;

    /// @param watching how other programs' edits are seen meanwhile
    Storing(History history, Clock clock, Hypervisor hypervisor, Rivals.Watching watching) {
        this.watching = watching;
        this.history = history;
        this.clock = clock;
        this.hypervisor = hypervisor;
    }

    Outcome store(Plan plan, Optional<String> undoes, String why) throws FailedException {
        return store(plan, plan.before(), undoes, why);
    }

    /// @param standing what is stored now, where that is more than the plan was made on
    private Outcome store(Plan plan, String standing, Optional<String> undoes, String why) throws FailedException {
        boolean revives = plan.before().isEmpty();
        Optional<DomainInfo> info = hypervisor.domain(plan.uuid());
        if (!revives && info.isEmpty()) throw Situations.vanished(plan.machine()).asException();
        String now = info.isPresent() ? hypervisor.storedXml(plan.uuid()) : "";
        if (revives ? info.isPresent() : !now.equals(standing)) return moved(plan, now);
        if (!revives && typeChanges(plan) && info.get().managedSave())
            throw new Failure(Message.of("change.block.managed-save"), Message.of("change.block.managed-save.next"), "").asException();
        return store(plan, standing, info.filter(known -> known.state().active()).isPresent(), history.intend(plan, clock.instant(), undoes, why));
    }

    /// Where others keep storing something else. What a switch of the type goes with is planned anew each time.
    Outcome storeOnto(Plan plan) throws FailedException {
        Optional<DomainInfo> info = hypervisor.domain(plan.uuid());
        if (info.isEmpty() || typeChanges(plan)) return store(plan, Optional.empty(), "");
        Outcome outcome = storeOnto(plan, Optional.empty(), info.get().state().active());
        return outcome.kind() == Outcome.Kind.MOVED ? moved(plan, hypervisor.storedXml(plan.uuid())) : outcome;
    }

    /// The plan's change in what is stored by now, which others may have changed since it was made.
    ///
    /// @param written the entry that already tells of it
    Outcome storeOnto(Plan plan, Optional<HistoryEntry> written) throws FailedException {
        return storeOnto(plan, written, false);
    }

    private Outcome storeOnto(Plan plan, Optional<HistoryEntry> written, boolean runs) throws FailedException {
        Optional<HistoryEntry> entry = written;
        for (int i = 0; i < TRIES; i++) {
            String now = hypervisor.storedXml(plan.uuid());
            Optional<String> changed = now.equals(plan.before()) ? Optional.of(plan.after()) : new Ours(plan).in(now) ? Optional.of(now) : Merge.takeBack(now, plan.after(), plan.before());
            // Done before this program was cut off.
            if (changed.isPresent() && changed.get().equals(now))
                return new Outcome(plan.machine(), Outcome.Kind.STORED, Message.of("change.outcome.stored", plan.machine()), Optional.empty(), entry.map(HistoryEntry::id));
            if (changed.isEmpty()) break;
            Plan onto = plan.on(now, changed.get());
            if (entry.isEmpty()) entry = Optional.of(history.intend(onto, clock.instant(), Optional.empty()));
            // Written down once: others would have stored again meanwhile. It is written anew with what came of it.
            HistoryEntry moved = entry.get().on(now, changed.get());
            Optional<Replacing.Replaced> replaced = replace(onto, now, moved);
            if (replaced.isEmpty()) continue;
            return became(onto, runs, now.equals(entry.get().before()) ? moved : history.later(moved, clock.instant()), replaced.get());
        }
        if (entry.isPresent()) history.forget(entry.get());
        return new Outcome(plan.machine(), Outcome.Kind.MOVED, Message.of("change.outcome.moved", plan.machine()),
                Optional.of(new Failure(Message.of("change.live.not-stored", plan.machine()), Message.of("change.live.not-stored.next"), "")));
    }

    /// @param entry already written down; forgotten where somebody has stored meanwhile, so that the plan is to be made anew
    Outcome store(Plan plan, String standing, boolean runs, HistoryEntry entry) throws FailedException {
        Optional<Replacing.Replaced> replaced = replace(plan, standing, entry);
        if (replaced.isPresent()) return became(plan, runs, entry, replaced.get());
        history.forget(entry);
        return moved(plan, hypervisor.storedXml(plan.uuid()));
    }

    /// @return empty where somebody has stored meanwhile
    private Optional<Replacing.Replaced> replace(Plan plan, String standing, HistoryEntry entry) throws FailedException {
        try {
            // Writing it down took its time on the disk: it is compared once more.
            return new Replacing(hypervisor, watching).replace(plan, standing);
        } catch (FailedException e) {
            settle(entry, e);
            throw e;
        }
    }

    private Outcome became(Plan plan, boolean runs, HistoryEntry entry, Replacing.Replaced replaced) throws FailedException {
        String readBack = replaced.readBack();
        if (replaced.overwritten().isPresent()) return together(plan, entry, replaced.overwritten().get(), readBack);
        List<String> otherwise = replaced.unread() ? List.of() : otherwise(plan, readBack);
        boolean overtaken = !otherwise.isEmpty() && (replaced.overtaken().isPresent() || otherwise.stream().noneMatch(one -> asked(plan, one)));
        Optional<Failure> unnoted = noted(plan, entry, overtaken ? replaced.overtaken().orElse(plan.after()) : readBack, readBack, replaced.unread());
        Optional<Failure> notAll = replaced.unread() ? Optional.of(new Failure(Message.of(CROSSED, plan.machine()), Message.of("change.crossed.next"), ""))
                : otherwise.isEmpty() ? Optional.empty() : Optional.of(notTaken(plan, overtaken, String.join(", ", otherwise)));
        boolean atOnce = replaced.inPlace() && noticedByNobody(plan);
        boolean pending = runs && !atOnce;
        return new Outcome(plan.machine(), pending ? Outcome.Kind.PENDING : Outcome.Kind.STORED,
                Message.of("change.outcome." + (plan.before().isEmpty() ? "revived" : atOnce ? "at-once" : pending ? "pending" : "stored"), plan.machine()), notAll.or(() -> unnoted), Optional.of(entry.id()));
    }

    /// What nobody asked for was not for libvirt to take or to leave. Where nothing was asked for by name, anything was.
    private static boolean asked(Plan plan, String differing) {
        return plan.assignments().isEmpty() || plan.assignments().stream().anyMatch(one -> differing.startsWith(one.setting() + "="));
    }

    /// It is stored, whether that can be written down or not; the next look at the machine finds out.
    ///
    /// @param ours   as it was stored
    /// @param latest somebody else's, where that came after ours
    private Optional<Failure> noted(Plan plan, HistoryEntry entry, String ours, String latest, boolean crossed) {
        try {
            history.stored(entry, ours, crossed);
            if (!ours.equals(latest)) history.theirs(plan, latest, clock.instant());
            return Optional.empty();
        } catch (FailedException e) {
            return Optional.of(notNoted(entry.machine(), e.failure()));
        }
    }

    static Failure notNoted(String machine, Failure why) {
        return new Failure(Message.of(NOT_NOTED, machine, why.what()), why.nextStep(), why.details());
    }

    /// Such as a title: where libvirt edits it in place, the running machine has it too.
    private static boolean noticedByNobody(Plan plan) throws FailedException {
        for (Assignment one : plan.assignments()) if (Catalogue.find(one.setting()).effect() != Setting.Effect.AT_ONCE) return false;
        return true;
    }

    /// Somebody else's definition was stored after the last look and before ours, which has overwritten it: both edits are
    /// brought together, or ours steps back where they meet in the same lines.
    private Outcome together(Plan plan, HistoryEntry entry, String theirs, String readBack) throws FailedException {
        history.stored(entry, plan.before(), false);
        history.forget(entry);
        history.theirs(plan, theirs, clock.instant());
        Optional<String> both = Merge.takeBack(theirs, plan.after(), plan.before());
        if (both.isPresent()) {
            Outcome outcome = store(plan.on(theirs, both.get()), readBack, entry.undoes(), entry.author().why());
            if (outcome.kind() == Outcome.Kind.MOVED) giveBack(plan, theirs);
            return outcome;
        }
        if (hypervisor.storedXml(plan.uuid()).equals(readBack)) hypervisor.redefine(theirs);
        return moved(plan, theirs);
    }

    /// A third one has stored meanwhile: what ours has overwritten belongs into that one's definition.
    private void giveBack(Plan plan, String theirs) throws FailedException {
        Plan again = plan.on(plan.before(), theirs);
        String now = hypervisor.storedXml(plan.uuid());
        if (new Ours(again).in(now)) return;
        Optional<String> with = Merge.takeBack(now, theirs, plan.before());
        if (with.isPresent()) new Replacing(hypervisor, watching).replace(plan.on(now, with.get()), now);
    }

    /// A refusal is written down as one. Where only the answer was lost, the definition tells; where that cannot be read
    /// either, the entry stays as it is until somebody looks again.
    private void settle(HistoryEntry entry, FailedException refusal) throws FailedException {
        Optional<String> stored;
        try {
            stored = hypervisor.domain(entry.uuid()).isEmpty() ? Optional.of("") : Optional.of(hypervisor.storedXml(entry.uuid()));
        } catch (FailedException _) {
            return;
        }
        if (stored.get().equals(entry.before())) history.refused(entry, refusal.failure().details());
        else history.observe(entry.connection(), entry.uuid(), entry.machine(), stored.get(), clock.instant());
    }

    private static Outcome moved(Plan plan, String now) {
        return new Outcome(plan.machine(), Outcome.Kind.MOVED, Message.of("change.outcome.moved", plan.machine()),
                Optional.of(Changed.meanwhile(plan.machine(), plan.before().isEmpty() ? now : plan.before(), now)));
    }

    private static boolean typeChanges(Plan plan) throws FailedException {
        return !DefinitionReader.read(plan.before()).type().equals(DefinitionReader.read(plan.after()).type());
    }

    /// libvirt drops what it does not know and normalises what it does: say where it did not take what was asked.
    private static List<String> otherwise(Plan plan, String readBack) throws FailedException {
        Map<String, String> wanted = Catalogue.read(DomainXml.parse(plan.after()));
        Map<String, String> got = Catalogue.read(DomainXml.parse(readBack));
        List<String> differing = new ArrayList<>();
        wanted.forEach((name, value) -> {
            if (!value.equals("default") && !Catalogue.same(name, value, got.getOrDefault(name, "default"))) differing.add(name + "=" + got.getOrDefault(name, "default"));
        });
        return differing;
    }

    /// @param overtaken not by libvirt, but by whoever stored right after
    private static Failure notTaken(Plan plan, boolean overtaken, String values) {
        return overtaken ? new Failure(Message.of("change.overtaken", plan.machine(), values), Message.of("change.overtaken.next"), "")
                : new Failure(Message.of("change.not-taken", values), Message.of("change.not-taken.next"), "");
    }
}
