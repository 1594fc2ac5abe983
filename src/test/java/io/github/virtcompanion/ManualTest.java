package io.github.virtcompanion;

import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Virtualization;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The manual page tells of every command and of every word that scripts compare with.
class ManualTest {
    private static String manual;

    @BeforeAll
    static void read() throws IOException {
        manual = Files.readString(Path.of("packaging/virt-companion.1"));
    }

    @ParameterizedTest
    @EnumSource(Virtualization.Verdict.class)
    void tellsEveryVerdict(Virtualization.Verdict verdict) {
        assertTold(verdict.word());
    }

    @ParameterizedTest
    @EnumSource(DomainState.class)
    void tellsEveryState(DomainState state) {
        assertTold(state.word());
    }

    @Test
    void tellsEveryCommandAndNoOther() throws IOException {
        Properties words = new Properties();
        try (var in = Files.newBufferedReader(Path.of("src/main/resources/io/github/virtcompanion/words/cli.properties"))) {
            words.load(in);
        }
        Set<String> commands = words.stringPropertyNames().stream().filter(key -> key.startsWith("cli.command."))
                .map(key -> key.substring("cli.command.".length())).filter(name -> !name.equals("virt-companion")).collect(Collectors.toSet());
        Set<String> told = Pattern.compile("^\\.It Cm (\\w+)$", Pattern.MULTILINE).matcher(manual).results().map(match -> match.group(1)).collect(Collectors.toSet());
        assertEquals(commands, told);
    }

    private static void assertTold(String word) {
        assertTrue(Pattern.compile("^\\.Li .*(?<=\\s)" + Pattern.quote(word) + "(?=\\s|$)", Pattern.MULTILINE).matcher(manual).find(), word);
    }
}
