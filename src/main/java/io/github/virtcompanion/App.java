package io.github.virtcompanion;

import io.github.virtcompanion.bench.Benchmark;
import io.github.virtcompanion.bench.Measurements;
import io.github.virtcompanion.bench.Recordings;
import io.github.virtcompanion.change.Author;
import io.github.virtcompanion.change.Batches;
import io.github.virtcompanion.change.Changes;
import io.github.virtcompanion.change.History;
import io.github.virtcompanion.change.LiveChanges;
import io.github.virtcompanion.change.RunWatch;
import io.github.virtcompanion.change.StartWatch;
import io.github.virtcompanion.cli.Cli;
import io.github.virtcompanion.cli.Tools;
import io.github.virtcompanion.host.Capture;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.HostFiles;
import io.github.virtcompanion.inventory.HostSource;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.inventory.RemoteFiles;
import io.github.virtcompanion.inventory.Sources;
import io.github.virtcompanion.inventory.SshConsent;
import io.github.virtcompanion.inventory.Status;
import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.DiskFlush;
import io.github.virtcompanion.system.PlainFiles;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.system.SystemFiles;
import io.github.virtcompanion.ui.DesktopApp;
import io.github.virtcompanion.ui.Programs;
import io.github.virtcompanion.ui.Remembered;
import io.github.virtcompanion.ui.Start;
import io.github.virtcompanion.words.Words;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/// The composition root: builds every object by hand.
final class App {
    private static final String WINDOW = "window.properties";
    private final Words words = Words.ofDesktop();
    private final SystemFiles files = SystemFiles.realHost();
    private final Commands commands = new Commands(files);
    private final HostSource hosts = new RemoteFiles(new HostFiles(files, commands), commands, new SshConsent(PrivateFiles.config()));
    private final Benchmark benchmark = new Benchmark(commands, files, new Random());
    private final Demo demo = new Demo();
    private final History history = new History(PrivateFiles.state(), demo::files, () -> this.author);
    private final Changes changes = new Changes(history, Clock.systemUTC(), this::openAgain);
    private final DiskFlush flush = new DiskFlush(commands);
    private final LiveChanges live = new LiveChanges(history, PrivateFiles.state(), files, flush, this::openAgain, Clock.systemUTC(), System.getProperty("user.home"));
    private final RunWatch runs = new RunWatch(live, flush);
    private final Batches batches = new Batches(changes, PrivateFiles.state(), demo::files, Clock.systemUTC());
    private final Sources sources = new Sources(commands, System.getProperty("user.name").equals("root"), PrivateFiles.config());

    private volatile Author author = Author.atTheWindow();
    private volatile Optional<String> windowAtLast = Optional.empty();

    /// @return the exit code
    int run(String[] arguments) {
        Optional<List<ConnectionSpec>> window = windowOf(arguments);
        if (window.isPresent()) {
            openWindow(window.get());
            return Cli.OK;
        }
        author = Author.byCommand("virt-companion " + String.join(" ", arguments));
        var out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
        var err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
        return new Cli(new Tools(words, sources::specs, specs -> inventory(() -> specs, false), App::below, changes, live, runs, batches, new PlainFiles(), benchmark, new Recordings(PrivateFiles.state()),
                (file, view, images) -> Capture.write(file, files, commands, view, images), () -> openWindow(List.of(ConnectionSpec.demo())), this::version)).run(out, err, arguments);
    }

    /// No argument, or only `-c URI`, opens the window, on these connections; an empty list stands for the usual ones.
    private static Optional<List<ConnectionSpec>> windowOf(String[] arguments) {
        List<ConnectionSpec> specs = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            if ((arguments[i].equals("-c") || arguments[i].equals("--connect")) && i + 1 < arguments.length) specs.add(ConnectionSpec.of(arguments[++i]));
            else if (arguments[i].startsWith("--connect=")) specs.add(ConnectionSpec.of(arguments[i].substring("--connect=".length())));
            else return Optional.empty();
        }
        return Optional.of(specs);
    }

    private void openWindow(List<ConnectionSpec> specs) {
        Inventory inventory = specs.isEmpty() ? inventory(sources::specs, true) : inventory(() -> specs, false);
        // While JavaFX starts: neither waits for the other.
        Thread.ofPlatform().daemon().name("connecting").start(inventory::start);
        DesktopApp.launch(new Start(words, inventory, changes, live, runs, batches, new Measurements(benchmark, PrivateFiles.state(), Clock.systemUTC()),
                new StartWatch(changes, files, Clock.systemUTC(), System.getProperty("user.home")), Programs.of(commands), remembered(), () -> inventory(() -> List.of(ConnectionSpec.demo()), false), this::version));
        windowAtLast.ifPresent(this::remember);
    }

    private Remembered remembered() {
        try {
            return new Remembered(PrivateFiles.state().read(WINDOW).orElse(""), text -> windowAtLast = Optional.of(text));
        } catch (FailedException e) {
            return Remembered.nothing();
        }
    }

    /// After the window has gone, so that nothing is written on its thread. A window that cannot be remembered opens as on
    /// the first day: no reason to bother anybody.
    private void remember(String text) {
        try {
            PrivateFiles.state().write(WINDOW, text);
        } catch (FailedException e) {
            System.getLogger(App.class.getName()).log(System.Logger.Level.DEBUG, "window not remembered", e);
        }
    }

    private Inventory inventory(Supplier<List<ConnectionSpec>> specs, boolean demoIfNone) {
        return new Inventory(specs, (spec, readOnly) -> Libvirt.open(spec.kind() == ConnectionSpec.Kind.DEMO ? demo.uri() : spec.uri(), readOnly),
                demo.or(hosts), demoIfNone).keptIn(sources);
    }

    private Hypervisor openAgain(Connection connection) throws FailedException {
        return Libvirt.open(connection.demo() ? demo.uri() : connection.uri(), connection.status() instanceof Status.Connected(boolean readOnly, _) && readOnly);
    }

    private static HostSource below(Path root) {
        SystemFiles captured = new SystemFiles(root);
        return new HostFiles(captured, new Commands(captured));
    }

    private String version() {
        String own = Optional.ofNullable(App.class.getPackage().getImplementationVersion()).orElse("0.1.0");
        try {
            return "virt-companion " + own + " (libvirt " + Libvirt.version() + ")";
        } catch (FailedException e) {
            return "virt-companion " + own + " (" + words.say(e.failure().what()) + ")";
        }
    }
}
