package io.github.virtcompanion.cli;

import io.github.virtcompanion.bench.Meter;
import io.github.virtcompanion.bench.Recording;
import io.github.virtcompanion.bench.Recordings;
import io.github.virtcompanion.bench.Stretch;
import io.github.virtcompanion.bench.Verdict;
import io.github.virtcompanion.inventory.DiskWatch;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.model.DiskLook;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// `virt-companion meter DOMAIN`: what a running machine writes and flushes, until it is off.
@Command(name = "meter")
final class MeterCommand extends Connected implements Callable<Integer> {
    /// Saved and resumed, it is off for a while.
    private static final Duration OFF = Duration.ofSeconds(60);
    private static final int KEEP_EVERY = 10;

    @Parameters(arity = "1", paramLabel = "DOMAIN", descriptionKey = "cli.parameter.domain")
    private String domain;

    @Option(names = "--every", paramLabel = "SECONDS", descriptionKey = "cli.option.every")
    private int every = 2;

    @Option(names = "--for", paramLabel = "SECONDS", descriptionKey = "cli.option.for")
    private Integer seconds;

    @Option(names = "--json", descriptionKey = "cli.option.json")
    private boolean json;

    MeterCommand(Tools tools) {
        super(tools);
    }

    @Override
    public Integer call() throws FailedException {
        try (Inventory inventory = open(uris)) {
            Found found = find(inventory, domain);
            if (!found.machine().active()) throw new Failure(Message.of("cli.meter.off", found.machine().name()), Message.of("cli.meter.off-next"), "").asException();
            BlockingQueue<Optional<DiskLook>> looks = new LinkedBlockingQueue<>();
            try (DiskWatch _ = DiskWatch.start(found.connection(), found.machine().uuid(), Duration.ofSeconds(Math.clamp(every, 1, 3600)), look -> looks.add(Optional.of(look)),
                    () -> looks.add(Optional.empty()))) {
                return tell(record(found, looks));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Cli.FAILED;
            }
        }
    }

    private Recording record(Found found, BlockingQueue<Optional<DiskLook>> looks) throws InterruptedException, FailedException {
        Recording recording = new Recording(found.machine().uuid(), found.machine().name(), Meter.EMPTY);
        long end = seconds == null ? Long.MAX_VALUE : System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        if (!json) {
            out().println(row((Object[]) say("cli.meter.head").split("[|]")));
            out().flush();
        }
        for (int count = 1; ; count++) {
            long patience = Math.min(end - System.nanoTime(), OFF.plusSeconds(every).toNanos());
            Optional<DiskLook> look = patience <= 0 ? Optional.empty() : Optional.ofNullable(looks.poll(patience, TimeUnit.NANOSECONDS)).flatMap(each -> each);
            if (look.isEmpty()) break;
            recording = new Recording(recording.uuid(), recording.machine(), recording.meter().plus(look.get()));
            if (!json) line(recording.meter());
            // The command is ended by Ctrl-C more often than by the guest.
            if (count % KEEP_EVERY == 0) tools.recordings().keep(recording);
        }
        tools.recordings().keep(recording);
        return recording;
    }

    private void line(Meter meter) {
        meter.now().ifPresent(now -> {
            out().println(row(LocalTime.now().truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_LOCAL_TIME), Math.round(now.kibPerSecond()), Math.round(now.writesPerSecond()),
                    Math.round(now.flushesPerSecond()), now.millisPerFlush().map(millis -> "%.1f".formatted(millis)).orElse("-"), meter.stretches().getLast().modes()));
            out().flush();
        });
    }

    private static String row(Object... cells) {
        return "%-8s  %9s  %9s  %10s  %10s  %s".formatted(cells);
    }

    private int tell(Recording recording) throws FailedException {
        if (recording.meter().stretches().isEmpty()) throw new Failure(Message.of("cli.meter.nothing", recording.machine()), Message.of("cli.meter.nothing-next"), "").asException();
        if (json) {
            out().println(JSON.toJson(Recordings.object(recording)));
            return Cli.OK;
        }
        out().println();
        for (Stretch stretch : recording.meter().stretches())
            stretch.kibPerSecond().ifPresent(rate -> out().println(say("cli.meter.stretch", stretch.modes(), Verdict.twoDigits(rate), Verdict.twoDigits(stretch.writesPerSecond()),
                    Verdict.twoDigits(stretch.flushesPerSecond()), Math.round(stretch.busy()))));
        recording.meter().comparisons().forEach(words -> out().println(say(words)));
        recording.meter().meaning().ifPresent(words -> out().println(say(words)));
        return Cli.OK;
    }
}
