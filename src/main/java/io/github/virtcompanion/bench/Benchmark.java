package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.Output;
import io.github.virtcompanion.system.ScratchDirectory;
import io.github.virtcompanion.system.SystemFiles;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/// Measures all modes under all workloads in a directory, on a scratch image that is made anew for each run: writing
/// blocks again is several times faster than allocating them, which is what an installer does.
///
/// Cells come in another order each round, so that what happens on the host meanwhile does not always hit the same ones.
public final class Benchmark {
    /// Of scratch directories and so of what a killed run may leave until the next one.
    public static final String PREFIX = ".virt-companion-bench-";
    private static final long FREE = 1L << 30;
    private static final String IMAGE = "image";
    /// Shorter runs are mostly the start of the clock.
    private static final double TOO_SHORT = 0.05;
    /// Percent of the time left for a round, so that a slow disk gets three; the first has to find out how fast each cell is,
    /// and takes more than any later one.
    private static final int FIRST_ROUND = 40;
    private static final int LATER_ROUND = 50;
    private static final int FIRST_AGAIN = 75;

    private final Commands commands;
    private final SystemFiles files;
    private final Random random;
    private final List<String> before;

    /// @param commands of this machine, never of a captured tree
    public Benchmark(Commands commands, SystemFiles files, Random random) {
        this(commands, files, random, List.of());
    }

    /// @param before words in front of each command that writes
    Benchmark(Commands commands, SystemFiles files, Random random, List<String> before) {
        this.commands = commands;
        this.files = files;
        this.random = random;
        this.before = before;
    }

    /// Where it can be measured, and what the user has to agree to before.
    ///
    /// @throws FailedException where it can be measured nowhere, with what to do
    public Site site(String wanted) throws FailedException {
        return new Sites(files, commands).find(wanted);
    }

    /// As [#run(Path, String, Effort, Consumer)]; where another directory stands for the one that was wanted, with the
    /// same attribute +C.
    public BenchReport run(Site site, String format, Effort effort, Consumer<Progress> progress) throws FailedException {
        return run(Path.of(site.directory()), site.noCow(), format, effort, progress);
    }

    /// Blocks until done; interrupting the thread cancels, and the command that runs is killed. Nothing is left behind either way.
    ///
    /// @param format   `qcow2` or `raw`
    /// @param progress called on this thread after each cell
    public BenchReport run(Path directory, String format, Effort effort, Consumer<Progress> progress) throws FailedException {
        return run(directory, Optional.empty(), format, effort, progress);
    }

    private BenchReport run(Path directory, Optional<Boolean> noCow, String format, Effort effort, Consumer<Progress> progress) throws FailedException {
        Path place = directory.toAbsolutePath().normalize();
        if (!(run(List.of("qemu-img", "--version"), Duration.ofSeconds(10)) instanceof Fact.Known<Output>))
            throw new FailedException(new Failure(Message.of("bench.no-qemu-img"), Message.of("bench.no-qemu-img.next"), ""));
        try (ScratchDirectory scratch = ScratchDirectory.create(place, PREFIX)) {
            long usable = scratch.usableBytes().orElse(Long.MAX_VALUE);
            if (usable < FREE)
                throw new FailedException(new Failure(Message.of("bench.no-space", place.toString(), usable >> 20), Message.of("bench.no-space.next"), ""));
            Run run = new Run(scratch, place, format, effort, progress);
            if (noCow.isPresent()) run.attribute(noCow.get());
            return run.all();
        }
    }

    private Fact<Output> run(List<String> command, Duration timeout) throws FailedException {
        Fact<Output> output = commands.run(command, timeout);
        if (Thread.currentThread().isInterrupted())
            throw new FailedException(new Failure(Message.of("bench.cancelled"), Message.of("bench.cancelled.next"), ""));
        return output;
    }

    /// One measurement with its clock and what it has found so far.
    private final class Run {
        private final ScratchDirectory scratch;
        private final Path place;
        private final String format;
        private final Effort effort;
        private final Consumer<Progress> progress;
        private final long start = System.nanoTime();
        private final List<String> gently;
        private final String fileSystem;
        private final List<Message> warnings;
        private final List<Tally> tallies = new ArrayList<>();
        private int rounds;

