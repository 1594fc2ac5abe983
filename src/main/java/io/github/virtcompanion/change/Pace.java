package io.github.virtcompanion.change;

/// How long saving and resuming takes on this host.
///
/// @param secondsPerMebibyte of the guest's memory, both ways together
/// @param measured           in this session
record Pace(double secondsPerMebibyte, boolean measured) {
    /// A guest of 512 MiB stood still for 5.1 s on a plain disk (tried with libvirt 9.0, QEMU 7.2).
    static final Pace EXPERIENCE = new Pace(0.009, false);
    /// QEMU's start and libvirt's own work, whatever the size.
    private static final double ALWAYS = 0.5;

    LivePlan.Pause pause(long memoryKiB) {
        long mebibytes = Math.max(1, memoryKiB / 1024);
        return new LivePlan.Pause(mebibytes, ALWAYS + mebibytes * secondsPerMebibyte, measured);
    }

    static Pace measured(long memoryKiB, double seconds) {
        return new Pace(Math.max(0, seconds - ALWAYS) / Math.max(1, memoryKiB / 1024), true);
    }
}
