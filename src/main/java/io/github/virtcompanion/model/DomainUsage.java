package io.github.virtcompanion.model;

import java.util.List;

/// Raw counters of an active domain at one moment. -1 stands for what was not asked for or is not told.
///
/// @param cpuTimeNanos  CPU time used by all vCPUs since start
/// @param vcpus         current vCPUs; at least 1
/// @param memoryKiB     what it has now, after ballooning
/// @param usedKiB       what its guest uses of that; only known where the balloon driver of the guest reports
/// @param hostKiB       what its process has in the host's memory (resident set size)
/// @param receivedBytes by all its network devices
/// @param sentBytes     by all its network devices
/// @param disks         empty where not asked for
public record DomainUsage(String uuid, long cpuTimeNanos, int vcpus, long memoryKiB, long usedKiB, long hostKiB, long receivedBytes, long sentBytes,
                          List<DiskUsage> disks) {
    public DomainUsage {
        disks = List.copyOf(disks);
    }

    /// Without what has to be asked for.
    public DomainUsage(String uuid, long cpuTimeNanos, int vcpus, long memoryKiB) {
        this(uuid, cpuTimeNanos, vcpus, memoryKiB, -1, -1, -1, -1, List.of());
    }

    /// These numbers, and the others' of what these lack.
    public DomainUsage with(DomainUsage asked) {
        return new DomainUsage(uuid, cpuTimeNanos, vcpus, memoryKiB, asked.usedKiB, asked.hostKiB, asked.receivedBytes, asked.sentBytes, asked.disks);
    }
}
