package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.Administrator;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.Output;
import io.github.virtcompanion.system.SystemFiles;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Other programs.
@FunctionalInterface
public interface Programs {
    /// Starts one and lets it be.
    ///
    /// @throws FailedException where it is not installed or does not start
    void start(List<String> command) throws FailedException;

    /// Runs one to its end.
    ///
    /// @throws FailedException where it is not installed, takes longer, or says itself that it failed
    default String run(List<String> command, Duration atMost) throws FailedException {
        start(command);
        return "";
    }

    /// For what needs root; empty where the package's helper is not installed.
    default Optional<Administrator> administrator() {
        return Optional.empty();
    }

    static Programs of(SystemFiles files, Commands commands) {
        return new Programs() {
            @Override
            public Optional<Administrator> administrator() {
                return Administrator.of(files, commands);
            }

            @Override
            public void start(List<String> command) throws FailedException {
                commands.open(command);
            }

            @Override
            public String run(List<String> command, Duration atMost) throws FailedException {
                return switch (commands.run(command, atMost)) {
                    case Fact.Known<Output>(Output output, String _) when output.ok() -> output.out();
                    case Fact.Known<Output>(Output output, String _) -> throw new Failure(Message.of("ui.program.failed", command.getFirst()),
                            Message.of("ui.program.failed-next", command.getFirst()), (output.out() + "\n" + output.err()).strip()).asException();
                    case Fact.Unknown<Output>(Message why) -> throw new Failure(why, Message.of("system.command.install", command.getFirst()), "").asException();
                };
            }
        };
    }
}
