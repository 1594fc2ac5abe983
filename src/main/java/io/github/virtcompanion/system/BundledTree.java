package io.github.virtcompanion.system;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A tree of files that travels inside the program, unpacked to a temporary directory of this process.
///
/// Resources in a jar cannot be listed, so `LIST` beside them names each: a path a line, `path -> target` for a link,
/// `path/` for an empty directory.
public final class BundledTree implements AutoCloseable {
    private final Path directory;

    private BundledTree(Path directory) {
        this.directory = directory;
    }

    /// @param resources of the class path, without a slash at its end: `/io/github/virtcompanion/demo`
    public static BundledTree unpack(String resources) throws FailedException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            BundledTree tree = new BundledTree(Files.createTempDirectory(temporary, "virt-companion-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
            for (String line : new String(bytes(resources + "/LIST"), StandardCharsets.UTF_8).lines().toList()) tree.put(resources, line);
            return tree;
        } catch (IOException e) {
            throw new FailedException(new Failure(Message.of("system.bundled.failed"), Message.of("system.bundled.next", temporary.toString()), e.toString()));
        }
    }

    /// Removed when the program ends, at the latest.
    public BundledTree untilExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "bundled-tree-cleanup"));
        return this;
    }

    public Path directory() {
        return directory;
    }

    private void put(String resources, String line) throws IOException {
        String[] link = line.split(" -> ", 2);
        Path path = directory.resolve(link[0]);
        Files.createDirectories(link[0].endsWith("/") ? path : path.getParent());
        if (link.length == 2) Files.createSymbolicLink(path, Path.of(link[1]));
        else if (!link[0].endsWith("/")) Files.write(path, bytes(resources + "/" + link[0]));
    }

    private static byte[] bytes(String resource) throws IOException {
        try (InputStream in = BundledTree.class.getResourceAsStream(resource)) {
            if (in == null) throw new IOException("no resource " + resource);
            return in.readAllBytes();
        }
    }

    /// Removes what was unpacked.
    @Override
    public void close() {
        if (!Files.exists(directory)) return;
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) Files.deleteIfExists(path);
        } catch (IOException | java.io.UncheckedIOException e) {
            // Whoever clears temporary files takes the rest.
        }
    }
}
