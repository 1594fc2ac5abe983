import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A started program with everything it starts: what it uses of processor and memory, out of /proc.
final class Program implements AutoCloseable {
    /// _SC_CLK_TCK: 100 on every Linux that has not been patched.
    private static final double TICKS_PER_SECOND = 100;
    final long startedAt;
    private final Process process;

    Program(List<String> command, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        startedAt = System.nanoTime();
        process = builder.start();
    }

    boolean alive() {
        return process.isAlive();
    }

    private Stream<Long> pids() {
        return Stream.concat(Stream.of(process.pid()), process.descendants().map(ProcessHandle::pid));
    }

    /// User and system time of all its processes, children that have ended included.
    double cpuSeconds() {
        return pids().mapToDouble(pid -> {
            String stat = read(Path.of("/proc/" + pid + "/stat"));
            if (stat.isEmpty()) return 0;
            // Behind the name, which may hold anything: state is field 3; utime, stime, cutime, cstime are 14 to 17.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Arrays.stream(fields, 11, 15).mapToLong(Long::parseLong).sum() / TICKS_PER_SECOND;
        }).sum();
    }

    /// Proportional set size: what is shared with other programs counts in part.
    double pssMiB() {
        return pids().mapToDouble(pid -> read(Path.of("/proc/" + pid + "/smaps_rollup")).lines().filter(line -> line.startsWith("Pss:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024).sum()).sum();
    }

    /// Files that it has mapped or open.
    Set<Path> files() {
        Set<Path> files = new TreeSet<>();
        for (long pid : pids().toList()) {
            read(Path.of("/proc/" + pid + "/maps")).lines().filter(line -> line.indexOf('/') > 0).map(line -> Path.of(line.substring(line.indexOf('/')))).forEach(files::add);
            try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
                for (Path descriptor : open.toList()) files.add(Files.readSymbolicLink(descriptor));
            } catch (IOException e) {
                // It ended, or closed one meanwhile.
            }
        }
        files.removeIf(file -> !file.isAbsolute() || Stream.of("/dev", "/proc", "/run", System.getenv("BENCHMARK_DIR")).anyMatch(file::startsWith) || !Files.isRegularFile(file));
        return files;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            // The process ended between two looks ("No such process"): it uses nothing any more.
            if (Files.notExists(file)) return "";
            throw new UncheckedIOException(e);
        }
    }

    /// Waits for it to end, as long as a program that was asked to close its window may take.
    void awaitEnd() throws InterruptedException {
        process.waitFor(5, TimeUnit.SECONDS);
    }

    /// Ends what is left of it, hard where nothing else helps.
    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        all.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) all.forEach(ProcessHandle::destroyForcibly);
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
