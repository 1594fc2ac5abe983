package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.GuestSystem;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Edited;
import io.github.virtcompanion.options.Edits;
import io.github.virtcompanion.xml.DefinitionReader;

import java.util.ArrayList;
import java.util.List;

/// Plans of plain settings, of an undo and of hand-edited XML. Pure: from a [Situation] to a [Plan].
final class Planner {
    private Planner() {}

    static Plan settings(Situation situation, List<Assignment> wanted) throws FailedException {
        return plan(situation, Plan.Kind.SETTINGS, Edits.apply(situation.storedXml(), wanted), List.of(), blockers(situation));
    }

    /// @param newXml a whole definition; it must stay the same machine
    static Plan xml(Situation situation, String newXml) throws FailedException {
        Definition before = DefinitionReader.read(situation.storedXml());
        Definition after = DefinitionReader.read(newXml);
        List<Plan.Blocker> blockers = new ArrayList<>(blockers(situation));
        if (!after.uuid().equals(before.uuid()) || !after.name().equals(before.name()))
            blockers.add(new Plan.Blocker(Message.of("change.block.other-machine"), Message.of("change.block.other-machine.next", before.name(), before.uuid())));
        return plan(situation, Plan.Kind.XML, new Edited(newXml, List.of(), List.of()), List.of(), blockers);
    }

    static Plan undo(Situation situation, HistoryEntry entry) throws FailedException {
        List<Plan.Blocker> blockers = new ArrayList<>(blockers(situation));
        var undone = Merge.takeBack(situation.storedXml(), entry.before(), entry.after());
        if (undone.isEmpty())
            blockers.add(new Plan.Blocker(Message.of("change.block.edited-since"), Message.of("change.block.edited-since.next")));
        String after = undone.orElse(situation.storedXml());
        boolean typeChanges = !DefinitionReader.read(after).type().equals(DefinitionReader.read(situation.storedXml()).type());
        if (typeChanges) blockers.addAll(SwitchPlanner.typeBlockers(situation));
        List<Message> also = situation.storedXml().equals(entry.after()) ? List.of() : List.of(Message.of("change.note.others-kept"));
        return plan(situation, Plan.Kind.UNDO, new Edited(after, List.of(), also), List.of(), blockers);
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
                active ? Plan.When.AFTER_POWER_OFF : Plan.When.AT_START, risks(before, after), blockers);
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
