package io.github.virtcompanion.ui;

import io.github.virtcompanion.bench.Kept;
import io.github.virtcompanion.bench.Workload;
import io.github.virtcompanion.model.CacheMode;

import java.util.Map;
import java.util.Optional;

/// What a measurement is compared with.
sealed interface Reference {
    /// KiB/s.
    Optional<Double> rate(CacheMode mode, Workload workload);

    /// What a guest wrote, in KiB/s.
    Optional<Double> inGuest(CacheMode mode, Workload workload);

    record Nothing() implements Reference {
        @Override
        public Optional<Double> rate(CacheMode mode, Workload workload) {
            return Optional.empty();
        }

        @Override
        public Optional<Double> inGuest(CacheMode mode, Workload workload) {
            return Optional.empty();
        }
    }

    /// What FreeBSD's installer wrote in 2011, on btrfs over RAID 0: the case this program comes from. directsync was not tried.
    record Of2011() implements Reference {
        private static final Map<CacheMode, Double> RATES =
                Map.of(CacheMode.WRITETHROUGH, 1.0, CacheMode.NONE, 40.0, CacheMode.WRITEBACK, 1400.0, CacheMode.UNSAFE, 1500.0);

        @Override
        public Optional<Double> rate(CacheMode mode, Workload workload) {
            return workload == Workload.INSTALLER ? Optional.ofNullable(RATES.get(mode)) : Optional.empty();
        }

        /// It never flushed.
        @Override
        public Optional<Double> inGuest(CacheMode mode, Workload workload) {
            return workload == Workload.NEVER ? Optional.ofNullable(RATES.get(mode)) : Optional.empty();
        }
    }

    record Earlier(Kept kept) implements Reference {
        @Override
        public Optional<Double> rate(CacheMode mode, Workload workload) {
            return kept.report().rate(mode, workload);
        }

        @Override
        public Optional<Double> inGuest(CacheMode mode, Workload workload) {
            return kept.report().ofGuest().flatMap(report -> report.rate(mode, workload));
        }
    }
}
