package io.github.virtcompanion.options;

import java.util.SortedSet;

/// Sets of processors or NUMA nodes as libvirt writes them: `0-3,8`.
public final class CpuSets {
    private CpuSets() {}

    /// Empty where it is no such set.
    public static SortedSet<Integer> parse(String written) {
        return Values.cpus(written);
    }

    public static String write(SortedSet<Integer> numbers) {
        return Values.cpuset(numbers);
    }
}
