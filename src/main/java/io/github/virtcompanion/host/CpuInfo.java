package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Cpu;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.system.SystemFiles;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// `/proc/cpuinfo`: its first processor, and what the architectures say before or after the list of processors.
public final class CpuInfo {
    private static final String PATH = "/proc/cpuinfo";
    /// The first processor is enough; the last lines of ppc64 come after some hundred others.
    private static final int ENOUGH = 4 << 20;
    /// Flags take some two thousand characters.
    private static final int LONGEST = 1 << 16;
    /// CPUID's own names have 48 characters.
    private static final int LONGEST_NAME = 200;

    /// Common ones with numbers beyond those of vmx, hypervisor and svm.
    private static final Set<String> BEHIND = Set.of("extapic", "cr8_legacy", "abm", "sse4a", "misalignsse", "3dnowprefetch", "osvw", "npt", "lbrv", "svm_lock", "nrip_save", "fsgsbase", "smep", "erms", "xsaveopt");

    private CpuInfo() {}

    public static Fact<Cpu> read(SystemFiles files) {
        Fact<List<String>> lines = files.head(PATH, ENOUGH);
        if (!(lines instanceof Fact.Known<List<String>>(List<String> known, String source))) return lines.map(_ -> null);
        if (cut(files, known)) return Fact.unknown("host.cpuinfo.cut", PATH);
        return parse(known).map(cpu -> Fact.known(cpu, source)).orElseGet(() -> Fact.unknown("host.cpuinfo.no-cpu", PATH));
    }

    /// The copy ends within the flags, and what of them is there does not say enough.
    private static boolean cut(SystemFiles files, List<String> lines) {
        if (files.real() || lines.isEmpty() || !lines.getLast().matches("\\s*(flags|[Ff]eatures)\\s*:.{0,65536}") || enough(lines.getLast())) return false;
        return files.tail(PATH, 1).toOptional().filter(end -> !end.equals(List.of(""))).isPresent();
    }

    /// The kernel lists flags in the order of its numbers for them (arch/x86/include/asm/cpufeatures.h): the flag that counts is
    /// there, or one of those behind it. The last word may itself be cut.
    private static boolean enough(String line) {
        if (line.matches(".*\\b(vmx|svm|sie|lvz)\\s.*|.*\\s(vmx|sie|lvz)")) return true;
        List<String> whole = Arrays.asList(line.replaceFirst("\\S*$", "").split("\\s+"));
        return whole.stream().anyMatch(BEHIND::contains);
    }

    /// @return empty where the lines speak of no processor that is known
    public static Optional<Cpu> parse(List<String> lines) {
        // No processor has so many flags, and half of a list says nothing.
        if (lines.stream().anyMatch(line -> line.length() > LONGEST && line.stripLeading().startsWith("flags"))) return Optional.empty();
        Map<String, String> first = new HashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            // A key is at most "CPU implementer"; whatever is longer is none.
            if (colon > 0 && colon < 40) first.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
        return arch(first).map(arch -> new Cpu(arch, first.getOrDefault("vendor_id", ""), name(first), number(first.get("cpu family")),
                number(first.get("model")), flags(arch, first), platform(first)));
    }

    private static Optional<String> arch(Map<String, String> first) {
        String vendor = first.getOrDefault("vendor_id", "");
        if (first.containsKey("flags")) return Optional.of(words(first.get("flags")).contains("lm") ? "x86_64" : "i686");
        if (vendor.equals("IBM/S390")) return Optional.of("s390x");
        if (first.containsKey("CPU implementer")) return Optional.of(first.getOrDefault("CPU architecture", "8").matches("(8|AArch64).*") ? "aarch64" : "armv7l");
        if (first.getOrDefault("isa", "").startsWith("rv")) return Optional.of(first.get("isa").startsWith("rv32") ? "riscv32" : "riscv64");
        // The vendor's own kernels write it small.
        if (first.getOrDefault("CPU Family", first.getOrDefault("cpu family", "")).startsWith("Loongson")) return Optional.of("loongarch64");
        if (first.getOrDefault("cpu", "").matches("(POWER|PPC|970|Cell).*")) return Optional.of("ppc64");
        if (first.containsKey("cpu model") && first.getOrDefault("isa", "").contains("mips")) return Optional.of("mips64");
        if (first.getOrDefault("arch", "").equals("IA-64")) return Optional.of("ia64");
        if (first.getOrDefault("type", "").matches("sun4[mduv]")) return Optional.of("sparc64");
        return Optional.empty();
    }

    private static String name(Map<String, String> first) {
        for (String key : List.of("model name", "Model Name", "cpu", "uarch", "cpu model"))
            if (first.containsKey(key)) return first.get(key).substring(0, Math.min(first.get(key).length(), LONGEST_NAME));
        return "";
    }

    private static Set<String> flags(String arch, Map<String, String> first) {
        if (arch.startsWith("riscv")) return letters(first.get("isa"));
        for (String key : List.of("flags", "Features", "features"))
            if (first.containsKey(key)) return words(first.get(key));
        return Set.of();
    }

    /// `rv64imafdch_zicsr_sstc`: single letters stand before the first z, s, x or `_` (RISC-V ISA manual, naming conventions).
    private static Set<String> letters(String isa) {
        return isa.substring(Math.min(4, isa.length())).split("[_zsx]", 2)[0].chars().mapToObj(Character::toString).collect(Collectors.toSet());
    }

    private static Set<String> words(String line) {
        return Arrays.stream(line.substring(0, Math.min(line.length(), LONGEST)).split("\\s+")).filter(word -> !word.isEmpty()).collect(Collectors.toSet());
    }

    /// On POWER the machine tells a guest of QEMU from a partition of PowerVM.
    private static String platform(Map<String, String> first) {
        String platform = first.getOrDefault("platform", "");
        return first.getOrDefault("machine", first.getOrDefault("model", "")).contains(Cpu.BY_QEMU) ? platform + " " + Cpu.BY_QEMU : platform;
    }

    private static int number(String text) {
        return text != null && text.matches("\\d{1,6}") ? Integer.parseInt(text) : -1;
    }
}
