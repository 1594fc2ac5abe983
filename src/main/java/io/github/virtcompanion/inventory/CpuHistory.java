package io.github.virtcompanion.inventory;

import java.util.Arrays;

/// The last samples of a machine's CPU use, in percent of its vCPUs, newest last. Immutable.
///
/// @param lastTimeNanos the raw counter of the newest sample, kept to make the next difference
/// @param lastAt        System.nanoTime of it
public record CpuHistory(double[] percents, long lastTimeNanos, long lastAt) {
    /// As many as virt-manager draws (graphwidgets.py, GRAPH_LEN).
    public static final int LENGTH = 40;
    public static final CpuHistory EMPTY = new CpuHistory(new double[0], -1, 0);

    /// @param cpuTimeNanos CPU time used since the machine started; -1 where the driver does not tell
    public CpuHistory plus(long cpuTimeNanos, int vcpus, long now) {
        if (cpuTimeNanos < 0) return this;
        if (lastTimeNanos < 0 || cpuTimeNanos < lastTimeNanos || now <= lastAt) return new CpuHistory(percents, cpuTimeNanos, now);
        double percent = Math.clamp(100.0 * (cpuTimeNanos - lastTimeNanos) / (now - lastAt) / Math.max(1, vcpus), 0, 100);
        double[] longer = Arrays.copyOfRange(percents, Math.max(0, percents.length - LENGTH + 1), percents.length + 1);
        longer[longer.length - 1] = percent;
        return new CpuHistory(longer, cpuTimeNanos, now);
    }

    public boolean isEmpty() {
        return percents.length == 0;
    }

    public double newest() {
        return percents.length == 0 ? 0 : percents[percents.length - 1];
    }
}
