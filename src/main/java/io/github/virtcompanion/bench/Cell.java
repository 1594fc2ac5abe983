package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Message;

import java.util.List;

/// One mode under one workload, and what came out.
public record Cell(CacheMode mode, Workload workload, Outcome outcome) {

    public sealed interface Outcome {}

    /// @param rates KiB/s of every run, ascending; never empty
    public record Measured(List<Double> rates) implements Outcome {
        public Measured {
            rates = rates.stream().sorted().toList();
            if (rates.isEmpty()) throw new IllegalArgumentException("measured nothing");
        }

        /// The median.
        public double kibPerSecond() {
            int middle = rates.size() / 2;
            return rates.size() % 2 == 1 ? rates.get(middle) : (rates.get(middle - 1) + rates.get(middle)) / 2;
        }

        /// Enough for [#low] and [#high] to hold the true median nineteen times out of twenty, whatever the distribution
        /// (binomial order statistics: 1 - 2^(1-n) of n runs from the lowest to the highest).
        public static final int SURE = 6;

        /// From the lowest run to the highest, without one at either end from nine runs on. From [#SURE] runs on the true
        /// median lies between; fewer only show how far they differ, and one alone not even that.
        public double low() {
            return rates.get(trimmed());
        }

        public double high() {
            return rates.get(rates.size() - 1 - trimmed());
        }

        private int trimmed() {
            return rates.size() >= 9 ? 1 : 0;
        }
    }

    /// This file system refuses what the mode needs.
    public record NotPossible(Message reason) implements Outcome {}

    /// Possible, but there is no figure: the time was up, or QEMU failed.
    public record NotMeasured(Message reason) implements Outcome {}
}
