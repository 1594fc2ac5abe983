import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Makes the kernel forget files, so that the next start reads them from the disk. Pages that another program has mapped stay,
/// as they would on a desktop where GTK is in use.
final class Cold {
    private static final int READ_ONLY = 0, DONT_NEED = 4;
    /// What Python reads and closes again: a look at the running program does not find it.
    private static final List<String> PYTHON = List.of("/usr/share/virt-manager", "/usr/lib/python3", "/usr/lib/girepository-1.0",
            "/usr/lib/x86_64-linux-gnu/girepository-1.0", "/usr/lib/aarch64-linux-gnu/girepository-1.0");

    private Cold() {}

    /// @param seen what the running program had mapped or open
    static Set<Path> filesOf(Collection<Path> seen, boolean python) throws IOException {
        Set<Path> files = new TreeSet<>(seen);
        if (!python) return files;
        for (String directory : PYTHON) addAll(files, Path.of(directory));
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib"))) {
            for (Path version : versions.filter(path -> path.getFileName().toString().startsWith("python3.")).toList()) addAll(files, version);
        }
        return files;
    }

    private static void addAll(Set<Path> files, Path directory) throws IOException {
        if (!Files.isDirectory(directory)) return;
        try (Stream<Path> below = Files.walk(directory)) {
            below.filter(Files::isRegularFile).forEach(files::add);
        }
    }

    static void forget(Set<Path> files) {
        FunctionDescriptor advise = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle open = handle("open", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT), 2);
            MethodHandle tell = handle("posix_fadvise", advise, -1);
            MethodHandle close = handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), -1);
            for (Path file : files) {
                MemorySegment path = arena.allocateFrom(file.toString());
                int descriptor = (int) open.invokeExact(path, READ_ONLY);
                if (descriptor < 0) continue;
                int _ = (int) tell.invokeExact(descriptor, 0L, 0L, DONT_NEED);
                int _ = (int) close.invokeExact(descriptor);
            }
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// @param variadic from which argument on they are variadic, or -1
    private static MethodHandle handle(String function, FunctionDescriptor shape, int variadic) {
        Linker linker = Linker.nativeLinker();
        MemorySegment address = linker.defaultLookup().findOrThrow(function);
        return variadic < 0 ? linker.downcallHandle(address, shape) : linker.downcallHandle(address, shape, Linker.Option.firstVariadicArg(variadic));
    }
}
