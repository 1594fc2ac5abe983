package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import static io.github.virtcompanion.bench.Filesystem.run;
import static io.github.virtcompanion.libvirt.RealLibvirtd.command;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// The benchmark on file systems of every kind that images lie on, and on some that give up meanwhile.
@ExtendWith(RealMounts.class)
class FileSystemsIT {
    private static final Effort SHORT = new Effort(Duration.ofMinutes(2), Duration.ofMillis(20), 1);
    private static final Effort LONG = new Effort(Duration.ofMinutes(5), Duration.ofMillis(200), 9);
    private static final int ROOM = 3 << 10;

    private final SystemFiles files = SystemFiles.realHost();
    private final Commands commands = new Commands(files);
    private final Benchmark benchmark = new Benchmark(commands, files, new Random(1));

    @TempDir
    Path top;

    @ParameterizedTest
    @ValueSource(strings = {"btrfs", "ext4", "xfs"})
    void everyModeHasAFigure(String type) throws Exception {
        try (Filesystem disk = Filesystem.loop(top, type, ROOM)) {
            BenchReport report = benchmark.run(benchmark.site(disk.path().toString()), new Wish("qcow2", SHORT, false), _ -> {});
            assertEquals(type, report.fileSystem());
            assertTrue(report.cells().stream().allMatch(cell -> cell.outcome() instanceof Cell.Measured), report.toString());
            assertEmpty(disk.path(), type.equals("ext4") ? List.of("lost+found") : List.of());
        }
    }

    @Test
    void tmpfsHasFigures() throws Exception {
        try (Filesystem memory = Filesystem.inMemory(top, "tmpfs")) {
            BenchReport report = benchmark.run(memory.path(), ImageKind.of("raw"), SHORT, _ -> {});
            // Since Linux 6.6 it takes O_DIRECT too; before, those cells tell that it does not.
            assertTrue(report.cells().stream().allMatch(cell -> cell.outcome() instanceof Cell.Measured || cell.mode().direct()), report.toString());
            assertEmpty(memory.path(), List.of());
        }
    }

    @Test
    void withoutDirectWritesTheCellsSaySo() throws Exception {
        try (Filesystem memory = Filesystem.inMemory(top, "ramfs")) {
            BenchReport report = benchmark.run(memory.path(), ImageKind.of("qcow2"), SHORT, _ -> {});
            for (Cell cell : report.cells())
                assertEquals(cell.mode().direct(), cell.outcome() instanceof Cell.NotPossible(var reason) && reason.key().equals("bench.cell.no-direct-io"), cell.toString());
            // One run a cell recommends nothing; several never what is not possible here.
            assertTrue(Verdict.recommended(report).stream().noneMatch(CacheMode::direct));
            assertEmpty(memory.path(), List.of());
        }
    }

    /// +C of the directory, and that of an image which differs from its directory, with its clusters.
    @Test
    void theScratchImageIsLikeThoseItStandsFor() throws Exception {
        assumeTrue(RealMounts.installed("perl"), "perl is not installed");
        try (Filesystem disk = Filesystem.loop(top, "btrfs", ROOM)) {
            Path plain = Files.createDirectory(disk.path().resolve("plain"));
            Path noCow = Files.createDirectory(disk.path().resolve("nocow"));
            run("chattr", "+C", noCow.toString());
            Path odd = plain.resolve("odd.qcow2");
            run("qemu-img", "create", "-q", "-f", "qcow2", "-o", "cluster_size=2M,nocow=on", odd.toString(), "64M");
            Path cow = noCow.resolve("cow.raw");
            run("sh", "-c", "touch \"$0\"; chattr -C \"$0\"; truncate -s 1M \"$0\"", cow.toString());
            assertEquals(false, copiedOnWrite(noCow, "qcow2", 65536));
            assertEquals(true, copiedOnWrite(plain, "qcow2", 65536));
            assertEquals(false, copiedOnWrite(odd, "qcow2", 2 << 20));
            assertEquals(true, copiedOnWrite(cow, "raw", 0));
            assertEquals(Optional.of(new ImageKind("qcow2", 2 << 20)), benchmark.site(odd.toString()).image());
        }
    }

