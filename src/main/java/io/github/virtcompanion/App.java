package io.github.virtcompanion;

import io.github.virtcompanion.bench.Benchmark;
import io.github.virtcompanion.bench.Measurements;
import io.github.virtcompanion.bench.Recordings;
import io.github.virtcompanion.change.Author;
import io.github.virtcompanion.change.Batches;
import io.github.virtcompanion.change.Changes;
import io.github.virtcompanion.change.History;
import io.github.virtcompanion.change.LiveChanges;
import io.github.virtcompanion.change.RecipeShelf;
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
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.DiskFlush;
import io.github.virtcompanion.system.LogFile;
import io.github.virtcompanion.system.OneWindow;
import io.github.virtcompanion.system.PlainFiles;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.system.SharedLibraries;
import io.github.virtcompanion.system.StandardOutput;
import io.github.virtcompanion.system.SystemFiles;
import io.github.virtcompanion.ui.Around;
import io.github.virtcompanion.ui.DesktopApp;
import io.github.virtcompanion.ui.Programs;
import io.github.virtcompanion.ui.Remembered;
import io.github.virtcompanion.ui.Start;
import io.github.virtcompanion.words.Words;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The composition root: builds every object by hand.
final class App {
    private static final String WINDOW = "window.properties";
    /// What JavaFX loads for a window that is drawn in software.
    private static final List<String> WINDOW_LIBRARIES = List.of("libgtk-3.so.0", "libXtst.so.6");
    private static final int REPORTED_LOG_CHARACTERS = 8000;
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
    private final Sources sources = new Sources(commands, rootUser(), PrivateFiles.config());

    private volatile Author author = Author.atTheWindow();
    private volatile Optional<String> windowAtLast = Optional.empty();
    private Optional<String> windowKept = Optional.empty();

    /// @return the exit code
    int run(String[] arguments) {
        Optional<List<ConnectionSpec>> window = windowOf(arguments);
        if (window.isPresent()) {
            return openWindow(window.get());
        }
        author = Author.byCommand("virt-companion " + String.join(" ", arguments));
        var output = new StandardOutput();
        System.setOut(new PrintStream(output, false, StandardCharsets.UTF_8));
        var out = new PrintWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8));
        var err = errors();
        int exit = new Cli(new Tools(words, sources::specs, specs -> inventory(() -> specs, false), App::below, changes, live, runs, batches, new PlainFiles(), benchmark, new Recordings(PrivateFiles.state()),
                (file, view, images) -> Capture.write(file, files, commands, view, images), () -> openWindow(List.of(ConnectionSpec.demo())), this::version)).run(out, err, arguments);
        return output.failure().map(this::noAnswer).orElse(exit);
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

    private static PrintWriter errors() {
        return new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
    }

    /// The usual window is there once for a user and a display; one on named connections, or on the demo, as often as asked for.
    ///
    /// @return the exit code
    private int openWindow(List<ConnectionSpec> specs) {
        if (System.getenv().getOrDefault("DISPLAY", "").isBlank())
            return noAnswer(System.getenv().getOrDefault("WAYLAND_DISPLAY", "").isBlank()
                    ? new Failure(Message.of("cli.window.no-display"), Message.of("cli.window.no-display-next"), "")
                    : new Failure(Message.of("cli.window.no-xwayland"), Message.of("cli.window.no-xwayland-next"), ""));
        if (!specs.isEmpty()) return openWindow(specs, _ -> {});
        return switch (OneWindow.claim(System.getenv())) {
            case OneWindow.Claim.Second() -> Cli.OK;
            case OneWindow.Claim.Alone() -> openWindow(specs, _ -> {});
            case OneWindow.Claim.First(OneWindow window) -> {
                try (window) {
                    yield openWindow(specs, window::onSecondStart);
                }
            }
        };
    }

    private int openWindow(List<ConnectionSpec> specs, Consumer<Consumer<Runnable>> onSecondStart) {
        author = Author.atTheWindow();
        Inventory inventory = specs.isEmpty() ? inventory(sources::specs, true) : inventory(() -> specs, false);
        // Drawn by the processor, it is there sooner and needs less memory; the graphics card is for who asks for it.
        if (System.getProperty("prism.order") == null) System.setProperty("prism.order", System.getenv("VIRT_COMPANION_GPU") == null ? "sw" : "es2,sw");
        // The room for copies of rounded backgrounds is 8 MiB (NGRegion, RegionImageCache); drawn in software, they save no time at the start.
        if (System.getProperty("prism.order").equals("sw")) System.setProperty("prism.disableRegionCaching", "true");
        LogFile log = new LogFile(PrivateFiles.state());
        try {
            DesktopApp.launch(new Start(words, inventory, changes, live, runs, batches, new Measurements(benchmark, PrivateFiles.state(), Clock.systemUTC()), new RecipeShelf(PrivateFiles.config(), new PlainFiles()),
                    new StartWatch(changes, files, Clock.systemUTC(), System.getProperty("user.home")), Programs.of(files, commands), remembered(), () -> inventory(() -> List.of(ConnectionSpec.demo()), false), this::version,
                    new Around(onSecondStart, () -> begin(log), () -> version() + "\n" + Report.surroundings() + "\n" + log.tail(REPORTED_LOG_CHARACTERS), log.path(), rootUser())));
        } catch (RuntimeException | LinkageError e) {
            log.install();
            System.getLogger(App.class.getName()).log(System.Logger.Level.ERROR, "no window", e);
            log.flush();
            return noAnswer(noWindow(log, Report.innermost(e)));
        }
        remember();
        log.flush();
        return Cli.OK;
    }

    /// JavaFX says "Unable to open DISPLAY" where it is a library that is missing, too.
    private Failure noWindow(LogFile log, String details) {
        List<String> missing = SharedLibraries.missing(commands, WINDOW_LIBRARIES);
        return missing.isEmpty() ? new Failure(Message.of("cli.window.failed"), Message.of("cli.window.failed-next", log.path()), details)
                : new Failure(Message.of("cli.window.library", String.join(", ", missing)), Message.of("cli.window.library-next"), details);
    }

    private void begin(LogFile log) {
        log.install();
        System.getLogger(App.class.getName()).log(System.Logger.Level.INFO, version() + "\n" + Report.surroundings().strip());
    }

    private int noAnswer(Failure failure) {
        Cli.say(words, errors(), failure);
        return Cli.COULD_NOT;
    }

    private static boolean rootUser() {
        return System.getProperty("user.name").equals("root");
    }

    private Remembered remembered() {
        try {
            return new Remembered(PrivateFiles.state().read(WINDOW).orElse(""), text -> {
                windowAtLast = Optional.of(text);
                Thread.ofVirtual().start(this::remember);
            });
        } catch (FailedException e) {
            return Remembered.nothing();
        }
    }

    /// Never on the window's thread; always the newest. A window that cannot be remembered opens as on the first day: no
    /// reason to bother anybody.
    private synchronized void remember() {
        Optional<String> text = windowAtLast;
        if (text.isEmpty() || text.equals(windowKept)) return;
        try {
            PrivateFiles.state().write(WINDOW, text.get());
            windowKept = text;
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
