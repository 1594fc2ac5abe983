package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.Outcome;
import io.github.virtcompanion.change.Plan;
import io.github.virtcompanion.model.Failure;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// What is to be applied, for one machine or forty, and whether it may be.
final class ReviewModel {
    /// Applies one plan; blocks.
    interface Applying {
        Outcome apply(Plan plan) throws Exception;
    }

    final ObjectProperty<List<Plan>> plans = new SimpleObjectProperty<>(List.of());
    final BooleanProperty consent = new SimpleBooleanProperty();
    final BooleanProperty applying = new SimpleBooleanProperty();
    /// Said above the plan: it had to be made anew, or could not be.
    final ObjectProperty<Optional<Failure>> trouble = new SimpleObjectProperty<>(Optional.empty());
    final BooleanBinding applicable;
    private final Background background;
    private final Applying changes;
    private final Callable<List<Plan>> again;

    /// @param again makes the plans anew, on what the definitions now are
    ReviewModel(List<Plan> plans, Background background, Applying changes, Callable<List<Plan>> again) {
        this.background = background;
        this.changes = changes;
        this.again = again;
        this.plans.set(List.copyOf(plans));
        applicable = new BooleanBinding() {
            {
                bind(ReviewModel.this.plans, consent, applying);
            }

            @Override
            protected boolean computeValue() {
                return !applying.get() && applicablePlans().findAny().isPresent() && (!needsConsent() || consent.get());
            }
        };
    }

    java.util.stream.Stream<Plan> applicablePlans() {
        return plans.get().stream().filter(Plan::applicable);
    }

    boolean needsConsent() {
        return applicablePlans().anyMatch(Plan::needsConsent);
    }

    /// Applies what can be applied. A machine whose definition moved meanwhile gets a new plan, shown in place of the old ones.
    void apply(Consumer<List<Outcome>> applied) {
        if (!applicable.get()) return;
        applying.set(true);
        List<Plan> todo = applicablePlans().toList();
        background.run(() -> {
            List<Outcome> outcomes = new ArrayList<>();
            for (Plan plan : todo) outcomes.add(changes.apply(plan));
            return outcomes;
        }).done(outcomes -> {
            applying.set(false);
            if (outcomes.size() == 1 && outcomes.getFirst().kind() == Outcome.Kind.MOVED) planAgain(outcomes.getFirst());
            else if (outcomes.size() == 1 && !outcomes.getFirst().stored() && outcomes.getFirst().failure().isPresent()) trouble.set(outcomes.getFirst().failure());
            else applied.accept(outcomes);
        }).failed(failure -> {
            applying.set(false);
            trouble.set(Optional.of(failure));
        });
    }

    private void planAgain(Outcome moved) {
        background.run(again).done(fresh -> {
            consent.set(false);
            plans.set(fresh);
            trouble.set(moved.failure().or(() -> Optional.of(new Failure(moved.summary(),
                    io.github.virtcompanion.model.Message.of("ui.review.planned-again"), ""))));
        }).failed(failure -> trouble.set(Optional.of(failure)));
    }
}
