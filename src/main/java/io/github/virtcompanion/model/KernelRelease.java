package io.github.virtcompanion.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The number at the head of `uname -r`: 6.12.57 of `6.12.57+deb13-amd64`. Distributions carry changes back to older numbers, so
/// that a number alone proves little between two that are known.
public record KernelRelease(int major, int minor, int patch) {
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,6}))?.*");

    public static Optional<KernelRelease> of(String release) {
        Matcher matcher = NUMBERS.matcher(release);
        if (!matcher.matches()) return Optional.empty();
        return Optional.of(new KernelRelease(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)),
                matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3))));
    }

    public boolean atLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || major == wantedMajor && minor >= wantedMinor;
    }

    /// Whether btrfs sends direct writes to files with checksums through the page cache, so that a guest that changes a page
    /// while it is written no longer spoils its checksum: since 6.15 (commit 968f19c5b1b7), and in the long-term kernel 6.12.107;
    /// not in 6.1.176. Empty for kernels between those that were looked at.
    public Optional<Boolean> btrfsBuffersDirectWrites() {
        if (atLeast(6, 15) || major == 6 && minor == 12 && patch >= 107) return Optional.of(true);
        return atLeast(6, 12) ? Optional.empty() : Optional.of(false);
    }

    /// Whether btrfs does so even to files without checksums where it writes everything to several places, so that these do not
    /// come to differ: in the sources of 7.1.8 and 6.12.107 (fs/btrfs/direct-io.c), and as measured on 6.18.44. Not in 6.1.176.
    public Optional<Boolean> btrfsBuffersCopiedWrites() {
        if (atLeast(7, 1) || major == 6 && (minor == 18 && patch >= 44 || minor == 12 && patch >= 107)) return Optional.of(true);
        return atLeast(6, 2) ? Optional.empty() : Optional.of(false);
    }
}