    /// Whether the scratch image has no +C. FS_NOCOW_FL is 0x00800000 (linux/fs.h); `lsattr` follows no link of /proc.
    private boolean copiedOnWrite(Path wanted, String format, int clusters) throws Exception {
        Path seen = top.resolve("seen");
        Files.deleteIfExists(seen);
        String script = "for image; do :; done; perl -e 'open(F, \"<\", $ARGV[0]); $f = pack(\"L\", 0); ioctl(F, 0x80086601, $f); print unpack(\"L\", $f) & 0x800000, \" \"' \"$image\" >> "
                + seen + "; qemu-img info -U --output=json \"$image\" | grep -o 'cluster-size\": [0-9]*' >> " + seen + "; exec \"$@\"";
        Benchmark watched = new Benchmark(commands, files, new Random(1), List.of("sh", "-c", script, "sh"), Benchmark.STUCK);
        BenchReport report = watched.run(watched.site(wanted.toString()), new Wish(format, new Effort(Duration.ofSeconds(1), Duration.ofMillis(1), 1), false), _ -> {});
        assertEquals(List.of(), report.warnings().stream().filter(warning -> warning.key().equals("bench.warning.no-attribute")).toList());
        String told = Files.readString(seen);
        if (clusters > 0 && told.contains("cluster")) assertTrue(told.contains("cluster-size\": " + clusters), told);
        return told.startsWith("0");
    }

    @Test
    void aDiskThatFillsUpEndsInOneSentence() throws Exception {
        try (Filesystem disk = Filesystem.loop(top, "ext4", 1400)) {
            AtomicBoolean filled = new AtomicBoolean();
            FailedException failed = assertThrows(FailedException.class, () -> benchmark.run(disk.path(), ImageKind.of("raw"), LONG, _ -> {
                if (filled.compareAndSet(false, true)) command("sh", "-c", "dd if=/dev/zero of=" + disk.path() + "/fill bs=1M status=none; sync");
            }));
            assertEquals("bench.disk-full", failed.failure().what().key(), failed.failure().toString());
            assertEmpty(disk.path(), List.of("fill", "lost+found"));
        }
    }

    @Test
    void aMountThatVanishesEndsInOneSentence() throws Exception {
        try (Filesystem disk = Filesystem.loop(top, "ext4", ROOM)) {
            AtomicBoolean gone = new AtomicBoolean();
            FailedException failed = assertThrows(FailedException.class, () -> benchmark.run(disk.path(), ImageKind.of("raw"), LONG, _ -> {
                if (gone.compareAndSet(false, true)) disk.close();
            }));
            assertEquals("bench.vanished", failed.failure().what().key());
            assertEmpty(disk.path(), List.of());
        }
    }

    /// As when its cable is pulled: every access fails from then on.
    @Test
    void aDiskThatBreaksEndsInOneSentence() throws Exception {
        assumeTrue(RealMounts.installed("xfs_io"), "xfs_io is not installed");
        try (Filesystem disk = Filesystem.loop(top, "xfs", ROOM)) {
            AtomicBoolean broken = new AtomicBoolean();
            FailedException failed = assertThrows(FailedException.class, () -> benchmark.run(disk.path(), ImageKind.of("raw"), LONG, _ -> {
                if (broken.compareAndSet(false, true)) run("xfs_io", "-x", "-c", "shutdown", disk.path().toString());
            }));
            assertTrue(List.of("bench.disk-broken", "bench.vanished", "system.scratch.create").contains(failed.failure().what().key()), failed.failure().toString());
        }
    }

    @Test
    void readOnlyAndSmallOnesAreRefused() throws Exception {
        try (Filesystem disk = Filesystem.loop(top, "ext4", 500)) {
            FailedException small = assertThrows(FailedException.class, () -> benchmark.run(benchmark.site(disk.path().toString()), new Wish("raw", SHORT, false), _ -> {}));
            assertEquals("bench.no-space", small.failure().what().key());
            run("mount", "-o", "remount,ro", disk.path().toString());
            FailedException closed = assertThrows(FailedException.class, () -> benchmark.site(disk.path().toString()));
            assertEquals("bench.site.read-only", closed.failure().what().key());
        }
    }

    private static void assertEmpty(Path directory, List<String> besides) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            assertEquals(besides, entries.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }
}
