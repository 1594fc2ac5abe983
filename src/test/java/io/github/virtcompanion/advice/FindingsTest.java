package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Details;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.GuestCpu;
import io.github.virtcompanion.model.HostTuning;
import io.github.virtcompanion.model.ImageFacts;
import io.github.virtcompanion.model.ImageHeader;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.RaidArray;
import io.github.virtcompanion.model.Virtualization.Verdict;
import io.github.virtcompanion.words.Words;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static io.github.virtcompanion.advice.World.known;
import static io.github.virtcompanion.advice.World.unknown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Every rule in the situation it is for, and beside it in the nearest one in which it has to keep silent.
class FindingsTest {
    private static final long GIB = 1L << 30;
    private static final String WINDOWS = "http://microsoft.com/win/11";
    private static final HostTuning.Memory SHORT = new HostTuning.Memory(8_000_000, 500_000, 4_000_000, 1_000_000);
    private static final HostTuning.Memory PLENTY = new HostTuning.Memory(8_000_000, 4_000_000, 4_000_000, 1_000_000);

    /// @param ids all that shall be said, separated by blanks; empty for silence
    private record Case(String name, Consumer<World> world, String ids) {}

    private static Case when(String name, Consumer<World> world, String ids) {
        return new Case(name, world, ids);
    }

