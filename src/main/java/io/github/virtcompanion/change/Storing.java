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
        boolean revives = plan.before().isEmpty();
        Optional<DomainInfo> info = hypervisor.domain(plan.uuid());
        if (!revives && info.isEmpty()) throw Changes.vanished(plan.machine()).asException();
        if (revives ? info.isPresent() : !hypervisor.storedXml(plan.uuid()).equals(plan.before())) return moved(plan);
        if (!revives && typeChanges(plan) && info.get().managedSave())
            throw new Failure(Message.of("change.block.managed-save"), Message.of("change.block.managed-save.next"), "").asException();
        HistoryEntry entry = history.intend(plan, clock.instant(), undoes, why);
        Optional<String> rival;
        boolean inPlace;
        try (Rivals rivals = watching.of(plan.uuid())) {
            // Writing it down took its time on the disk.
            if (!revives && !hypervisor.storedXml(plan.uuid()).equals(plan.before())) {
                history.forget(entry);
                return moved(plan);
            }
            inPlace = !plan.assignments().isEmpty() && Narrow.store(hypervisor, plan);
            if (plan.assignments().isEmpty()) hypervisor.define(plan.after());
            else if (!inPlace) hypervisor.redefine(plan.after());
            // Where libvirt edited, nothing was overwritten.
            rival = inPlace ? Optional.empty() : rivals.seen(List.of(plan.before(), plan.after()));
        } catch (FailedException e) {
            settle(entry, e);
            throw e;
        }
        String readBack = hypervisor.storedXml(plan.uuid());
        history.stored(entry, readBack);
        if (rival.filter(text -> !text.equals(readBack)).isPresent()) return together(plan, entry, rival.get(), readBack);
        boolean runs = info.filter(known -> known.state().active()).isPresent() && !(inPlace && noticedByNobody(plan));
        return new Outcome(plan.machine(), runs ? Outcome.Kind.PENDING : Outcome.Kind.STORED,
                Message.of(revives ? "change.outcome.revived" : runs ? "change.outcome.pending" : "change.outcome.stored", plan.machine()), notTaken(plan, readBack), Optional.of(entry.id()));
    }

    /// Such as a title: where libvirt edits it in place, the running machine has it too.
    private static boolean noticedByNobody(Plan plan) throws FailedException {
        for (Assignment one : plan.assignments()) if (Catalogue.find(one.setting()).effect() != Setting.Effect.AT_ONCE) return false;
        return true;
    }

    /// Somebody else's definition was stored after the last look and before ours, which has overwritten it: both edits are
    /// brought together, or ours steps back where they meet in the same lines.
    private Outcome together(Plan plan, HistoryEntry entry, String theirs, String readBack) throws FailedException {
        history.stored(entry, plan.before());
        history.forget(entry);
        history.observe(plan.connection(), plan.uuid(), plan.machine(), theirs, clock.instant());
        Optional<String> both = Merge.takeBack(theirs, plan.after(), plan.before());
        if (!hypervisor.storedXml(plan.uuid()).equals(readBack)) return moved(plan);
        hypervisor.redefine(theirs);
        if (both.isEmpty()) return moved(plan);
        return store(plan.on(theirs, both.get()), entry.undoes(), entry.author().why());
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

    private static Outcome moved(Plan plan) {
        Message moved = Message.of("change.outcome.moved", plan.machine());
        return new Outcome(plan.machine(), Outcome.Kind.MOVED, moved, Optional.of(new Failure(moved, Message.of("change.outcome.moved.next"), "")));
    }

    private static boolean typeChanges(Plan plan) throws FailedException {
        return !DefinitionReader.read(plan.before()).type().equals(DefinitionReader.read(plan.after()).type());
    }

    /// libvirt drops what it does not know and normalises what it does: say where it did not take what was asked.
    private static Optional<Failure> notTaken(Plan plan, String readBack) throws FailedException {
        Map<String, String> wanted = Catalogue.read(DomainXml.parse(plan.after()));
        Map<String, String> got = Catalogue.read(DomainXml.parse(readBack));
        List<String> differing = new ArrayList<>();
        wanted.forEach((name, value) -> {
            if (!value.equals("default") && !Catalogue.same(name, value, got.getOrDefault(name, "default"))) differing.add(name + "=" + got.getOrDefault(name, "default"));
        });
        return differing.isEmpty() ? Optional.empty()
                : Optional.of(new Failure(Message.of("change.not-taken", String.join(", ", differing)), Message.of("change.not-taken.next"), ""));
    }
}
