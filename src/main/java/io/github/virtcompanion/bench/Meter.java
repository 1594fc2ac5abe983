package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.DiskLook;
import io.github.virtcompanion.model.DiskUsage;
import io.github.virtcompanion.model.Message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// What a running machine writes, recorded over an installation: stretches with the same cache modes, so that before and
/// after a switch can be compared, and a curve of the whole. Immutable.
///
/// @param curve  KiB/s, oldest first, each over the same time
/// @param step   seconds that a point of the curve stands for; doubled when it becomes too long
/// @param last   the newest look, to make the next difference
/// @param now    between the last two looks
public record Meter(List<Stretch> stretches, List<Double> curve, double step, Open open, Optional<DiskLook> last, Optional<Pace> now) {
    private static final int POINTS = 240;
    private static final double FIRST_STEP = 2;
    public static final Meter EMPTY = new Meter(List.of(), List.of(), FIRST_STEP, new Open(0, 0), Optional.empty(), Optional.empty());

    public Meter {
        stretches = List.copyOf(stretches);
        curve = List.copyOf(curve);
    }

    /// A point of the curve that is not complete.
    public record Open(double seconds, double kib) {}

    /// @param millisPerFlush empty where nothing was flushed
    public record Pace(double kibPerSecond, double writesPerSecond, double flushesPerSecond, Optional<Double> millisPerFlush) {}

    public Meter plus(DiskLook look) {
        Instant at = Instant.ofEpochMilli(look.millis());
        List<Stretch> all = new ArrayList<>(stretches);
        boolean same = !all.isEmpty() && all.getLast().modes().equals(look.modes());
        if (!same) all.add(new Stretch(look.modes(), at, at, 0, 0, 0, 0, 0));
        double seconds = last.map(before -> (look.millis() - before.millis()) / 1000.0).orElse(0.0);
        // Resumed from its saved state, QEMU is another one and counts from nothing.
        boolean anew = last.isEmpty() || sum(look, DiskUsage::writtenBytes) < sum(last.get(), DiskUsage::writtenBytes) || sum(look, DiskUsage::writes) < sum(last.get(), DiskUsage::writes);
        if (!same || anew || seconds <= 0) return new Meter(all, curve, step, open, Optional.of(look), Optional.empty());
        long bytes = more(look, DiskUsage::writtenBytes);
        long writes = more(look, DiskUsage::writes);
        long flushes = more(look, DiskUsage::flushes);
        long nanos = more(look, DiskUsage::flushNanos);
        all.set(all.size() - 1, all.getLast().plus(at, seconds, bytes, writes, flushes, nanos));
        Pace pace = new Pace(bytes / 1024.0 / seconds, writes / seconds, flushes / seconds, flushes > 0 ? Optional.of(nanos / 1e6 / flushes) : Optional.empty());
        return drawn(new Meter(all, curve, step, new Open(open.seconds + seconds, open.kib + bytes / 1024.0), Optional.of(look), Optional.of(pace)));
    }

    private static Meter drawn(Meter meter) {
        if (meter.open.seconds < meter.step) return meter;
        List<Double> longer = new ArrayList<>(meter.curve);
        longer.add(meter.open.kib / meter.open.seconds);
        double wider = meter.step;
        if (longer.size() > POINTS) {
            List<Double> half = new ArrayList<>();
            for (int i = 0; i + 1 < longer.size(); i += 2) half.add((longer.get(i) + longer.get(i + 1)) / 2);
            longer = half;
            wider *= 2;
        }
        return new Meter(meter.stretches, longer, wider, new Open(0, 0), meter.last, meter.now);
    }

    private long more(DiskLook look, ToLongFunction<DiskUsage> what) {
        return Math.max(0, sum(look, what) - sum(last.orElseThrow(), what));
    }

    /// What is not told of a disk is nothing.
    private static long sum(DiskLook look, ToLongFunction<DiskUsage> what) {
        return look.disks().stream().mapToLong(what).map(number -> Math.max(0, number)).sum();
    }

    public Optional<Instant> from() {
        return stretches.stream().findFirst().map(Stretch::from);
    }

    public Optional<Instant> to() {
        return stretches.isEmpty() ? Optional.empty() : Optional.of(stretches.getLast().to());
    }

    /// Each switch under way: "writethrough 3 KiB/s → unsafe 1,400 KiB/s, 470 times as fast".
    public List<Message> comparisons() {
        List<Message> words = new ArrayList<>();
        List<Stretch> told = stretches.stream().filter(stretch -> stretch.kibPerSecond().isPresent()).toList();
        for (int i = 1; i < told.size(); i++) {
            double before = told.get(i - 1).kibPerSecond().orElseThrow();
            double after = told.get(i).kibPerSecond().orElseThrow();
            if (before <= 0 || after <= 0) continue;
            boolean faster = after >= before;
            double ratio = Verdict.spoken(faster ? after / before : before / after);
            // What an installer does at one moment differs from what it does at another: only much counts.
            String key = ratio < Verdict.NOISE ? "bench.meter.alike" : faster ? "bench.meter.faster" : "bench.meter.slower";
            words.add(Message.of(key, told.get(i - 1).modes(), Verdict.twoDigits(before), told.get(i).modes(), Verdict.twoDigits(after), ratio));
        }
        return words;
    }

    /// What the figures say of the cache mode.
    public Optional<Message> meaning() {
        if (stretches.isEmpty() || stretches.getLast().kibPerSecond().isEmpty() || stretches.getLast().writes() == 0) return Optional.empty();
        double share = (double) stretches.getLast().flushes() / stretches.getLast().writes();
        // A guest that was told of no write cache when it was started need not flush, and most do not, whatever mode it was switched
        // to since without being restarted.
        if (share < 0.01) return Optional.of(stretches.stream().map(Stretch::modes).filter(Meter::toldOfNone).findFirst()
                .map(modes -> Message.of("bench.meter.no-cache", modes)).orElse(Message.of("bench.meter.seldom")));
        if (share > 0.6) return Optional.of(Message.of("bench.meter.always"));
        return Optional.of(Message.of(share > 0.2 ? "bench.meter.often" : "bench.meter.sometimes", Verdict.twoDigits(1 / share)));
    }

    private static boolean toldOfNone(String modes) {
        return Arrays.stream(modes.split(", ")).map(CacheMode::of).flatMap(Optional::stream).noneMatch(CacheMode::guestSeesCache);
    }
}
