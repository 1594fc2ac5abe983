package io.github.virtcompanion.system;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lets polkit ask for the password in the terminal of this program while it is open, where no desktop asks.
///
/// pkexec would ask there itself, and fail with the right password: polkit takes the answer only from the user who has offered
/// to ask, and pkexec offers as root and answers as the user ("No session for cookie", polkit 122). pkttyagent does both as the user.
public final class TerminalAgent implements AutoCloseable {
    private static final String PROGRAM = "/usr/bin/pkttyagent";
    private static final Duration READY = Duration.ofSeconds(5);

    private final Optional<Process> process;

    private TerminalAgent(Optional<Process> process) {
        this.process = process;
    }

    /// Comes back when polkit knows of it. Without the program, a terminal or polkit nobody asks there; what needs the answer
    /// then says so.
    public static TerminalAgent start() {
        return start(PROGRAM, System.getenv("XDG_SESSION_ID") != null);
    }

    /// @param session of logind's, where a desktop's own agent goes first; outside of one, polkit looks at no agent of the second choice
    static TerminalAgent start(String program, boolean session) {
        // It closes the descriptor it is told once it is known, or by ending.
        List<String> command = new ArrayList<>(List.of(program, "--notify-fd", "1", "--process", Long.toString(ProcessHandle.current().pid())));
        if (session) command.add("--fallback");
        try {
            Process process = new ProcessBuilder(command).redirectInput(new File("/dev/null")).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            Thread known = Thread.ofPlatform().daemon().name("terminal agent").start(() -> untilClosed(process));
            try {
                known.join(READY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new TerminalAgent(Optional.of(process));
        } catch (IOException e) {
            return new TerminalAgent(Optional.empty());
        }
    }

    private static void untilClosed(Process process) {
        try {
            process.getInputStream().readAllBytes();
        } catch (IOException e) {
            // It was ended meanwhile.
        }
    }

    @Override
    public void close() {
        process.ifPresent(Process::destroy);
    }
}
