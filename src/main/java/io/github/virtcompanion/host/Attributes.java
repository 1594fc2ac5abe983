package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.Output;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `lsattr -d`: the attributes of files, of which C (no copy-on-write) and c (compressed) matter on btrfs.
final class Attributes {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /// Far below the length a command line may have.
    private static final int AT_ONCE = 200;

    private Attributes() {}

    static List<String> command(List<String> paths) {
        List<String> command = new ArrayList<>(List.of("lsattr", "-d"));
        command.addAll(paths);
        return command;
    }

    /// As a captured tree records it.
    static Map<String, Fact<String>> ofEach(Commands commands, List<String> paths) {
        Map<String, Fact<String>> answers = new HashMap<>();
        for (String path : paths) ask(commands, List.of(path), answers);
        return answers;
    }

    /// In few commands, for a host may have a thousand images.
    static Map<String, Fact<String>> ofMany(Commands commands, List<String> paths) {
        Map<String, Fact<String>> answers = new HashMap<>();
        for (int from = 0; from < paths.size(); from += AT_ONCE) ask(commands, paths.subList(from, Math.min(paths.size(), from + AT_ONCE)), answers);
        return answers;
    }

    private static void ask(Commands commands, List<String> paths, Map<String, Fact<String>> answers) {
        Fact<Output> said = commands.run(command(paths), PATIENCE);
        for (String path : paths) answers.put(path, switch (said) {
            case Fact.Unknown<Output>(var reason) -> Fact.unknown(reason);
            // One missing file fails the whole command, yet the others are told.
            case Fact.Known<Output>(Output output, String _) -> output.lines().stream().flatMap(line -> parse(line, path).stream()).findFirst()
                    .map(letters -> Fact.known(letters, "lsattr")).orElseGet(() -> Fact.unknown("host.place.no-attributes", path, complaint(output, path)));
        });
    }

    /// The letters of `---------------C------ /path`; empty where the line is of another file.
    static Optional<String> parse(String line, String path) {
        int blank = line.indexOf(' ');
        if (blank < 0 || !line.substring(blank).strip().equals(path)) return Optional.empty();
        String letters = line.substring(0, blank);
        return letters.matches("[-A-Za-z]{8,40}") ? Optional.of(letters) : Optional.empty();
    }

    private static String complaint(Output output, String path) {
        return output.err().lines().filter(line -> line.contains(path)).findFirst().orElse("lsattr").strip();
    }
}
