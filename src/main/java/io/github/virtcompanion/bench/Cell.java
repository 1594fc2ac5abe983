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

        /// Of the interval that holds the true median nineteen times out of twenty, whatever the distribution: the runs from
        /// the lowest to the highest, without one at either end from eight runs on (binomial order statistics). One run
        /// alone says nothing of how far it may be off.
        public double low() {
            return rates.get(trimmed());
        }

        public double high() {
            return rates.get(rates.size() - 1 - trimmed());
        }

        private int trimmed() {
            return rates.size() >= 8 ? 1 : 0;
        }
    }

    /// This file system refuses what the mode needs.
    public record NotPossible(Message reason) implements Outcome {}

    /// Possible, but there is no figure: the time was up, or QEMU failed.
    public record NotMeasured(Message reason) implements Outcome {}
}
