package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Message;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What goes on around a measurement and may spoil it.
final class Surroundings {
    private static final String LOAD = "bench.warning.load";
    /// linux drivers/md/md.c, status_resync.
    private static final Pattern BUSY = Pattern.compile("\\b(resync|recovery|reshape|check|repair) *= ");

    /// @param loadavg text of /proc/loadavg
    /// @param mdstat  lines of /proc/mdstat
    /// @param stat    lines of /proc/stat, one of them for each processor
    static List<Message> warnings(Fact<String> loadavg, Fact<List<String>> mdstat, Fact<List<String>> stat) {
        List<Message> warnings = new ArrayList<>();
        long processors = Math.max(1, stat.toOptional().orElse(List.of()).stream().filter(line -> line.matches("cpu\\d+ .*")).count());
        loadavg.toOptional().map(text -> text.split(" ")[0]).filter(word -> word.matches("\\d+\\.\\d+")).map(Double::valueOf)
                .filter(load -> load > processors / 2.0).ifPresent(load -> warnings.add(Message.of(LOAD, load, processors)));
        String array = "";
        for (String line : mdstat.toOptional().orElse(List.of())) {
            if (line.matches("md\\S+ : .*")) array = line.split(" ")[0];
            Matcher busy = BUSY.matcher(line);
            if (busy.find()) warnings.add(Message.of("bench.warning.array", array, busy.group(1)));
        }
        return warnings;
    }

    /// How many want each processor, where that is what a warning tells.
    static OptionalDouble load(Message warning) {
        return warning.key().equals(LOAD) && warning.args().size() == 2 && warning.args().getFirst() instanceof Number load && warning.args().getLast() instanceof Number processors
                ? OptionalDouble.of(load.doubleValue() / Math.max(1, processors.doubleValue())) : OptionalDouble.empty();
    }

    private Surroundings() {}
}
