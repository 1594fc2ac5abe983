package io.github.virtcompanion.libvirt;

import io.github.virtcompanion.model.DomainUsage;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Gauge;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What domains use.
public interface DomainMeter {
    /// CPU time and memory of active domains, never waiting for a hung guest. One round trip a running domain.
    List<DomainUsage> usage() throws FailedException;

    /// What was asked for of active domains, in one round trip. A guest whose QEMU hangs holds up a call that [Gauge#asksGuest],
    /// the first one for ever; those after it, through other connections, leave that guest out.
    ///
    /// @param only one domain's uuid; empty for all
    List<DomainUsage> usage(Set<Gauge> gauges, Optional<String> only) throws FailedException;

    /// Bytes that a running machine has written to all its disks since it was started or resumed. Asks QEMU: waits for a hung one.
    long written(String uuid) throws FailedException;

    /// IP addresses that the host's own DHCP server has given out to a domain; waits for no guest.
    List<String> addresses(String uuid) throws FailedException;
}
