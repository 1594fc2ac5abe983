package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.HostTopology;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Conflict;
import io.github.virtcompanion.options.Conflicts;
import io.github.virtcompanion.xml.DomainXml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A plan with what its new settings do not go together with: told before libvirt or QEMU would refuse them.
final class Warned {
    private Warned() {}

    static Plan of(Plan plan, Hypervisor hypervisor) throws FailedException {
        if (plan.nothingToChange()) return plan;
        HostTopology topology = SettingsRead.topology(hypervisor);
        List<Conflict> brought = Conflicts.brought(DomainXml.parse(plan.before()), DomainXml.parse(plan.after()), Optional.of(topology));
        if (brought.isEmpty()) return plan;
        List<Message> consequences = new ArrayList<>(plan.consequences());
        List<Plan.Blocker> blockers = new ArrayList<>(plan.blockers());
        for (Conflict conflict : brought) {
            if (conflict.refused()) blockers.add(new Plan.Blocker(conflict.what(), conflict.next()));
            else consequences.add(Message.of("change.note.conflict", conflict.what(), conflict.next()));
        }
        return new Plan(plan.connection(), plan.uuid(), plan.machine(), plan.kind(), plan.assignments(), plan.before(), plan.after(), plan.changes(), consequences, plan.when(), plan.risks(), blockers);
    }
}
