package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.HistoryEntry;
import io.github.virtcompanion.change.Outcome;
import io.github.virtcompanion.change.Plan;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Proposal;
import javafx.stage.Window;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/// The way to every change: plan in the background, review, apply, tell the outcome, offer to take it back.
final class Reviews {
    private final Desk desk;
    private final Supplier<Window> owner;

    Reviews(Desk desk, Supplier<Window> owner) {
        this.desk = desk;
        this.owner = owner;
    }

    void change(List<Row.OfMachine> rows, List<Assignment> assignments) {
        review(rows, (connection, row) -> desk.changes().plan(connection, row.uuid(), assignments));
    }

    /// Other assignments for each machine.
    void change(List<Row.OfMachine> rows, java.util.function.Function<Row.OfMachine, List<Assignment>> assignments) {
        review(rows, (connection, row) -> desk.changes().plan(connection, row.uuid(), assignments.apply(row)));
    }

    void switchTo(List<Row.OfMachine> rows, String type) {
        review(rows, (connection, row) -> desk.changes().planSwitch(connection, row.uuid(), type, Optional.empty()));
    }

    /// @param stored called once the edited text is the stored definition
    void xml(Row.OfMachine row, String xml, Runnable stored) {
        review(List.of(row), (connection, one) -> desk.changes().planXml(connection, one.uuid(), xml), plan -> {
            Outcome outcome = desk.changes().apply(connected(plan.connection()), plan);
            if (outcome.stored()) desk.background().show(stored);
            return outcome;
        });
    }

    void undo(Row.OfMachine row, HistoryEntry entry) {
        review(List.of(row), (connection, one) -> desk.changes().planUndo(connection, one.uuid(), entry),
                plan -> desk.changes().applyUndo(connected(plan.connection()), plan, entry));
    }

    /// A plan made elsewhere, in the background.
    void plan(Row.OfMachine row, Callable<Plan> made) {
        review(() -> List.of(made.call()), List.of(row), plan -> desk.changes().apply(connected(plan.connection()), plan));
    }

    /// @return false where the proposal is nothing that can be applied to a machine
    boolean take(Row.OfMachine row, Proposal proposal) {
        switch (proposal) {
            case Proposal.Switch(String to) -> switchTo(List.of(row), to);
            case Proposal.Change(List<Assignment> assignments) -> change(List.of(row), assignments);
            case Proposal.ShowVirtualization(), Proposal.None() -> {
                return false;
            }
        }
        return true;
    }

    private interface Planning {
        Plan plan(Connection connection, Row.OfMachine row) throws FailedException;
    }

    private void review(List<Row.OfMachine> rows, Planning planning) {
        review(rows, planning, plan -> desk.changes().apply(connected(plan.connection()), plan));
    }

    private void review(List<Row.OfMachine> rows, Planning planning, ReviewModel.Applying applying) {
        Callable<List<Plan>> plans = () -> {
            List<Plan> made = new ArrayList<>();
            for (Row.OfMachine row : rows) made.add(planning.plan(connected(row.connection()), row));
            return made;
        };
        review(plans, rows, applying);
    }

    private void review(Callable<List<Plan>> plans, List<Row.OfMachine> rows, ReviewModel.Applying applying) {
        desk.notices().watch(desk.say("ui.planning"), desk.background().run(plans).done(made -> {
            desk.notices().dismissTrouble();
            ReviewModel model = new ReviewModel(made, desk.background(), applying, plans);
            new ReviewView(desk.words(), model, owner.get(), outcomes -> tell(rows, outcomes)).show();
        }));
    }

    private Connection connected(String uri) throws FailedException {
        return desk.connection(uri).orElseThrow(() -> new Failure(Message.of("ui.connection.gone"), Message.of("ui.connection.gone-next"), uri).asException());
    }

    private void tell(List<Row.OfMachine> rows, List<Outcome> outcomes) {
        outcomes.stream().map(Outcome::failure).flatMap(Optional::stream).findFirst().ifPresent(desk.notices()::failed);
        if (outcomes.size() > 1) {
            long stored = outcomes.stream().filter(Outcome::stored).count();
            desk.notices().tell(desk.say("ui.outcome.many", stored, outcomes.size()));
            return;
        }
        Outcome only = outcomes.getFirst();
        String sentence = desk.words().say(only.summary());
        if (!only.stored()) desk.notices().tell(sentence);
        else desk.notices().tell(sentence, desk.say("ui.undo-link"), () -> undoNewest(rows.getFirst()));
    }

    private void undoNewest(Row.OfMachine row) {
        desk.notices().watch(desk.say("ui.planning"), desk.background().run(() -> desk.changes().undoable(connected(row.connection()), row.uuid(), row.now().name()))
                .done(newest -> undo(row, newest)));
    }
}
