package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.DiskLoad;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Proposal;

import java.util.List;
import java.util.Optional;

/// A guest that spends its time waiting for the disk to say that data is safe: an installer that flushes after every package
/// writes a few KB a second to a disk that could take a hundred MB.
public final class FlushAdvice {
    /// Half of the time: with less, something else is as slow.
    static final double MUCH_PERCENT = 50;
    /// Less often, the counters say little.
    static final double FEW_FLUSHES = 1;
    private static final String SOURCE = "https://libvirt.org/html/libvirt-libvirt-domain.html#VIR_DOMAIN_STATS_BLOCK";
    private static final double KIB = 1024;

    private FlushAdvice() {}

    public static Optional<Finding> about(Machine machine, DiskLoad load) {
        if (load.flushing() < MUCH_PERCENT || load.flushes() < FEW_FLUSHES) return Optional.empty();
        boolean installing = machine.live().filter(live -> live.details().installing()).isPresent();
        boolean unsafe = machine.live().map(Definition::disks).orElse(List.of()).stream().anyMatch(disk -> disk.written() && disk.effectiveCache().libvirtName().equals("unsafe"));
        // Where flushes are dropped for one disk, another one takes the time.
        Message because = unsafe ? Message.of("advice.flushes.because-other-disk") : Message.of(installing ? "advice.flushes.because-installing" : "advice.flushes.because");
        List<Evidence> evidence = List.of(counted("advice.evidence.flushes", Message.of("advice.flushes.counted", round(load.flushes()), round(load.flushMillis())), load),
                counted("advice.evidence.written", Message.of("advice.flushes.written", Math.round(load.writtenBytes() / KIB), round(load.writes())), load));
        return Optional.of(new Finding("waits-for-flushes", Finding.Severity.SLOW, machine.name(), Message.of("advice.flushes.title", Math.round(load.flushing())), because,
                evidence, new Proposal.None(), SOURCE));
    }

    private static Evidence counted(String what, Message value, DiskLoad load) {
        return new Evidence(Message.of(what), value, "virDomainListGetStats(block), " + load.seconds() + " s");
    }

    private static double round(double number) {
        return number < 10 ? Math.round(number * 10) / 10.0 : Math.round(number);
    }
}
