package io.github.virtcompanion.model;

/// A host's processors and memory as libvirt counts them (virNodeGetInfo).
///
/// @param cpuModel  of the processor, as libvirt names it: `Skylake-Client-IBRS`; empty where not told
/// @param memoryKiB of the host, in use or not
/// @param cpus      that are online
/// @param mhz       as they run now; 0 where not told
/// @param numaNodes cells of memory; 1 where all is alike
public record NodeInfo(String cpuModel, long memoryKiB, int cpus, int mhz, int numaNodes, int sockets, int cores, int threads) {
    public NodeInfo named(String model) {
        return new NodeInfo(model, memoryKiB, cpus, mhz, numaNodes, sockets, cores, threads);
    }
}