        Run(ScratchDirectory scratch, Path place, String format, Effort effort, Consumer<Progress> progress) throws FailedException {
            this.scratch = scratch;
            this.place = place;
            this.format = format;
            this.effort = effort;
            this.progress = progress;
            this.fileSystem = scratch.fileSystem();
            this.warnings = new ArrayList<>(Surroundings.warnings(files.word("/proc/loadavg"), files.lines("/proc/mdstat"), files.lines("/proc/stat")));
            boolean idle = run(List.of("ionice", "-c", "3", "true"), Duration.ofSeconds(5)) instanceof Fact.Known<Output>(Output said, String _) && said.ok();
            this.gently = idle ? List.of("nice", "-n", "10", "ionice", "-c", "3") : List.of("nice", "-n", "10");
            for (Workload workload : Workload.values())
                for (CacheMode mode : BenchReport.MODES) tallies.add(new Tally(new OfMode(mode, workload, format)));
            for (DiskLine line : DiskLine.values()) tallies.add(new Tally(new OfDisk(line)));
        }

        /// What is made in the scratch directory from now on has +C, or has it not.
        void attribute(boolean noCow) throws FailedException {
            boolean set = run(List.of("chattr", noCow ? "+C" : "-C", scratch.resolve(".").toString()), Duration.ofSeconds(5))
                    instanceof Fact.Known<Output>(Output said, String _) && said.ok();
            if (!set) warnings.add(Message.of("bench.warning.no-attribute", place.toString()));
        }

        BenchReport all() throws FailedException {
            Duration last;
            do {
                Duration before = elapsed();
                round(before.plus(effort.limit().minus(before).multipliedBy(rounds == 0 ? FIRST_ROUND : LATER_ROUND).dividedBy(100)));
                last = elapsed().minus(before);
            } while (rounds < effort.rounds() && elapsed().plus(last.multipliedBy(rounds == 1 ? FIRST_AGAIN : 100).dividedBy(100)).compareTo(effort.limit()) < 0
                    && tallies.stream().anyMatch(Tally::measured));
            return report();
        }

        /// @param end when it should be over, so that there is time for others
        private void round(Duration end) throws FailedException {
            List<Tally> order = new ArrayList<>(tallies.stream().filter(Tally::open).toList());
            Collections.shuffle(order, random);
            for (int i = 0; i < order.size(); i++) {
                Duration left = effort.limit().minus(elapsed());
                if (left.isNegative()) return;
                // A slow disk gets shorter runs rather than fewer: only several tell how far one may be off.
                double share = Math.max(0, end.minus(elapsed()).toMillis()) / 1000.0 / (order.size() - i);
                measure(order.get(i), Math.min(effort.cell().toMillis() / 1000.0, Math.max(TOO_SHORT, 0.6 * share)), left);
                double fraction = elapsed().toMillis() / (double) effort.limit().toMillis();
                progress.accept(new Progress(Math.clamp(fraction, 0, 1), effort.limit().minus(elapsed()), report()));
            }
            rounds++;
        }

        private void measure(Tally tally, double aim, Duration left) throws FailedException {
            Probe probe = tally.probe;
            int writes = tally.measured() ? writes(probe, tally.median() * 1024 / probe.bytes(), aim, probe.firstTry()) : probe.firstTry();
            while (true) {
                switch (once(tally, writes, left)) {
                    case QemuImgBench.NoDirectIo _ -> {
                        tally.closed = new Cell.NotPossible(Message.of("bench.cell.no-direct-io", fileSystem));
                        return;
                    }
                    case QemuImgBench.Failed(String words) -> {
                        tally.closed = new Cell.NotMeasured(Message.of("bench.cell.failed", words));
                        return;
                    }
                    case QemuImgBench.Seconds(double seconds) -> {
                        if (tally.measured() || seconds > 0.7 * aim || writes == probe.most()) {
                            tally.rates.add(writes * (probe.bytes() / 1024.0) / Math.max(seconds, 0.001));
                            return;
                        }
                        writes = seconds < TOO_SHORT ? Math.min(writes * 16, probe.most()) : writes(probe, writes / seconds, aim, writes + 1);
                    }
                }
            }
        }

