import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Virt Companion and virt-manager side by side: the same machines, the same screen, in turns, measured from outside.
/// Started by benchmark.sh, which prepares display, daemon and settings; see there.
public final class Benchmark {
    private static final Path WORK = Path.of(System.getenv("BENCHMARK_DIR"));
    private static final int RUNS = number("RUNS", 5);
    private static final int[] SIZES = Arrays.stream(Optional.ofNullable(System.getenv("SIZES")).orElse("10 100 1000").split(" ")).mapToInt(Integer::parseInt).toArray();
    private static final int IDLE_SECONDS = number("IDLE_SECONDS", 20);
    private static final String OURS = "virt-companion", THEIRS = "virt-manager";
    /// virt-manager needs two minutes and a gigabyte for more.
    private static final int THEIRS_AT_MOST = 1000;

    private final Display display;
    private final Map<String, List<String>> programs = new LinkedHashMap<>();
    private final Map<String, Set<Path>> files = new LinkedHashMap<>();
    private final boolean stored;
    /// What was measured, as it is printed: figure, then program, then its runs.
    private final Map<String, Map<String, List<Double>>> figures = new LinkedHashMap<>();

    private Benchmark(int displayNumber, List<String> ours, boolean withTheirs) throws IOException {
        display = new Display(displayNumber);
        programs.put(OURS, ours);
        if (withTheirs) programs.put(THEIRS, List.of("virt-manager", "--no-fork"));
        stored = withTheirs;
    }

    /// @param arguments display number, yes or no for virt-manager, the parts separated by commas, our command
    public static void main(String[] arguments) throws Exception {
        List<String> ours = List.of(arguments).subList(3, arguments.length);
        Benchmark benchmark = new Benchmark(Integer.parseInt(arguments[0]), ours, arguments[1].equals("yes"));
        List<String> parts = List.of(arguments[2].split(","));
        // What has been measured is printed even where the rest was broken off.
        Runtime.getRuntime().addShutdownHook(new Thread(benchmark::print));
        benchmark.warmUp();
        if (parts.contains("start")) benchmark.start();
        if (parts.contains("cold")) benchmark.cold();
        if (parts.contains("idle")) benchmark.idle();
        if (parts.contains("latency") || parts.contains("burst"))
            for (int size : SIZES) if (size <= THEIRS_AT_MOST) benchmark.changes(size, parts.contains("latency"), parts.contains("burst"));
    }

    private static int number(String name, int otherwise) {
        return Optional.ofNullable(System.getenv(name)).map(Integer::parseInt).orElse(otherwise);
    }

    private interface Measuring {
        void of(String who, Program program, Window window) throws Exception;
    }

    /// Opens the program on the connection and closes it at the end.
    private void with(String who, String uri, Measuring measuring) throws Exception {
        List<String> command = new ArrayList<>(programs.get(who));
        if (stored) store(uri);
        else command.addAll(List.of("-c", uri));
        display.forget();
        try (Program program = new Program(command, WORK.resolve(who + ".log"))) {
            Window window = Window.opened(display, program, 120_000);
            measuring.of(who, program, window);
            window.askToClose();
            program.awaitEnd();
        }
        Thread.sleep(300);
    }

    /// The connection, opened by itself, as virt-manager keeps it and we read it.
    private static void store(String uri) throws IOException {
        Path keys = Path.of(System.getenv("XDG_CONFIG_HOME"), "glib-2.0/settings/keyfile");
        Files.createDirectories(keys.getParent());
        Files.writeString(keys, "[org/virt-manager/virt-manager/connections]\nuris=['%s']\nautoconnect=['%s']\n".formatted(uri, uri));
    }

    private void note(String figure, String who, double value) {
        figures.computeIfAbsent(figure, _ -> new LinkedHashMap<>()).computeIfAbsent(who, _ -> new ArrayList<>()).add(value);
    }

    /// The first start of each reads its files from the disk; it counts for nothing.
    private void warmUp() throws Exception {
        for (String who : programs.keySet()) with(who, Fixture.testHost(WORK, 10), (_, program, window) -> {
            window.still(3000);
            files.put(who, Cold.filesOf(program.files(), who.equals(THEIRS)));
        });
    }

