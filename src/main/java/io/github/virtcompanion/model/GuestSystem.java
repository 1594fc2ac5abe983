package io.github.virtcompanion.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What is known of guest systems by libosinfo's id.
public final class GuestSystem {
    /// Systems that never tell a disk to flush its cache, so that only writethrough and directsync keep their data safe:
    /// DOS and Windows before NT, FreeBSD before 9 (no flush from its ata driver, no virtio_blk), RHEL up to 5.5 (RHEL 6
    /// virtualization guide).
    private static final List<Pattern> NEVER_FLUSH = List.of(
            Pattern.compile("https?://microsoft\\.com/(msdos|win)/(\\d\\.\\d+|3\\.1|95|98|me).*"),
            Pattern.compile("https?://freedos\\.org/.*"),
            Pattern.compile("https?://freebsd\\.org/freebsd/[1-8](\\.\\d+)?"),
            Pattern.compile("https?://(redhat\\.com/rhel|centos\\.org/centos)/([1-4](\\.\\d+)?|5\\.[0-5])"));

    private GuestSystem() {}

    /// @param osId libosinfo's id from the definition's metadata
    public static boolean neverFlushes(Optional<String> osId) {
        return osId.filter(id -> NEVER_FLUSH.stream().anyMatch(pattern -> pattern.matcher(id).matches())).isPresent();
    }
}
