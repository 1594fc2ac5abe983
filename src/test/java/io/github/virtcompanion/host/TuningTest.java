package io.github.virtcompanion.host;

import io.github.virtcompanion.model.BlockLayer;
import io.github.virtcompanion.model.BlockLayer.Kind;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.HostTuning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TuningTest {
    @TempDir Path top;

    @Test
    void everythingThatIsThere() {
        Tree tree = new Tree(top).put("proc/meminfo", "MemTotal: 8000000 kB\nMemAvailable: 700000 kB\nSwapTotal: 4000000 kB\nSwapFree: 1000000 kB\nHugePages_Total:     512\nHugePages_Free:     12\nHugepagesize:       2048 kB\n")
                .put("sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages", "4\n").put("sys/kernel/mm/hugepages/hugepages-1048576kB/free_hugepages", "1\n")
                .put("sys/kernel/mm/hugepages/hugepages-64kB/nr_hugepages", "7\n").put("sys/kernel/mm/hugepages/hugepages-64kB/free_hugepages", "7\n")
                .put("sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", "512\n").directory("sys/kernel/mm/hugepages/odd")
                .put("sys/kernel/mm/ksm/run", "1\n").put("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n")
                .put("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n").put("sys/devices/system/cpu/cpu0/cpufreq/scaling_driver", "intel_pstate\n")
                .put("proc/sys/kernel/io_uring_disabled", "2\n").put("proc/sys/vm/swappiness", "60\n").put("proc/sys/vm/dirty_ratio", "20\n").put("proc/sys/vm/dirty_background_ratio", "many\n");
        HostTuning tuning = Tuning.read(tree.files(), Fact.known(true, "nested"));
        assertEquals(Optional.of(new HostTuning.Memory(8000000, 700000, 4000000, 1000000)), tuning.memory().toOptional());
        assertTrue(tuning.memory().toOptional().orElseThrow().swapping());
        assertEquals(Optional.of(new HostTuning.HugePages(512, 12, 2048)), tuning.hugePages().toOptional());
        assertEquals(Optional.of(List.of(new HostTuning.HugePages(7, 7, 64), new HostTuning.HugePages(4, 1, 1 << 20))), tuning.otherHugePages().toOptional());
        assertEquals(Optional.of(new HostTuning.HugePages(4, 1, 1 << 20)), tuning.hugePages(1 << 20));
        assertEquals(Optional.of(512L), tuning.hugePages(0).map(HostTuning.HugePages::total));
        assertEquals(Optional.of(0L), tuning.hugePages(32).map(HostTuning.HugePages::total), "all sizes are known, this is none of them");
        assertEquals(Optional.of(1), tuning.ksm().toOptional());
        assertEquals(Optional.of("madvise"), tuning.transparentHuge().toOptional());
        assertFalse(tuning.governor().toOptional().orElseThrow().slow(), "powersave of intel_pstate is its ordinary mode");
        assertEquals(Optional.of(2), tuning.ioUring().toOptional());
        assertEquals(Optional.of(60), tuning.swappiness().toOptional());
        assertInstanceOf(Fact.Unknown.class, tuning.dirtyBackground());
    }

    @Test
    void nothingIsUnknownAndNotZero() {
        HostTuning tuning = Tuning.read(new Tree(top).directory("proc").files(), Fact.unknown("model.quoted", ""));
        for (Fact<?> fact : List.of(tuning.memory(), tuning.hugePages(), tuning.otherHugePages(), tuning.ksm(), tuning.transparentHuge(), tuning.governor(), tuning.ioUring(), tuning.swappiness(), tuning.dirtyRatio()))
            assertInstanceOf(Fact.Unknown.class, fact);
        assertEquals(Optional.empty(), Tuning.memory(List.of("MemTotal: 8000000 kB", "SwapTotal: 0 kB", "SwapFree: 0 kB")), "a kernel without MemAvailable");
    }

    @Test
    void layersUnderAnImage() {
        Tree tree = new Tree(top);
        String block = "sys/class/block/";
        tree.put(block + "dm-1/dm/uuid", "LVM-abcdef\n").put(block + "dm-1/dm/name", "data-vm\n").directory(block + "dm-1/slaves/dm-0").put(block + "dm-1/queue/logical_block_size", "4096\n")
                .put(block + "dm-0/dm/uuid", "CRYPT-LUKS2-0123-luks\n").put(block + "dm-0/dm/name", "luks\n").directory(block + "dm-0/slaves/md0")
                .put(block + "md0/md/level", "raid1\n").directory(block + "md0/slaves/sda1").put(block + "sda1/partition", "1\n").put(block + "sda/queue/write_cache", "write through\n")
                .put(block + "nvme0n1/queue/write_cache", "write back\n");
        BlockLayers layers = new BlockLayers(tree.files());
        List<String> chain = List.of("dm-1", "dm-0", "md0", "sda1", "sda");
        assertEquals(List.of(new BlockLayer("dm-1", Kind.LVM, "data-vm"), new BlockLayer("dm-0", Kind.CRYPT, "LUKS2"), new BlockLayer("md0", Kind.RAID, "raid1"),
                new BlockLayer("sda1", Kind.PARTITION, ""), new BlockLayer("sda", Kind.DISK, "")), layers.of(chain));
        assertEquals(Optional.of("write through"), layers.writeCache(chain).toOptional());
        assertEquals(Optional.of("write back"), layers.writeCache(List.of("sda", "nvme0n1")).toOptional(), "one disk with a cache is enough");
        assertEquals(Optional.of(4096), layers.logicalBlock(chain).toOptional());
        assertInstanceOf(Fact.Unknown.class, layers.writeCache(List.of()));
        assertEquals(Kind.MULTIPATH, BlockLayers.mapped("dm-3", "mpath-36001", "mpatha").kind());
        assertEquals(Kind.PARTITION, BlockLayers.mapped("dm-4", "part1-mpath-36001", "mpatha1").kind());
        assertEquals(Kind.MAPPED, BlockLayers.mapped("dm-5", "", "").kind());
        assertEquals(Kind.CRYPT, BlockLayers.mapped("dm-6", "CRYPT-", "").kind());
    }
}
