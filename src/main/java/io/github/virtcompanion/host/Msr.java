package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Cpu;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.HostFacts;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.Output;
import io.github.virtcompanion.system.SystemFiles;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The registers in which the firmware locks virtualization off: IA32_FEAT_CTL (0x3A) of Intel, VM_CR (0xC0010114) of AMD.
/// Root's to read, from the device of the msr module or with `rdmsr` of msr-tools.
public final class Msr {
    private static final String DEVICE = "/dev/cpu/0/msr";

    private Msr() {}

    public static Fact<HostFacts.Msr> read(SystemFiles files, Commands commands, Fact<Cpu> cpu) {
        Optional<Cpu> x86 = cpu.toOptional().filter(known -> known.intel() || known.amd());
        if (x86.isEmpty()) return Fact.unknown("host.cpuid.not-x86");
        boolean amd = x86.get().amd();
        Fact<byte[]> device = files.deviceBytes(DEVICE, amd ? 0xc0010114L : 0x3aL, Long.BYTES);
        if (device instanceof Fact.Known<byte[]>(byte[] bytes, String source))
            return Fact.known(judge(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(), amd), source);
        Fact<Output> said = commands.run(command(amd), Duration.ofSeconds(2));
        if (!(said instanceof Fact.Known<Output>(Output output, String source))) return said.map(_ -> null);
        return parse(output.out(), amd).map(msr -> Fact.known(msr, source))
                .orElseGet(() -> Fact.unknown("host.msr.refused", source, output.err().lines().findFirst().orElse("").strip()));
    }

    static List<String> command(boolean amd) {
        return List.of("rdmsr", amd ? "0xc0010114" : "0x3a");
    }

    /// @param hex as rdmsr prints it: without `0x`
    static Optional<HostFacts.Msr> parse(String hex, boolean amd) {
        String digits = hex.strip();
        if (!digits.matches("[0-9a-fA-F]{1,15}")) return Optional.empty();
        return Optional.of(judge(Long.parseLong(digits, 16), amd));
    }

    private static HostFacts.Msr judge(long value, boolean amd) {
        // Intel: bit 0 locked, bit 2 VMX outside SMX. AMD: bit 4 SVMDIS.
        boolean off = amd ? (value & 1 << 4) != 0 : (value & 0b101) == 0b001;
        return new HostFacts.Msr(off, (amd ? "MSR 0xc0010114" : "MSR 0x3a") + " = 0x" + Long.toHexString(value));
    }
}
