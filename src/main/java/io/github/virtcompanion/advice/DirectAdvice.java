package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.GuestSystem;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.KernelRelease;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.Proposal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The modes none and directsync go past the host's page cache, which some file systems cannot do, do in name only, or do
/// wrongly; over NFS it is the other modes that are wrong.
final class DirectAdvice {
    private static final String OPEN = "https://www.qemu.org/docs/master/system/invocation.html#hxtool-1";
    private static final String BTRFS = "https://btrfs.readthedocs.io/en/latest/Checksumming.html";
    private static final String ZFS = "https://github.com/openzfs/zfs/issues/17635";
    private static final String ZFS_PROPERTIES = "https://openzfs.github.io/openzfs-docs/man/master/7/zfsprops.7.html";
    private static final String BCACHEFS = "https://github.com/koverstreet/bcachefs/issues/791";
    private static final String NFS = "https://man7.org/linux/man-pages/man5/nfs.5.html";
    /// No direct_IO in their source (linux fs/): opening fails with EINVAL.
    private static final Set<String> CANNOT = Set.of("ecryptfs", "ramfs", "squashfs", "ubifs");

    private DirectAdvice() {}

    static Stream<Finding> about(Host host, Machine machine) {
        return Seen.writtenFiles(machine).flatMap(disk -> Stream.concat(about(host, machine, disk).stream(), soft(host, machine, disk).stream()));
    }

    private static Optional<Finding> about(Host host, Machine machine, Disk disk) {
        Fact<Place> fact = Seen.place(host, disk);
        Fact<Boolean> tried = host.image(disk.source().orElse("")).direct();
        Optional<Place> place = fact.toOptional();
        String type = place.map(Place::fileSystem).orElse("");
        Optional<KernelRelease> kernel = host.kernel().toOptional().flatMap(KernelRelease::of);
        if (!disk.effectiveCache().direct()) return type.startsWith("nfs") && !tried.toOptional().equals(Optional.of(false)) && disk.effectiveCache() == CacheMode.WRITEBACK
                ? Optional.of(nfs(host, machine, disk)) : Optional.empty();
        boolean refused = tried.toOptional().equals(Optional.of(false));
        // An open CIFS file takes O_DIRECT, but its I/O fails with EINVAL up to 6.1 (fs/cifs, cifs_direct_io); 6.12 does it otherwise.
        boolean oldCifs = type.equals("cifs") && kernel.filter(release -> !release.atLeast(6, 2)).isPresent();
        if (refused || CANNOT.contains(type) || oldCifs) return Optional.of(refused(host, machine, disk, refused));
        if (type.equals("btrfs") && place.flatMap(known -> known.noCow().toOptional()).equals(Optional.of(false)))
            return kernel.flatMap(KernelRelease::btrfsBuffersDirectWrites).map(buffered -> btrfs(host, machine, disk, buffered));
        if (type.equals("btrfs") && place.flatMap(known -> known.noCow().toOptional()).equals(Optional.of(true)) && place.flatMap(known -> known.btrfs().toOptional()).filter(Place.Btrfs::copies).isPresent())
            return kernel.flatMap(KernelRelease::btrfsBuffersCopiedWrites).filter(buffered -> buffered).map(_ -> copies(host, machine, disk));
        if (type.equals("zfs")) return Optional.of(zfs(host, machine, disk, place.get().version()));
        if (type.equals("bcachefs")) return Optional.of(finding("direct-on-bcachefs", Finding.Severity.SLOW, host, machine, disk, "bcachefs", BCACHEFS));
        return Optional.empty();
    }

    private static Finding refused(Host host, Machine machine, Disk disk, boolean tried) {
        Finding finding = finding("direct-refused", Finding.Severity.SLOW, host, machine, disk, "refused", OPEN);
        if (!tried) return finding;
        return with(finding, Seen.fact(Message.of("advice.evidence.direct"), host.image(disk.source().orElse("")).direct(), _ -> "EINVAL"));
    }

    private static Finding btrfs(Host host, Machine machine, Disk disk, boolean buffered) {
        Finding finding = buffered ? finding("direct-in-name-only", Finding.Severity.HINT, host, machine, disk, "in-name-only", BTRFS)
                : finding("direct-spoils-checksums", Finding.Severity.DANGER, host, machine, disk, "spoils", BTRFS);
        return with(with(finding, Seen.fact(Message.of("advice.evidence.kernel"), host.kernel(), release -> release)),
                Seen.fact(Message.of("advice.evidence.no-cow"), Seen.place(host, disk).toOptional().map(Place::noCow).orElse(Fact.unknown("advice.place.not-a-file")), set -> set ? "+C" : "-C"));
    }

