package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Cpu;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.HostFacts;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.Output;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// CPUID as the processor gives it, through glibc's loader (2.34 and later): no root, no native code of our own.
///
/// The format is documented as unstable (glibc manual, "Dynamic Linker Diagnostics Values"), so the numbers count only
/// where the signature they carry is that of the family and model printed beside them.
public final class RawCpuid {
    static final List<String> COMMAND = List.of("/lib64/ld-linux-x86-64.so.2", "--list-diagnostics");
    private static final Pattern LINE = Pattern.compile("x86\\.cpu_features\\.(basic\\.[a-z_]+|features\\[0x[02]]\\.cpuid\\[0x[0-3]])=0x([0-9a-f]{1,8})");

    private RawCpuid() {}

    /// @param cpu known to be x86, else there is nothing to ask
    public static Fact<HostFacts.RawCpuid> read(Commands commands, Fact<Cpu> cpu) {
        if (cpu.toOptional().filter(known -> !known.x86()).isPresent()) return Fact.unknown("host.cpuid.not-x86");
        Fact<Output> said = commands.run(COMMAND, Duration.ofSeconds(2));
        if (!(said instanceof Fact.Known<Output>(Output output, String source))) return said.map(_ -> null);
        return parse(output.lines()).map(raw -> Fact.known(raw, source)).orElseGet(() -> Fact.unknown("host.cpuid.not-understood", COMMAND.getFirst()));
    }

    /// @return empty where the format is not the one we know
    public static Optional<HostFacts.RawCpuid> parse(List<String> lines) {
        Map<String, Long> values = new HashMap<>();
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) values.put(matcher.group(1), Long.parseLong(matcher.group(2), 16));
        }
        Long signature = values.get("features[0x0].cpuid[0x0]");
        Long leaf1 = values.get("features[0x0].cpuid[0x2]");
        Long extended = values.get("features[0x2].cpuid[0x2]");
        if (signature == null || leaf1 == null || extended == null || !values.getOrDefault("basic.family", -1L).equals(family(signature))
                || !values.getOrDefault("basic.model", -1L).equals(model(signature))) return Optional.empty();
        return Optional.of(new HostFacts.RawCpuid(bit(leaf1, 5), bit(extended, 2), bit(leaf1, 31)));
    }

    /// Intel SDM volume 2, CPUID leaf 1: the extended family counts where the base family is 15.
    private static long family(long signature) {
        long base = signature >> 8 & 0xf;
        return base == 15 ? base + (signature >> 20 & 0xff) : base;
    }

    private static long model(long signature) {
        long base = signature >> 8 & 0xf;
        long model = signature >> 4 & 0xf;
        return base == 15 || base == 6 ? model + (signature >> 12 & 0xf0) : model;
    }

    private static boolean bit(long value, int bit) {
        return (value >> bit & 1) == 1;
    }
}
