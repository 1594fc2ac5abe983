package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Details;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.GuestCpu;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.HostTuning;
import io.github.virtcompanion.model.ImageFacts;
import io.github.virtcompanion.model.ImageHeader;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.RaidArray;
import io.github.virtcompanion.model.Virtualization;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A host with one machine, in which a test changes what it is about. As it stands there is nothing to advise.
final class World {
    static final String KNOWN = "as seen";
    Virtualization.Verdict verdict = Virtualization.Verdict.KVM_USABLE;
    String type = "kvm";
    GuestCpu cpu = new GuestCpu(Optional.of("host-passthrough"), Optional.empty(), Optional.empty());
    String os = "http://debian.org/debian/12";
    Fact<String> kernel = Fact.known("6.18.1", KNOWN);
    Fact<String> fileSystem = Fact.known("ext4", KNOWN);
    Fact<Boolean> noCow = Fact.known(true, KNOWN);
    List<String> options = List.of("rw");
    Fact<Place.Btrfs> btrfs = unknown();
    Fact<String> version = unknown();
    Fact<Boolean> direct = unknown();
    Fact<ImageFacts.Space> space = unknown();
    Fact<Long> allocated = unknown();
    Fact<ImageHeader> header = unknown();
    List<RaidArray> arrays = List.of();
    boolean managedSave;
    DomainState state = DomainState.SHUT_OFF;
    int machines = 1;
    Details details = Details.NONE;
    Fact<Boolean> nested = unknown();
    Fact<Integer> ksm = unknown();
    Fact<HostTuning.HugePages> hugePages = unknown();
    Fact<List<HostTuning.HugePages>> otherHugePages = unknown();
    Fact<HostTuning.Memory> memory = unknown();
    Fact<HostTuning.Governor> governor = unknown();
    Fact<Integer> ioUring = unknown();
    final List<Disk> disks = new ArrayList<>();

    static <T> Fact<T> known(T value) {
        return Fact.known(value, KNOWN);
    }

    static <T> Fact<T> unknown() {
        return Fact.unknown("model.quoted", "not looked at");
    }

    World disk(String cache) {
        return disk(cache, "virtio", null, false);
    }

    World disk(String cache, String bus, String io, boolean shareable) {
        String target = "vd" + (char) ('a' + disks.size());
        disks.add(new Disk(target, "disk", "file", Optional.of("/vm/" + target), Optional.of("qcow2"), bus, CacheMode.of(cache).orElseThrow(), cache, Optional.ofNullable(io), false, shareable));
        return this;
    }

    Host host() {
        var virtualization = new Virtualization(verdict, Virtualization.Certainty.CERTAIN, Message.of("model.quoted", "because"),
                List.of(Evidence.quoted(Message.of("model.quoted", "CPU flags"), "vmx", "/proc/cpuinfo")), List.of(), 1);
        Map<String, Fact<Place>> places = new HashMap<>();
        Map<String, ImageFacts> images = new HashMap<>();
        for (Disk disk : disks) {
            String path = disk.source().orElseThrow();
            places.put(path, fileSystem.map(type -> new Place(path, "/vm", type, "/dev/md0", List.of("md0", "sda"), known(true), noCow, known("md0 raid1"), known(false), options, btrfs, version)));
            images.put(path, new ImageFacts(direct, List.of(), unknown(), unknown(), space, allocated, header, unknown(), unknown()));
        }
        var tuning = new HostTuning(nested, ksm, hugePages, otherHugePages, unknown(), memory, unknown(), governor, ioUring, unknown(), unknown());
        return new Host("qemu:///system", virtualization, places, known(arrays), kernel, known("x86_64"), images, tuning);
    }

    Machine machine() {
        var definition = new Definition("guest", "11111111-2222-3333-4444-555555555555", Optional.empty(), Optional.empty(), type, "x86_64", "pc", "/usr/bin/qemu", cpu,
                1 << 20, 1, disks, Optional.ofNullable(os), false, false, details);
        return new Machine("qemu:///system", new DomainInfo(definition.uuid(), "guest", state, 0, true, managedSave, false), known(definition), Optional.empty(), List.of());
    }

    List<Finding> findings() {
        List<Finding> all = new ArrayList<>(Rules.about(host(), machine()));
        all.addAll(Rules.about(host(), java.util.Collections.nCopies(machines, machine())));
        return all;
    }

    Set<String> ids() {
        TreeSet<String> ids = new TreeSet<>();
        findings().forEach(finding -> ids.add(finding.id()));
        return ids;
    }
}
