package io.github.virtcompanion.model;

import java.util.List;
import java.util.Optional;

/// One array of `/proc/mdstat` (linux drivers/md/md.c, md_seq_show).
///
/// @param state    `active`, `inactive`, `broken`, with `(read-only)` or `(auto-read-only)` where said
/// @param level    `raid0`, `raid1`, …; `container`, as mdadm calls it, for one of external metadata; empty for an inactive array
/// @param members  `sda1[0]`, with `(F)`, `(S)`, `(W)`, `(J)`, `(R)` marks as printed
/// @param blocks   size in KiB
/// @param wanted   devices the array has when whole, `n` of `[n/m]`; empty where not printed (raid0, linear)
/// @param present  devices in use, `m` of `[n/m]`
/// @param activity resync, recovery, reshape or check under way or waiting
public record RaidArray(String name, String state, Optional<String> level, List<String> members, long blocks,
                        Optional<Integer> wanted, Optional<Integer> present, Optional<Activity> activity) {
    public RaidArray {
        members = List.copyOf(members);
    }

    /// @param kind          `resync`, `recovery`, `reshape`, `check`, `repair`
    /// @param percent       0 to 100; empty while delayed, pending or remote
    /// @param waiting       `DELAYED`, `PENDING`, `REMOTE`; empty while it runs
    /// @param finishMinutes time left as the kernel estimates it
    /// @param speedKiB      KiB/s
    public record Activity(String kind, Optional<Double> percent, Optional<String> waiting, Optional<Double> finishMinutes,
                           Optional<Long> speedKiB) {}

    public boolean degraded() {
        return wanted.isPresent() && present.isPresent() && present.get() < wanted.get();
    }

    /// How many more disks it can lose and still be read; negative where too many are gone already. Empty where the level does
    /// not say: in RAID 10 it depends on which.
    public Optional<Integer> spareDisks() {
        if (wanted.isEmpty() || present.isEmpty()) return Optional.empty();
        int missing = wanted.get() - present.get();
        return switch (level.orElse("")) {
            case "raid1" -> Optional.of(present.get() - 1);
            case "raid4", "raid5" -> Optional.of(1 - missing);
            case "raid6" -> Optional.of(2 - missing);
            default -> Optional.empty();
        };
    }

    /// A container of external metadata (imsm, ddf) is never active, nor need it be.
    public boolean notRunning() {
        return state.startsWith("broken") || state.startsWith("inactive") && !level.equals(Optional.of("container"));
    }

    /// Losing one disk loses everything: RAID 0 and linear have no redundancy.
    public boolean noRedundancy() {
        return level.filter(name -> name.equals("raid0") || name.equals("linear")).isPresent();
    }
}
