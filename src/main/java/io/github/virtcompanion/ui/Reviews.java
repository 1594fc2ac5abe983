package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.Batch;
import io.github.virtcompanion.change.Batches;
import io.github.virtcompanion.change.HistoryEntry;
import io.github.virtcompanion.change.LivePlan;
import io.github.virtcompanion.change.LiveProgress;
import io.github.virtcompanion.change.Moment;
import io.github.virtcompanion.change.NotPlanned;
import io.github.virtcompanion.change.Outcome;
import io.github.virtcompanion.change.Plan;
import io.github.virtcompanion.change.Reviewable;
import io.github.virtcompanion.change.Waiting;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.model.Proposal;
import javafx.stage.Window;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The way to every change: plan in the background, review, apply, tell the outcome, offer to take it back.
final class Reviews {
    private final Desk desk;
    private final Supplier<Window> owner;
    private final Consumer<String> showVirtualization;
    private Consumer<Connection> onUnfinished = _ -> {};

    /// @param showVirtualization of the connection with that uri
    Reviews(Desk desk, Supplier<Window> owner, Consumer<String> showVirtualization) {
        this.desk = desk;
        this.showVirtualization = showVirtualization;
        this.owner = owner;
    }

    /// Told where a change was cut off.
    void onUnfinished(Consumer<Connection> look) {
        onUnfinished = look;
    }

    void change(List<Row.OfMachine> rows, List<Assignment> assignments) {
        change(rows, _ -> assignments);
    }

    /// Other assignments for each machine. At the next start; now, where any runs; one machine also for one run only.
    void change(List<Row.OfMachine> rows, Function<Row.OfMachine, List<Assignment>> assignments) {
        change(rows, assignments, "");
    }

    private void change(List<Row.OfMachine> rows, Function<Row.OfMachine, List<Assignment>> assignments, String why) {
        List<ReviewModel.Offer> offers = new ArrayList<>();
        offers.add(stored(rows, (connection, row) -> desk.changes().plan(connection, row.uuid(), assignments.apply(row)), plan -> apply(plan, why)));
        // What counts at once has no other moment.
        boolean waits = rows.stream().flatMap(row -> assignments.apply(row).stream()).anyMatch(one -> !Catalogue.countsAtOnce(one));
        if (waits && rows.stream().anyMatch(Reviews::hasGuest)) offers.add(now(rows, assignments));
        if (waits && rows.size() == 1) offers.add(thisRun(rows.getFirst(), assignments.apply(rows.getFirst())));
        review(rows, offers);
    }

    /// It runs, or is saved and will go on.
    private static boolean hasGuest(Row.OfMachine row) {
        return row.now().active() || row.now().info().managedSave();
    }

    /// What is stored already and waits for the next start, at once.
    void applyNow(List<Row.OfMachine> rows) {
        review(rows, List.of(now(rows, row -> Waiting.of(row.now()))));
    }

    /// Until the machine is powered off, and stored nowhere; one that is off is started.
    void thisRunOnly(Row.OfMachine row, List<Assignment> assignments) {
        review(List.of(row), List.of(thisRun(row, assignments)));
    }

    void switchTo(List<Row.OfMachine> rows, String type) {
        switchTo(rows, type, "");
    }

    private void switchTo(List<Row.OfMachine> rows, String type, String why) {
        AtomicBoolean enlighten = new AtomicBoolean();
        review(rows, List.of(new Offer<>(Moment.AT_START, Plan.class, () -> each(rows, (connection, row) -> desk.changes().planSwitch(connection, row.uuid(), type, Optional.empty(), enlighten.get())),
                (plan, _) -> apply(plan, why), Optional.of(new ReviewModel.Extra(Message.of("ui.review.enlighten"), "change.note.enlighten", enlighten)))));
    }

    /// @param base   the definition that the edit was begun on
    /// @param stored called once the edited text is the stored definition
    void xml(Row.OfMachine row, String base, String xml, Runnable stored) {
        review(List.of(row), List.of(stored(List.of(row), (connection, one) -> desk.changes().planXml(connection, one.uuid(), base, xml), plan -> {
            Outcome outcome = apply(plan);
            if (outcome.stored()) desk.background().show(stored);
            return outcome;
        })));
    }

    /// At the next start; where its guest goes on with a setting that this program changed, also now.
    void undo(Row.OfMachine row, HistoryEntry entry) {
        List<ReviewModel.Offer> offers = new ArrayList<>();
        offers.add(stored(List.of(row), (connection, one) -> desk.changes().planUndo(connection, one.uuid(), entry),
                plan -> desk.changes().applyUndo(connected(plan.connection()), plan, entry)));
        if (hasGuest(row) && entry.settingsAlone()) offers.add(new Offer<>(Moment.NOW, LivePlan.class,
                () -> each(List.of(row), (connection, one) -> desk.live().planUndo(connection, one.uuid(), entry)),
                (plan, progress) -> desk.live().applyUndo(connected(plan.connection()), plan, entry, progress)));
        review(List.of(row), offers);
    }

