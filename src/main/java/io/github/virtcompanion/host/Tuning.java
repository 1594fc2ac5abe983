package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.HostTuning;
import io.github.virtcompanion.model.HostTuning.Governor;
import io.github.virtcompanion.model.HostTuning.HugePages;
import io.github.virtcompanion.model.HostTuning.Memory;
import io.github.virtcompanion.system.SystemFiles;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads [HostTuning] from /proc and /sys.
public final class Tuning {
    static final String MEMINFO = "/proc/meminfo";
    static final String KSM = "/sys/kernel/mm/ksm/run";
    static final String HUGE = "/sys/kernel/mm/transparent_hugepage/enabled";
    static final String CPUFREQ = "/sys/devices/system/cpu/cpu0/cpufreq/";
    static final String VM = "/proc/sys/vm/";
    static final String IO_URING = "/proc/sys/kernel/io_uring_disabled";
    static final String HUGE_SIZES = "/sys/kernel/mm/hugepages";
    private static final Pattern SIZE = Pattern.compile("hugepages-(\\d{1,12})kB");
    private static final Pattern LINE = Pattern.compile("(\\w{1,40}):\\s+(\\d{1,15})(?: kB)?\\s*");
    private static final Pattern CHOSEN = Pattern.compile("\\[(\\w{1,20})]");

    private Tuning() {}

    /// @param nested of the kvm module, as it was read already
    public static HostTuning read(SystemFiles files, Fact<Boolean> nested) {
        Fact<List<String>> memory = files.lines(MEMINFO);
        Fact<String> driver = files.word(CPUFREQ + "scaling_driver");
        return new HostTuning(nested, number(files, KSM), told(memory, Tuning::hugePages), otherHugePages(files, told(memory, Tuning::hugePages)), chosen(files.text(HUGE)), told(memory, Tuning::memory),
                number(files, VM + "swappiness"), files.word(CPUFREQ + "scaling_governor").map(name -> new Governor(name, driver.toOptional().orElse(""))),
                number(files, IO_URING), number(files, VM + "dirty_ratio"), number(files, VM + "dirty_background_ratio"));
    }

    static Optional<Memory> memory(List<String> lines) {
        Map<String, Long> values = values(lines);
        // MemAvailable is there since Linux 3.14.
        if (!values.keySet().containsAll(List.of("MemTotal", "MemAvailable", "SwapTotal", "SwapFree"))) return Optional.empty();
        return Optional.of(new Memory(values.get("MemTotal"), values.get("MemAvailable"), values.get("SwapTotal"), values.get("SwapFree")));
    }

    static Optional<HugePages> hugePages(List<String> lines) {
        Map<String, Long> values = values(lines);
        if (!values.keySet().containsAll(List.of("HugePages_Total", "HugePages_Free", "Hugepagesize"))) return Optional.empty();
        return Optional.of(new HugePages(values.get("HugePages_Total"), values.get("HugePages_Free"), values.get("Hugepagesize")));
    }

    /// /proc/meminfo counts the default size alone; each size has a directory of its own (hugetlbpage.rst).
    static Fact<List<HugePages>> otherHugePages(SystemFiles files, Fact<HugePages> usual) {
        Fact<List<String>> sizes = files.list(HUGE_SIZES);
        if (!(sizes instanceof Fact.Known<List<String>>(List<String> names, String source))) return sizes.map(_ -> List.of());
        List<HugePages> others = new ArrayList<>();
        for (String name : names) {
            Matcher size = SIZE.matcher(name);
            if (!size.matches() || usual.toOptional().filter(pages -> pages.sizeKiB() == Long.parseLong(size.group(1))).isPresent()) continue;
            Fact<Integer> total = number(files, HUGE_SIZES + "/" + name + "/nr_hugepages");
            Fact<Integer> free = number(files, HUGE_SIZES + "/" + name + "/free_hugepages");
            if (total.toOptional().isEmpty() || free.toOptional().isEmpty()) return Fact.unknown("host.tuning.not-understood", HUGE_SIZES + "/" + name);
            others.add(new HugePages(total.toOptional().get(), free.toOptional().get(), Long.parseLong(size.group(1))));
        }
        others.sort(Comparator.comparing(HugePages::sizeKiB));
        return Fact.known(List.copyOf(others), source);
    }

    private static Map<String, Long> values(List<String> lines) {
        Map<String, Long> values = new HashMap<>();
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) values.putIfAbsent(matcher.group(1), Long.parseLong(matcher.group(2)));
        }
        return values;
    }

    private static <T> Fact<T> told(Fact<List<String>> lines, java.util.function.Function<List<String>, Optional<T>> parser) {
        if (!(lines instanceof Fact.Known<List<String>>(List<String> known, String source))) return lines.map(_ -> null);
        return parser.apply(known).map(value -> Fact.known(value, source)).orElseGet(() -> Fact.unknown("host.tuning.not-understood", source));
    }

    /// `always [madvise] never`
    static Fact<String> chosen(Fact<String> text) {
        if (!(text instanceof Fact.Known<String>(String words, String source))) return text;
        Matcher matcher = CHOSEN.matcher(words);
        return matcher.find() ? Fact.known(matcher.group(1), source) : Fact.unknown("host.tuning.not-understood", source);
    }

    private static Fact<Integer> number(SystemFiles files, String path) {
        Fact<String> read = files.word(path);
        if (!(read instanceof Fact.Known<String>(String word, String source))) return read.map(_ -> null);
        return word.matches("\\d{1,9}") ? Fact.known(Integer.parseInt(word), source) : Fact.unknown("host.tuning.not-understood", path);
    }
}
