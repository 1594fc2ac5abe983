package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.Output;

import java.time.Duration;
import java.util.List;

/// Commands of a measurement, which ends when its thread is interrupted.
record Cancellable(Commands commands) {
    private static final Duration MOMENT = Duration.ofSeconds(5);

    /// @throws FailedException where it was cancelled
    Fact<Output> run(List<String> command, Duration timeout) throws FailedException {
        Fact<Output> output = commands.run(command, timeout);
        if (Thread.currentThread().isInterrupted())
            throw new FailedException(new Failure(Message.of("bench.cancelled"), Message.of("bench.cancelled.next"), ""));
        return output;
    }

    /// Of a command that needs no time.
    boolean succeeds(List<String> command) throws FailedException {
        return run(command, MOMENT) instanceof Fact.Known<Output>(Output said, String _) && said.ok();
    }
}