    private static final List<Case> CASES = List.of(
            when("nothing to say", world -> world.disk("writeback").disk("default"), ""),
            when("emulated", world -> world.type = "qemu", "emulated-although-kvm-usable"),
            when("emulated for want of KVM", world -> {
                world.type = "qemu";
                world.verdict = Verdict.NO_CPU_SUPPORT;
            }, "emulated-kvm-not-usable kvm-not-usable"),
            when("bare CPU", world -> world.cpu = GuestCpu.ABSENT, "bare-cpu-under-kvm"),
            when("flushing", world -> world.disk("writethrough"), "cache-flushes-every-write"),
            when("flushing for an old guest", world -> {
                world.os = "http://freebsd.org/freebsd/8.2";
                world.disk("directsync");
            }, "cache-flushes-every-write-old-guest"),
            when("unsafe", world -> world.disk("unsafe"), "unsafe-outside-installation"),
            when("unsafe while installing", world -> {
                world.disk("unsafe");
                world.details = new Details(List.of(), false, true, Set.of(), false);
            }, "unsafe-during-installation"),
            // Direct modes and what they lie on.
            when("none, O_DIRECT refused", world -> {
                world.disk("none");
                world.direct = known(false);
            }, "direct-refused"),
            when("none, O_DIRECT works", world -> {
                world.disk("none");
                world.direct = known(true);
            }, ""),
            when("none, O_DIRECT not tried", world -> world.disk("none"), ""),
            when("writeback, O_DIRECT refused", world -> {
                world.disk("writeback");
                world.direct = known(false);
            }, ""),
            on("none", "ecryptfs", "6.18.1", "direct-refused"), on("none", "squashfs", "6.18.1", "direct-refused"),
            on("none", "ramfs", "6.18.1", "direct-refused image-in-memory"), on("none", "tmpfs", "6.18.1", "image-in-memory"),
            on("none", "cifs", "6.1.0-18-amd64", "direct-refused"), on("none", "cifs", "6.18.1", ""), on("none", "cifs", "?", ""),
            on("none", "fuse.sshfs", "6.18.1", ""), on("none", "xfs", "6.18.1", ""), on("none", "?", "6.18.1", ""),
            on("none", "zfs", "6.18.1", "direct-on-zfs"), on("writeback", "zfs", "6.18.1", ""), on("none", "bcachefs", "6.12.1", "direct-on-bcachefs"),
            on("writeback", "nfs4", "6.18.1", "nfs-buffered"), on("none", "nfs4", "6.18.1", ""), on("default", "nfs", "6.18.1", "nfs-buffered"),
            soft("nfs4", "nfs-soft"), soft("cifs", ""),
            zfs("2.2.7-1", "direct-in-name-only"), zfs("0.8.3-1ubuntu12.18", "direct-in-name-only"), zfs("2.3.3-1~bpo12+1", "direct-on-zfs"), zfs("2.4.2", "direct-on-zfs"),
            zfs("0.7.13", "direct-on-zfs"), zfs("master", "direct-on-zfs"),
            spread("raid1", 2, "7.1.8", "direct-in-name-only"), spread("raid10 single", 4, "6.12.107", "direct-in-name-only"), spread("dup", 1, "6.18.44", "direct-in-name-only"),
            spread("raid1", 2, "6.18.1", ""), spread("raid1", 2, "6.1.176", ""), spread("raid1", 2, "?", ""), spread("single", 1, "7.1.8", ""),
            spread("single", 2, "7.1.8", "btrfs-no-redundancy"), spread("raid0", 2, "6.1.0", "btrfs-no-redundancy"), spread("raid0 raid1", 2, "6.1.0", ""),
            btrfs("none", "6.1.176", false, "direct-spoils-checksums images-copy-on-write"), btrfs("none", "5.10.0-30-amd64", false, "direct-spoils-checksums images-copy-on-write"),
            btrfs("none", "6.15.0", false, "direct-in-name-only images-copy-on-write"), btrfs("none", "6.12.107-1-lts", false, "direct-in-name-only images-copy-on-write"),
            btrfs("none", "6.12.57+deb13-amd64", false, "images-copy-on-write"), btrfs("none", "7.1.8", false, "direct-in-name-only images-copy-on-write"),
            btrfs("none", "next", false, "images-copy-on-write"), btrfs("none", "6.1.176", true, ""), btrfs("writeback", "6.1.176", false, "images-copy-on-write"),
            when("btrfs, attributes not read", world -> {
                world.disk("none");
                world.fileSystem = known("btrfs");
                world.noCow = unknown();
            }, ""),
            // Combinations.
            when("native I/O, buffered", world -> world.disk("writeback", "virtio", "native", false), "io-native-buffered"),
            when("native I/O, direct", world -> world.disk("none", "virtio", "native", false), ""),
            when("shared, buffered", world -> world.disk("writeback", "virtio", null, true), "shareable-buffered"),
            when("shared, libvirt's default", world -> world.disk("default", "virtio", null, true), ""),
            when("io_uring, forbidden", world -> {
                world.disk("writeback", "virtio", "io_uring", false);
                world.ioUring = known(2);
            }, "io-uring-disabled"),
            when("io_uring, for some", world -> {
                world.disk("writeback", "virtio", "io_uring", false);
                world.ioUring = known(1);
            }, ""),
            when("io_uring, not known", world -> world.disk("writeback", "virtio", "io_uring", false), ""),
            when("mixed", world -> world.disk("none").disk("writeback"), "mixed-cache-modes"),
            when("mixed, place not known", world -> {
                world.disk("none").disk("writeback");
                world.fileSystem = unknown();
            }, ""),
            when("default and writeback are the same", world -> world.disk("default").disk("writeback"), ""),
            when("corrupt image", world -> {
                world.disk("writeback");
                world.header = known(new ImageHeader("qcow2", GIB, 65536, 0, Optional.empty(), true, false, false));
            }, "image-marked-corrupt"),
            // Arrays.
            when("degraded array", world -> {
                world.disk("writeback");
                world.arrays = List.of(array("raid1", 1, null));
            }, "raid-degraded slow-array-underneath"),
            when("busy array", world -> {
                world.disk("writeback");
                world.arrays = List.of(array("raid1", 2, new RaidArray.Activity("resync", Optional.of(1.0), Optional.empty(), Optional.empty(), Optional.empty())));
            }, "raid-busy slow-array-underneath"),
            when("array that waits", world -> {
                world.disk("writeback");
                world.arrays = List.of(array("raid1", 2, new RaidArray.Activity("resync", Optional.empty(), Optional.of("DELAYED"), Optional.empty(), Optional.empty())));
            }, ""),
            when("degraded array, machine elsewhere", world -> world.arrays = List.of(array("raid1", 1, null)), "raid-degraded"),
            when("array that does not run", world -> world.arrays = List.of(new RaidArray("md0", "inactive", Optional.empty(), List.of("sda[0](S)"), 1, Optional.empty(), Optional.empty(), Optional.empty())), "raid-not-running"),
            when("container of external metadata", world -> world.arrays = List.of(new RaidArray("md127", "inactive", Optional.of("container"), List.of("sda[0](S)"), 1, Optional.empty(), Optional.empty(), Optional.empty())), ""),
            when("striped array", world -> world.arrays = List.of(array("raid0", 2, null)), "raid-no-redundancy"),
            // Space.
            space("nearly full", GIB / 2, 100 * GIB, 0, "disk-nearly-full"), space("under 5 %", 4 * GIB, 100 * GIB, 0, "disk-nearly-full"),
            space("enough", 6 * GIB, 100 * GIB, 5 * GIB, ""), space("too much promised", 6 * GIB, 100 * GIB, 7 * GIB, "thin-images-could-fill"),
            space("no limit", 0, 0, 7 * GIB, ""),
            when("sizes not known", world -> {
                world.disk("writeback");
                world.space = known(new ImageFacts.Space(6 * GIB, 100 * GIB));
                world.header = known(header(99 * GIB));
            }, ""),
            // Memory and processor of the host.
            when("swapping", world -> world.memory = known(SHORT), "host-swapping"),
            when("swapped out but plenty", world -> world.memory = known(PLENTY), ""),
            when("KSM off, memory short", world -> running(world, 0), "host-swapping ksm-could-help"),
            when("KSM on, memory short", world -> running(world, 1), "host-swapping"),
            when("KSM off, plenty", world -> {
                running(world, 0);
                world.memory = known(PLENTY);
            }, ""),
            when("huge pages unused", world -> {
                world.memory = known(SHORT);
                world.hugePages = known(new HostTuning.HugePages(1024, 1024, 2048));
            }, "host-swapping hugepages-unused"),
            when("huge pages unused, plenty", world -> {
                world.memory = known(PLENTY);
                world.hugePages = known(new HostTuning.HugePages(1024, 1024, 2048));
            }, ""),
            huge(511, "hugepages-missing"), huge(512, ""),
            huge(1 << 20, 1, ""), huge(1 << 20, 0, "hugepages-missing"), huge(64, 5, "hugepages-missing"), huge(-1, 0, ""),
            when("huge pages of another size not known", world -> {
                world.details = new Details(List.of(), false, false, Set.of(), true, 1 << 20);
                world.hugePages = known(new HostTuning.HugePages(0, 0, 2048));
            }, ""),
            when("huge pages not known", world -> world.details = new Details(List.of(), false, false, Set.of(), true), ""),
            when("governor", world -> world.governor = known(new HostTuning.Governor("powersave", "acpi-cpufreq")), "governor-powersave"),
            when("governor of its own", world -> world.governor = known(new HostTuning.Governor("powersave", "intel_pstate")), ""),
            when("governor, driver not known", world -> world.governor = known(new HostTuning.Governor("powersave", "")), ""),
            // Guests.
            when("nested off", world -> nested(world, "vmx", false), "nested-off"), when("nested on", world -> nested(world, "svm", true), ""),
            when("nested not asked for", world -> nested(world, "aes", false), ""),
            when("nested not known", world -> world.details = new Details(List.of(), false, false, Set.of("svm"), false), ""),
            when("IDE disk", world -> world.disk("writeback", "ide", null, false), "emulated-disk"),
            when("IDE disk of an unknown guest", world -> {
                world.disk("writeback", "ide", null, false);
                world.os = null;
            }, ""),
            when("IDE disk of an old guest", world -> {
                world.disk("writeback", "ide", null, false);
                world.os = "http://openbsd.org/openbsd/4.9";
            }, ""),
            when("Windows", world -> {
                world.os = WINDOWS;
                world.disk("writeback", "sata", null, false);
                world.details = new Details(List.of(new Details.Nic("vnet0", "e1000e")), false, false, Set.of(), false);
            }, "emulated-disk emulated-network windows-without-hyperv"),
            when("Windows as it should be", world -> {
                world.os = WINDOWS;
                world.details = new Details(List.of(new Details.Nic("vnet0", "virtio")), true, false, Set.of(), false);
            }, ""),
            when("emulated network card", world -> world.details = new Details(List.of(new Details.Nic("vnet0", "rtl8139")), false, false, Set.of(), false), "emulated-network"),
            when("saved", world -> world.managedSave = true, "saved-state-keeps-old-values"));

