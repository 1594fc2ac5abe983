package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Cpu;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.HostFacts;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.Output;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The registers in which the firmware locks virtualization off: IA32_FEAT_CTL (0x3A) of Intel, VM_CR (0xC0010114) of AMD.
/// Read with `rdmsr` of msr-tools, which needs root.
public final class Msr {
    static final List<String> INTEL = List.of("rdmsr", "0x3a");
    static final List<String> AMD = List.of("rdmsr", "0xc0010114");

    private Msr() {}

    public static Fact<HostFacts.Msr> read(Commands commands, Fact<Cpu> cpu) {
        Optional<Cpu> x86 = cpu.toOptional().filter(known -> known.intel() || known.amd());
        if (x86.isEmpty()) return Fact.unknown("host.cpuid.not-x86");
        boolean amd = x86.get().amd();
        Fact<Output> said = commands.run(amd ? AMD : INTEL, Duration.ofSeconds(2));
        if (!(said instanceof Fact.Known<Output>(Output output, String source))) return said.map(_ -> null);
        return parse(output.out(), amd).map(msr -> Fact.known(msr, source))
                .orElseGet(() -> Fact.unknown("host.msr.refused", source, output.err().lines().findFirst().orElse("").strip()));
    }

    /// @param hex as rdmsr prints it: without `0x`
    static Optional<HostFacts.Msr> parse(String hex, boolean amd) {
        String digits = hex.strip();
        if (!digits.matches("[0-9a-fA-F]{1,15}")) return Optional.empty();
        long value = Long.parseLong(digits, 16);
        // Intel: bit 0 locked, bit 2 VMX outside SMX. AMD: bit 4 SVMDIS.
        boolean off = amd ? (value & 1 << 4) != 0 : (value & 0b101) == 0b001;
        return Optional.of(new HostFacts.Msr(off, (amd ? "MSR 0xc0010114 = 0x" : "MSR 0x3a = 0x") + digits));
    }
}
