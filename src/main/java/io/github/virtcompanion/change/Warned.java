package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.HostInfo;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.HostTopology;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Conflict;
import io.github.virtcompanion.options.Conflicts;
import io.github.virtcompanion.xml.DomainXml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A plan with what its new settings do not go together with: told before libvirt or QEMU would refuse them.
final class Warned {
    private final List<Message> consequences;
    private final List<Plan.Blocker> blockers;

    private Warned(List<Message> consequences, List<Plan.Blocker> blockers) {
        this.consequences = new ArrayList<>(consequences);
        this.blockers = new ArrayList<>(blockers);
    }

    static Plan of(Plan plan, HostInfo host) throws FailedException {
        if (plan.nothingToChange()) return plan;
        Warned warned = new Warned(plan.consequences(), plan.blockers());
        // A definition that libvirt had before, or that somebody wrote by hand, is for libvirt to refuse: where a rule is wrong, there is a way left.
        boolean own = plan.kind() == Plan.Kind.SETTINGS || plan.kind() == Plan.Kind.SWITCH;
        warned.look(Conflicts.brought(DomainXml.parse(plan.before()), DomainXml.parse(plan.after()), Optional.of(SettingsRead.topology(host))), own);
        return new Plan(plan.connection(), plan.uuid(), plan.machine(), plan.kind(), plan.assignments(), plan.before(), plan.after(), plan.changes(), warned.consequences, plan.when(), plan.risks(), warned.blockers);
    }

    /// Both in what is stored and in what the machine runs with.
    static LivePlan of(LivePlan plan, HostInfo host) throws FailedException {
        if (plan.nothingToChange()) return plan;
        HostTopology topology = SettingsRead.topology(host);
        Warned warned = new Warned(plan.consequences(), plan.blockers());
        Set<Conflict> brought = new LinkedHashSet<>(Conflicts.brought(DomainXml.parse(plan.storedBefore()), DomainXml.parse(plan.storedAfter()), Optional.of(topology)));
        brought.addAll(Conflicts.brought(DomainXml.parse(plan.runningBefore()), DomainXml.parse(plan.runningAfter()), Optional.of(topology)));
        warned.look(brought, true);
        return plan.with(warned.consequences, warned.blockers);
    }

    private void look(Collection<Conflict> brought, boolean blocking) {
        for (Conflict conflict : brought) {
            if (conflict.refused() && blocking) blockers.add(new Plan.Blocker(conflict.what(), conflict.next()));
            else consequences.add(Message.of("change.note.conflict", conflict.what(), conflict.next()));
        }
    }
}
