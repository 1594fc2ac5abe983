package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.Proposal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Settings of disks that do not go together, and images that are marked or lost.
final class DiskAdvice {
    private static final String DRIVER = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms";
    private static final String QCOW2 = "https://www.qemu.org/docs/master/interop/qcow2.html";
    private static final String IO_URING = "https://docs.kernel.org/admin-guide/sysctl/kernel.html#io-uring-disabled";
    private static final String TMPFS = "https://docs.kernel.org/filesystems/tmpfs.html";

    private DiskAdvice() {}

    static Stream<Finding> about(Host host, Machine machine) {
        Stream<Finding> each = machine.stored().toOptional().stream().flatMap(stored -> stored.disks().stream()).filter(Disk::written)
                .flatMap(disk -> Stream.of(nativeIo(machine, disk), shareable(machine, disk), ioUring(host, machine, disk), corrupt(host, machine, disk), inMemory(host, machine, disk))
                        .flatMap(Optional::stream));
        return Stream.concat(each, mixed(host, machine).stream());
    }

    /// libvirt: io='native' needs either no disk cache or directsync cache mode.
    private static Optional<Finding> nativeIo(Machine machine, Disk disk) {
        if (!disk.io().equals(Optional.of("native")) || disk.effectiveCache().direct()) return Optional.empty();
        return Optional.of(new Finding("io-native-buffered", Finding.Severity.SLOW, machine.name(),
                Message.of("advice.io-native.title", disk.target(), disk.effectiveCache().libvirtName()), Message.of("advice.io-native.because"),
                List.of(Seen.cache(machine, disk), Seen.defined(machine, Message.of("advice.evidence.io", disk.target()), "native")),
                change("disk." + disk.target() + ".io", "default"), DRIVER));
    }

    private static Optional<Finding> shareable(Machine machine, Disk disk) {
        if (!disk.shareable() || disk.effectiveCache().direct()) return Optional.empty();
        return Optional.of(new Finding("shareable-buffered", Finding.Severity.DANGER, machine.name(),
                Message.of("advice.shareable.title", disk.target(), disk.effectiveCache().libvirtName()), Message.of("advice.shareable.because"),
                List.of(Seen.cache(machine, disk), Seen.defined(machine, Message.of("advice.evidence.shareable", disk.target()), "<shareable/>")),
                change("disk." + disk.target() + ".cache", "none"), DRIVER));
    }

    /// 1 leaves it to privileged processes; whether QEMU is one is not known then.
    private static Optional<Finding> ioUring(Host host, Machine machine, Disk disk) {
        if (!disk.io().equals(Optional.of("io_uring")) || !host.tuning().ioUring().toOptional().equals(Optional.of(2))) return Optional.empty();
        return Optional.of(new Finding("io-uring-disabled", Finding.Severity.SLOW, machine.name(), Message.of("advice.io-uring.title", disk.target()),
                Message.of("advice.io-uring.because"), List.of(Seen.defined(machine, Message.of("advice.evidence.io", disk.target()), "io_uring"),
                Seen.fact(Message.of("advice.evidence.io-uring"), host.tuning().ioUring(), String::valueOf)), change("disk." + disk.target() + ".io", "threads"), IO_URING));
    }

    private static Optional<Finding> corrupt(Host host, Machine machine, Disk disk) {
        var header = disk.source().map(path -> host.image(path).header());
        if (header.flatMap(fact -> fact.toOptional()).filter(known -> known.corrupt()).isEmpty()) return Optional.empty();
        return Optional.of(new Finding("image-marked-corrupt", Finding.Severity.DANGER, machine.name(), Message.of("advice.corrupt.title", disk.target()),
                Message.of("advice.corrupt.because", disk.source().orElse("")),
                List.of(Seen.fact(Message.of("advice.evidence.header"), header.get(), known -> known.format() + ", corrupt")), new Proposal.None(), QCOW2));
    }

    private static Optional<Finding> inMemory(Host host, Machine machine, Disk disk) {
        if (!disk.sourceType().equals("file") || Seen.place(host, disk).toOptional().filter(Place::inMemory).isEmpty()) return Optional.empty();
        return Optional.of(new Finding("image-in-memory", Finding.Severity.HINT, machine.name(), Message.of("advice.in-memory.title", disk.target()),
                Message.of("advice.in-memory.because"), List.of(Seen.fileSystem(Seen.place(host, disk), disk.source().orElse(""))), new Proposal.None(), TMPFS));
    }

    /// Both are good modes; on one file system, one of them was probably forgotten. Modes that flush always or never have advice of their own.
    private static Optional<Finding> mixed(Host host, Machine machine) {
        var byDevice = Seen.writtenFiles(machine).filter(disk -> !disk.shareable() && Seen.place(host, disk).toOptional().isPresent())
                .collect(Collectors.groupingBy(disk -> Seen.place(host, disk).toOptional().map(place -> place.device() + place.mountPoint()).orElse("")));
        for (List<Disk> together : byDevice.values()) {
            List<CacheMode> modes = together.stream().map(Disk::effectiveCache).distinct().toList();
            if (modes.size() < 2 || !modes.stream().allMatch(mode -> mode == CacheMode.NONE || mode == CacheMode.WRITEBACK)) continue;
            List<Evidence> evidence = new ArrayList<>(together.stream().map(disk -> Seen.cache(machine, disk)).toList());
            evidence.add(Seen.fileSystem(Seen.place(host, together.getFirst()), together.getFirst().source().orElse("")));
            return Optional.of(new Finding("mixed-cache-modes", Finding.Severity.HINT, machine.name(),
                    Message.of("advice.mixed.title", Seen.names(together.stream().map(Disk::target).toList())), Message.of("advice.mixed.because"), evidence, new Proposal.None(), DRIVER));
        }
        return Optional.empty();
    }

    private static Proposal change(String setting, String value) {
        return new Proposal.Change(List.of(new Assignment(setting, value)));
    }
}