    private static Case on(String cache, String fileSystem, String kernel, String ids) {
        return when(cache + " on " + fileSystem + ", " + kernel, world -> {
            world.disk(cache);
            world.fileSystem = fileSystem.equals("?") ? unknown() : known(fileSystem);
            world.kernel = kernel.equals("?") ? unknown() : known(kernel);
        }, ids);
    }

    private static Case soft(String fileSystem, String ids) {
        return when("soft mount of " + fileSystem, world -> {
            world.disk(fileSystem.equals("nfs4") ? "none" : "writeback");
            world.fileSystem = known(fileSystem);
            world.options = List.of("rw", "soft");
        }, ids);
    }

    private static Case btrfs(String cache, String kernel, boolean noCow, String ids) {
        return when(cache + " on btrfs, " + kernel + (noCow ? ", +C" : ""), world -> {
            world.disk(cache);
            world.fileSystem = known("btrfs");
            world.noCow = known(noCow);
            world.kernel = known(kernel);
        }, ids);
    }

    private static Case space(String name, long free, long total, long growth, String ids) {
        return when(name, world -> {
            world.disk("writeback");
            world.space = known(new ImageFacts.Space(free, total));
            world.allocated = known(GIB);
            world.header = known(header(GIB + growth));
        }, ids);
    }

    private static Case huge(long pages, String ids) {
        return when(pages + " huge pages for 1 GiB", world -> {
            world.details = new Details(List.of(), false, false, Set.of(), true);
            world.hugePages = known(new HostTuning.HugePages(pages, pages, 2048));
        }, ids);
    }

