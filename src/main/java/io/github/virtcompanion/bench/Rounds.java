package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.FailedException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Rounds over kinds of runs, as many as fit into the time.
///
/// They come in another order each round, so that what happens on the host meanwhile does not always hit the same ones.
final class Rounds {
    /// Shorter runs are mostly the start of the clock.
    static final double TOO_SHORT = 0.05;
    /// Percent of the time left for a round, so that a slow disk gets three; the first has to find out how fast each cell is,
    /// and takes more than any later one.
    private static final int FIRST_ROUND = 40;
    private static final int LATER_ROUND = 50;
    private static final int FIRST_AGAIN = 75;

    private final Random random;
    private final Effort effort;
    private final List<Tally> tallies;
    private final long start = System.nanoTime();
    private int done;

    Rounds(Random random, Effort effort, List<Tally> tallies) {
        this.random = random;
        this.effort = effort;
        this.tallies = tallies;
    }

    /// One run.
    @FunctionalInterface
    interface Run {
        /// @param aim  seconds it should take
        /// @param left of the time for all
        void of(Tally tally, double aim, Duration left) throws FailedException;
    }

    int done() {
        return done;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    void all(Run run, Runnable after) throws FailedException {
        Duration last;
        do {
            Duration before = elapsed();
            round(before.plus(effort.limit().minus(before).multipliedBy(done == 0 ? FIRST_ROUND : LATER_ROUND).dividedBy(100)), run, after);
            last = elapsed().minus(before);
        } while (done < effort.rounds() && elapsed().plus(last.multipliedBy(done == 1 ? FIRST_AGAIN : 100).dividedBy(100)).compareTo(effort.limit()) < 0
                && tallies.stream().anyMatch(Tally::measured));
    }

    /// @param end when it should be over, so that there is time for others
    private void round(Duration end, Run run, Runnable after) throws FailedException {
        List<Tally> order = new ArrayList<>(tallies.stream().filter(Tally::open).toList());
        Collections.shuffle(order, random);
        for (int i = 0; i < order.size(); i++) {
            Duration left = effort.limit().minus(elapsed());
            if (left.isNegative()) return;
            // A slow disk gets shorter runs rather than fewer: only several tell how far one may be off.
            double share = Math.max(0, end.minus(elapsed()).toMillis()) / 1000.0 / (order.size() - i);
            run.of(order.get(i), Math.min(effort.cell().toMillis() / 1000.0, Math.max(TOO_SHORT, 0.6 * share)), left);
            after.run();
        }
        done++;
    }
}