    /// With what it is made of on the disk only.
    private void cold() throws Exception {
        String uri = Fixture.testHost(WORK, SIZES[0]);
        String head = "cold, %,d machines: ".formatted(SIZES[0]);
        for (int run = 1; run <= RUNS; run++)
            for (String who : programs.keySet()) {
                Cold.forget(files.get(who));
                with(who, uri, (_, program, window) -> {
                    note(head + "window painted, s", who, (window.painted() - program.startedAt) / 1e9);
                    note(head + "list filled, s", who, (window.still(quiet(SIZES[0])) - program.startedAt) / 1e9);
                });
                progress(head + who, run);
            }
    }

    private static long quiet(int size) {
        return size <= 100 ? 2500 : 8000;
    }

    private boolean measured(String who, int size) {
        return who.equals(OURS) || size <= THEIRS_AT_MOST;
    }

    private void start() throws Exception {
        for (int size : SIZES) {
            String uri = Fixture.testHost(WORK, size);
            String head = "%,d machines: ".formatted(size);
            // Once without counting: what a program remembers of these machines, it has from the time before.
            for (int run = 0; run <= RUNS; run++)
                for (String who : programs.keySet()) {
                    boolean counts = run > 0;
                    if (measured(who, size)) with(who, uri, (_, program, window) -> {
                        long painted = window.painted();
                        double[] cpu = {0};
                        long still = stillWithCpu(window, program, painted, quiet(size), cpu);
                        if (!counts) return;
                        note(head + "window painted, s", who, (painted - program.startedAt) / 1e9);
                        note(head + "list filled, s", who, (still - program.startedAt) / 1e9);
                        note(head + "CPU until filled, s", who, cpu[0]);
                        note(head + "PSS, MiB", who, program.pssMiB());
                    });
                    progress(head + who, run);
                }
        }
    }

    /// @param cpu takes the processor time used until the names stood still
    private static long stillWithCpu(Window window, Program program, long painted, long quietMillis, double[] cpu) throws IOException, InterruptedException {
        // What is there when it is painted was filled by then at the latest: drawings reported before that tell nothing new.
        window.namesChanged();
        long last = painted;
        cpu[0] = program.cpuSeconds();
        while (true) {
            Optional<Long> change = window.nextChange(quietMillis);
            if (change.isEmpty()) return last;
            last = Math.max(last, change.get());
            cpu[0] = program.cpuSeconds();
        }
    }

    private void idle() throws Exception {
        for (int size : SIZES) {
            String uri = Fixture.testHost(WORK, size);
            String head = "%,d machines: ".formatted(size);
            for (int run = 1; run <= RUNS; run++)
                for (String who : programs.keySet()) {
                    if (measured(who, size)) with(who, uri, (_, program, window) -> {
                        note(head + "longest stall while it fills, ms", who, window.longestStall(size <= 100 ? 3000 : 8000));
                        note(head + "longest stall when idle, ms", who, window.longestStall(IDLE_SECONDS * 1000L / 2));
                        double before = program.cpuSeconds();
                        long from = System.nanoTime();
                        Thread.sleep(IDLE_SECONDS * 1000L);
                        note(head + "idle CPU, % of a core", who, 100 * (program.cpuSeconds() - before) / ((System.nanoTime() - from) / 1e9));
                        note(head + "PSS when idle, MiB", who, program.pssMiB());
                    });
                    progress(head + who, run);
                }
        }
    }

