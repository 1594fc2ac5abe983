package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.Batch;
import io.github.virtcompanion.change.Batches;
import io.github.virtcompanion.change.LiveProgress;
import io.github.virtcompanion.change.Moment;
import io.github.virtcompanion.change.Outcome;
import io.github.virtcompanion.change.Reviewable;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.SaveProgress;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What is to be applied, for one machine or forty, when it is to count, how far it has come, and what became of it.
final class ReviewModel {
    /// One time at which the change may count. Both calls block.
    interface Offer {
        Moment moment();

        List<? extends Reviewable> plan() throws Exception;

        Outcome apply(Reviewable plan, LiveProgress progress) throws FailedException;

        /// What can be had along with it.
        default Optional<Extra> extra() {
            return Optional.empty();
        }
    }

    /// Something that can be had along with a change, where a plan says so.
    ///
    /// @param offered by a plan that has a consequence of this key
    /// @param on      asked when plans are made
    record Extra(Message words, String offered, AtomicBoolean on) {}

    /// Does it machine by machine.
    interface Round {
        Batches.Applied apply(List<Reviewable> plans, Batches.Applying<Reviewable> applying, Batches.Watching watching) throws FailedException;
    }

    /// @param number of the machine, from 1
    /// @param phase  of a change that counts at once
    /// @param saving how far its memory is written
    record Step(int number, int of, String machine, Optional<Message> phase, Optional<SaveProgress> saving) {}

    final ObjectProperty<Moment> moment = new SimpleObjectProperty<>();
    /// Those of the chosen moment.
    final ObjectProperty<List<Reviewable>> plans = new SimpleObjectProperty<>(List.of());
    /// What is known by now of each moment.
    final ObservableMap<Moment, List<Reviewable>> planned = FXCollections.observableHashMap();
    final BooleanProperty consent = new SimpleBooleanProperty();
    final BooleanProperty planning = new SimpleBooleanProperty();
    final BooleanProperty applying = new SimpleBooleanProperty();
    final BooleanProperty stopping = new SimpleBooleanProperty();
    /// What is under way can still be left: the guest is being saved.
    final BooleanProperty leavable = new SimpleBooleanProperty();
    final ObjectProperty<Optional<Step>> step = new SimpleObjectProperty<>(Optional.empty());
    /// Said above the plan: it had to be made anew, or could not be.
    final ObjectProperty<Optional<Failure>> trouble = new SimpleObjectProperty<>(Optional.empty());
    /// What became of several machines; empty until it is over.
    final ObjectProperty<Optional<Batches.Applied>> results = new SimpleObjectProperty<>(Optional.empty());
    final BooleanBinding applicable;
    private final List<Offer> offers;
    private final Background background;
    private final Round round;
    /// What was applied last, in this order.
    private List<Reviewable> tried = List.of();
    /// Which machines are still reviewed.
    private Predicate<Reviewable> reviewed = _ -> true;
    private volatile boolean stopped;

    /// @param first the plans of the first offer, made already
    ReviewModel(List<? extends Offer> offers, List<? extends Reviewable> first, Background background, Round round) {
        this.offers = List.copyOf(offers);
        this.background = background;
        this.round = round;
        Moment begin = offers.getFirst().moment();
        planned.put(begin, List.copyOf(first));
        moment.set(begin);
        plans.set(planned.get(begin));
        applicable = new BooleanBinding() {
            {
                bind(plans, consent, applying, planning);
            }

            @Override
            protected boolean computeValue() {
                return !applying.get() && !planning.get() && applicablePlans().findAny().isPresent() && (!needsConsent() || consent.get());
            }
        };
        moment.subscribe((_, chosen) -> {
            consent.set(false);
            trouble.set(Optional.empty());
            Optional.ofNullable(planned.get(chosen)).ifPresentOrElse(plans::set, () -> plan(chosen));
        });
    }

    List<Moment> moments() {
        return offers.stream().map(Offer::moment).toList();
    }

    /// What can be had along with what is chosen; empty where no machine has a use for it.
    Optional<Extra> extra() {
        return offer(moment.get()).extra().filter(extra -> extra.on().get()
                || applicablePlans().anyMatch(plan -> plan.consequences().stream().anyMatch(message -> message.key().equals(extra.offered()))));
    }

    /// Plans again, with it or without.
    void extra(Extra extra, boolean on) {
        if (extra.on().getAndSet(on) != on) planAgain(Optional.empty());
    }

    Stream<Reviewable> applicablePlans() {
        return plans.get().stream().filter(Reviewable::applicable);
    }

    boolean needsConsent() {
        return applicablePlans().anyMatch(Reviewable::needsConsent);
    }

    /// Makes the plans of the other moments too, so that each can be told with what it costs.
    void lookAhead() {
        for (Offer offer : offers)
            if (!planned.containsKey(offer.moment())) background.run(offer::plan).done(made -> planned.putIfAbsent(offer.moment(), ofReview(made)))
                    .failed(failure -> {
                        if (moment.get() == offer.moment()) trouble.set(Optional.of(failure));
                    });
    }

