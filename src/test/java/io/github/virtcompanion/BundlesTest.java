package io.github.virtcompanion;

import io.github.virtcompanion.words.Words;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// English and French are complete, use the same placeholders, and hold no words that nothing says.
class BundlesTest {
    private static final Path WORDS = Path.of("src/main/resources/io/github/virtcompanion/words");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)");
    /// Keys made of a prefix and a value (`"ui.state." + state.word()`) are declared by their prefix in the code.
    private static final Pattern KEY_IN_CODE = Pattern.compile("\"([a-z][a-z0-9]*\\.[A-Za-z0-9._-]*)\"");

    @TestFactory
    Stream<DynamicTest> bundlesAreComplete() throws IOException {
        return english().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
            Properties english = read(file);
            Properties french = read(file.resolveSibling(file.getFileName().toString().replace(".properties", "_fr.properties")));
            assertEquals(new TreeSet<>(english.stringPropertyNames()), new TreeSet<>(french.stringPropertyNames()), "same keys");
            for (String key : english.stringPropertyNames()) {
                String prefix = file.getFileName().toString().replace(".properties", "") + ".";
                assertTrue(key.startsWith(prefix), key + " should start with " + prefix);
                assertEquals(placeholders(english.getProperty(key)), placeholders(french.getProperty(key)), "placeholders of " + key);
                for (Properties language : List.of(english, french)) {
                    assertFalse(language.getProperty(key).isBlank(), key + " is empty");
                    new MessageFormat(language.getProperty(key).replace("'", "''"));
                }
                for (Locale locale : List.of(Locale.ENGLISH, Locale.FRENCH)) {
                    String said = new Words(locale).say(key, 1, 2, 3, 4, 5, 6);
                    assertFalse(said.contains("{"), key + " says " + said);
                }
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> everyKeyIsSaidSomewhereAndEveryKeySaidExists() throws IOException {
        TreeSet<String> inCode = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher key = KEY_IN_CODE.matcher(Files.readString(source));
                while (key.find()) inCode.add(key.group(1));
            }
        }
        return english().map(file -> DynamicTest.dynamicTest("keys of " + file.getFileName(), () -> {
            Properties words = read(file);
            String bundle = file.getFileName().toString().replace(".properties", "") + ".";
            TreeMap<String, String> unsaid = new TreeMap<>();
            for (String key : words.stringPropertyNames())
                if (inCode.stream().noneMatch(said -> said.equals(key) || said.endsWith(".") && said.length() > bundle.length() && key.startsWith(said)
                        || said.endsWith("-") && key.startsWith(said)))
                    unsaid.put(key, words.getProperty(key));
            assertTrue(unsaid.isEmpty(), "nothing says " + unsaid);
            List<String> missing = inCode.stream().filter(key -> key.startsWith(bundle) && !key.endsWith(".") && !key.endsWith("-"))
                    .filter(key -> !key.equals(bundle + "properties") && !words.containsKey(key)
                            && words.stringPropertyNames().stream().noneMatch(known -> known.startsWith(key + "."))).toList();
            assertTrue(missing.isEmpty(), "no words for " + missing);
        }));
    }

    private static Stream<Path> english() throws IOException {
        try (Stream<Path> files = Files.list(WORDS)) {
            return files.filter(path -> path.toString().endsWith(".properties") && !path.toString().endsWith("_fr.properties")).sorted().toList().stream();
        }
    }

    private static Properties read(Path file) throws IOException {
        Properties words = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            words.load(reader);
        }
        return words;
    }

    private static TreeSet<String> placeholders(String pattern) {
        TreeSet<String> found = new TreeSet<>();
        Matcher matcher = PLACEHOLDER.matcher(pattern);
        while (matcher.find()) found.add(matcher.group(1));
        return found;
    }
}
