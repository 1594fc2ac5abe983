package io.github.virtcompanion.host;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A fixed number of coverage-guided runs over every parser, from a fixed seed. Jazzer instruments the classes of its whole
/// process, so it gets one of its own.
class JazzerTest {
    private static final int RUNS = 30_000;

    @TempDir
    private Path directory;

    @Test
    @Timeout(300)
    void noParserThrowsWhateverItIsGiven() throws Exception {
        Path corpus = Files.createDirectory(directory.resolve("corpus"));
        plant(corpus);
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED", "-XX:+EnableDynamicAgentLoading", "-cp", System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer", "--target_class=" + ParsersFuzzTarget.class.getName(),
                "--instrumentation_includes=io.github.virtcompanion.**", "--reproducer_path=" + directory,
                "-runs=" + RUNS, "-seed=1", "-max_len=4096", "-timeout=30", "-rss_limit_mb=0", "-artifact_prefix=" + directory + "/", corpus.toString()));
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        int exit;
        try {
            exit = process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(log, StandardCharsets.ISO_8859_1);
        assertEquals(0, exit, said);
        assertTrue(said.contains("Done " + RUNS + " runs") && !said.contains("Unsupported class file"), said);
    }

    /// Good inputs of each parser, so that the runs begin where it becomes interesting.
    private static void plant(Path corpus) throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (String root : List.of("src/main/resources/io/github/virtcompanion/demo", "src/test/resources/xml")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file : files.filter(Files::isRegularFile).filter(path -> path.toFile().length() < 4000).sorted().limit(60).toList()) seeds.add(Files.readAllBytes(file));
            }
        }
        int number = 0;
        for (int parser = 0; parser < ParsersFuzzTarget.PARSERS.size(); parser++)
            for (int i = parser % 4; i < seeds.size(); i += 4) {
                byte[] chosen = new byte[seeds.get(i).length + 1];
                chosen[0] = (byte) parser;
                System.arraycopy(seeds.get(i), 0, chosen, 1, chosen.length - 1);
                Files.write(corpus.resolve("seed" + number++), chosen);
            }
    }
}
