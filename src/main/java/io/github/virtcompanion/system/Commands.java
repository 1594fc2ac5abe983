package io.github.virtcompanion.system;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Commands of the host, run without a shell and in the C locale; for a captured tree what they said when it was captured.
///
/// A small one that hung is not started again for a minute, so that many questions to it cost no more than one.
/// A command that does not end in time, or whose caller is interrupted, is killed with all its children. Safe for use by
/// several threads.
public final class Commands {
    /// JDK 25 says "error: 2 (", others "error=2,".
    private static final Pattern ENOENT = Pattern.compile("error[=:] ?2\\b");

    /// What answers at once or not at all.
    static final Duration SMALL = Duration.ofSeconds(2);
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final SystemFiles files;
    /// Programs that did not end in time, and when they were started.
    private final Map<String, Long> hanging = new ConcurrentHashMap<>();

    /// @param files the host whose commands are meant: a captured tree never runs anything on this machine
    public Commands(SystemFiles files) {
        this.files = files;
    }

    /// @param command program and arguments
    /// @return unknown where it could not be started or did not end in time; a failure of the command itself is an [Output]
    public Fact<Output> run(List<String> command, Duration timeout) {
        if (!files.real()) return recorded(command);
        String program = command.getFirst();
        Long hung = hanging.get(program);
        boolean small = timeout.compareTo(SMALL) <= 0;
        if (small && hung != null && System.nanoTime() - hung < AGAIN.toNanos()) return Fact.unknown("system.command.hung", String.join(" ", command));
        long began = System.nanoTime();
        Fact<Output> said = start(command, "", timeout);
        if (said instanceof Fact.Unknown<Output>(Message reason) && reason.key().equals("system.command.timeout")) hanging.put(program, began);
        else hanging.remove(program);
        return said;
    }

    /// Of a command that reads its standard input. Never run for a captured tree.
    Fact<Output> run(List<String> command, String input, Duration timeout) {
        return files.real() ? start(command, input, timeout) : recorded(command);
    }

    /// Starts a program of the desktop, in the user's own language, and lets it be: it lives on after this one.
    ///
    /// @throws FailedException where it is not installed or does not start
    public void open(List<String> command) throws FailedException {
        try {
            new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            String words = String.valueOf(e.getMessage());
            Message what = ENOENT.matcher(words).find() ? Message.of("system.command.absent", command.getFirst())
                    : Message.of("system.command.not-started", command.getFirst(), words);
            throw new Failure(what, Message.of("system.command.install", command.getFirst()), words).asException();
        }
    }

    /// The directory of a captured tree that holds what a command said.
    public static String recordedAs(List<String> command) {
        StringBuilder name = new StringBuilder();
        for (byte b : String.join(" ", command).getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "._=-".indexOf(c) >= 0)) name.append(c);
            else if (c == ' ') name.append('+');
            else name.append("%%%02X".formatted((int) c));
        }
        // File names end at 255 bytes.
        if (name.length() > 200) name.replace(180, name.length(), "~" + Integer.toHexString(String.join(" ", command).hashCode()));
        return "/commands/" + name;
    }

    /// The reason of an unknown fact is that the captured tree does not hold what the command said.
    public static boolean notRecorded(Fact<?> fact) {
        return fact instanceof Fact.Unknown<?>(Message reason) && reason.key().equals("system.command.not-recorded");
    }

    private Fact<Output> recorded(List<String> command) {
        String directory = recordedAs(command);
        String said = String.join(" ", command);
        if (!(files.text(directory + "/stdout") instanceof Fact.Known<String>(String out, String _)))
            return Fact.unknown("system.command.not-recorded", said);
        String err = files.text(directory + "/stderr").toOptional().orElse("");
        String exit = files.word(directory + "/exit").toOptional().orElse("0");
        return exit.matches("\\d{1,3}") ? Fact.known(new Output(Integer.parseInt(exit), out, err), said) : Fact.unknown("system.command.not-recorded", said);
    }

    private Fact<Output> start(List<String> command, String input, Duration timeout) {
        String said = String.join(" ", command);
        long end = System.nanoTime() + timeout.toNanos();
        ProcessBuilder builder = new ProcessBuilder(command);
        if (input.isEmpty()) builder.redirectInput(Path.of("/dev/null").toFile());
        builder.environment().put("LC_ALL", "C");
        builder.environment().remove("LANGUAGE");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            String words = String.valueOf(e.getMessage());
            if (ENOENT.matcher(words).find()) return Fact.unknown("system.command.absent", command.getFirst());
            return Fact.unknown("system.command.not-started", said, words);
        }
        if (!input.isEmpty()) Thread.ofPlatform().daemon().name("command input").start(() -> feed(process, input));
        Drain out = new Drain(process.getInputStream());
        Drain err = new Drain(process.getErrorStream());
        try {
            if (!process.waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                kill(process);
                return Fact.unknown("system.command.timeout", said, timeout.toSeconds());
            }
            // A child left in the background may hold the pipe open: what was said by then has to do.
            Duration rest = Duration.ofNanos(Math.clamp(end - System.nanoTime(), 200_000_000L, 2_000_000_000L));
            return Fact.known(new Output(process.exitValue(), out.text(rest), err.text(rest)), said);
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            return Fact.unknown("system.command.cancelled", said);
        }
    }

    private static void feed(Process process, String input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended without reading everything: its exit code tells why.
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
