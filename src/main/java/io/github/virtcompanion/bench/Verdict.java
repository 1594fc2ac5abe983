package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a report means, in words. Only ratios are told, and no difference that is within the noise.
public final class Verdict {
    /// Runs of the same cell differ by up to half on a busy host; of two, one may be off by more.
    public static final double NOISE = 1.5;
    private static final double NOISE_OF_TWO = 2.5;
    /// A single run has been off by eight times where something else was going on (seen under load, in a quick measurement):
    /// what differs by more is told, but not by how much.
    private static final double NOISE_OF_ONE = 10;
    /// What goes on beside a measurement hits one run and spares the next, and of few runs that may be all.
    private static final double BUSY = 2;
    private static final int FEW = 2;
    /// Of those that are as fast within the noise, the one libvirt uses by itself comes first.
    private static final List<CacheMode> SAFE = List.of(CacheMode.WRITEBACK, CacheMode.NONE, CacheMode.WRITETHROUGH, CacheMode.DIRECTSYNC);

    /// About an installer that seldom flushes, and about one that flushes all the time; silent where it was not measured.
    public static List<Message> of(BenchReport report) {
        List<Message> words = new ArrayList<>();
        Ranking installer = new Ranking(report, Workload.INSTALLER);
        Ranking everyWrite = new Ranking(report, Workload.EVERY_WRITE);
        installer.seldom(words);
        everyWrite.often(words);
        report.ofGuest().ifPresent(guest -> inGuest(report, guest, words));
        List<CacheMode> measured = BenchReport.MODES.stream().filter(mode -> installer.measured(mode) || everyWrite.measured(mode)).toList();
        List<CacheMode> once = measured.stream().filter(mode -> installer.once(mode) || everyWrite.once(mode)).toList();
        if (!once.isEmpty()) words.add(once.equals(measured) ? Message.of("bench.verdict.once") : Message.of("bench.verdict.once-some", names(once), once.size()));
        return words;
    }

    /// In figures, for they are what a user knows from his installer; and whether the guest ranks the modes as the host does.
    private static void inGuest(BenchReport host, BenchReport guest, List<Message> words) {
        Ranking inGuest = new Ranking(guest, Workload.INSTALLER);
        if (!inGuest.compared()) return;
        CacheMode best = inGuest.recommended().orElseGet(inGuest::best);
        CacheMode worst = inGuest.safe.stream().min(Comparator.comparingDouble(inGuest::rate)).orElseThrow();
        words.add(Message.of("bench.verdict.guest", best.libvirtName(), twoDigits(inGuest.rate(best)), worst.libvirtName(), twoDigits(inGuest.rate(worst))));
        guest.rate(CacheMode.UNSAFE, Workload.INSTALLER).ifPresent(rate -> words.add(Message.of("bench.verdict.guest-unsafe", twoDigits(rate))));
        recommended(host).filter(mode -> inGuest.sure(List.of(mode, inGuest.best())) && inGuest.faster(inGuest.best(), mode))
                .ifPresent(mode -> words.add(Message.of("bench.verdict.guest-differs", inGuest.best().libvirtName(), mode.libvirtName())));
        if (Stream.concat(inGuest.safe.stream(), Stream.of(CacheMode.UNSAFE)).anyMatch(inGuest::once)) words.add(Message.of("bench.verdict.guest-once"));
        if (guest.guest().orElseThrow().emulated()) words.add(Message.of("bench.verdict.guest-emulated"));
    }

    /// The fastest of the modes that keep flushes, under the workload that resembles an installation; none on the word of single runs.
    public static Optional<CacheMode> recommended(BenchReport report) {
        return new Ranking(report, Workload.INSTALLER).recommended();
    }

    /// The modes under one workload.
    private record Ranking(BenchReport report, Workload workload, List<CacheMode> safe) {
        Ranking(BenchReport report, Workload workload) {
            this(report, workload, SAFE.stream().filter(mode -> report.measured(mode, workload).isPresent()).toList());
        }

        boolean compared() {
            return safe.size() > 1;
        }

        boolean measured(CacheMode mode) {
            return report.measured(mode, workload).isPresent();
        }

        boolean once(CacheMode mode) {
            return report.measured(mode, workload).filter(runs -> runs.rates().size() == 1).isPresent();
        }

        /// Whether all were measured more than once: only several runs tell how far one may be off.
        boolean sure(List<CacheMode> modes) {
            return modes.stream().allMatch(mode -> measured(mode) && !once(mode));
        }

        CacheMode best() {
            return best(safe);
        }

        private CacheMode best(List<CacheMode> modes) {
            return modes.stream().max(Comparator.comparingDouble(this::rate)).orElseThrow();
        }

        Optional<CacheMode> recommended() {
            List<CacheMode> candidates = safe.stream().filter(mode -> !once(mode)).toList();
            if (candidates.size() < 2 || faster(best(), best(candidates))) return Optional.empty();
            return candidates.stream().filter(mode -> !faster(best(candidates), mode)).findFirst();
        }

