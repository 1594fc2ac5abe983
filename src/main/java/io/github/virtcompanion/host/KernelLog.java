package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.Output;
import io.github.virtcompanion.system.SystemFiles;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The kernel log of this boot, from wherever it may be read. A log that may not be read is unknown, not empty.
public final class KernelLog {
    static final List<String> DMESG = List.of("dmesg");
    static final List<String> JOURNAL = List.of("journalctl", "-k", "-b", "--no-pager", "-q", "-o", "short-monotonic");
    private static final int TAIL = 4 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Pattern OURS = Pattern.compile("(?i)kvm|vmx|svm|\\btxt\\b|hyp mode|virtualization|vboxdrv|vmmon");

    private KernelLog() {}

    public static Fact<List<String>> read(SystemFiles files, Commands commands) {
        Stream<Supplier<Fact<List<String>>>> asked = Stream.of(() -> said(commands, DMESG), () -> said(commands, JOURNAL));
        Stream<Supplier<Fact<List<String>>>> written = Stream.of(() -> files.tail("/var/log/kern.log", TAIL), () -> files.tail("/var/log/dmesg", TAIL));
        // This machine's /var/log/dmesg may be years old; of a captured tree it is what its maker meant.
        List<Supplier<Fact<List<String>>>> sources = (files.real() ? Stream.concat(asked, written) : Stream.concat(written.toList().reversed().stream(), asked)).toList();
        Fact<List<String>> silent = null;
        Fact<List<String>> refused = null;
        for (Supplier<Fact<List<String>>> source : sources) {
            Fact<List<String>> lines = source.get();
            if (lines instanceof Fact.Known<List<String>>(List<String> known, String from)) {
                Fact<List<String>> ours = known.stream().allMatch(String::isBlank) ? Fact.unknown("host.log.empty", from) : Fact.known(parse(known), from);
                if (ours instanceof Fact.Known<List<String>>(List<String> said, String _) && !said.isEmpty()) return ours;
                silent = silent == null || silent.toOptional().isEmpty() ? ours : silent;
            } else if (refused == null && !SystemFiles.absent(lines) && !Commands.notRecorded(lines)) refused = lines;
        }
        if (silent != null) return silent;
        return refused == null ? Fact.unknown("host.log.none") : refused;
    }

    /// Of a file that holds several boots, the last; of its lines, those that bear on virtualization.
    static List<String> parse(List<String> lines) {
        int boot = 0;
        for (int i = 0; i < lines.size(); i++) if (lines.get(i).contains("Linux version ")) boot = i;
        return lines.stream().skip(boot).filter(line -> OURS.matcher(line).find()).map(line -> line.length() > 400 ? line.substring(0, 400) : line)
                .map(String::strip).limit(500).toList();
    }

    private static Fact<List<String>> said(Commands commands, List<String> command) {
        Fact<Output> output = commands.run(command, PATIENCE);
        if (output instanceof Fact.Known<Output>(Output known, String source) && !known.ok())
            return Fact.unknown("host.log.refused", source, known.err().lines().findFirst().orElse("").strip());
        return output.map(Output::lines);
    }
}
