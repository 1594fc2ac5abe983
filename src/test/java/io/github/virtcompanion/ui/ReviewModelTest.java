package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.Batches;
import io.github.virtcompanion.change.LiveProgress;
import io.github.virtcompanion.change.Moment;
import io.github.virtcompanion.change.Outcome;
import io.github.virtcompanion.change.Plan;
import io.github.virtcompanion.change.Reviewable;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ReviewModelTest {
    private static final Failure FAILURE = new Failure(Message.of("model.quoted", "no"), Message.of("model.quoted", "next"), "");
    private final List<Reviewable> applied = new ArrayList<>();
    private final List<Outcome> told = new ArrayList<>();

    private ReviewModel model(Outcome.Kind kind, Optional<Failure> failure, Plan... plans) {
        return model(List.of(offer(Moment.AT_START, kind, failure, Samples.plan("moved", "after", false))), plans);
    }

    private ReviewModel model(List<ReviewModel.Offer> offers, Plan... plans) {
        return new ReviewModel(offers, List.of(plans), new InPlace(), (todo, applying, watching) -> {
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < todo.size(); i++) {
                if (watching.stopped()) break;
                watching.next(i, todo.get(i));
                outcomes.add(applying.apply(todo.get(i)));
            }
            return new Batches.Applied(outcomes, Optional.empty());
        });
    }

    /// @param again what is planned, after the plans that the model begins with
    private ReviewModel.Offer offer(Moment moment, Outcome.Kind kind, Optional<Failure> failure, Plan again) {
        return new ReviewModel.Offer() {
            @Override
            public Moment moment() {
                return moment;
            }

            @Override
            public List<Reviewable> plan() {
                return List.of(again);
            }

            @Override
            public Outcome apply(Reviewable plan, LiveProgress progress) {
                applied.add(plan);
                progress.now(Message.of("change.phase.saving"));
                return new Outcome(plan.machine(), kind, Message.of("model.quoted", "done"), failure);
            }
        };
    }

    @Test
    void aHarmlessPlanIsAppliedAtOnce() {
        ReviewModel model = model(Outcome.Kind.STORED, Optional.empty(), Samples.plan("a", "b", false));
        assertTrue(model.applicable.get());
        model.apply(told::addAll);
        assertEquals(1, applied.size());
        assertEquals(Outcome.Kind.STORED, told.getFirst().kind());
    }

    @Test
    void whereDataCanBeLostConsentComesFirst() {
        ReviewModel model = model(Outcome.Kind.STORED, Optional.empty(), Samples.plan("a", "b", true));
        model.apply(told::addAll);
        assertTrue(applied.isEmpty());
        model.consent.set(true);
        model.apply(told::addAll);
        assertEquals(1, applied.size());
    }

    @Test
    void whatIsBlockedOrAlreadySoIsLeftOut() {
        Plan blocked = Samples.plan("a", "b", true, new Plan.Blocker(Message.of("model.quoted", "why"), Message.of("model.quoted", "way out")));
        assertFalse(model(Outcome.Kind.STORED, Optional.empty(), blocked).applicable.get());
        assertFalse(model(Outcome.Kind.STORED, Optional.empty(), Samples.plan("a", "a", false)).applicable.get());
        ReviewModel both = model(Outcome.Kind.STORED, Optional.empty(), blocked, Samples.plan("a", "b", false));
        assertTrue(both.applicable.get(), "the risk of a blocked plan needs no consent");
        both.apply(told::addAll);
        assertEquals(1, applied.size());
    }

    @Test
    void aDefinitionThatMovedGetsANewPlanAndConsentAnew() {
        ReviewModel model = model(Outcome.Kind.MOVED, Optional.empty(), Samples.plan("a", "b", true));
        model.consent.set(true);
        model.apply(told::addAll);
        assertTrue(told.isEmpty());
        assertEquals("moved", ((Plan) model.plans.get().getFirst()).before());
        assertFalse(model.consent.get());
        assertTrue(model.trouble.get().isPresent());
    }

    /// Six are chosen, five had their turn: the sixth is all that is left, and all that an undo may touch.
    @Test
    void ofSeveralOnlyThoseThatMovedAreReviewedAgain() {
        Plan first = Samples.planFor("first");
        Plan second = Samples.planFor("second");
        ReviewModel.Offer offer = new ReviewModel.Offer() {
            @Override
            public Moment moment() {
                return Moment.AT_START;
            }

            @Override
            public List<Reviewable> plan() {
                return List.of(first, second);
            }

            @Override
            public Outcome apply(Reviewable plan, LiveProgress progress) {
                boolean moved = plan == second && applied.stream().noneMatch(plan::equals);
                applied.add(plan);
                return new Outcome(plan.machine(), moved ? Outcome.Kind.MOVED : Outcome.Kind.STORED, Message.of("model.quoted", "done"), Optional.empty());
            }
        };
        ReviewModel model = model(List.of(offer), first, second);
        model.apply(told::addAll);
        assertEquals(Optional.empty(), model.changedAlone());
        model.planTheRest();
        assertEquals(List.of(second), model.plans.get());
        model.apply(told::addAll);
        assertEquals(List.of(first, second, second), applied);
        assertEquals(Optional.of(second), model.changedAlone());
    }

    @Test
    void aRefusalStaysInTheDialog() {
        ReviewModel model = model(Outcome.Kind.REFUSED, Optional.of(FAILURE), Samples.plan("a", "b", false));
        model.apply(told::addAll);
        assertTrue(told.isEmpty());
        assertEquals(Optional.of(FAILURE), model.trouble.get());
        assertTrue(model.applicable.get(), "it can be tried again");
    }

    @Test
    void ofSeveralEachOutcomeIsShown() {
        ReviewModel model = model(Outcome.Kind.REFUSED, Optional.of(FAILURE), Samples.plan("a", "b", false), Samples.plan("c", "d", false));
        model.apply(told::addAll);
        assertEquals(2, model.results.get().orElseThrow().outcomes().size());
        assertEquals(Optional.empty(), model.trouble.get(), "one that failed does not stand in the others' way");
        assertTrue(told.isEmpty(), "the dialog stays");
    }

    @Test
    void theUserCanStopBetweenTwoMachines() {
        ReviewModel model = model(Outcome.Kind.STORED, Optional.empty(), Samples.plan("a", "b", false), Samples.plan("c", "d", false), Samples.plan("e", "f", false));
        List<ReviewModel.Step> steps = new ArrayList<>();
        model.step.subscribe(step -> step.ifPresent(now -> {
            steps.add(now);
            if (now.number() == 2) model.stop();
        }));
        model.apply(told::addAll);
        assertEquals(2, applied.size());
        assertEquals(List.of(1, 1, 2, 2), steps.stream().map(ReviewModel.Step::number).toList());
        assertEquals(Optional.of(Message.of("change.phase.saving")), steps.getLast().phase());
        assertEquals(3, steps.getLast().of());
        assertFalse(model.applying.get());
    }

    @Test
    void whatIsConsentedToForOneMomentIsNotForAnother() {
        Plan safe = Samples.plan("a", "b", false);
        Plan risky = Samples.plan("a", "c", true);
        ReviewModel model = model(List.of(offer(Moment.AT_START, Outcome.Kind.STORED, Optional.empty(), safe), offer(Moment.NOW, Outcome.Kind.NOW, Optional.empty(), risky)), risky);
        model.consent.set(true);
        assertTrue(model.applicable.get());
        model.moment.set(Moment.NOW);
        assertEquals(List.of(risky), model.plans.get());
        assertFalse(model.consent.get() || model.applicable.get());
        model.consent.set(true);
        model.apply(told::addAll);
        assertEquals(Outcome.Kind.NOW, told.getFirst().kind());
    }

    @Test
    void everyMomentIsLookedAtBeforeItIsChosen() {
        ReviewModel model = model(List.of(offer(Moment.AT_START, Outcome.Kind.STORED, Optional.empty(), Samples.plan("a", "b", false)),
                offer(Moment.THIS_RUN, Outcome.Kind.THIS_RUN, Optional.empty(), Samples.plan("a", "c", true))), Samples.plan("a", "b", false));
        assertEquals(Set.of(Moment.AT_START), model.planned.keySet());
        model.lookAhead();
        assertEquals(Set.of(Moment.AT_START, Moment.THIS_RUN), model.planned.keySet());
        assertEquals(Moment.AT_START, model.moment.get());
    }

    @Test
    void andAgainWhereItHadToBePlannedAnew() {
        ReviewModel model = model(List.of(offer(Moment.AT_START, Outcome.Kind.MOVED, Optional.of(FAILURE), Samples.plan("moved", "after", false)),
                offer(Moment.NOW, Outcome.Kind.NOW, Optional.empty(), Samples.plan("a", "c", true))), Samples.plan("a", "b", false));
        model.lookAhead();
        model.apply(told::addAll);
        assertEquals(Set.of(Moment.AT_START, Moment.NOW), model.planned.keySet());
        assertEquals(Optional.of(FAILURE), model.trouble.get());
    }
}
