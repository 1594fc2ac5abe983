package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.Outcome;
import io.github.virtcompanion.change.Plan;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ReviewModelTest {
    private static final Failure FAILURE = new Failure(Message.of("model.quoted", "no"), Message.of("model.quoted", "next"), "");
    private final List<Plan> applied = new ArrayList<>();
    private final List<Outcome> told = new ArrayList<>();

    private ReviewModel model(Outcome.Kind kind, Optional<Failure> failure, Plan... plans) {
        return new ReviewModel(List.of(plans), new InPlace(), plan -> {
            applied.add(plan);
            return new Outcome(plan.machine(), kind, Message.of("model.quoted", "done"), failure);
        }, () -> List.of(Samples.plan("moved", "after", false)));
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
        assertEquals("moved", model.plans.get().getFirst().before());
        assertFalse(model.consent.get());
        assertTrue(model.trouble.get().isPresent());
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
    void ofSeveralEachOutcomeIsTold() {
        ReviewModel model = model(Outcome.Kind.REFUSED, Optional.of(FAILURE), Samples.plan("a", "b", false), Samples.plan("c", "d", false));
        model.apply(told::addAll);
        assertEquals(2, told.size());
    }
}