    /// @param sizeKiB that the machine asks for; the host has pages of 2 MiB and 1 GiB, none of the former
    private static Case huge(long sizeKiB, long pages, String ids) {
        return when(pages + " huge pages of " + sizeKiB + " KiB", world -> {
            world.details = new Details(List.of(), false, false, Set.of(), true, sizeKiB);
            world.hugePages = known(new HostTuning.HugePages(0, 0, 2048));
            world.otherHugePages = known(List.of(new HostTuning.HugePages(pages, pages, 1 << 20)));
        }, ids);
    }

    private static Case zfs(String version, String ids) {
        return when("none on zfs " + version, world -> {
            world.disk("none");
            world.fileSystem = known("zfs");
            world.version = known(version);
        }, ids);
    }

    /// An image without checksums.
    private static Case spread(String profiles, int devices, String kernel, String ids) {
        return when("none, +C on btrfs " + profiles + " over " + devices + ", " + kernel, world -> {
            world.disk("none");
            world.fileSystem = known("btrfs");
            world.kernel = known(kernel);
            world.btrfs = known(new Place.Btrfs(Set.of(profiles.split(" ")), devices));
        }, ids);
    }

    private static void running(World world, int ksm) {
        world.ksm = known(ksm);
        world.memory = known(SHORT);
        world.state = DomainState.RUNNING;
        world.machines = 2;
    }

    private static void nested(World world, String feature, boolean on) {
        world.details = new Details(List.of(), false, false, Set.of(feature), false);
        world.nested = known(on);
    }

    private static ImageHeader header(long virtual) {
        return new ImageHeader("qcow2", virtual, 65536, 0, Optional.empty(), false, false, false);
    }

    private static RaidArray array(String level, int present, RaidArray.Activity activity) {
        boolean counted = !level.equals("raid0");
        return new RaidArray("md0", "active", Optional.of(level), List.of("sda[0]", "sdb[1]"), 1, counted ? Optional.of(2) : Optional.empty(),
                counted ? Optional.of(present) : Optional.empty(), Optional.ofNullable(activity));
    }

    private static World world(Case one) {
        World world = new World();
        one.world.accept(world);
        return world;
    }

    @TestFactory
    Stream<DynamicTest> whatIsSaid() {
        return CASES.stream().map(one -> DynamicTest.dynamicTest(one.name, () ->
                assertEquals(one.ids.isEmpty() ? Set.of() : new TreeSet<>(List.of(one.ids.split(" "))), world(one).ids())));
    }

    /// Ids as the sources write them: the first argument of a finding, or one of two.
    @Test
    void everyIdIsExercised() throws IOException {
        Pattern id = Pattern.compile("[Ff]inding\\(\\s*(?:[\\w.]+ \\? )?\"([a-z0-9-]+)\"(?:\\s*: \"([a-z0-9-]+)\")?");
        TreeSet<String> written = new TreeSet<>();
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/github/virtcompanion/advice"))) {
            for (Path source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher matcher = id.matcher(Files.readString(source));
                while (matcher.find()) for (int group = 1; group <= 2; group++) if (matcher.group(group) != null) written.add(matcher.group(group));
            }
        }
        TreeSet<String> exercised = new TreeSet<>();
        CASES.forEach(one -> exercised.addAll(world(one).ids()));
        // The one that rests on what is measured, not on what is read.
        FlushAdviceTest.told(97, 11, false, CacheMode.WRITEBACK).map(Finding::id).ifPresent(exercised::add);
        assertEquals(written, exercised);
        assertTrue(written.contains("cache-flushes-every-write-old-guest") && written.contains("cache-flushes-every-write"), "the pattern finds both of a pair: " + written);
    }

    /// Every word that advice can say exists in both languages and takes its arguments.
    @Test
    void everyFindingIsSayable() {
        List<Finding> all = new ArrayList<>();
        CASES.forEach(one -> all.addAll(world(one).findings()));
        for (Words words : List.of(new Words(Locale.ENGLISH), new Words(Locale.FRENCH)))
            for (Finding finding : all) {
                for (String said : List.of(words.say(finding.title()), words.say(finding.because()))) assertFalse(said.isBlank() || said.contains("{"), finding.id() + ": " + said);
                assertTrue(finding.source().startsWith("https://"));
                for (Evidence evidence : finding.evidence()) assertFalse(words.say(evidence.what()).isBlank() || words.say(evidence.value()).isBlank(), finding.id());
            }
    }

    @Test
    void theArrayIsNamedFirst() {
        World world = world(when("", it -> it.disk("writethrough"), ""));
        world.type = "qemu";
        world.arrays = List.of(array("raid1", 1, null));
        assertEquals("slow-array-underneath", Rules.about(world.host(), world.machine()).getFirst().id());
    }
}
