package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Catalogue;
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

    Storing(History history, Clock clock, Hypervisor hypervisor) {
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
        try {
            hypervisor.define(plan.after());
        } catch (FailedException e) {
            settle(entry, e);
            throw e;
        }
        String readBack = hypervisor.storedXml(plan.uuid());
        history.stored(entry, readBack);
        boolean runs = info.filter(known -> known.state().active()).isPresent();
        return new Outcome(plan.machine(), runs ? Outcome.Kind.PENDING : Outcome.Kind.STORED,
                Message.of(revives ? "change.outcome.revived" : runs ? "change.outcome.pending" : "change.outcome.stored", plan.machine()), notTaken(plan, readBack), Optional.of(entry.id()));
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
            if (!value.equals(got.getOrDefault(name, "default"))) differing.add(name + "=" + got.getOrDefault(name, "default"));
        });
        return differing.isEmpty() ? Optional.empty()
                : Optional.of(new Failure(Message.of("change.not-taken", String.join(", ", differing)), Message.of("change.not-taken.next"), ""));
    }
}
