package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Machine;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// All advice.
public final class Rules {
    private static final List<Rule> ABOUT_MACHINES = List.of(RaidAdvice::about, Emulation::about, CpuModel::about, CacheAdvice::about,
            DirectAdvice::about, DiskAdvice::about, GuestAdvice::about, MemoryAdvice::about);
    private static final List<HostRule> ABOUT_HOSTS = List.of(Emulation::aboutHost, RaidAdvice::about, HostFileSystems::about, MemoryAdvice::aboutHost);

    private interface HostRule {
        Stream<Finding> about(Host host, List<Machine> machines);
    }

    private Rules() {}

    /// Gravest first.
    public static List<Finding> about(Host host, Machine machine) {
        return ABOUT_MACHINES.stream().flatMap(rule -> rule.about(host, machine)).sorted(Comparator.comparing(Finding::severity)).toList();
    }

    /// About the host itself, gravest first.
    public static List<Finding> about(Host host, List<Machine> machines) {
        return ABOUT_HOSTS.stream().flatMap(rule -> rule.about(host, machines)).sorted(Comparator.comparing(Finding::severity)).toList();
    }
}
