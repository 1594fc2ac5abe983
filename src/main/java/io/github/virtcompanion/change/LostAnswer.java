package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What came of a change during which the connection broke, and with it perhaps libvirt's answer: whether it is stored is seen when the
/// connection is open again.
record LostAnswer(Changes changes, Connection connection) {
    private static final int REOPENING_SECONDS = 15;

    /// @param begun   when it was
    /// @param failure as it was told
    Outcome outcome(Plan plan, Instant begun, Failure failure) {
        Outcome notKnown = new Outcome(plan.machine(), Outcome.Kind.UNFINISHED, Message.of("change.outcome.answer-lost", plan.machine()), Optional.of(failure));
        try {
            connection.reconnect().completeOnTimeout(null, REOPENING_SECONDS, TimeUnit.SECONDS).join();
            if (connection.status().connected()) changes.observe(connection, plan.uuid());
            Optional<HistoryEntry> ours = changes.history().of(plan.connection(), plan.uuid()).stream()
                    .filter(entry -> !entry.at().isBefore(begun) && entry.kind() == plan.kind() && entry.assignments().equals(plan.assignments())).findFirst();
            // Without one libvirt was not asked yet.
            if (ours.isEmpty() || !ours.get().state().happened()) return Changes.refused(plan, failure);
            return ours.get().state() == HistoryEntry.State.INTENDED ? notKnown : stored(plan, ours.get());
        } catch (FailedException e) {
            return notKnown;
        }
    }

    private Outcome stored(Plan plan, HistoryEntry entry) {
        boolean runs = connection.machine(plan.uuid()).filter(Machine::active).isPresent();
        return new Outcome(plan.machine(), runs ? Outcome.Kind.PENDING : Outcome.Kind.STORED, Message.of("change.outcome." + (runs ? "pending" : "stored"), plan.machine()),
                Optional.empty(), Optional.of(entry.id()));
    }
}
