package io.github.virtcompanion.inventory;

import io.github.virtcompanion.model.DiskLoad;
import io.github.virtcompanion.model.DiskUsage;
import io.github.virtcompanion.model.DomainUsage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/// The last samples of a running machine, newest last. Immutable.
///
/// @param last   the raw counters of the newest look, kept to make the next difference
/// @param lastAt System.nanoTime of it
public record UsageHistory(List<Sample> samples, Optional<DomainUsage> last, long lastAt) {
    /// As many as virt-manager keeps (graphs of the machine's own page).
    public static final int LENGTH = 120;
    /// As many as virt-manager draws in its list (graphwidgets.py, GRAPH_LEN).
    public static final int SHORT = 40;
    private static final int AVERAGED = 7;
    public static final UsageHistory EMPTY = new UsageHistory(List.of(), Optional.empty(), 0);

    public UsageHistory {
        samples = List.copyOf(samples);
    }

    /// @param hostCpus of the host; 0 where not known
    public UsageHistory plus(DomainUsage usage, int hostCpus, long now) {
        if (last.isEmpty() || now <= lastAt || usage.cpuTimeNanos() < last.get().cpuTimeNanos()) return new UsageHistory(samples, Optional.of(usage), now);
        List<Sample> longer = new ArrayList<>(samples.subList(Math.max(0, samples.size() - LENGTH + 1), samples.size()));
        longer.add(sample(last.get(), usage, hostCpus, now - lastAt, now));
        return new UsageHistory(longer, Optional.of(usage), now);
    }

    private static Sample sample(DomainUsage before, DomainUsage usage, int hostCpus, long nanos, long now) {
        float cpus = rate(before.cpuTimeNanos(), usage.cpuTimeNanos(), nanos) / 1e9f;
        float flushes = rate(sum(before, DiskUsage::flushes), sum(usage, DiskUsage::flushes), nanos);
        float flushNanos = rate(sum(before, DiskUsage::flushNanos), sum(usage, DiskUsage::flushNanos), nanos);
        // As virt-manager has it: most guests report nothing.
        long used = usage.usedKiB() >= 0 ? usage.usedKiB() : usage.hostKiB();
        return new Sample(now, percent(cpus / Math.max(1, usage.vcpus())), hostCpus > 0 ? percent(cpus / hostCpus) : Float.NaN,
                used < 0 || usage.memoryKiB() <= 0 ? Float.NaN : percent((float) used / usage.memoryKiB()), used < 0 ? Float.NaN : used, usage.usedKiB() >= 0,
                rate(sum(before, DiskUsage::readBytes), sum(usage, DiskUsage::readBytes), nanos),
                rate(sum(before, DiskUsage::writtenBytes), sum(usage, DiskUsage::writtenBytes), nanos),
                rate(sum(before, DiskUsage::writes), sum(usage, DiskUsage::writes), nanos), flushes,
                flushes > 0 ? flushNanos / flushes / 1e6f : flushes == 0 ? 0 : Float.NaN, percent(flushNanos / 1e9f),
                rate(before.receivedBytes(), usage.receivedBytes(), nanos), rate(before.sentBytes(), usage.sentBytes(), nanos));
    }

    private static float percent(float share) {
        return Float.isNaN(share) ? share : Math.clamp(100 * share, 0, 100);
    }

    private static long sum(DomainUsage usage, ToLongFunction<DiskUsage> what) {
        return usage.disks().isEmpty() || usage.disks().stream().anyMatch(disk -> what.applyAsLong(disk) < 0) ? -1
                : usage.disks().stream().mapToLong(what).sum();
    }

    /// A second; NaN where either was not told, or where the counter began anew.
    private static float rate(long before, long after, long nanos) {
        return before < 0 || after < before ? Float.NaN : (float) ((after - before) * 1e9 / nanos);
    }

    public boolean isEmpty() {
        return samples.isEmpty();
    }

    public Optional<Sample> newest() {
        return samples.isEmpty() ? Optional.empty() : Optional.of(samples.getLast());
    }

    /// Of the last few samples; empty where the disks were not measured yet.
    public Optional<DiskLoad> diskLoad() {
        List<Sample> last = samples.subList(Math.max(0, samples.size() - AVERAGED), samples.size()).stream().filter(sample -> !Float.isNaN(sample.flushing())).toList();
        if (last.size() < 2) return Optional.empty();
        double flushes = average(last, Sample::flushes);
        double millis = flushes == 0 ? 0 : average(last, sample -> sample.flushes() * sample.flushMillis()) / flushes;
        return Optional.of(new DiskLoad(average(last, Sample::written), average(last, Sample::writes), flushes, millis, average(last, Sample::flushing),
                (int) Math.round((last.getLast().at() - last.getFirst().at()) / 1e9 * last.size() / (last.size() - 1))));
    }

    private static double average(List<Sample> samples, ToDoubleFunction<Sample> what) {
        return samples.stream().mapToDouble(what).average().orElse(0);
    }

    /// What the list draws.
    public List<Sample> recent() {
        return samples.subList(Math.max(0, samples.size() - SHORT), samples.size());
    }
}
