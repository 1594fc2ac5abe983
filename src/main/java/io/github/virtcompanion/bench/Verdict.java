package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a report means, in words. Only ratios are told, and no difference that is within the noise.
public final class Verdict {
    /// Runs of the same cell differ by up to half on a busy host; a single run may be off by several times.
    public static final double NOISE = 1.5;
    private static final double NOISE_OF_ONE = 4;
    private static final double NOISE_OF_TWO = 2.5;
    /// What goes on beside a measurement hits one run and spares the next.
    private static final double BUSY = 2;
    /// Of those that are as fast within the noise, the one libvirt uses by itself comes first.
    private static final List<CacheMode> SAFE = List.of(CacheMode.WRITEBACK, CacheMode.NONE, CacheMode.WRITETHROUGH, CacheMode.DIRECTSYNC);

    /// About an installer that seldom flushes, and about one that flushes all the time; silent where it was not measured.
    public static List<Message> of(BenchReport report) {
        List<Message> words = new ArrayList<>();
        new Ranking(report, Workload.INSTALLER).seldom(words);
        new Ranking(report, Workload.EVERY_WRITE).often(words);
        report.ofGuest().ifPresent(guest -> inGuest(report, guest, words));
        // One run of each says nothing of how far it may be off.
        if (!words.isEmpty() && report.cells().stream().noneMatch(cell -> cell.outcome() instanceof Cell.Measured runs && runs.rates().size() > 1))
            words.add(Message.of("bench.verdict.once"));
        return words;
    }

    /// In figures, for they are what a user knows from his installer; and whether the guest ranks the modes as the host does.
    private static void inGuest(BenchReport host, BenchReport guest, List<Message> words) {
        Ranking inGuest = new Ranking(guest, Workload.INSTALLER);
        if (!inGuest.compared()) return;
        CacheMode best = inGuest.recommended();
        CacheMode worst = inGuest.safe.stream().min(Comparator.comparingDouble(inGuest::rate)).orElseThrow();
        words.add(Message.of("bench.verdict.guest", best.libvirtName(), twoDigits(inGuest.rate(best)), worst.libvirtName(), twoDigits(inGuest.rate(worst))));
        guest.rate(CacheMode.UNSAFE, Workload.INSTALLER).ifPresent(rate -> words.add(Message.of("bench.verdict.guest-unsafe", twoDigits(rate))));
        recommended(host).filter(mode -> inGuest.safe.contains(mode) && inGuest.faster(inGuest.best(), mode))
                .ifPresent(mode -> words.add(Message.of("bench.verdict.guest-differs", inGuest.best().libvirtName(), mode.libvirtName())));
        if (guest.guest().orElseThrow().emulated()) words.add(Message.of("bench.verdict.guest-emulated"));
    }

    /// The fastest of the modes that keep flushes, under the workload that resembles an installation.
    public static Optional<CacheMode> recommended(BenchReport report) {
        Ranking ranking = new Ranking(report, Workload.INSTALLER);
        return ranking.compared() ? Optional.of(ranking.recommended()) : Optional.empty();
    }

    /// The modes under one workload.
    private record Ranking(BenchReport report, Workload workload, List<CacheMode> safe) {
        Ranking(BenchReport report, Workload workload) {
            this(report, workload, SAFE.stream().filter(mode -> report.measured(mode, workload).isPresent()).toList());
        }

        boolean compared() {
            return safe.size() > 1;
        }

        CacheMode best() {
            return safe.stream().max(Comparator.comparingDouble(this::rate)).orElseThrow();
        }

        CacheMode recommended() {
            return safe.stream().filter(mode -> !faster(best(), mode)).findFirst().orElseThrow();
        }

        void seldom(List<Message> words) {
            if (safe.isEmpty()) return;
            List<List<CacheMode>> slower = slower();
            if (slower.isEmpty() && compared()) words.add(Message.of("bench.verdict.seldom.equal"));
            for (List<CacheMode> tier : slower) words.add(Message.of("bench.verdict.seldom.slower", names(tier), tier.size(), ratio(tier), reference(tier).libvirtName()));
            unsafe().ifPresent(ratio -> words.add(ratio > 0 ? Message.of("bench.verdict.seldom.unsafe", ratio) : Message.of("bench.verdict.seldom.unsafe-useless")));
        }

