package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.Beside;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.GuestSystem;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Edited;
import io.github.virtcompanion.options.Edits;
import io.github.virtcompanion.xml.DefinitionReader;
import io.github.virtcompanion.xml.DomainXml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Plans of plain settings, of an undo and of hand-edited XML. Pure: from a [Situation] to a [Plan].
final class Planner {
    private Planner() {}

    static Plan settings(Situation situation, List<Assignment> wanted) throws FailedException {
        return plan(situation, Plan.Kind.SETTINGS, Edits.apply(situation.storedXml(), wanted), List.of(), blockers(situation));
    }

    /// @param text a whole definition; it must stay the same machine
    static Plan xml(Situation situation, String text) throws FailedException {
        // What libvirt keeps beside it is no part of what was edited.
        String newXml = Beside.like(text, situation.storedXml());
        Definition before = DefinitionReader.read(situation.storedXml());
        Definition after = DefinitionReader.read(newXml);
        List<Plan.Blocker> blockers = new ArrayList<>(blockers(situation));
        if (!after.uuid().equals(before.uuid()) || !after.name().equals(before.name()))
            blockers.add(new Plan.Blocker(Message.of("change.block.other-machine"), Message.of("change.block.other-machine.next", before.name(), before.uuid())));
        return plan(situation, Plan.Kind.XML, new Edited(newXml, List.of(), List.of()), List.of(), blockers);
    }

    /// @param base the definition that the edit was begun on
    static Plan xml(Situation situation, String base, String newXml) throws FailedException {
        if (Beside.without(situation.storedXml()).equals(Beside.without(base))) return xml(situation, newXml);
        DefinitionReader.read(newXml);
        return carry(situation, Plan.Kind.XML, Beside.like(newXml, situation.storedXml()), Beside.like(base, situation.storedXml()));
    }

    static Plan undo(Situation situation, HistoryEntry entry) throws FailedException {
        return carry(situation, Plan.Kind.UNDO, entry.before(), entry.after());
    }

    /// @param entry an undo, or what was cut off before libvirt had it
    static Plan redo(Situation situation, HistoryEntry entry) throws FailedException {
        return entry.state() == HistoryEntry.State.CUT_OFF ? carry(situation, Plan.Kind.REDO, entry.after(), entry.before())
                : carry(situation, Plan.Kind.REDO, entry.before(), entry.after());
    }

    /// Takes the step from `to` to `from` back out of what is stored now.
    private static Plan carry(Situation situation, Plan.Kind kind, String to, String from) throws FailedException {
        List<Plan.Blocker> blockers = new ArrayList<>(blockers(situation));
        // There is nothing before a machine was made, and nothing after it was removed.
        var carried = to.isEmpty() || from.isEmpty() ? Optional.<String>empty() : Merge.takeBack(situation.storedXml(), to, from);
        if (carried.isEmpty())
            blockers.add(new Plan.Blocker(Message.of("change.block.edited-since"), Message.of("change.block.edited-since.next")));
        String after = carried.orElse(situation.storedXml());
        blockers.addAll(ofType(situation, after));
        List<Message> also = situation.storedXml().equals(from) ? List.of() : List.of(Message.of("change.note.others-kept"));
        return plan(situation, kind, new Edited(after, List.of(), also), List.of(), blockers);
    }

    /// @param definition as it was; a machine that was renamed since keeps its new name
    static Plan restore(Situation situation, String definition) throws FailedException {
        List<Plan.Blocker> blockers = new ArrayList<>(blockers(situation));
        String after = DomainXml.parse(definition).set("./name", situation.info().name()).text();
        blockers.addAll(ofType(situation, after));
        return plan(situation, Plan.Kind.RESTORE, new Edited(after, List.of(), List.of()), List.of(), blockers);
    }

    /// @param inTheWay a machine of the same name or uuid
    static Plan revive(String connection, HistoryEntry entry, String definition, boolean readOnly, Optional<DomainInfo> inTheWay) throws FailedException {
        List<Plan.Blocker> blockers = new ArrayList<>();
        if (readOnly) blockers.add(new Plan.Blocker(Message.of("change.block.read-only"), Message.of("change.block.read-only.next")));
        inTheWay.ifPresent(other -> blockers.add(new Plan.Blocker(Message.of("change.block.name-taken", other.name()), Message.of("change.block.name-taken.next"))));
        Definition machine = DefinitionReader.read(definition);
        List<Message> follows = new ArrayList<>(List.of(Message.of("change.note.revived")));
        machine.disks().stream().flatMap(disk -> disk.source().stream()).reduce((a, b) -> a + ", " + b).ifPresent(images -> follows.add(Message.of("change.note.images-not-revived", images)));
        return new Plan(connection, entry.uuid(), machine.name(), Plan.Kind.RESTORE, List.of(), "", definition, List.of(Message.of("change.revived", machine.name())), follows,
                Plan.When.AT_START, List.of(), blockers);
    }

    private static List<Plan.Blocker> ofType(Situation situation, String after) throws FailedException {
        boolean changes = !DefinitionReader.read(after).type().equals(DefinitionReader.read(situation.storedXml()).type());
        return changes ? SwitchPlanner.typeBlockers(situation) : List.of();
    }

    /// What every plan has in common.
    static Plan plan(Situation situation, Plan.Kind kind, Edited edited, List<Message> consequences, List<Plan.Blocker> blockers) throws FailedException {
        Definition before = DefinitionReader.read(situation.storedXml());
        Definition after = DefinitionReader.read(edited.text());
        boolean active = situation.info().state().active();
        List<Message> follows = new ArrayList<>(edited.notes());
        follows.addAll(consequences);
        if (situation.info().managedSave() && !active && kind != Plan.Kind.SWITCH) follows.add(Message.of("change.note.managed-save"));
        return new Plan(situation.connection(), situation.info().uuid(), situation.info().name(), kind, edited.all(), situation.storedXml(), edited.text(),
                Changed.between(situation.storedXml(), edited.text(), kind), follows,
                atOnce(edited) ? Plan.When.AT_ONCE : active ? Plan.When.AFTER_POWER_OFF : Plan.When.AT_START, risks(before, after), blockers);
    }

    private static boolean atOnce(Edited edited) {
        return !edited.all().isEmpty() && edited.all().stream().allMatch(Catalogue::countsAtOnce);
    }

    static List<Plan.Blocker> blockers(Situation situation) {
        List<Plan.Blocker> all = new ArrayList<>();
        if (situation.readOnly())
            all.add(new Plan.Blocker(Message.of("change.block.read-only"), Message.of("change.block.read-only.next")));
        if (!situation.info().persistent())
            all.add(new Plan.Blocker(Message.of("change.block.transient"), Message.of("change.block.transient.next")));
        return all;
    }

    /// Only what the change itself brings: a disk that was unsafe before is the advice's business.
    static List<Plan.Risk> risks(Definition before, Definition after) {
        List<Plan.Risk> all = new ArrayList<>();
        for (Disk disk : after.disks()) {
            CacheMode mode = disk.effectiveCache();
            boolean changed = before.disk(disk.target()).map(old -> old.effectiveCache() != mode).orElse(true);
            if (!changed || !disk.written()) continue;
            if (mode.noFlush()) all.add(new Plan.Risk(Message.of("change.risk.unsafe", disk.target()), true));
            else if (mode.guestSeesCache() && GuestSystem.neverFlushes(after.osId()))
                all.add(new Plan.Risk(Message.of("change.risk.guest-never-flushes", disk.target(), mode.libvirtName()), true));
        }
        return all;
    }
}
