package io.github.virtcompanion.system;

import io.github.virtcompanion.model.DeviceOpening;
import io.github.virtcompanion.model.Fact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The rules of a tree that stands for a host: links stay inside, nodes are words, and a list says what the one who
/// captured it could not read.
///
/// ```
/// dev/kvm            a word of DeviceOpening; an empty file or a real node says only that it is there
/// commands/NAME/     stdout, stderr, exit; NAME is the command line with odd characters as %XX, blanks as +
/// capture/denied     host paths that existed but could not be read, one a line
/// ```
final class CapturedTree {
    /// As many links as Linux itself follows (MAXSYMLINKS).
    private static final int LINKS = 40;
    private static final int ENOUGH = 1 << 20;
    private static final Set<PosixFilePermission> READ = Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private final Path root;

    CapturedTree(Path root) {
        this.root = root;
    }

    Path locate(String path) throws IOException {
        Deque<String> todo = new ArrayDeque<>(Arrays.asList(path.split("/")));
        Path at = root;
        int links = 0;
        while (!todo.isEmpty()) {
            String name = todo.pop();
            if (name.isEmpty() || name.equals(".")) continue;
            if (name.equals("..")) {
                at = at.equals(root) ? root : at.getParent();
                continue;
            }
            Path next = at.resolve(name);
            if (!Files.isSymbolicLink(next)) {
                at = next;
                continue;
            }
            if (++links > LINKS) throw new FileSystemException(path, null, "Too many levels of symbolic links");
            String target = Files.readSymbolicLink(next).toString();
            if (target.startsWith("/")) at = root;
            List<String> names = Arrays.asList(target.split("/"));
            for (String step : names.reversed()) todo.push(step);
        }
        return at;
    }

    boolean readable(Path file) throws IOException {
        try {
            return Files.getPosixFilePermissions(file).stream().anyMatch(READ::contains);
        } catch (UnsupportedOperationException e) {
            return Files.isReadable(file);
        }
    }

    /// The better reason where the tree gives one: not absent, but unreadable to the one who captured it.
    <T> Fact<T> why(String path, Fact<T> otherwise) {
        return denied().contains(path) ? Fact.unknown("system.file.denied-at-capture", path) : otherwise;
    }

    private Set<String> denied() {
        Path list = root.resolve("capture/denied");
        if (root.getNameCount() == 0 || !Files.isRegularFile(list)) return Set.of();
        try (InputStream in = Files.newInputStream(list)) {
            return new String(in.readNBytes(ENOUGH), StandardCharsets.UTF_8).lines().limit(10_000).collect(Collectors.toSet());
        } catch (IOException e) {
            return Set.of();
        }
    }

    DeviceOpening opening(String path, SystemFiles files) {
        Path node;
        try {
            node = locate(path);
        } catch (IOException e) {
            return e instanceof FileSystemException ? DeviceOpening.OTHER : DeviceOpening.NOT_RECORDED;
        }
        // A directory is what docker makes where a device to pass on is missing; a pipe is no device either.
        if (Files.isDirectory(node) || pipe(node)) return DeviceOpening.OTHER;
        if (!Files.exists(node)) {
            boolean looked = Files.isDirectory(node.getParent());
            return looked ? DeviceOpening.ABSENT : DeviceOpening.NOT_RECORDED;
        }
        try {
            if (!readable(node)) return DeviceOpening.DENIED;
        } catch (IOException e) {
            return DeviceOpening.PRESENT;
        }
        Map<String, DeviceOpening> words = Arrays.stream(DeviceOpening.values()).collect(Collectors.toMap(DeviceOpening::word, opening -> opening));
        String word = Files.isRegularFile(node) ? files.word(path).toOptional().orElse("") : "";
        return words.getOrDefault(word.toLowerCase(Locale.ROOT), DeviceOpening.PRESENT);
    }

    private static boolean pipe(Path node) {
        try {
            // S_IFIFO and S_IFSOCK (inode(7)).
            return Set.of(1, 12).contains((int) Files.getAttribute(node, "unix:mode") >> 12);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }
}