        void often(List<Message> words) {
            if (safe.isEmpty()) return;
            List<List<CacheMode>> slower = slower();
            for (List<CacheMode> tier : slower) words.add(Message.of("bench.verdict.often.slower", names(tier), tier.size(), ratio(tier), reference(tier).libvirtName()));
            unsafe().ifPresent(ratio -> {
                if (ratio > 0) words.add(Message.of(slower.isEmpty() ? "bench.verdict.often.only-unsafe" : "bench.verdict.often.unsafe", ratio));
                else if (slower.isEmpty() && compared()) words.add(Message.of("bench.verdict.often.equal"));
            });
        }

        /// Those that are slower than the recommended one; alike ones together.
        private List<List<CacheMode>> slower() {
            List<List<CacheMode>> tiers = new ArrayList<>();
            List<CacheMode> rest = new ArrayList<>(safe.stream().filter(mode -> faster(best(), mode)).sorted(Comparator.comparingDouble(this::rate).reversed()).toList());
            while (!rest.isEmpty()) {
                CacheMode first = rest.getFirst();
                List<CacheMode> tier = rest.stream().filter(mode -> !faster(first, mode)).sorted(Comparator.comparingInt(SAFE::indexOf)).toList();
                tiers.add(tier);
                rest.removeAll(tier);
            }
            return tiers;
        }

        private double ratio(List<CacheMode> tier) {
            double slow = Math.exp(tier.stream().mapToDouble(mode -> Math.log(rate(mode))).average().orElseThrow());
            return spoken(rate(reference(tier)) / slow);
        }

        /// The recommended one; the fastest where the recommended varies so much that it cannot be called faster than these.
        private CacheMode reference(List<CacheMode> tier) {
            CacheMode recommended = recommended();
            return tier.stream().allMatch(mode -> faster(recommended, mode)) ? recommended : best();
        }

        /// How many times faster than the best of the others; 0 where it gains nothing beyond the noise.
        private Optional<Double> unsafe() {
            return report.measured(CacheMode.UNSAFE, workload).map(_ -> faster(CacheMode.UNSAFE, best()) ? spoken(rate(CacheMode.UNSAFE) / rate(best())) : 0);
        }

        private double rate(CacheMode mode) {
            return report.measured(mode, workload).orElseThrow().kibPerSecond();
        }

        private boolean faster(CacheMode one, CacheMode other) {
            return Verdict.faster(report.measured(one, workload).orElseThrow(), report.measured(other, workload).orElseThrow(), !report.warnings().isEmpty());
        }
    }

    /// Beyond the noise, and with intervals that do not touch.
    static boolean faster(Cell.Measured fast, Cell.Measured slow, boolean busy) {
        double noise = switch (Math.min(fast.rates().size(), slow.rates().size())) {
            case 1 -> NOISE_OF_ONE;
            case 2 -> NOISE_OF_TWO;
            default -> NOISE;
        };
        return fast.kibPerSecond() > noise * (busy ? BUSY : 1) * slow.kibPerSecond() && fast.low() > slow.high();
    }

    private static Object names(List<CacheMode> modes) {
        List<String> names = modes.stream().map(CacheMode::libvirtName).toList();
        return names.size() == 1 ? names.getFirst()
                : Message.of("bench.verdict.and", names.stream().limit(names.size() - 1).collect(Collectors.joining(", ")), names.getLast());
    }

    /// As people say it: 1.6 times, 6 times, 36 times.
    static double spoken(double ratio) {
        return ratio >= 3 && ratio < 10 ? Math.round(ratio) : twoDigits(ratio);
    }

    /// Two digits are more than the noise allows.
    public static double twoDigits(double number) {
        double step = Math.pow(10, Math.floor(Math.log10(Math.max(number, 1e-9))) - 1);
        return step < 1 ? Math.round(number / step) / (double) Math.round(1 / step) : Math.round(number / step) * step;
    }

    private Verdict() {}
}