        void seldom(List<Message> words) {
            if (safe.isEmpty()) return;
            List<List<CacheMode>> slower = slower();
            if (slower.isEmpty() && compared() && sure(safe)) words.add(Message.of("bench.verdict.seldom.equal"));
            for (List<CacheMode> tier : slower) words.add(slower("bench.verdict.seldom.slower", "bench.verdict.seldom.slower-once", tier));
            recommended().ifPresent(mode -> slower.stream().map(this::reference).filter(each -> each != mode).findFirst()
                    .ifPresent(each -> words.add(Message.of("bench.verdict.seldom.alike", mode.libvirtName(), each.libvirtName()))));
            unsafe("bench.verdict.seldom.unsafe", "bench.verdict.seldom.unsafe-once", "bench.verdict.seldom.unsafe-useless").ifPresent(words::add);
        }

        void often(List<Message> words) {
            if (safe.isEmpty()) return;
            List<List<CacheMode>> slower = slower();
            for (List<CacheMode> tier : slower) words.add(slower("bench.verdict.often.slower", "bench.verdict.often.slower-once", tier));
            (slower.isEmpty() ? unsafe("bench.verdict.often.only-unsafe", "bench.verdict.often.only-unsafe-once", "bench.verdict.often.equal")
                    : unsafe("bench.verdict.often.unsafe", "bench.verdict.often.unsafe-once", "bench.verdict.often.equal"))
                    .filter(each -> !each.key().equals("bench.verdict.often.equal") || slower.isEmpty() && compared() && sure(safe)).ifPresent(words::add);
        }

        /// Those that are slower than the recommended one or the fastest; alike ones together.
        private List<List<CacheMode>> slower() {
            List<List<CacheMode>> tiers = new ArrayList<>();
            Set<CacheMode> fast = Stream.concat(recommended().stream(), Stream.of(best())).collect(Collectors.toSet());
            List<CacheMode> rest = new ArrayList<>(safe.stream().filter(mode -> fast.stream().anyMatch(each -> faster(each, mode)))
                    .sorted(Comparator.comparingDouble(this::rate).reversed()).toList());
            while (!rest.isEmpty()) {
                CacheMode first = rest.getFirst();
                List<CacheMode> tier = rest.stream().filter(mode -> once(mode) == once(first) && !faster(first, mode)).sorted(Comparator.comparingInt(SAFE::indexOf)).toList();
                tiers.add(tier);
                rest.removeAll(tier);
            }
            return tiers;
        }

        private Message slower(String key, String once, List<CacheMode> tier) {
            CacheMode reference = reference(tier);
            if (!sure(tier) || once(reference)) return Message.of(once, names(tier), tier.size(), reference.libvirtName());
            double slow = Math.exp(tier.stream().mapToDouble(mode -> Math.log(rate(mode))).average().orElseThrow());
            return Message.of(key, names(tier), tier.size(), spoken(rate(reference) / slow), reference.libvirtName());
        }

        /// The recommended one; the fastest where the recommended varies so much that it cannot be called faster than these.
        private CacheMode reference(List<CacheMode> tier) {
            return recommended().filter(mode -> tier.stream().allMatch(each -> faster(mode, each))).orElseGet(this::best);
        }

        /// How many times faster than the best of the others, or that it gains nothing beyond the noise.
        private Optional<Message> unsafe(String faster, String once, String useless) {
            if (!measured(CacheMode.UNSAFE)) return Optional.empty();
            boolean sure = sure(List.of(CacheMode.UNSAFE, best()));
            if (!faster(CacheMode.UNSAFE, best())) return sure ? Optional.of(Message.of(useless)) : Optional.empty();
            return Optional.of(sure ? Message.of(faster, spoken(rate(CacheMode.UNSAFE) / rate(best()))) : Message.of(once));
        }

        private double rate(CacheMode mode) {
            return report.measured(mode, workload).orElseThrow().kibPerSecond();
        }

        private boolean faster(CacheMode one, CacheMode other) {
            return Verdict.faster(report.measured(one, workload).orElseThrow(), report.measured(other, workload).orElseThrow(), busy(report));
        }
    }

    /// How many want the processor that one run was to have, at least [#BUSY] where something else goes on; 1 on a quiet host.
    static double busy(BenchReport report) {
        return report.warnings().stream().mapToDouble(warning -> Math.max(BUSY, Surroundings.load(warning).orElse(BUSY))).max().orElse(1);
    }

    /// Beyond the noise, and with intervals that do not touch.
    ///
    /// @param busy see [#busy]
    static boolean faster(Cell.Measured fast, Cell.Measured slow, double busy) {
        int runs = Math.min(fast.rates().size(), slow.rates().size());
        double noise = switch (runs) {
            case 1 -> NOISE_OF_ONE;
            case 2 -> NOISE_OF_TWO;
            default -> NOISE;
        };
        return fast.kibPerSecond() > noise * (runs > FEW ? Math.min(busy, BUSY) : busy) * slow.kibPerSecond() && fast.low() > slow.high();
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
