package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.Administrator;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.HeldCommand;
import io.github.virtcompanion.system.Output;
import io.github.virtcompanion.system.ScratchFile;
import io.github.virtcompanion.system.SystemFiles;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/// Measures all modes under all workloads in a directory, on a scratch image that is made anew for each run: writing
/// blocks again is several times faster than allocating them, which is what an installer does.
public final class Benchmark {
    /// Of scratch files, where one must have a name.
    public static final String PREFIX = ".virt-companion-bench-";
    private static final long FREE = 1L << 30;
    /// A first try on a disk that takes a second for each flush still ends by then.
    static final Duration STUCK = Duration.ofSeconds(25);

    private final Commands commands;
    private final SystemFiles files;
    private final Random random;
    private final List<String> before;
    private final Duration stuck;
    private final List<String> asRoot;

    /// @param commands of this machine, never of a captured tree
    public Benchmark(Commands commands, SystemFiles files, Random random) {
        this(commands, files, random, List.of(), STUCK, Administrator.COMMAND);
    }

    /// @param before words in front of each command that writes
    /// @param stuck  after which one is killed
    Benchmark(Commands commands, SystemFiles files, Random random, List<String> before, Duration stuck) {
        this(commands, files, random, before, stuck, Administrator.COMMAND);
    }

    /// @param asRoot program and helper that polkit asks for
    Benchmark(Commands commands, SystemFiles files, Random random, List<String> before, Duration stuck, List<String> asRoot) {
        this.commands = commands;
        this.files = files;
        this.random = random;
        this.before = before;
        this.stuck = stuck;
        this.asRoot = asRoot;
    }

    /// Where it can be measured, and what the user has to agree to before.
    ///
    /// @param wanted a directory, or an image that stands for its place
    /// @throws FailedException where it can be measured nowhere, with what to do
    public Site site(String wanted) throws FailedException {
        return new Sites(files, commands, asRoot.subList(0, 2)).find(wanted);
    }

    /// As [#run(Path, ImageKind, Effort, Consumer)], with the attribute +C and the clusters of what the site stands for, and in
    /// a guest as well where that is wanted.
    public BenchReport run(Site site, Wish wish, Consumer<Progress> progress) throws FailedException {
        if (!wish.asAdministrator()) return run(Path.of(site.directory()), site.directory(), site.noCow(), site.kind(wish.format()), wish.effort(), wish.inGuest(), progress);
        List<String> command = new ArrayList<>(asRoot);
        command.addAll(List.of("scratch", site.wanted()));
        try (HeldCommand held = HeldCommand.start(command, Administrator.ASKING)) {
            return run(held.path(), site.wanted(), site.noCow(), site.kind(wish.format()), wish.effort(), wish.inGuest(), progress);
        }
    }

    /// Blocks until done; interrupting the thread cancels, and the command that runs is killed. Nothing is left behind either way.
    ///
    /// @param progress called on this thread after each cell
    public BenchReport run(Path directory, ImageKind kind, Effort effort, Consumer<Progress> progress) throws FailedException {
        return run(directory, directory.toAbsolutePath().normalize().toString(), Optional.empty(), kind, effort, false, progress);
    }

    /// @param place as it is called
    private BenchReport run(Path directory, String place, Optional<Boolean> noCow, ImageKind kind, Effort effort, boolean inGuest, Consumer<Progress> progress) throws FailedException {
        Cancellable shell = new Cancellable(commands);
        if (!(shell.run(List.of("qemu-img", "--version"), Duration.ofSeconds(10)) instanceof Fact.Known<Output>))
            throw new FailedException(new Failure(Message.of("bench.no-qemu-img"), Message.of("bench.no-qemu-img.next"), ""));
        List<Message> warnings = new ArrayList<>(Surroundings.warnings(files.word("/proc/loadavg"), files.lines("/proc/mdstat"), files.lines("/proc/stat")));
        try (ScratchFile scratch = ScratchFile.create(directory.toAbsolutePath().normalize(), PREFIX, path -> attribute(path, noCow, place, warnings))) {
            long usable = scratch.usableBytes().orElse(Long.MAX_VALUE);
            if (usable < FREE)
                throw new FailedException(new Failure(Message.of("bench.no-space", place, usable >> 20), Message.of("bench.no-space.next"), ""));
            List<String> gently = new ArrayList<>(List.of("nice", "-n", "10"));
            if (shell.succeeds(List.of("ionice", "-c", "3", "true"))) gently.addAll(List.of("ionice", "-c", "3"));
            gently.addAll(before);
            if (!inGuest) return new Measurement(shell, random, gently, scratch, place, kind, effort, stuck, Optional.empty(), warnings, progress).all();
            try (InstallerGuest guest = InstallerGuest.start(shell, files, directory, scratch)) {
                return new Measurement(shell, random, gently, scratch, place, kind, effort, stuck, Optional.of(guest), warnings, progress).all();
            }
        }
    }

    /// The file inherits the attribute of its directory; only an empty one can be given another.
    private void attribute(String path, Optional<Boolean> noCow, String place, List<Message> warnings) {
        if (noCow.isEmpty()) return;
        boolean set = commands.run(List.of("chattr", noCow.get() ? "+C" : "-C", path), Duration.ofSeconds(5))
                instanceof Fact.Known<Output>(Output said, String _) && said.ok();
        if (!set) warnings.add(Message.of("bench.warning.no-attribute", place));
    }
}
