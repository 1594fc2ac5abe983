package io.github.virtcompanion.system;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The few things that need root, done by the helper of the package (`packaging/as-root`) after polkit has asked for each in its
/// own words. Only the installed path is known to polkit, so that from the sources there is none.
public final class Administrator {
    /// Program and helper.
    public static final List<String> COMMAND = List.of("/usr/bin/pkexec", "/usr/lib/virt-companion/lib/as-root");
    /// To find the password and type it.
    public static final Duration ASKING = Duration.ofMinutes(3);
    /// pkexec(1): the user sent the question away; or may not, or nobody could ask him.
    private static final int SENT_AWAY = 126;
    private static final int REFUSED = 127;
    /// Those that the helper loads.
    private static final List<String> MODULES = List.of("kvm", "kvm_intel", "kvm_amd");

    private final Commands commands;
    private final List<String> command;

    /// @param command program and helper, before the words of the helper
    public Administrator(Commands commands, List<String> command) {
        this.commands = commands;
        this.command = List.copyOf(command);
    }

    /// Empty where the helper or pkexec is not installed, and for a captured tree.
    public static Optional<Administrator> of(SystemFiles files, Commands commands) {
        boolean there = files.real() && COMMAND.stream().allMatch(each -> files.exists(each).toOptional().orElse(false));
        return there ? Optional.of(new Administrator(commands, COMMAND)) : Optional.empty();
    }

    public static boolean loads(String module) {
        return MODULES.contains(module);
    }

    /// Blocks while the user is asked.
    ///
    /// @throws FailedException where he was not allowed to, or the kernel refused
    public void load(String module) throws FailedException {
        run(new Failure(Message.of("system.module.failed", module), Message.of("system.module.failed-next"), ""), "modprobe", module);
    }

    /// The register with which the firmware locks virtualization, as `rdmsr` prints it. Blocks while the user is asked.
    ///
    /// @throws FailedException where he was not allowed to, or it cannot be read
    public String lock() throws FailedException {
        return run(new Failure(Message.of("system.register.failed"), Message.of("system.held.next"), ""), "msr").out().strip().replaceFirst("^0+(?=.)", "");
    }

    /// What an exit of pkexec's own means.
    ///
    /// @param said on standard error
    static Optional<Failure> refusal(int exit, String said) {
        // "No authentication agent found.", or what became of the one that pkexec brings for terminals.
        if (exit == REFUSED && said.contains("authentication agent"))
            return Optional.of(new Failure(Message.of("system.held.nobody"), Message.of("system.held.nobody.next"), said.strip()));
        return switch (exit) {
            case SENT_AWAY -> Optional.of(new Failure(Message.of("system.held.sent-away"), Message.of("system.held.next"), said.strip()));
            case REFUSED -> Optional.of(new Failure(Message.of("system.held.refused"), Message.of("system.held.next"), said.strip()));
            default -> Optional.empty();
        };
    }

    private Output run(Failure failed, String... arguments) throws FailedException {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of(arguments));
        return switch (commands.run(words, ASKING)) {
            case Fact.Known<Output>(Output output, String _) when output.ok() -> output;
            case Fact.Known<Output>(Output output, String _) -> throw refusal(output.exit(), output.err())
                    .orElseGet(() -> new Failure(failed.what(), failed.nextStep(), output.err().strip())).asException();
            case Fact.Unknown<Output>(Message why) -> throw new Failure(why, Message.of("system.held.next"), "").asException();
        };
    }
}
