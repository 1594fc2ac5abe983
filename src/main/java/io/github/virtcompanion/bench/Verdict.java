package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a report means, in words. Only ratios are told, and no difference that is within the noise.
public final class Verdict {
    /// Runs of the same cell differ by up to half on a busy host; a single run may be off by more.
    public static final double NOISE = 1.5;
    private static final double NOISE_OF_ONE = 2.5;
    private static final List<CacheMode> SAFE = List.of(CacheMode.WRITEBACK, CacheMode.NONE, CacheMode.WRITETHROUGH, CacheMode.DIRECTSYNC);

    /// About the workload that resembles an installation; empty where it was not measured.
    public static List<Message> of(BenchReport report) {
        List<Message> words = new ArrayList<>();
        Optional<CacheMode> best = SAFE.stream().filter(mode -> runs(report, mode).isPresent())
                .max(Comparator.comparingDouble(mode -> rate(report, mode)));
        if (best.isEmpty()) return words;
        // Of those that are as fast within the noise, the one libvirt uses by itself comes first.
        CacheMode recommended = SAFE.stream().filter(mode -> runs(report, mode).isPresent() && !faster(report, best.get(), mode)).findFirst().orElseThrow();
        List<CacheMode> slower = SAFE.stream().filter(mode -> runs(report, mode).isPresent() && faster(report, best.get(), mode)).toList();
        boolean compared = SAFE.stream().filter(mode -> runs(report, mode).isPresent()).count() > 1;
        if (slower.isEmpty() && compared) words.add(Message.of("bench.verdict.all-equal"));
        for (CacheMode mode : slower)
            words.add(Message.of("bench.verdict.slower", mode.libvirtName(), twoDigits(rate(report, recommended) / rate(report, mode)), recommended.libvirtName()));
        if (runs(report, CacheMode.UNSAFE).isPresent())
            words.add(faster(report, CacheMode.UNSAFE, best.get())
                    ? Message.of("bench.verdict.unsafe", twoDigits(rate(report, CacheMode.UNSAFE) / rate(report, best.get()))) : Message.of("bench.verdict.unsafe-useless"));
        return words;
    }

    /// Beyond the noise, and in every run.
    private static boolean faster(BenchReport report, CacheMode one, CacheMode other) {
        Cell.Measured fast = runs(report, one).orElseThrow();
        Cell.Measured slow = runs(report, other).orElseThrow();
        double noise = Math.min(fast.rates().size(), slow.rates().size()) == 1 ? NOISE_OF_ONE : NOISE;
        return fast.kibPerSecond() > noise * slow.kibPerSecond() && fast.lowest() > slow.highest();
    }

    private static double rate(BenchReport report, CacheMode mode) {
        return runs(report, mode).orElseThrow().kibPerSecond();
    }

    private static Optional<Cell.Measured> runs(BenchReport report, CacheMode mode) {
        return report.cell(mode, Workload.INSTALLER).map(Cell::outcome).filter(Cell.Measured.class::isInstance).map(Cell.Measured.class::cast);
    }

    /// Two digits are more than the noise allows.
    public static double twoDigits(double number) {
        double step = Math.pow(10, Math.floor(Math.log10(Math.max(number, 1e-9))) - 1);
        return step < 1 ? Math.round(number / step) / (double) Math.round(1 / step) : Math.round(number / step) * step;
    }

    private Verdict() {}
}
