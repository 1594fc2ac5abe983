package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What has become of a file system since it was measured before: a disk that fills, ages or was replaced shows here.
public final class Trend {
    private Trend() {}

    /// The newest one before that, of the same kind of image and the same directory.
    ///
    /// @param all of the same file system
    public static Optional<Kept> before(Kept now, List<Kept> all) {
        return all.stream().filter(each -> each.time().isBefore(now.time()) && each.report().kind().equals(now.report().kind()) && each.wanted().equals(now.wanted()))
                .max((one, other) -> one.time().compareTo(other.time()));
    }

    /// The modes whose figure for an installation changed beyond the noise, each in a sentence; one sentence where none did. What ran
    /// only once then or now is not compared, and nothing is where something else went on: within one measurement that hits all
    /// modes, of two it hits one.
    public static List<Message> of(Kept now, Kept before) {
        if (Math.max(Verdict.busy(now.report()), Verdict.busy(before.report())) > 1) return List.of(Message.of("bench.trend.busy"));
        List<Message> words = new ArrayList<>();
        boolean compared = false;
        boolean once = false;
        for (CacheMode mode : BenchReport.MODES) {
            Optional<Cell.Measured> later = now.report().measured(mode, Workload.INSTALLER);
            Optional<Cell.Measured> earlier = before.report().measured(mode, Workload.INSTALLER);
            if (later.isEmpty() || earlier.isEmpty()) continue;
            if (Math.min(later.get().rates().size(), earlier.get().rates().size()) == 1) {
                once = true;
                continue;
            }
            compared = true;
            if (Verdict.faster(later.get(), earlier.get(), 1))
                words.add(Message.of("bench.trend.faster", mode.libvirtName(), Verdict.spoken(later.get().kibPerSecond() / earlier.get().kibPerSecond())));
            if (Verdict.faster(earlier.get(), later.get(), 1))
                words.add(Message.of("bench.trend.slower", mode.libvirtName(), Verdict.spoken(earlier.get().kibPerSecond() / later.get().kibPerSecond())));
        }
        if (compared && words.isEmpty()) words.add(Message.of("bench.trend.same"));
        if (!compared && once) words.add(Message.of("bench.trend.once"));
        return words;
    }
}
