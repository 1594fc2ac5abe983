package io.github.virtcompanion.ui;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// Every chapter and every word of the bundle is in the help, and no other.
class HelpTextTest {
    @Test
    void theHelpHasAllThatIsWritten() throws IOException {
        Properties words = new Properties();
        try (var in = Files.newBufferedReader(Path.of("src/main/resources/io/github/virtcompanion/words/help.properties"))) {
            words.load(in);
        }
        assertEquals(named(words, "help.chapter."), new TreeSet<>(HelpText.MANUAL));
        assertEquals(named(words, "help.word."), new TreeSet<>(HelpText.TERMS));
    }

    private static Set<String> named(Properties words, String prefix) {
        return words.stringPropertyNames().stream().filter(key -> key.startsWith(prefix) && !key.endsWith(".text"))
                .map(key -> key.substring(prefix.length())).collect(Collectors.toCollection(TreeSet::new));
    }
}
