package io.github.virtcompanion.system;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A command that makes something, says in one line what it is, and keeps it until its standard input is closed: by us, or by
/// the system when this program has been killed.
public final class HeldCommand implements AutoCloseable {
    private static final Duration END = Duration.ofSeconds(5);

    private final Process process;
    private final String line;

    private HeldCommand(Process process, String line) {
        this.process = process;
        this.line = line;
    }

    /// @param patience until it says its line: people have to type a password meanwhile
    /// @throws FailedException where it was refused, failed, or the thread was interrupted
    public static HeldCommand start(List<String> command, Duration patience) throws FailedException {
        Process process;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new Failure(Message.of("system.command.not-started", command.getFirst(), String.valueOf(e.getMessage())), Message.of("system.command.install", command.getFirst()), "").asException();
        }
        CompletableFuture<String> said = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("first line").start(() -> {
            try {
                said.complete(process.inputReader().readLine());
            } catch (IOException e) {
                said.complete(null);
            }
        });
        Drain err = new Drain(process.getErrorStream());
        try {
            String line = said.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (line != null) return new HeldCommand(process, line);
            Optional<Failure> refused = process.waitFor(END) ? Administrator.refusal(process.exitValue(), err.text(END)) : Optional.empty();
            throw refused.orElse(failed(command, err.text(Duration.ZERO))).asException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(process);
            throw new Failure(Message.of("system.command.cancelled", String.join(" ", command)), Message.of("system.held.next"), "").asException();
        } catch (TimeoutException | ExecutionException e) {
            end(process);
            throw failed(command, "").asException();
        }
    }

    private static Failure failed(List<String> command, String said) {
        return new Failure(Message.of("system.held.failed"), Message.of("system.held.next"), (String.join(" ", command) + "\n" + said).strip());
    }

    /// What it said.
    public Path path() {
        return Path.of(line);
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        end(process);
        if (interrupted) Thread.currentThread().interrupt();
    }

    /// It ends by itself, and cleans up: it may be root's, whom we cannot kill.
    private static void end(Process process) {
        try {
            process.getOutputStream().close();
            process.waitFor(END);
        } catch (IOException e) {
            // It has ended already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
