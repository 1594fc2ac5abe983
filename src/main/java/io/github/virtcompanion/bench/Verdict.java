package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a report means, in words. Only ratios are told, and no difference that is within the noise.
public final class Verdict {
    /// Runs of the same cell differ by up to half on a busy host.
    public static final double NOISE = 1.5;
    private static final List<CacheMode> SAFE = List.of(CacheMode.WRITEBACK, CacheMode.NONE, CacheMode.WRITETHROUGH, CacheMode.DIRECTSYNC);

    /// About the workload that resembles an installation; empty where it was not measured.
    public static List<Message> of(BenchReport report) {
        List<Message> words = new ArrayList<>();
        Optional<CacheMode> best = SAFE.stream().filter(mode -> rate(report, mode).isPresent())
                .max(Comparator.comparingDouble(mode -> rate(report, mode).orElseThrow()));
        if (best.isEmpty()) return words;
        double fastest = rate(report, best.get()).orElseThrow();
        // Of those that are as fast within the noise, the one libvirt uses by itself comes first.
        CacheMode recommended = SAFE.stream().filter(mode -> rate(report, mode).filter(rate -> rate * NOISE > fastest).isPresent()).findFirst().orElseThrow();
        List<CacheMode> slower = SAFE.stream().filter(mode -> rate(report, mode).filter(rate -> rate * NOISE <= fastest).isPresent()).toList();
        if (slower.isEmpty()) words.add(Message.of("bench.verdict.all-equal"));
        for (CacheMode mode : slower)
            words.add(Message.of("bench.verdict.slower", mode.libvirtName(), ratio(rate(report, recommended).orElseThrow() / rate(report, mode).orElseThrow()), recommended.libvirtName()));
        rate(report, CacheMode.UNSAFE).ifPresent(unsafe -> words.add(unsafe > NOISE * fastest
                ? Message.of("bench.verdict.unsafe", ratio(unsafe / fastest)) : Message.of("bench.verdict.unsafe-useless")));
        return words;
    }

    private static Optional<Double> rate(BenchReport report, CacheMode mode) {
        return report.rate(mode, Workload.INSTALLER);
    }

    /// Two digits are more than the noise allows.
    static double ratio(double ratio) {
        return ratio < 10 ? Math.round(ratio * 10) / 10.0 : ratio < 100 ? Math.round(ratio) : Math.round(ratio / 10) * 10.0;
    }

    private Verdict() {}
}
