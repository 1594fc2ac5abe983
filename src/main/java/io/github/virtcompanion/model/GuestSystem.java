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

    /// Linux since 2009 or so, FreeBSD 9 (virtio_blk(4)), OpenBSD 5.3 and NetBSD 6 (virtio(4)) bring the drivers along.
    private static final List<Pattern> VIRTIO = List.of(
            Pattern.compile("https?://debian\\.org/debian/(testing|([6-9]|[1-9]\\d)(\\.\\d+)*)"),
            Pattern.compile("https?://ubuntu\\.com/ubuntu/[1-9]\\d\\.\\d+"),
            Pattern.compile("https?://fedoraproject\\.org/(fedora|silverblue|coreos)/(rawhide|unknown|stable|testing|next|1[2-9]|[2-9]\\d)"),
            Pattern.compile("https?://(redhat\\.com/rhel|centos\\.org/centos|centos\\.org/centos-stream)/([6-9]|[1-9]\\d)(\\.\\d+)?"),
            Pattern.compile("https?://(rockylinux\\.org|almalinux\\.org|archlinux\\.org|alpinelinux\\.org|nixos\\.org|voidlinux\\.org)/.*"),
            Pattern.compile("https?://opensuse\\.org/opensuse/(tumbleweed|1[1-9].*|4\\d.*)"),
            Pattern.compile("https?://suse\\.com/sle[sd]/1[1-9].*"),
            Pattern.compile("https?://libosinfo\\.org/linux/(201\\d|202\\d)"),
            Pattern.compile("https?://freebsd\\.org/freebsd/(9|[1-9]\\d)(\\.\\d+)?"),
            Pattern.compile("https?://openbsd\\.org/openbsd/(5\\.[3-9]|[6-9]\\.\\d)"),
            Pattern.compile("https?://netbsd\\.org/netbsd/([6-9]|1\\d)(\\.\\d+)?"));
    /// Since Vista and Server 2008.
    private static final Pattern WINDOWS = Pattern.compile("https?://microsoft\\.com/win/(vista|7|8|8\\.1|10|11|2k8|2k8r2|2k12|2k12r2|2k16|2k19|2k22|2k25)");

    private GuestSystem() {}

    /// Drivers for virtio devices: in the system itself, to be installed, or not known.
    public enum Virtio { BUILT_IN, TO_INSTALL, NOT_KNOWN }

    /// @param osId libosinfo's id from the definition's metadata
    public static Virtio virtio(Optional<String> osId) {
        if (osId.filter(id -> VIRTIO.stream().anyMatch(pattern -> pattern.matcher(id).matches())).isPresent()) return Virtio.BUILT_IN;
        return enlightened(osId) ? Virtio.TO_INSTALL : Virtio.NOT_KNOWN;
    }

    /// A Windows that knows it runs under a hypervisor that speaks Hyper-V's language, and is faster there.
    public static boolean enlightened(Optional<String> osId) {
        return osId.filter(id -> WINDOWS.matcher(id).matches()).isPresent();
    }

    /// @param osId libosinfo's id from the definition's metadata
    public static boolean neverFlushes(Optional<String> osId) {
        return osId.filter(id -> NEVER_FLUSH.stream().anyMatch(pattern -> pattern.matcher(id).matches())).isPresent();
    }
}