    /// Takes an undo back, or finishes what was cut off.
    void redo(Row.OfMachine row, HistoryEntry entry) {
        review(List.of(row), List.of(stored(List.of(row), (connection, one) -> desk.changes().planRedo(connection, one.uuid(), entry),
                plan -> desk.changes().applyUndo(connected(plan.connection()), plan, entry))));
    }

    /// Back to the whole definition of an earlier moment.
    void restore(Row.OfMachine row, HistoryEntry entry, boolean before) {
        review(List.of(row), List.of(stored(List.of(row), (connection, one) -> desk.changes().planRestore(connection, one.uuid(), entry, before), this::apply)));
    }

    /// Defines a machine again that is no longer defined.
    void revive(Connection connection, HistoryEntry entry, Runnable defined) {
        review(List.of(), List.of(new Offer<>(Moment.AT_START, Plan.class, () -> List.of(desk.changes().planRevive(connection, entry)), (plan, _) -> {
            Outcome outcome = apply(plan);
            if (outcome.stored()) desk.background().show(defined);
            return outcome;
        })));
    }

    /// Takes back what was changed together, machine by machine.
    void undo(Batch batch) {
        Map<String, HistoryEntry> entries = new HashMap<>();
        List<Row.OfMachine> none = List.of();
        review(none, List.of(new Offer<>(Moment.AT_START, Plan.class, () -> {
            List<Reviewable> plans = new ArrayList<>();
            for (Batches.Undo undo : desk.batches().planUndo(batch, desk::connection)) {
                plans.add(undo.plan());
                undo.entry().ifPresent(entry -> entries.put(undo.plan().connection() + " " + undo.plan().uuid(), entry));
            }
            return plans;
        }, (plan, _) -> desk.changes().applyUndo(connected(plan.connection()), plan, entries.get(plan.connection() + " " + plan.uuid())))));
    }

    /// A plan made elsewhere, in the background.
    void plan(Row.OfMachine row, Callable<Plan> made) {
        review(List.of(row), List.of(new Offer<>(Moment.AT_START, Plan.class, () -> List.of(made.call()), (plan, _) -> apply(plan))));
    }

    /// Takes a piece of advice, which the history then names as the reason.
    ///
    /// @return false where the proposal is nothing that can be applied to a machine
    boolean take(Row.OfMachine row, Finding finding) {
        switch (finding.proposal()) {
            case Proposal.Switch(String to) -> switchTo(List.of(row), to, desk.words().say(finding.title()));
            case Proposal.Change(List<Assignment> assignments) -> change(List.of(row), _ -> assignments, desk.words().say(finding.title()));
            case Proposal.ShowVirtualization(), Proposal.None() -> {
                return false;
            }
        }
        return true;
    }

    private interface Planning<P> {
        P plan(Connection connection, Row.OfMachine row) throws FailedException;
    }

    private interface Applying<P> {
        Outcome apply(P plan, LiveProgress progress) throws FailedException;
    }

    /// @param type of the plans that can be applied; the others say why there is none
    private record Offer<P extends Reviewable>(Moment moment, Class<P> type, Callable<List<? extends Reviewable>> plans, Applying<P> applying,
                                                Optional<ReviewModel.Extra> extra) implements ReviewModel.Offer {
        Offer(Moment moment, Class<P> type, Callable<List<? extends Reviewable>> plans, Applying<P> applying) {
            this(moment, type, plans, applying, Optional.empty());
        }

        @Override
        public List<? extends Reviewable> plan() throws Exception {
            return plans.call();
        }

        @Override
        public Outcome apply(Reviewable plan, LiveProgress progress) throws FailedException {
            return applying.apply(type.cast(plan), progress);
        }
    }

    private ReviewModel.Offer stored(List<Row.OfMachine> rows, Planning<Plan> planning, Batches.Applying<Plan> applying) {
        return new Offer<>(Moment.AT_START, Plan.class, () -> each(rows, planning), (plan, _) -> applying.apply(plan));
    }

    private ReviewModel.Offer now(List<Row.OfMachine> rows, Function<Row.OfMachine, List<Assignment>> assignments) {
        return new Offer<>(Moment.NOW, LivePlan.class, () -> each(rows, (connection, row) -> desk.live().plan(connection, row.uuid(), assignments.apply(row))), this::apply);
    }