    private void plan(Moment chosen) {
        planning.set(true);
        plans.set(List.of());
        background.run(offer(chosen)::plan).done(made -> {
            planned.put(chosen, ofReview(made));
            if (moment.get() == chosen) plans.set(planned.get(chosen));
        }).failed(failure -> {
            if (moment.get() == chosen) trouble.set(Optional.of(failure));
        }).ended(() -> planning.set(false));
    }

    private Offer offer(Moment which) {
        return offers.stream().filter(offer -> offer.moment() == which).findFirst().orElseThrow();
    }

    /// Applies what can be applied. Of one machine the outcome is handed over; of several it is shown first.
    void apply(Consumer<List<Outcome>> applied) {
        if (!applicable.get()) return;
        Offer offer = offer(moment.get());
        List<Reviewable> todo = applicablePlans().toList();
        tried = todo;
        applying.set(true);
        stopping.set(false);
        stopped = false;
        trouble.set(Optional.empty());
        LiveProgress progress = progress();
        background.run(() -> round.apply(todo, plan -> offer.apply(plan, progress), new Batches.Watching() {
            @Override
            public void next(int number, Reviewable plan) {
                background.show(() -> step.set(Optional.of(new Step(number + 1, todo.size(), plan.machine(), Optional.empty(), Optional.empty()))));
            }

            @Override
            public boolean stopped() {
                return stopped;
            }
        })).done(done -> {
            over();
            if (todo.size() > 1) results.set(Optional.of(done));
            else tell(done.outcomes().getFirst(), applied);
        }).failed(failure -> {
            over();
            trouble.set(Optional.of(failure));
        });
    }

    private LiveProgress progress() {
        return new LiveProgress() {
            @Override
            public void now(Message words) {
                background.show(() -> {
                    leavable.set(false);
                    step.get().ifPresent(now -> step.set(Optional.of(new Step(now.number(), now.of(), now.machine(), Optional.of(words), Optional.empty()))));
                });
            }

            @Override
            public void saving(SaveProgress far) {
                background.show(() -> {
                    leavable.set(true);
                    step.get().ifPresent(now -> step.set(Optional.of(new Step(now.number(), now.of(), now.machine(), now.phase(), Optional.of(far)))));
                });
            }

            @Override
            public boolean stopped() {
                return stopped;
            }
        };
    }

    private void over() {
        applying.set(false);
        leavable.set(false);
        step.set(Optional.empty());
    }

    /// Those whose turn has not come stay as they are, and so does the one that is just being saved.
    void stop() {
        stopped = true;
        stopping.set(true);
    }

    private void tell(Outcome outcome, Consumer<List<Outcome>> applied) {
        if (outcome.kind() == Outcome.Kind.MOVED) planAgain(outcome.failure().or(() -> Optional.of(new Failure(outcome.summary(), Message.of("ui.review.planned-again"), ""))));
        else if (outcome.kind() == Outcome.Kind.REFUSED && outcome.failure().isPresent()) trouble.set(outcome.failure());
        else applied.accept(List.of(outcome));
    }

    /// Those whose definition changed under the review's feet; the others had their turn.
    void planTheRest() {
        List<Outcome> outcomes = results.get().map(Batches.Applied::outcomes).orElse(List.of());
        List<Reviewable> moved = IntStream.range(0, outcomes.size()).filter(i -> outcomes.get(i).kind() == Outcome.Kind.MOVED).mapToObj(tried::get).toList();
        reviewed = plan -> moved.stream().anyMatch(one -> one.connection().equals(plan.connection()) && one.uuid().equals(plan.uuid()));
        planAgain(Optional.empty());
    }

    private List<Reviewable> ofReview(List<? extends Reviewable> made) {
        return made.stream().filter(reviewed).<Reviewable>map(plan -> plan).toList();
    }

    /// The one machine that was changed, where it was one: of those that were reviewed, the others may have been so already.
    Optional<Reviewable> changedAlone() {
        return tried.size() == 1 ? Optional.of(tried.getFirst()) : Optional.empty();
    }

    /// On what the definitions now are, for another review.
    void planAgain(Optional<Failure> why) {
        results.set(Optional.empty());
        consent.set(false);
        planned.clear();
        Moment chosen = moment.get();
        planning.set(true);
        background.run(offer(chosen)::plan).done(fresh -> {
            planned.put(chosen, ofReview(fresh));
            plans.set(planned.get(chosen));
            trouble.set(why);
            // The other moments are told with what they cost, as at the first time.
            lookAhead();
        }).failed(failure -> trouble.set(Optional.of(failure))).ended(() -> planning.set(false));
    }

    /// The way back for all of them.
    Optional<Batch> batch() {
        return results.get().flatMap(Batches.Applied::batch);
    }
}
