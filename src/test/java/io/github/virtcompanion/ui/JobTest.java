package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JobTest {
    private static final Failure FAILURE = new Failure(Message.of("model.quoted", "what"), Message.of("model.quoted", "next"), "details");
    private final Background background = new InPlace();
    private final List<Object> told = new ArrayList<>();

    @Test
    void tellsTheResultAndThenTheEnd() {
        background.run(() -> 7).done(told::add).failed(told::add).ended(() -> told.add("end"));
        assertEquals(List.of(7, "end"), told);
    }

    @Test
    void tellsTheFailureThatAnExceptionCarries() {
        background.run(() -> {
            throw FAILURE.asException();
        }).done(told::add).failed(told::add);
        assertEquals(List.of(FAILURE), told);
    }

    @Test
    void unwrapsWhatAFutureWrapped() {
        CompletableFuture<Integer> future = new CompletableFuture<>();
        background.follow(future.thenApply(number -> number + 1)).failed(told::add);
        future.completeExceptionally(FAILURE.asException());
        assertEquals(List.of(FAILURE), told);
    }

    @Test
    void whatNobodyExpectedHasASentenceAndItsTrace() {
        background.run(() -> {
            throw new IllegalStateException("surprise");
        }).failed(failure -> {
            told.add(failure.what().key());
            assertTrue(failure.details().contains("surprise"), failure.details());
        });
        assertEquals(List.of("ui.failure.unexpected"), told);
    }

    @Test
    void aCancelledJobSaysNothing() {
        CompletableFuture<Integer> future = new CompletableFuture<>();
        Job<Integer> job = background.follow(future).done(told::add).failed(told::add);
        job.cancel();
        future.complete(1);
        assertTrue(told.isEmpty());
    }
}
