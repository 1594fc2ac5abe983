package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.Failure;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// What the window tells without asking: the last outcome in the status bar, the last failure above it, work under way.
final class Notices {
    /// @param action in words, with what it does; empty where there is nothing to do about it
    record Notice(String text, Optional<Action> action) {}

    record Action(String words, Runnable run) {}

    /// @param actions what can be done about it, as buttons
    record Trouble(Failure failure, List<Action> actions) {}

    private static final Set<String> SHOWN_IN_LIST = Set.of("libvirt.no-domain.what", "libvirt.lost.what");
    private final long longNanos;
    private Consumer<String> onLongEnded = _ -> {};
    final ObjectProperty<Optional<Notice>> notice = new SimpleObjectProperty<>(Optional.empty());
    final ObjectProperty<Optional<Trouble>> trouble = new SimpleObjectProperty<>(Optional.empty());
    /// What waits for an answer; each stays until it is dealt with.
    final ObservableList<Trouble> waiting = FXCollections.observableArrayList();
    /// In words, the newest last.
    final ObservableList<String> underWay = FXCollections.observableArrayList();

    Notices() {
        this(10_000_000_000L);
    }

    /// @param longNanos after which the user may have gone elsewhere
    Notices(long longNanos) {
        this.longNanos = longNanos;
    }

    void tell(String text) {
        notice.set(Optional.of(new Notice(text, Optional.empty())));
    }

    void tell(String text, String action, Runnable run) {
        notice.set(Optional.of(new Notice(text, Optional.of(new Action(action, run)))));
    }

    void failed(Failure what) {
        failed(what, List.of());
    }

    void failed(Failure what, List<Action> actions) {
        trouble.set(Optional.of(new Trouble(what, List.copyOf(actions))));
    }

    /// What the window wanted to know by itself. That a machine or a connection has just gone is no news: the list shows it, and
    /// goes on showing how that is now, while a failure stays until it is sent away.
    void unread(Failure what) {
        if (!SHOWN_IN_LIST.contains(what.what().key())) failed(what);
    }

    void dismissTrouble() {
        trouble.set(Optional.empty());
    }

    /// Where it is no longer true.
    void dismissTrouble(Predicate<Failure> settled) {
        if (trouble.get().filter(shown -> settled.test(shown.failure())).isPresent()) dismissTrouble();
    }

    /// Shows what is under way until the job ends; its failure is shown.
    <T> Job<T> watch(String what, Job<T> job) {
        return watch(what, job, failure -> failure);
    }

    /// @param told how the failure is told here
    <T> Job<T> watch(String what, Job<T> job, UnaryOperator<Failure> told) {
        return job.failed(failure -> failed(told.apply(failure))).ended(begin(what));
    }

    /// Shows that something is under way.
    ///
    /// @return to be run once, when it has ended
    Runnable begin(String what) {
        underWay.add(what);
        long began = System.nanoTime();
        return () -> {
            underWay.remove(what);
            if (System.nanoTime() - began > longNanos) onLongEnded.accept(what);
        };
    }

    /// Shows that something is under way whenever this is true.
    void during(ObservableValue<Boolean> underWay, Supplier<String> what) {
        underWay.subscribe(new Consumer<>() {
            private Runnable ended = () -> {};

            @Override
            public void accept(Boolean now) {
                ended.run();
                ended = now ? begin(what.get()) : () -> {};
            }
        });
    }

    /// Told when something has ended that took so long that the user may have gone elsewhere.
    void onLongEnded(Consumer<String> listener) {
        onLongEnded = listener;
    }
}