    private ReviewModel.Offer thisRun(Row.OfMachine row, List<Assignment> assignments) {
        return new Offer<>(Moment.THIS_RUN, LivePlan.class, () -> each(List.of(row), (connection, one) -> desk.live().planThisRun(connection, one.uuid(), assignments)), this::apply);
    }

    /// A machine for which there can be no plan does not stand in the others' way.
    private List<Reviewable> each(List<Row.OfMachine> rows, Planning<? extends Reviewable> planning) {
        List<Reviewable> made = new ArrayList<>();
        for (Row.OfMachine row : rows) {
            try {
                made.add(planning.plan(connected(row.connection()), row));
            } catch (FailedException e) {
                made.add(new NotPlanned(row.connection(), row.uuid(), row.now().name(), e.failure()));
            }
        }
        return made;
    }

    private Outcome apply(Plan plan) throws FailedException {
        return apply(plan, "");
    }

    /// @param why for the history
    private Outcome apply(Plan plan, String why) throws FailedException {
        return desk.changes().apply(connected(plan.connection()), plan, why);
    }

    private Outcome apply(LivePlan plan, LiveProgress progress) throws FailedException {
        return desk.live().apply(connected(plan.connection()), plan, progress);
    }

    private void review(List<Row.OfMachine> rows, List<? extends ReviewModel.Offer> offers) {
        desk.notices().watch(desk.say("ui.planning"), desk.background().run(offers.getFirst()::plan).done(made -> {
            desk.notices().dismissTrouble();
            ReviewModel model = new ReviewModel(offers, made, desk.background(), desk.batches()::apply);
            ReviewView view = new ReviewView(desk.words(), model, plan -> desk.called(plan.connection(), plan.uuid(), plan.machine()), owner.get(), outcomes -> tell(changed(rows, model), outcomes, model.batch()), this::undo, showVirtualization);
            view.show();
            // A window that has only just come does not always take its size.
            desk.background().show(view::fit);
            model.lookAhead();
            desk.notices().during(model.applying, () -> applying(model.applicablePlans().toList()));
        }));
    }

    private String applying(List<Reviewable> plans) {
        return desk.say("ui.applying", plans.size(), plans.stream().findFirst().map(plan -> desk.called(plan.connection(), plan.uuid(), plan.machine())).orElse(""));
    }

    private static List<Row.OfMachine> changed(List<Row.OfMachine> rows, ReviewModel model) {
        return model.changedAlone().map(plan -> rows.stream().filter(row -> row.connection().equals(plan.connection()) && row.uuid().equals(plan.uuid())).toList()).orElse(rows);
    }

    private Connection connected(String uri) throws FailedException {
        return desk.connection(uri).orElseThrow(() -> new Failure(Message.of("ui.connection.gone"), Message.of("ui.connection.gone-next"), uri).asException());
    }

    private void tell(List<Row.OfMachine> rows, List<Outcome> outcomes, Optional<Batch> batch) {
        // Whether somebody who did not know of it has overwritten it.
        if (outcomes.stream().anyMatch(Outcome::stored))
            desk.background().run(() -> Stream.concat(desk.changes().confirm().stream(), desk.live().confirm(desk.changes()).stream()).toList()).done(again -> again.forEach(one -> {
                one.failure().map(desk.of(one.machine())).ifPresent(desk.notices()::failed);
                desk.notices().tell(desk.words().say(one.summary()));
            }));
        if (outcomes.stream().anyMatch(outcome -> outcome.kind() == Outcome.Kind.UNFINISHED))
            rows.stream().map(Row.OfMachine::connection).distinct().forEach(uri -> desk.connection(uri).ifPresent(onUnfinished));
        if (outcomes.size() > 1) {
            String sentence = desk.say("ui.outcome.many", outcomes.stream().filter(Outcome::stored).count(), outcomes.size());
            batch.ifPresentOrElse(made -> desk.notices().tell(sentence, desk.say("ui.undo-all-link"), () -> undo(made)), () -> desk.notices().tell(sentence));
            return;
        }
        Outcome only = outcomes.getFirst();
        only.failure().ifPresent(desk.notices()::failed);
        String sentence = desk.words().say(only.summary());
        // What a saved state or one run got is not in the history.
        if (!only.stored() || rows.isEmpty() || only.entry().isEmpty()) desk.notices().tell(sentence);
        else desk.notices().tell(sentence, desk.say("ui.undo-link"), () -> takeBack(rows.getFirst(), only.entry().get()));
    }

    private void takeBack(Row.OfMachine row, String id) {
        desk.notices().watch(desk.say("ui.planning"), desk.background().run(() -> desk.changes().standing(connected(row.connection()), row.uuid(), row.now().name(), id))
                .done(entry -> {
                    if (entry.kind() == Plan.Kind.UNDO) redo(row, entry);
                    else undo(row, entry);
                }));
    }
}
