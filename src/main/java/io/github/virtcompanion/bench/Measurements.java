package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.PlainFiles;
import io.github.virtcompanion.system.PrivateFiles;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Runs the benchmark and keeps what came out, a line each, in `measurements.jsonl` of the state directory.
public final class Measurements implements Measuring {
    private static final String FILE = "measurements.jsonl";
    /// A line has some kilobytes.
    private static final int ALL = 200;
    private static final int MOST = 40;
    /// So that it is not rewritten each time.
    private static final int SPARE = 40;

    private final Benchmark benchmark;
    private final PrivateFiles state;
    private final Recordings recordings;
    private final Clock clock;
    private final AtomicBoolean running = new AtomicBoolean();

    public Measurements(Benchmark benchmark, PrivateFiles state, Clock clock) {
        this.benchmark = benchmark;
        this.state = state;
        this.recordings = new Recordings(state);
        this.clock = clock;
    }

    @Override
    public Site site(String wanted) throws FailedException {
        return benchmark.site(wanted);
    }

    @Override
    public Kept run(Site site, Wish wish, Consumer<Progress> progress) throws FailedException {
        // Two at a time would measure each other.
        if (!running.compareAndSet(false, true))
            throw new Failure(Message.of("bench.already-running"), Message.of("bench.already-running.next"), "").asException();
        try {
            Kept kept = new Kept(clock.instant(), site.identity(), site.wanted(), benchmark.run(site, wish, progress));
            state.append(FILE, ReportText.line(kept) + "\n");
            trim();
            return kept;
        } finally {
            running.set(false);
        }
    }

    /// The newest ones stay: at most [#MOST] of each file system, and not many more than [#ALL] altogether.
    void trim() throws FailedException {
        try (PrivateFiles.Lock _ = state.lock("measurements")) {
            List<String> lines = state.read(FILE).orElse("").lines().toList();
            if (lines.size() <= ALL) return;
            Map<String, Integer> counts = new HashMap<>();
            List<String> kept = new ArrayList<>();
            for (String line : lines.reversed()) {
                Optional<String> identity = ReportText.parse(line).map(Kept::identity);
                if (identity.isPresent() && counts.merge(identity.get(), 1, Integer::sum) <= MOST && kept.size() < ALL - SPARE) kept.addFirst(line);
            }
            state.write(FILE, String.join("\n", kept) + "\n");
        }
    }

    @Override
    public void save(Path file, byte[] contents) throws FailedException {
        new PlainFiles().save(file, contents);
    }

    @Override
    public void keep(Recording recording) throws FailedException {
        recordings.keep(recording);
    }

    @Override
    public List<Recording> recordings(String uuid) throws FailedException {
        return recordings.of(uuid);
    }

    @Override
    public List<Kept> earlier(String identity) throws FailedException {
        List<Kept> kept = new ArrayList<>();
        // A line that a crash cut off, or that a later version wrote otherwise, is passed over.
        state.read(FILE).orElse("").lines().map(ReportText::parse).flatMap(Optional::stream)
                .filter(each -> each.identity().equals(identity)).forEach(kept::add);
        return kept.stream().sorted(Comparator.comparing(Kept::time).reversed()).toList();
    }
}
