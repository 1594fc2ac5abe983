package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.ImageFacts;
import io.github.virtcompanion.model.ImageFacts.Space;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.Proposal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/// File systems that hold images: nearly full, promised to images beyond what they have, or copying every write elsewhere.
final class HostFileSystems {
    private static final String ENOSPC = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms";
    private static final String NOCOW = "https://btrfs.readthedocs.io/en/latest/btrfs-man5.html";
    private static final String PROFILES = "https://btrfs.readthedocs.io/en/latest/mkfs.btrfs.html#profiles";
    private static final long LITTLE = 1L << 30;

    private HostFileSystems() {}

    static Stream<Finding> about(Host host, List<Machine> machines) {
        Map<String, List<Place>> byDevice = new TreeMap<>();
        host.places().values().stream().flatMap(fact -> fact.toOptional().stream()).sorted(Comparator.comparing(Place::path))
                .forEach(place -> byDevice.computeIfAbsent(place.fileSystem() + " " + place.device(), _ -> new ArrayList<>()).add(place));
        return byDevice.values().stream().flatMap(places -> Stream.of(space(host, places), copyOnWrite(host, places, machines), noRedundancy(host, places)).flatMap(found -> found));
    }

    private static Stream<Finding> space(Host host, List<Place> places) {
        Optional<Fact.Known<Space>> told = places.stream().map(place -> host.image(place.path()).space())
                .flatMap(fact -> fact instanceof Fact.Known<Space> known ? Stream.of(known) : Stream.empty()).findFirst();
        if (told.isEmpty() || told.get().value().totalBytes() <= 0 || places.getFirst().inMemory()) return Stream.empty();
        Space space = told.get().value();
        Place first = places.getFirst();
        Evidence free = Evidence.quoted(Message.of("advice.evidence.space", first.mountPoint()), space.freeBytes() + " / " + space.totalBytes() + " B", told.get().source());
        if (space.freeBytes() < LITTLE || space.freeBytes() / (double) space.totalBytes() < 0.05)
            return Stream.of(new Finding("disk-nearly-full", space.freeBytes() < LITTLE ? Finding.Severity.DANGER : Finding.Severity.HINT, first.mountPoint(),
                    Message.of("advice.full.title", first.mountPoint(), Seen.gib(space.freeBytes()), Seen.gib(space.totalBytes())), Message.of("advice.full.because"),
                    List.of(free), new Proposal.None(), ENOSPC));
        return overcommitted(host, places, space, free);
    }

    /// Counts only images whose sizes are both known, so that it never claims too much.
    private static Stream<Finding> overcommitted(Host host, List<Place> places, Space space, Evidence free) {
        List<Evidence> evidence = new ArrayList<>(List.of(free));
        long growth = 0;
        for (Place place : places) {
            ImageFacts image = host.image(place.path());
            OptionalLong more = image.growthBytes();
            if (more.orElse(0) == 0) continue;
            growth = growth > Long.MAX_VALUE - more.getAsLong() ? Long.MAX_VALUE : growth + more.getAsLong();
            evidence.add(Seen.fact(Message.of("advice.evidence.thin", place.path()), image.header(), header -> header.virtualBytes() + " B, " + image.allocatedBytes().toOptional().orElse(0L) + " B"));
        }
        if (growth <= space.freeBytes()) return Stream.empty();
        Place first = places.getFirst();
        return Stream.of(new Finding("thin-images-could-fill", Finding.Severity.HINT, first.mountPoint(),
                Message.of("advice.thin.title", first.mountPoint(), Seen.gib(growth), Seen.gib(space.freeBytes())), Message.of("advice.thin.because"), evidence, new Proposal.None(), ENOSPC));
    }

    private static Stream<Finding> copyOnWrite(Host host, List<Place> places, List<Machine> machines) {
        if (!places.getFirst().fileSystem().equals("btrfs")) return Stream.empty();
        List<Place> copying = places.stream().filter(place -> place.noCow().toOptional().equals(Optional.of(false)))
                .filter(place -> machines.stream().flatMap(Seen::writtenFiles).anyMatch(disk -> disk.source().equals(Optional.of(place.path())))).toList();
        if (copying.isEmpty()) return Stream.empty();
        Place first = copying.getFirst();
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Seen.fileSystem(host.place(first.path()), first.path()));
        evidence.add(Seen.fact(Message.of("advice.evidence.no-cow"), first.noCow(), _ -> "-C: " + Seen.names(copying.stream().map(Place::path).toList())));
        return Stream.of(new Finding("images-copy-on-write", Finding.Severity.HINT, first.mountPoint(), Message.of("advice.cow.title", copying.size(), first.mountPoint()),
                Message.of("advice.cow.because", directory(first.path())), evidence, new Proposal.None(), NOCOW));
    }

    /// A btrfs over several devices is no array of md's, and as easily taken for a safe one.
    private static Stream<Finding> noRedundancy(Host host, List<Place> places) {
        Place first = places.getFirst();
        if (!(first.btrfs() instanceof Fact.Known<Place.Btrfs>(Place.Btrfs data, String _)) || !data.noRedundancy()) return Stream.empty();
        return Stream.of(new Finding("btrfs-no-redundancy", Finding.Severity.HINT, first.mountPoint(), Message.of("advice.btrfs-spread.title", first.mountPoint(), data.devices()),
                Message.of("advice.btrfs-spread.because", data.name()), List.of(Seen.fileSystem(host.place(first.path()), first.path()),
                Seen.fact(Message.of("advice.evidence.profile"), first.btrfs(), Place.Btrfs::name)), new Proposal.None(), PROFILES));
    }

    private static String directory(String path) {
        return path.substring(0, Math.max(1, path.lastIndexOf('/')));
    }
}
