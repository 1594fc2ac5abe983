package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.GuestCpu;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.Proposal;
import io.github.virtcompanion.model.RaidArray;
import io.github.virtcompanion.model.Virtualization;
import io.github.virtcompanion.model.Virtualization.Certainty;
import io.github.virtcompanion.model.Virtualization.Verdict;
import io.github.virtcompanion.words.Words;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RulesTest {
    private static final String IMAGE = "/var/lib/libvirt/images/a.qcow2";
    private static final GuestCpu QEMU64 = new GuestCpu(Optional.of("custom"), Optional.of("qemu64"), Optional.of("none"));
    private static final GuestCpu PASSTHROUGH = new GuestCpu(Optional.of("host-passthrough"), Optional.empty(), Optional.empty());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # type | arch    | host arch | verdict              | finding
            qemu   | x86_64  | x86_64    | KVM_USABLE           | emulated-although-kvm-usable
            qemu   | i686    | x86_64    | KVM_USABLE           | emulated-although-kvm-usable
            qemu   | x86_64  | x86_64    | DISABLED_IN_FIRMWARE | emulated-kvm-not-usable
            qemu   | x86_64  | x86_64    | NO_CPU_SUPPORT       | emulated-kvm-not-usable
            qemu   | x86_64  | x86_64    | NO_PERMISSION        | emulated-kvm-not-usable
            qemu   | x86_64  | ?         | KVM_USABLE           | emulated-although-kvm-usable
            qemu   | aarch64 | x86_64    | KVM_USABLE           |
            qemu   | x86_64  | i686      | KVM_USABLE           |
            qemu   | ppc64le | ppc64     | KVM_USABLE           | emulated-although-kvm-usable
            qemu   | x86_64  | x86_64    | UNKNOWN              |
            kvm    | x86_64  | x86_64    | KVM_USABLE           |
            kvm    | x86_64  | x86_64    | DISABLED_IN_FIRMWARE |
            xen    | x86_64  | x86_64    | KVM_USABLE           |
            """)
    void emulation(String type, String arch, String hostArch, Verdict verdict, String expected) {
        Host host = host(verdict, hostArch.equals("?") ? Fact.unknown("model.quoted", "") : Fact.known(hostArch, "/proc/cpuinfo"), Map.of(), List.of());
        assertEquals(expected == null ? List.of() : List.of(expected), ids(Rules.about(host, machine(type, arch, PASSTHROUGH, List.of(), null))));
    }

    @Test
    void switchIsOfferedWhereItWorksAndTheReasonWhereItDoesNot() {
        Machine machine = machine("qemu", "x86_64", QEMU64, List.of(), null);
        assertEquals(new Proposal.Switch("kvm"), Rules.about(host(Verdict.KVM_USABLE), machine).getFirst().proposal());
        assertEquals(new Proposal.ShowVirtualization(), Rules.about(host(Verdict.DISABLED_IN_FIRMWARE), machine).getFirst().proposal());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # cache      | file system | source type | os                              | finding                            | proposal
            writethrough | btrfs       | file        |                                 | cache-flushes-every-write           | writeback
            directsync   | ext4        | file        |                                 | cache-flushes-every-write           | writeback
            writethrough | ?           | file        |                                 | cache-flushes-every-write           | writeback
            writethrough | nfs4        | file        |                                 | cache-flushes-every-write           | none
            writethrough | ?           | block       |                                 | cache-flushes-every-write           | none
            writethrough | btrfs       | file        | http://freebsd.org/freebsd/8.2  | cache-flushes-every-write-old-guest | writeback
            writethrough | btrfs       | file        | http://freebsd.org/freebsd/14.0 | cache-flushes-every-write           | writeback
            unsafe       | ext4        | file        |                                 | unsafe-outside-installation         | writeback
            unsafe       | ?           | file        |                                 | unsafe-outside-installation         | writeback
            unsafe       | ext4        | file        | http://microsoft.com/win/98     | unsafe-outside-installation         | writethrough
            unsafe       | ?           | block       | http://microsoft.com/win/98     | unsafe-outside-installation         | directsync
            unsafe       | tmpfs       | file        |                                 |                                     |
            writethrough | tmpfs       | file        |                                 |                                     |
            writeback    | btrfs       | file        |                                 |                                     |
            none         | btrfs       | file        |                                 |                                     |
            default      | btrfs       | file        |                                 |                                     |
            """)
    void cacheModes(String cache, String fileSystem, String sourceType, String os, String finding, String proposal) {
        Disk disk = disk("vda", "disk", sourceType, CacheMode.of(cache).orElseThrow(), false);
        Map<String, Fact<Place>> places = fileSystem.equals("?") ? Map.of() : Map.of(IMAGE, place(fileSystem));
        List<Finding> found = CacheAdvice.about(host(Verdict.KVM_USABLE, Fact.known("x86_64", ""), places, List.of()),
                machine("kvm", "x86_64", PASSTHROUGH, List.of(disk), os)).toList();
        assertEquals(finding == null ? List.of() : List.of(finding), ids(found));
        if (finding != null) assertEquals(new Proposal.Change(List.of(new Assignment("disk.vda.cache", proposal))), found.getFirst().proposal());
    }

    @Test
    void aDiskThatIsNotWrittenNeedsNoAdvice() {
        List<Disk> disks = List.of(disk("sda", "cdrom", "file", CacheMode.WRITETHROUGH, true), disk("vdb", "disk", "file", CacheMode.UNSAFE, true));
        assertEquals(List.of(), Rules.about(host(Verdict.KVM_USABLE), machine("kvm", "x86_64", PASSTHROUGH, disks, null)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kvm  | qemu64  | bare-cpu-under-kvm
            kvm  | qemu32  | bare-cpu-under-kvm
            kvm  | absent  | bare-cpu-under-kvm
            kvm  | Haswell |
            """)
    void bareCpu(String type, String model, String expected) {
        GuestCpu cpu = model.equals("absent") ? GuestCpu.ABSENT : new GuestCpu(Optional.of("custom"), Optional.of(model), Optional.empty());
        assertEquals(expected == null ? List.of() : List.of(expected), ids(Rules.about(host(Verdict.KVM_USABLE), machine(type, "x86_64", cpu, List.of(), null))));
    }

    @Test
    void theHostsOwnFindings() {
        var busy = new RaidArray.Activity("resync", Optional.of(8.5), Optional.empty(), Optional.of(17.0), Optional.of(1000L));
        List<RaidArray> arrays = List.of(
                new RaidArray("md0", "active", Optional.of("raid0"), List.of("sda1[0]", "sdb1[1]"), 1, Optional.empty(), Optional.empty(), Optional.empty()),
                new RaidArray("md1", "active", Optional.of("raid1"), List.of("sda1[0]"), 1, Optional.of(2), Optional.of(1), Optional.empty()),
                new RaidArray("md2", "active", Optional.of("raid5"), List.of("sda1[0]"), 1, Optional.of(3), Optional.of(3), Optional.of(busy)));
        Machine emulated = machine("qemu", "x86_64", QEMU64, List.of(), null);
        List<Finding> found = Rules.about(host(Verdict.DISABLED_IN_FIRMWARE, Fact.known("x86_64", ""), Map.of(), arrays), List.of(emulated, emulated));
        assertEquals(Set.of("raid-degraded", "kvm-not-usable", "raid-busy", "raid-no-redundancy"), Set.copyOf(ids(found)));
        assertEquals("raid-degraded", found.getFirst().id(), "gravest first");
        assertEquals(List.of(), Rules.about(host(Verdict.KVM_USABLE), List.of(emulated)));
        assertEquals(List.of(), Rules.about(host(Verdict.UNKNOWN), List.of(emulated)), "not known is no advice");
    }

    /// What the levels stand: one more failure is not the end of every array.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            raid1  | 2 | 1 | A disk is missing. Reads and writes are slower until the array is whole again, and one more failure can lose everything on the array.
            raid1  | 6 | 4 | 2 disks are missing. Reads and writes are slower until the array is whole again. The array survives 3 more failures.
            raid5  | 3 | 2 | A disk is missing. Reads and writes are slower until the array is whole again, and one more failure can lose everything on the array.
            raid6  | 4 | 3 | A disk is missing. Reads and writes are slower until the array is whole again. The array survives one more failure.
            raid6  | 8 | 6 | 2 disks are missing. Reads and writes are slower until the array is whole again, and one more failure can lose everything on the array.
            raid10 | 8 | 5 | 3 disks are missing. Reads and writes are slower until the array is whole again, and one more failure can lose everything on the array.
            raid5  | 4 | 2 | 2 disks are missing, more than the array can do without: what lies on it cannot be read. Stop using it and save the disks as they are before you try anything.
            """)
    void aDegradedArrayStandsWhatItsLevelStands(String level, int wanted, int present, String because) {
        RaidArray array = new RaidArray("md0", "active", Optional.of(level), List.of("sda[0]"), 1, Optional.of(wanted), Optional.of(present), Optional.empty());
        Finding found = Rules.about(host(Verdict.KVM_USABLE, Fact.known("x86_64", ""), Map.of(), List.of(array)), List.of()).getFirst();
        assertEquals(because, new Words(Locale.ENGLISH).say(found.because()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            active   | raid0     | 2 | raid-no-redundancy | Array md0 is raid0: fast, without any redundancy
            active   | raid0     | 1 | raid-no-redundancy | Array md0 has one disk only, without any redundancy
            active   | linear    | 2 | raid-no-redundancy | Array md0 puts its disks one after another (linear), without any redundancy
            broken   | raid0     | 2 | raid-not-running   | Array md0 is broken: it has lost a disk that it cannot do without
            inactive |           | 2 | raid-not-running   | Array md0 is not running
            inactive | container | 2 |                    |
            """)
    void arraysThatRunWithoutRedundancyOrNotAtAll(String state, String level, int members, String id, String title) {
        RaidArray array = new RaidArray("md0", state, Optional.ofNullable(level), List.of("sda[0]", "sdb[1]").subList(0, members), 1, Optional.empty(), Optional.empty(), Optional.empty());
        List<Finding> found = Rules.about(host(Verdict.KVM_USABLE, Fact.known("x86_64", ""), Map.of(), List.of(array)), List.of());
        assertEquals(id == null ? List.of() : List.of(id), ids(found));
        if (title != null) assertEquals(title, new Words(Locale.ENGLISH).say(found.getFirst().title()));
    }

    @Test
    void whatIsOnlyLikelyIsNotSaidAsCertain() {
        for (Certainty certainty : List.of(Certainty.CERTAIN, Certainty.LIKELY)) {
            Host host = host(Verdict.MODULE_NOT_LOADED, certainty, Fact.known("x86_64", ""), Map.of(), List.of());
            String title = new Words(Locale.ENGLISH).say(Rules.about(host, List.of()).getFirst().title());
            assertTrue(title.startsWith(certainty == Certainty.CERTAIN ? "KVM cannot be used: " : "KVM can probably not be used: "), title);
        }
    }

    private static List<String> ids(List<Finding> findings) {
        return findings.stream().map(Finding::id).toList();
    }

    private static Host host(Verdict verdict) {
        return host(verdict, Fact.known("x86_64", "/proc/cpuinfo"), Map.of(), List.of());
    }

    private static Host host(Verdict verdict, Fact<String> arch, Map<String, Fact<Place>> places, List<RaidArray> raid) {
        return host(verdict, Certainty.CERTAIN, arch, places, raid);
    }

    private static Host host(Verdict verdict, Certainty certainty, Fact<String> arch, Map<String, Fact<Place>> places, List<RaidArray> raid) {
        var virtualization = new Virtualization(verdict, certainty, Message.of("model.quoted", "because"),
                List.of(Evidence.quoted(Message.of("model.quoted", "CPU flags"), "no vmx", "/proc/cpuinfo")), List.of(), 1);
        return new Host("qemu:///system", virtualization, places, Fact.known(raid, "/proc/mdstat"), Fact.known("6.1", "uname"), arch);
    }

    private static Fact<Place> place(String fileSystem) {
        return Fact.known(new Place(IMAGE, "/var", fileSystem, "/dev/md0", List.of("md0", "sda"), Fact.known(true, "/sys"),
                Fact.known(false, "lsattr"), Fact.known("md0 raid0", "/proc/mdstat")), "/proc/self/mountinfo");
    }

    private static Disk disk(String target, String device, String sourceType, CacheMode cache, boolean readOnly) {
        return new Disk(target, device, sourceType, Optional.of(IMAGE), Optional.of("qcow2"), "virtio", cache, cache.libvirtName(), Optional.empty(), readOnly, false);
    }

    private static Machine machine(String type, String arch, GuestCpu cpu, List<Disk> disks, String os) {
        var definition = new Definition("guest", "11111111-2222-3333-4444-555555555555", Optional.empty(), Optional.empty(), type, arch, "pc", "/usr/bin/qemu",
                cpu, 1024, 1, disks, Optional.ofNullable(os), false, false);
        return new Machine("qemu:///system", new DomainInfo(definition.uuid(), "guest", DomainState.SHUT_OFF, 0, true, false, false),
                Fact.known(definition, "virDomainGetXMLDesc"), Optional.empty(), List.of());
    }
}
