package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.libvirt.LibvirtFailure;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.LiveCall;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.xml.DomainXml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Changes a running machine by libvirt's own calls. What is stored comes first: killed in between, or refused, the new
/// values wait for the next start, and the list says so.
final class Altering {
    private final Hypervisor hypervisor;
    private final Storing storing;

    Altering(Hypervisor hypervisor, Storing storing) {
        this.hypervisor = hypervisor;
        this.storing = storing;
    }

    /// @param stored the change of what is stored; empty where only this run is changed, or it is stored already
    Outcome alter(LivePlan plan, Optional<Plan> stored, Optional<String> undone) throws FailedException {
        List<LiveCall> calls = LivePlanner.calls(plan.runningBefore(), plan.runningAfter()).orElse(List.of());
        Optional<Outcome> kept = Optional.empty();
        if (stored.isPresent()) kept = Optional.of(storing.store(stored.get(), undone, ""));
        if (kept.isPresent() && !kept.get().stored()) return kept.get();
        List<Failure> refused = new ArrayList<>();
        for (LiveCall call : calls) {
            try {
                hypervisor.alter(plan.uuid(), call);
            } catch (FailedException e) {
                if (LibvirtFailure.of(e).ofTheConnection()) throw e;
                refused.add(e.failure());
            }
        }
        Narrow.ring(hypervisor, plan.uuid());
        boolean once = plan.until() == LivePlan.Until.POWER_OFF;
        Optional<String> entry = kept.flatMap(Outcome::entry);
        if (!refused.isEmpty()) {
            Failure why = new Failure(Message.of("change.live.not-now", refused.getFirst().what()), Message.of(once ? "change.live.not-now.once" : "change.live.not-now.next"),
                    String.join("\n", refused.stream().map(Failure::details).distinct().toList()));
            return new Outcome(plan.machine(), once ? Outcome.Kind.REFUSED : Outcome.Kind.PENDING,
                    Message.of(once ? "change.outcome.refused" : "change.outcome.pending", plan.machine()), Optional.of(why), entry);
        }
        Optional<Failure> runsOtherwise = notTaken(plan, hypervisor.liveXml(plan.uuid()));
        return new Outcome(plan.machine(), once ? Outcome.Kind.THIS_RUN : Outcome.Kind.NOW,
                Message.of(once ? "change.outcome.this-run-calls" : "change.outcome.now-calls", plan.machine()), kept.flatMap(Altering::ofTheStored).or(() -> runsOtherwise), entry);
    }

    /// Graver than a value that was not taken over.
    private static Optional<Failure> ofTheStored(Outcome stored) {
        return stored.failure().filter(failure -> failure.what().key().equals(Storing.CROSSED) || failure.what().key().equals(Storing.NOT_NOTED));
    }

    /// What the machine runs with although something else was asked for and libvirt agreed.
    static Optional<Failure> notTaken(LivePlan plan, String runs) throws FailedException {
        Map<String, String> wanted = Catalogue.read(DomainXml.parse(plan.runningAfter()));
        Map<String, String> before = Catalogue.read(DomainXml.parse(plan.runningBefore()));
        Map<String, String> got = Catalogue.read(DomainXml.parse(runs));
        List<String> other = new ArrayList<>();
        for (Map.Entry<String, String> one : wanted.entrySet()) {
            String value = got.getOrDefault(one.getKey(), Setting.DEFAULT);
            boolean changed = !one.getValue().equals(before.get(one.getKey()));
            Set<Setting.Trait> traits = Catalogue.find(one.getKey()).traits();
            boolean unpinned = one.getValue().equals(Setting.DEFAULT) && traits.contains(Setting.Trait.STAYS_WRITTEN);
            // A guest gives memory back in its own time.
            boolean drifts = traits.contains(Setting.Trait.DRIFTS);
            if (changed && !drifts && !unpinned && !Catalogue.same(one.getKey(), one.getValue(), value)) other.add(one.getKey() + "=" + value);
        }
        return other.isEmpty() ? Optional.empty()
                : Optional.of(new Failure(Message.of("change.live.not-taken", String.join(", ", other)), Message.of("change.live.not-taken.next"), ""));
    }
}
