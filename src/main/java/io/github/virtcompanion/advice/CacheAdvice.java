package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.GuestSystem;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.Proposal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Cache modes that cost speed for nothing, and the one that risks the disk.
final class CacheAdvice {
    private static final String QEMU_CACHE = "https://www.qemu.org/docs/master/system/invocation.html#hxtool-1";

    private CacheAdvice() {}

    static Stream<Finding> about(Host host, Machine machine) {
        return machine.stored().toOptional().stream().flatMap(stored -> stored.disks().stream().filter(Disk::written)
                .flatMap(disk -> about(host, machine, stored, disk).stream()));
    }

    private static Optional<Finding> about(Host host, Machine machine, Definition stored, Disk disk) {
        Fact<Place> place = disk.source().filter(path -> path.startsWith("/")).map(host::place)
                .orElse(Fact.unknown("advice.place.not-a-file"));
        return switch (disk.effectiveCache()) {
            case UNSAFE -> inMemory(place) ? Optional.empty() : Optional.of(unsafe(host, machine, stored, disk, place));
            case WRITETHROUGH, DIRECTSYNC -> inMemory(place) ? Optional.empty() : Optional.of(flushing(host, machine, stored, disk, place));
            case DEFAULT, NONE, WRITEBACK -> Optional.empty();
        };
    }

    /// Every write waits until the disk itself has it: QEMU sends a flush after each.
    private static Finding flushing(Host host, Machine machine, Definition stored, Disk disk, Fact<Place> place) {
        CacheMode better = better(host, disk, place, false);
        boolean guestNeverFlushes = GuestSystem.neverFlushes(stored.osId());
        Message because = place instanceof Fact.Known<Place>(Place known, String _) && known.copyOnWrite()
                ? Message.of("advice.flushing.because-cow", known.fileSystem()) : Message.of("advice.flushing.because");
        return new Finding(guestNeverFlushes ? "cache-flushes-every-write-old-guest" : "cache-flushes-every-write",
                guestNeverFlushes ? Finding.Severity.HINT : Finding.Severity.SLOW, machine.name(),
                Message.of("advice.flushing.title", disk.target(), disk.cache().libvirtName()),
                guestNeverFlushes ? Message.of("advice.flushing.because-old-guest", because) : because,
                evidence(machine, disk, place), new Proposal.Change(List.of(change(disk, better))), QEMU_CACHE);
    }

    private static Finding unsafe(Host host, Machine machine, Definition stored, Disk disk, Fact<Place> place) {
        CacheMode better = better(host, disk, place, GuestSystem.neverFlushes(stored.osId()));
        boolean installing = stored.details().installing() || machine.live().filter(live -> live.details().installing()).isPresent();
        if (installing) return new Finding("unsafe-during-installation", Finding.Severity.HINT, machine.name(),
                Message.of("advice.unsafe-install.title", disk.target()), Message.of("advice.unsafe-install.because"),
                evidence(machine, disk, place), new Proposal.Change(List.of(change(disk, better))), QEMU_CACHE);
        return new Finding("unsafe-outside-installation", Finding.Severity.DANGER, machine.name(),
                Message.of("advice.unsafe.title", disk.target()), Message.of("advice.unsafe.because"),
                evidence(machine, disk, place), new Proposal.Change(List.of(change(disk, better))), QEMU_CACHE);
    }

    private static CacheMode better(Host host, Disk disk, Fact<Place> place, boolean guestNeverFlushes) {
        return RecommendedCache.of(disk, place, host.image(disk.source().orElse("")).direct(), RecommendedCache.Purpose.DESKTOP, guestNeverFlushes).mode();
    }

    /// Nothing in memory survives a power cut in any mode, and nothing there waits for a disk.
    private static boolean inMemory(Fact<Place> place) {
        return place.toOptional().filter(known -> known.fileSystem().equals("tmpfs") || known.fileSystem().equals("ramfs")).isPresent();
    }

    private static Assignment change(Disk disk, CacheMode mode) {
        return new Assignment("disk." + disk.target() + ".cache", mode.libvirtName());
    }

    private static List<Evidence> evidence(Machine machine, Disk disk, Fact<Place> place) {
        List<Evidence> all = new ArrayList<>();
        all.add(Evidence.quoted(Message.of("advice.evidence.cache", disk.target()), disk.cache().libvirtName(), "virDomainGetXMLDesc(" + machine.name() + ")"));
        switch (place) {
            case Fact.Known<Place>(Place known, String source) -> {
                all.add(Evidence.quoted(Message.of("advice.evidence.file-system", known.path()), known.fileSystem() + " (" + known.device() + ")", source));
                if (known.raid() instanceof Fact.Known<String>(String array, String mdstat))
                    all.add(Evidence.quoted(Message.of("advice.evidence.raid"), array, mdstat));
                if (known.rotational() instanceof Fact.Known<Boolean>(Boolean spins, String block) && spins)
                    all.add(new Evidence(Message.of("advice.evidence.disk"), Message.of("advice.evidence.rotational"), block));
            }
            case Fact.Unknown<Place>(Message reason) -> all.add(new Evidence(
                    Message.of("advice.evidence.file-system", disk.source().orElse(disk.target())), reason, ""));
        }
        return all;
    }
}
