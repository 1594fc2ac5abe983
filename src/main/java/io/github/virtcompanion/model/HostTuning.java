package io.github.virtcompanion.model;

import java.util.List;
import java.util.Optional;

/// Settings and loads of a host that decide how fast its machines run, as they were read.
///
/// @param nested          the kvm module lets guests have virtualization of their own
/// @param ksm             /sys/kernel/mm/ksm/run: 0 off, 1 on, 2 off and undone
/// @param hugePages       of the default size
/// @param otherHugePages  of the sizes that are not the default; empty where the host has but one
/// @param transparentHuge `always`, `madvise`, `never`
/// @param memory          and swap
/// @param swappiness      0 to 200
/// @param governor        of the first processor
/// @param ioUring         kernel.io_uring_disabled: 0 for all, 1 for privileged processes, 2 for none
/// @param dirtyRatio      percent of memory that written data may fill before writers wait; 0 where set in bytes
/// @param dirtyBackground percent from which it is written out in the background
public record HostTuning(Fact<Boolean> nested, Fact<Integer> ksm, Fact<HugePages> hugePages, Fact<List<HugePages>> otherHugePages, Fact<String> transparentHuge, Fact<Memory> memory,
                         Fact<Integer> swappiness, Fact<Governor> governor, Fact<Integer> ioUring, Fact<Integer> dirtyRatio,
                         Fact<Integer> dirtyBackground) {

    /// Pages of one size; none of them where all sizes of the host are known and this is not among them.
    ///
    /// @param sizeKiB 0 for the default size
    /// @return empty where it is not known
    public Optional<HugePages> hugePages(long sizeKiB) {
        Optional<HugePages> usual = hugePages.toOptional();
        if (usual.isEmpty() || sizeKiB == 0 || usual.get().sizeKiB() == sizeKiB) return usual.filter(pages -> sizeKiB == 0 || pages.sizeKiB() == sizeKiB);
        return otherHugePages.toOptional().map(others -> others.stream().filter(pages -> pages.sizeKiB() == sizeKiB).findFirst().orElse(new HugePages(0, 0, sizeKiB)));
    }

    /// Counts of pages, and their size in KiB.
    public record HugePages(long total, long free, long sizeKiB) {
        public long totalKiB() {
            return sizeKiB > 0 && total > Long.MAX_VALUE / sizeKiB ? Long.MAX_VALUE : total * sizeKiB;
        }
    }

    /// In KiB, from /proc/meminfo.
    public record Memory(long totalKiB, long availableKiB, long swapTotalKiB, long swapFreeKiB) {
        public long swapUsedKiB() {
            return Math.max(0, swapTotalKiB - swapFreeKiB);
        }

        /// Less than a tenth of the memory can still be given out.
        public boolean shortOfMemory() {
            return totalKiB > 0 && availableKiB * 10 < totalKiB;
        }

        /// Short of memory, with much already moved out to the disk.
        public boolean swapping() {
            return shortOfMemory() && swapUsedKiB() > 512 * 1024 && swapUsedKiB() * 4 > swapTotalKiB;
        }
    }

    /// @param driver that drives the frequency: `intel_pstate`, `acpi-cpufreq`, `amd-pstate-epp`, …
    public record Governor(String name, String driver) {
        /// The drivers that scale by themselves call their ordinary mode `powersave` too.
        public boolean slow() {
            return name.equals("powersave") && !driver.equals("intel_pstate") && !driver.equals("amd-pstate-epp") && !driver.isEmpty();
        }
    }

    public static HostTuning notRead(Message why) {
        return new HostTuning(Fact.unknown(why), Fact.unknown(why), Fact.unknown(why), Fact.unknown(why), Fact.unknown(why), Fact.unknown(why),
                Fact.unknown(why), Fact.unknown(why), Fact.unknown(why), Fact.unknown(why), Fact.unknown(why));
    }
}
