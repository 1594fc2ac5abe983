package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The command lines of `qemu-img bench` and what it says. Source: docs/tools/qemu-img.rst of QEMU.
public final class QemuImgBench {
    /// Bytes of one write.
    public static final int WRITE = 4096;
    /// Of the image, which is sparse. A run that comes to its end would start over and overwrite, which is several times faster.
    public static final int IMAGE_MIB = 256;
    /// Writes that stay within the image.
    public static final int MOST_WRITES = 60_000;

    private static final Pattern COMPLETED = Pattern.compile("Run completed in ([0-9]+(?:\\.[0-9]+)?) seconds");

    public sealed interface Result {}

    /// The time of the writes and of the flushes between them; the last flush, at closing, is not in it.
    public record Seconds(double seconds) implements Result {}

    /// The file system does not support O_DIRECT, which the modes none and directsync need.
    public record NoDirectIo() implements Result {}

    /// So many writes in that time.
    public record Written(long writes, double seconds) implements Result {}

    /// It was killed after that time.
    public record Endless(long seconds) implements Result {}

    /// @param words QEMU's own, the first line of them
    public record Failed(String words) implements Result {}

    public static List<String> create(ImageKind kind, String image) {
        List<String> command = new ArrayList<>(List.of("qemu-img", "create", "-q", "-f", kind.format()));
        if (kind.clusterBytes() > 0) command.addAll(List.of("-o", "cluster_size=" + kind.clusterBytes()));
        command.addAll(List.of(image, IMAGE_MIB + "M"));
        return command;
    }

    public static List<String> bench(CacheMode mode, Workload workload, String format, int writes, String image) {
        List<String> command = new ArrayList<>(List.of("qemu-img", "bench", "-f", format, "-t", mode.libvirtName(), "-w",
                "-d", String.valueOf(workload.depth()), "-s", String.valueOf(WRITE), "--pattern=170", "-c", String.valueOf(writes)));
        if (workload.flushInterval() > 0) command.add("--flush-interval=" + workload.flushInterval());
        command.add(image);
        return command;
    }

    /// Large writes to a raw image, which is next to none.
    public static List<String> disk(DiskLine line, int writes, String image) {
        List<String> command = new ArrayList<>(List.of("qemu-img", "bench", "-f", "raw", "-t", line.mode().libvirtName(), "-w",
                "-d", "1", "-s", String.valueOf(DiskLine.WRITE), "--pattern=170", "-c", String.valueOf(writes)));
        if (line.flushInterval() > 0) command.add("--flush-interval=" + line.flushInterval());
        command.add(image);
        return command;
    }

    public static Result parse(int exit, String out, String err) {
        if (exit != 0) {
            String words = err.lines().filter(line -> !line.isBlank()).findFirst().orElse("qemu-img ended with code " + exit).strip();
            return words.toUpperCase(Locale.ROOT).contains("O_DIRECT") ? new NoDirectIo() : new Failed(words);
        }
        Matcher completed = COMPLETED.matcher(out);
        return completed.find() ? new Seconds(Double.parseDouble(completed.group(1))) : new Failed("qemu-img did not tell how long it took");
    }

    /// The first try of a cell: few enough for a disk that needs a tenth of a second for each flush, and two flushes at least.
    public static int firstTry(CacheMode mode, Workload workload) {
        return mode.guestSeesCache() && !mode.noFlush() ? Math.max(16, 2 * workload.flushInterval()) : 16;
    }

    private QemuImgBench() {}
}
