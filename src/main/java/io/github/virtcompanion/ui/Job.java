package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/// A piece of work under way. Its answer arrives where widgets may be touched, unless it was cancelled before.
public final class Job<T> {
    private final CompletableFuture<T> result;
    private final Background background;
    private volatile boolean cancelled;

    Job(CompletableFuture<T> result, Background background) {
        this.result = result;
        this.background = background;
    }

    public Job<T> done(Consumer<? super T> then) {
        result.whenComplete((value, error) -> {
            if (error == null) deliver(() -> then.accept(value));
        });
        return this;
    }

    public Job<T> failed(Consumer<Failure> then) {
        result.whenComplete((_, error) -> {
            if (error != null) deliver(() -> then.accept(failure(error)));
        });
        return this;
    }

    /// Whatever it comes to; after `done` and `failed`.
    public Job<T> ended(Runnable then) {
        result.whenComplete((_, _) -> deliver(then));
        return this;
    }

    /// Its answer is no longer wanted. Work that has begun is not torn out of libvirt's hands.
    public void cancel() {
        cancelled = true;
    }

    boolean cancelled() {
        return cancelled;
    }

    private void deliver(Runnable then) {
        background.show(() -> {
            if (!cancelled) then.run();
        });
    }

    /// The failure an exception carries, or a sentence for what nobody expected.
    static Failure failure(Throwable error) {
        return switch (error) {
            case CompletionException e when e.getCause() != null -> failure(e.getCause());
            case FailedException e -> e.failure();
            default -> {
                StringWriter trace = new StringWriter();
                error.printStackTrace(new PrintWriter(trace));
                yield new Failure(Message.of("ui.failure.unexpected"), Message.of("ui.failure.unexpected-next"), trace.toString());
            }
        };
    }
}
