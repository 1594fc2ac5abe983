package io.github.virtcompanion.cli;

import io.github.virtcompanion.model.Message;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Wrong words on the command line, in the user's language: picocli speaks English only.
final class Misuse {
    private Misuse() {}

    /// Nothing where there is nothing to say but how the command is written.
    static Optional<Message> words(ParameterException e) {
        return switch (e) {
            case UnmatchedArgumentException unmatched -> Optional.of(Message.of(unmatched.isUnknownOption() ? "cli.misuse.option" : "cli.misuse.word", unmatched.getUnmatched().getFirst()));
            case MissingParameterException missing when !missing.getMissing().isEmpty() -> Optional.of(Message.of("cli.misuse.missing", missing.getMissing().stream().map(Misuse::name).distinct().collect(Collectors.joining(" "))));
            case MutuallyExclusiveArgsException _ -> Optional.of(Message.of("cli.misuse.together"));
            default -> e.getArgSpec() != null && e.getValue() != null ? Optional.of(Message.of("cli.misuse.value", name(e.getArgSpec()), e.getValue()))
                    : Optional.ofNullable(e.getMessage()).filter(words -> !words.isBlank()).map(words -> Message.of("cli.misuse.other", words));
        };
    }

    /// What it resembles.
    static List<String> meant(ParameterException e) {
        return e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions().stream().map(word -> word.replaceFirst("^virt-companion ", "")).toList() : List.of();
    }

    private static String name(ArgSpec spec) {
        return spec instanceof OptionSpec option ? option.longestName() : spec.paramLabel();
    }
}