        private static int writes(Probe probe, double perSecond, double aim, int least) {
            return (int) Math.clamp(perSecond * aim, Math.min(least, probe.most()), probe.most());
        }

        private QemuImgBench.Result once(Tally tally, int writes, Duration left) throws FailedException {
            String image = scratch.resolve(IMAGE).toString();
            Fact<Output> created = run(QemuImgBench.create(tally.probe.format(), image), Duration.ofSeconds(30));
            if (!(created instanceof Fact.Known<Output>(Output made, String _)) || !made.ok())
                throw new FailedException(new Failure(Message.of("bench.no-image", place.toString()), Message.of("bench.no-image.next"),
                        created instanceof Fact.Known<Output>(Output said, String _) ? said.err().strip() : ""));
            try {
                List<String> command = new ArrayList<>(gently);
                command.addAll(before);
                command.addAll(tally.probe.command(writes, image));
                Duration patience = left.plusSeconds(2);
                return switch (run(command, patience)) {
                    case Fact.Known<Output>(Output said, String _) -> QemuImgBench.parse(said.exit(), said.out(), said.err());
                    case Fact.Unknown<Output> _ -> new QemuImgBench.Failed("qemu-img did not end within " + patience.toSeconds() + " s");
                };
            } finally {
                scratch.delete(IMAGE);
            }
        }

        private BenchReport report() {
            List<Cell> cells = new ArrayList<>();
            List<BenchReport.DiskFigure> disk = new ArrayList<>();
            for (Tally tally : tallies)
                switch (tally.probe) {
                    case OfMode(CacheMode mode, Workload workload, String _) -> cells.add(new Cell(mode, workload, tally.outcome()));
                    case OfDisk(DiskLine line) -> disk.add(new BenchReport.DiskFigure(line, tally.outcome()));
                }
            return new BenchReport(place.toString(), fileSystem, format, cells, rounds, elapsed(), warnings, disk);
        }

        private Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }

    /// One kind of run.
    private sealed interface Probe {
        /// Of the image.
        String format();

        List<String> command(int writes, String image);

        /// Of one write.
        int bytes();

        int firstTry();

        /// Writes that stay within the image.
        int most();
    }

    private record OfMode(CacheMode mode, Workload workload, String format) implements Probe {
        @Override
        public List<String> command(int writes, String image) {
            return QemuImgBench.bench(mode, workload, format, writes, image);
        }

        @Override
        public int bytes() {
            return QemuImgBench.WRITE;
        }

        @Override
        public int firstTry() {
            return QemuImgBench.firstTry(mode, workload);
        }

        @Override
        public int most() {
            return QemuImgBench.MOST_WRITES;
        }
    }

    private record OfDisk(DiskLine line) implements Probe {
        @Override
        public String format() {
            return "raw";
        }

        @Override
        public List<String> command(int writes, String image) {
            return QemuImgBench.disk(line, writes, image);
        }

        @Override
        public int bytes() {
            return DiskLine.WRITE;
        }

        @Override
        public int firstTry() {
            return line.firstTry();
        }

        @Override
        public int most() {
            return DiskLine.MOST_WRITES;
        }
    }

    /// What is known of one cell.
    private static final class Tally {
        private final Probe probe;
        private final List<Double> rates = new ArrayList<>();
        private Cell.Outcome closed;

        Tally(Probe probe) {
            this.probe = probe;
        }

        boolean open() {
            return closed == null;
        }

        boolean measured() {
            return !rates.isEmpty();
        }

        double median() {
            return new Cell.Measured(rates).kibPerSecond();
        }

        Cell.Outcome outcome() {
            return measured() ? new Cell.Measured(rates) : open() ? new Cell.NotMeasured(Message.of("bench.cell.no-time")) : closed;
        }
    }
}