    private static Finding copies(Host host, Machine machine, Disk disk) {
        return with(with(finding("direct-in-name-only", Finding.Severity.HINT, host, machine, disk, "copies", BTRFS), Seen.fact(Message.of("advice.evidence.kernel"), host.kernel(), release -> release)),
                Seen.fact(Message.of("advice.evidence.profile"), Seen.place(host, disk).toOptional().map(Place::btrfs).orElse(Fact.unknown("advice.place.not-a-file")), Place.Btrfs::name));
    }

    /// Up to 2.2 it takes O_DIRECT and goes through its own cache all the same; since 2.3 it obeys (zfsprops.7, direct). 0.7 and
    /// older refuse, which is seen where it is tried.
    private static Finding zfs(Host host, Machine machine, Disk disk, Fact<String> version) {
        Optional<KernelRelease> number = version.toOptional().flatMap(KernelRelease::of);
        if (number.filter(known -> known.atLeast(0, 8)).isEmpty()) return finding("direct-on-zfs", Finding.Severity.HINT, host, machine, disk, "zfs", ZFS);
        Finding finding = number.get().atLeast(2, 3) ? finding("direct-on-zfs", Finding.Severity.SLOW, host, machine, disk, "zfs-obeyed", ZFS)
                : finding("direct-in-name-only", Finding.Severity.HINT, host, machine, disk, "zfs-ignored", ZFS_PROPERTIES);
        return with(finding, Seen.fact(Message.of("advice.evidence.version"), version, word -> word));
    }

    /// nfs(5): a soft mount can cause silent data corruption.
    private static Optional<Finding> soft(Host host, Machine machine, Disk disk) {
        Fact<Place> place = Seen.place(host, disk);
        if (place.toOptional().filter(known -> known.fileSystem().startsWith("nfs") && known.options().contains("soft")).isEmpty()) return Optional.empty();
        return Optional.of(new Finding("nfs-soft", Finding.Severity.DANGER, machine.name(), Message.of("advice.soft.title", disk.target()), Message.of("advice.soft.because"),
                List.of(Seen.fileSystem(place, disk.source().orElse("")), Seen.fact(Message.of("advice.evidence.mount"), place, known -> known.mountPoint() + " (soft)")), new Proposal.None(), NFS));
    }

    private static Finding nfs(Host host, Machine machine, Disk disk) {
        return new Finding("nfs-buffered", Finding.Severity.HINT, machine.name(), Message.of("advice.direct.nfs.title", disk.target()),
                Message.of("advice.direct.nfs.because"), evidence(host, machine, disk), change(disk, CacheMode.NONE), NFS);
    }

    private static Finding finding(String id, Finding.Severity severity, Host host, Machine machine, Disk disk, String words, String source) {
        boolean guestNeverFlushes = GuestSystem.neverFlushes(machine.stored().toOptional().flatMap(stored -> stored.osId()));
        String type = Seen.place(host, disk).toOptional().map(Place::fileSystem).orElse("?");
        return new Finding(id, severity, machine.name(), Message.of("advice.direct." + words + ".title", disk.target(), disk.effectiveCache().libvirtName(), type),
                Message.of("advice.direct." + words + ".because"), evidence(host, machine, disk),
                change(disk, guestNeverFlushes ? CacheMode.WRITETHROUGH : CacheMode.WRITEBACK), source);
    }

    private static Finding with(Finding finding, Evidence more) {
        List<Evidence> all = new ArrayList<>(finding.evidence());
        all.add(more);
        return new Finding(finding.id(), finding.severity(), finding.subject(), finding.title(), finding.because(), all, finding.proposal(), finding.source());
    }

    private static List<Evidence> evidence(Host host, Machine machine, Disk disk) {
        return List.of(Seen.cache(machine, disk), Seen.fileSystem(Seen.place(host, disk), disk.source().orElse(disk.target())));
    }

    private static Proposal change(Disk disk, CacheMode mode) {
        return new Proposal.Change(List.of(new Assignment("disk." + disk.target() + ".cache", mode.libvirtName())));
    }
}
