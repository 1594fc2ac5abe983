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
    private static final String DMESG_FILE = "/var/log/dmesg";
    private static final String KERN_LOG = "/var/log/kern.log";
    private static final int TAIL = 4 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Pattern OURS = Pattern.compile("(?i)kvm|vmx|svm|\\btxt\\b|hyp mode|started at el1|virtualization|vboxdrv|vmmon");

    /// They name files and numbers of machines, and never tell why KVM is or is not usable.
    private static final Pattern NOT_OURS = Pattern.compile("audit[:(]|apparmor=|avc: ");

    private KernelLog() {}

    public static Fact<List<String>> read(SystemFiles files, Commands commands) {
        List<Supplier<Fact<List<String>>>> asked = List.of(() -> said(commands, DMESG), () -> said(commands, JOURNAL));
        if (!files.real()) return first(Stream.concat(Stream.of(() -> files.tail(DMESG_FILE, TAIL), () -> files.tail(KERN_LOG, TAIL)), asked.stream()).toList());
        Fact<List<String>> live = first(asked);
        if (live.toOptional().isPresent()) return live;
        // A file on this machine may be years old: it counts only where its last boot is of the running kernel.
        String release = files.word("/proc/sys/kernel/osrelease").toOptional().orElse("");
        Fact<List<String>> written = first(List.of(() -> current(files.tail(KERN_LOG, TAIL), release), () -> current(files.tail(DMESG_FILE, TAIL), release)));
        return written.toOptional().isPresent() ? written : live;
    }

    /// The first source that has something to say; else one that could be read; else the reason why none could.
    private static Fact<List<String>> first(List<Supplier<Fact<List<String>>>> sources) {
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
        return lines.stream().skip(boot).filter(line -> OURS.matcher(line).find() && !NOT_OURS.matcher(line).find()).map(line -> line.length() > 400 ? line.substring(0, 400) : line)
                .map(String::strip).limit(500).toList();
    }

    static Fact<List<String>> current(Fact<List<String>> file, String release) {
        if (!(file instanceof Fact.Known<List<String>>(List<String> lines, String path))) return file;
        boolean running = lines.stream().filter(line -> line.contains("Linux version ")).reduce((_, last) -> last).filter(line -> line.contains("Linux version " + release + " ")).isPresent();
        return running && !release.isEmpty() ? file : Fact.unknown("host.log.old", path);
    }

    private static Fact<List<String>> said(Commands commands, List<String> command) {
        Fact<Output> output = commands.run(command, PATIENCE);
        if (output instanceof Fact.Known<Output>(Output known, String source) && !known.ok())
            return Fact.unknown("host.log.refused", source, known.err().lines().findFirst().orElse("").strip());
        return output.map(Output::lines);
    }
}
