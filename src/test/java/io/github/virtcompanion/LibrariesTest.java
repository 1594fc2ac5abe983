package io.github.virtcompanion;

import org.junit.jupiter.api.Test;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/// The libraries are the bytes that were looked at when they were chosen, wherever Maven has them from: `packaging/jars.sha256`
/// names each, those of other processors too. `packaging/package.sh` holds what it packs to the same list.
class LibrariesTest {
    private static final Path LIST = Path.of("packaging/jars.sha256");
    private static final Path MADE = Path.of("target/jars.sha256");

    @Test
    void everyLibraryIsTheOneThatWasChosen() throws IOException, NoSuchAlgorithmException {
        Map<String, String> chosen = Files.readAllLines(LIST).stream().map(line -> line.split(" +", 2)).collect(Collectors.toMap(part -> part[1], part -> part[0]));
        Map<String, String> here = new TreeMap<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path jar = Path.of(entry);
            if (Files.isRegularFile(jar) && entry.endsWith(".jar")) here.put(jar.getFileName().toString(), sum(jar));
        }
        assertFalse(here.isEmpty(), "no library on the class path");
        Map<String, String> expected = here.keySet().stream().collect(Collectors.toMap(name -> name, name -> chosen.getOrDefault(name, "not in the list"), (a, b) -> a, TreeMap::new));
        Files.write(MADE, here.entrySet().stream().map(jar -> jar.getValue() + "  " + jar.getKey()).toList());
        assertEquals(expected, here, () -> "look at what was changed, then put the lines of " + MADE + " into " + LIST);
    }

    @Test
    void theListNamesEachOnce() throws IOException {
        List<String> names = Files.readAllLines(LIST).stream().map(line -> line.replaceFirst("^[0-9a-f]{64}  ", "")).toList();
        assertEquals(names.stream().sorted().distinct().toList(), names);
    }

    private static String sum(Path jar) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
    }
}