    /// Changes by another client of the same daemon, with real QEMU definitions of which five run.
    private void changes(int size, boolean latency, boolean burst) throws Exception {
        String uri = System.getenv("BENCHMARK_QEMU");
        if (uri == null) return;
        String head = "%,d machines: ".formatted(size);
        try (Libvirt other = new Libvirt(uri)) {
            for (int i = 0; i < size; i++) other.define(Fixture.qemu(Fixture.name(i)));
            // At the top of the list, so that they are on the screen.
            other.define(Fixture.qemu("a-guest"));
            for (int i = 0; i < 5; i++) other.act("virDomainCreate", Fixture.name(i));
            for (int run = 1; run <= RUNS; run++)
                for (String who : programs.keySet()) {
                    with(who, uri, (_, program, window) -> {
                        window.painted();
                        window.still(quiet(size));
                        if (latency) for (int i = 0; i < 4; i++) round(other, window, head + "change on screen, ms", who);
                        if (burst) burst(other, window, program, head, who);
                    });
                    progress(head + who, run);
                }
            for (int i = 0; i < 5; i++) other.act("virDomainDestroy", Fixture.name(i));
            for (int i = 0; i < size; i++) other.act("virDomainUndefine", Fixture.name(i));
            other.act("virDomainUndefine", "a-guest");
        }
    }

    private interface Change {
        void make() throws IOException;
    }

    private void round(Libvirt other, Window window, String figure, String who) throws Exception {
        change(other, window, figure, who, () -> other.act("virDomainCreate", "a-guest"));
        change(other, window, figure, who, () -> other.act("virDomainSuspend", "a-guest"));
        change(other, window, figure, who, () -> other.act("virDomainResume", "a-guest"));
        change(other, window, figure, who, () -> other.act("virDomainDestroy", "a-guest"));
        change(other, window, figure, who, () -> other.define(Fixture.qemu("a-new")));
        change(other, window, figure, who, () -> other.act("virDomainUndefine", "a-new"));
    }

    /// From when libvirt tells this client of the change until the names on the screen change.
    private void change(Libvirt other, Window window, String figure, String who, Change change) throws Exception {
        // Not at the same moment of every tick.
        Thread.sleep(300 + (long) (Math.random() * 700));
        display.forget();
        window.namesChanged();
        other.forgetEvents();
        change.make();
        long told = other.nextEvent(10_000).orElseThrow(() -> new IOException("libvirt tells nothing"));
        Optional<Long> seen = window.nextChange(10_000);
        note(figure, who, seen.map(at -> Math.max(0, (at - told) / 1e6)).orElse(10_000.0));
        window.still(250);
    }

    private void burst(Libvirt other, Window window, Program program, String head, String who) throws Exception {
        display.forget();
        window.namesChanged();
        double before = program.cpuSeconds();
        // Backwards, so that each one comes to the top.
        for (int i = 50; i > 0; i--) other.define(Fixture.qemu("a-new-%02d".formatted(i)));
        long told = System.nanoTime();
        long still = window.still(5000);
        note(head + "50 defined: from the last call to the screen, ms", who, Math.max(0, (still - told) / 1e6));
        note(head + "50 defined: CPU in those seconds, s", who, program.cpuSeconds() - before);
        for (int i = 50; i > 0; i--) other.act("virDomainUndefine", "a-new-%02d".formatted(i));
        window.still(2500);
    }

    private static void progress(String what, int run) {
        System.err.printf("%s, run %d of %d%n", what, run, RUNS);
    }

    private void print() {
        System.out.printf("%-62s", "median (least–most; 99th percentile of more than 20)");
        programs.keySet().forEach(who -> System.out.printf("  %-32s", who));
        System.out.println(programs.size() > 1 ? "  ours / theirs" : "");
        figures.forEach((figure, runs) -> {
            System.out.printf("%-62s", figure);
            programs.keySet().forEach(who -> System.out.printf("  %-32s", runs.containsKey(who) ? spread(runs.get(who)) : "-"));
            if (runs.size() > 1) System.out.printf(Locale.ROOT, "  %.2f", median(runs.get(OURS)) / median(runs.get(THEIRS)));
            System.out.println();
        });
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    private static String spread(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        String text = "%s (%s–%s".formatted(plain(median(values)), plain(sorted.getFirst()), plain(sorted.getLast()));
        return text + (sorted.size() > 20 ? "; 99%%: %s)".formatted(plain(sorted.get((int) Math.ceil(0.99 * sorted.size()) - 1))) : ")");
    }

    private static String plain(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }
}
