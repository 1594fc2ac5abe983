package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.HostTuning;
import io.github.virtcompanion.model.HostTuning.HugePages;
import io.github.virtcompanion.model.HostTuning.Memory;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Proposal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Memory and processor settings of the host, where they hold machines up.
final class MemoryAdvice {
    private static final String SWAP = "https://docs.kernel.org/admin-guide/mm/concepts.html";
    private static final String KSM = "https://docs.kernel.org/admin-guide/mm/ksm.html";
    private static final String HUGE = "https://docs.kernel.org/admin-guide/mm/hugetlbpage.html";
    private static final String GOVERNOR = "https://docs.kernel.org/admin-guide/pm/cpufreq.html";

    private MemoryAdvice() {}

    static Stream<Finding> aboutHost(Host host, List<Machine> machines) {
        return Stream.of(swapping(host, machines), ksm(host, machines), hugePagesUnused(host, machines), governor(host)).flatMap(Optional::stream);
    }

    /// A machine that wants more huge pages than the host has set aside does not start.
    static Stream<Finding> about(Host host, Machine machine) {
        Optional<Definition> stored = machine.stored().toOptional().filter(definition -> definition.details().hugePages() && !machine.active());
        Optional<HugePages> pages = stored.filter(definition -> definition.details().hugePageKiB() >= 0).flatMap(definition -> host.tuning().hugePages(definition.details().hugePageKiB()));
        if (pages.isEmpty() || pages.get().totalKiB() >= stored.get().memoryKiB()) return Stream.empty();
        boolean usual = host.tuning().hugePages().toOptional().equals(pages);
        return Stream.of(new Finding("hugepages-missing", Finding.Severity.SLOW, machine.name(), Message.of("advice.huge-missing.title"),
                Message.of("advice.huge-missing.because", stored.get().memoryKiB() >> 10, pages.get().totalKiB() >> 10),
                List.of(Seen.defined(machine, Message.of("advice.evidence.memory-backing"), usual ? "<hugepages/>" : "<page size='%d' unit='KiB'/>".formatted(pages.get().sizeKiB())),
                        usual ? pages(host.tuning()) : Evidence.quoted(Message.of("advice.evidence.huge-pages"), words(pages.get()), "/sys/kernel/mm/hugepages")), new Proposal.None(), HUGE));
    }

    private static Optional<Finding> swapping(Host host, List<Machine> machines) {
        return host.tuning().memory().toOptional().filter(Memory::swapping).map(memory -> new Finding("host-swapping", Finding.Severity.SLOW, "",
                Message.of("advice.swapping.title", Seen.gib(memory.swapUsedKiB() * 1024.0), Seen.gib(memory.availableKiB() * 1024.0)),
                Message.of("advice.swapping.because", machines.stream().filter(Machine::active).count()), List.of(memory(host.tuning())), new Proposal.None(), SWAP));
    }

    /// Merging equal pages costs the processor; it is worth that only where memory is short and several machines run.
    private static Optional<Finding> ksm(Host host, List<Machine> machines) {
        boolean off = host.tuning().ksm().toOptional().filter(run -> run != 1).isPresent();
        if (!off || machines.stream().filter(Machine::active).count() < 2 || host.tuning().memory().toOptional().filter(Memory::shortOfMemory).isEmpty()) return Optional.empty();
        return Optional.of(new Finding("ksm-could-help", Finding.Severity.HINT, "", Message.of("advice.ksm.title"), Message.of("advice.ksm.because"),
                List.of(Seen.fact(Message.of("advice.evidence.ksm"), host.tuning().ksm(), String::valueOf), memory(host.tuning())), new Proposal.None(), KSM));
    }

    private static Optional<Finding> hugePagesUnused(Host host, List<Machine> machines) {
        Optional<HugePages> pages = host.tuning().hugePages().toOptional().filter(known -> known.total() > 0 && known.free() == known.total());
        Optional<Memory> memory = host.tuning().memory().toOptional().filter(Memory::shortOfMemory);
        // Machines whose definition is not known may use them.
        boolean used = machines.stream().anyMatch(machine -> machine.current().map(definition -> definition.details().hugePages()).orElse(true));
        if (pages.isEmpty() || memory.isEmpty() || used || pages.get().totalKiB() < memory.get().totalKiB() / 10) return Optional.empty();
        return Optional.of(new Finding("hugepages-unused", Finding.Severity.HINT, "", Message.of("advice.huge-unused.title", Seen.gib(pages.get().totalKiB() * 1024.0)),
                Message.of("advice.huge-unused.because"), List.of(pages(host.tuning()), memory(host.tuning())), new Proposal.None(), HUGE));
    }

    private static Optional<Finding> governor(Host host) {
        return host.tuning().governor().toOptional().filter(HostTuning.Governor::slow).map(governor -> new Finding("governor-powersave", Finding.Severity.HINT, "",
                Message.of("advice.governor.title"), Message.of("advice.governor.because"),
                List.of(Seen.fact(Message.of("advice.evidence.governor"), host.tuning().governor(), known -> known.name() + " (" + known.driver() + ")")), new Proposal.None(), GOVERNOR));
    }

    private static Evidence memory(HostTuning tuning) {
        return Seen.fact(Message.of("advice.evidence.memory"), tuning.memory(), memory -> "MemAvailable %d of %d kB, swap used %d of %d kB"
                .formatted(memory.availableKiB(), memory.totalKiB(), memory.swapUsedKiB(), memory.swapTotalKiB()));
    }

    private static Evidence pages(HostTuning tuning) {
        return Seen.fact(Message.of("advice.evidence.huge-pages"), tuning.hugePages(), MemoryAdvice::words);
    }

    private static String words(HugePages pages) {
        return "HugePages_Total %d, HugePages_Free %d, Hugepagesize %d kB".formatted(pages.total(), pages.free(), pages.sizeKiB());
    }
}
