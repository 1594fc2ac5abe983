package io.github.virtcompanion.model;

import java.util.List;
import java.util.Optional;

/// One array of `/proc/mdstat` (linux drivers/md/md.c, md_seq_show).
///
/// @param state    `active`, `inactive`, `broken`, with `(read-only)` or `(auto-read-only)` where said
/// @param level    `raid0`, `raid1`, …; empty for an inactive array
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

    /// Losing one disk loses everything: RAID 0 and linear have no redundancy.
    public boolean noRedundancy() {
        return level.filter(name -> name.equals("raid0") || name.equals("linear")).isPresent();
    }
}
