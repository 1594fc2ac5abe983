package io.github.virtcompanion.model;

/// Raw counters of an active domain at one moment.
///
/// @param cpuTimeNanos CPU time used by all vCPUs since start; -1 where the driver does not tell
/// @param vcpus        current vCPUs; at least 1
public record DomainUsage(String uuid, long cpuTimeNanos, int vcpus) {}
