package io.github.virtcompanion.system;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

/// A tree of files unpacked to a private temporary directory of this process: one that travels inside the program, or one
/// that came from elsewhere.
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

    /// What came from elsewhere may hold anything: nothing is written outside the directory, through a link, or twice.
    ///
    /// @param entries by relative path; `path/` is a directory, `path -> target` a symbolic link, both without bytes
    public static BundledTree of(SortedMap<String, byte[]> entries) throws FailedException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        BundledTree tree = null;
        try {
            tree = new BundledTree(Files.createTempDirectory(temporary, "virt-companion-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
            for (var entry : entries.entrySet()) if (!entry.getKey().contains(" -> ")) tree.place(entry.getKey(), entry.getValue());
            // Links last, so that nothing is ever written through one.
            for (String key : entries.keySet()) if (key.contains(" -> ")) tree.link(key);
            return tree;
        } catch (IOException e) {
            if (tree != null) tree.close();
            throw new FailedException(new Failure(Message.of("system.unpacked.failed"), Message.of("system.bundled.next", temporary.toString()), e.toString()));
        }
    }

    private void place(String key, byte[] bytes) throws IOException {
        try {
            Path path = inside(key);
            if (path.equals(directory)) return;
            Files.createDirectories(key.endsWith("/") ? path : path.getParent());
            if (!key.endsWith("/")) Files.write(path, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException | InvalidPathException | NotDirectoryException e) {
            // A file where a directory is, or a name this system cannot have: the tree does without it.
        }
    }

    private void link(String key) throws IOException {
        String[] link = key.split(" -> ", 2);
        try {
            Path path = inside(link[0]);
            Path parent = directory;
            for (Path name : directory.relativize(path.getParent())) {
                parent = parent.resolve(name);
                if (Files.isSymbolicLink(parent)) return;
            }
            Files.createDirectories(path.getParent());
            Files.createSymbolicLink(path, Path.of(link[1]));
        } catch (FileAlreadyExistsException | InvalidPathException | NotDirectoryException e) {
            // As above.
        }
    }

    private Path inside(String key) throws InvalidPathException {
        Path path = directory.resolve(key.replaceFirst("^/+", "")).normalize();
        if (!path.startsWith(directory)) throw new InvalidPathException(key, "leaves the tree");
        for (Path name : path) if (name.toString().getBytes(StandardCharsets.UTF_8).length > 255) throw new InvalidPathException(key, "no file has such a name");
        return path;
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
