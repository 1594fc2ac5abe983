package io.github.virtcompanion.host;

import io.github.virtcompanion.Mutations;
import io.github.virtcompanion.advice.Diagnosis;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.HostFacts;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.Virtualization;
import io.github.virtcompanion.model.Virtualization.Certainty;
import io.github.virtcompanion.system.BundledTree;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.Patience;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/// Whatever a host's files hold, the readers end, throw nothing, and nothing is certain by garbage.
class HostFuzzTest {
    private static final int RUNS = 4000;
    private static final Path DEMO = Path.of("src/main/resources/io/github/virtcompanion/demo/root");
    private static final List<String> IMAGES = List.of("/var/lib/libvirt/images/debian-testing.qcow2", "/x y/a.img", "/dev/mapper/vg-lv", "relative", "/");
    private static final String MOUNTS = "22 1 0:21 / / rw,relatime shared:1 - btrfs /dev/sda2 rw,subvol=/@\n23 22 8:1 /x /srv/a\\040b rw - ext4 /dev/sda1 rw\n24 22 0:30 / /o rw - overlay overlay rw,upperdir=/srv,lowerdir=/a\n";
    private static final String MDSTAT = "Personalities : [raid1]\nmd0 : active (auto-read-only) raid5 sdc1[3] sdb1[1](W) sda1[0](F)\n      209584128 blocks super 1.2 level 5, 512k chunk, algorithm 2 [3/2] [_UU]\n"
            + "      [=>...................]  recovery =  8.5% (8940288/104792064) finish=17.0min speed=259783K/sec\n      bitmap: 0/1 pages [0KB], 65536KB chunk\n\nmd1 : inactive sdd[0](S)\n      1 blocks\n        resync=DELAYED\nunused devices: <none>\n";

    private static final Map<String, Consumer<List<String>>> PARSERS = new TreeMap<>(Map.ofEntries(
            Map.entry("CpuInfo", CpuInfo::parse), Map.entry("MdStat", MdStat::parse), Map.entry("Mounts", lines -> {
                Mounts mounts = Mounts.parse(lines);
                IMAGES.forEach(mounts::at);
                Mounts.parseOld(lines).at("/a/b");
            }), Map.entry("RawCpuid", RawCpuid::parse), Map.entry("KernelLog", KernelLog::parse), Map.entry("Modules", Modules::parse),
            Map.entry("ModuleBlocks", lines -> {
                ModuleBlocks.parse("/etc/modprobe.d/x.conf", lines);
                ModuleBlocks.parseCommandLine(String.join(" ", lines));
            }), Map.entry("Attributes and Msr", lines -> lines.forEach(line -> {
                Attributes.parse(line, "/a");
                Msr.parse(line, false);
            })), Map.entry("RecordedLibvirt", RecordedLibvirt::parse), Map.entry("RemoteTree", lines -> RemoteTree.parse(String.join("\n", lines), "=m="))));

    private static List<String> corpus() throws IOException {
        List<String> all = new ArrayList<>(List.of(MOUNTS, MDSTAT, "/dev/sda1 / ext4 rw 0 0\n", "kvm_intel 1 0 - Live 0x0\nkvm 2 1 kvm_intel, Live 0x0\n", "---------------C------ /a\n", "kind=system\nkvm=no\nfeatures=vmx svm\nwords=x\n",
                "blacklist kvm_intel\ninstall kvm_amd \\\n /bin/false\n", "\n=m= F /proc/x\none\n\n=m= D /dev\n\n=m= L /a\n/b\n=m= C dmesg\n0\nx\n=m= X /c\n\n=m= END \n"));
        for (String path : List.of("proc/cpuinfo", "proc/mdstat", "proc/self/mountinfo", "proc/cmdline", "commands/%2Flib64%2Fld-linux-x86-64.so.2+--list-diagnostics/stdout"))
            all.add(Files.readString(DEMO.resolve(path)));
        try (Stream<Path> logs = Files.list(DEMO.resolve("var/log"))) {
            for (Path log : logs.toList()) all.add(Files.readString(log));
        }
        return all;
    }

    @Test
    @Timeout(120)
    void noParserThrows() throws IOException {
        Mutations mutations = Mutations.ofText(11, corpus());
        for (int i = 0; i < RUNS; i++) {
            List<String> lines = mutations.lines();
            PARSERS.forEach((name, parser) -> {
                try {
                    parser.accept(lines);
                } catch (RuntimeException | StackOverflowError e) {
                    throw new AssertionError(name + " of " + lines, e);
                }
            });
        }
    }

    @Test
    @Timeout(120)
    void eightMegabytesOfAnythingEnd() {
        int size = 8 << 20;
        List<String> parts = List.of("\n", " ", "flags\t: ", "md0 : active ", "1 2 3:4 / / rw - ", "blacklist kvm \\\n", "\\040", "\n=m= F /a\n", MDSTAT);
        for (String part : parts) {
            List<String> many = Mutations.large(part, size).lines().toList();
            PARSERS.forEach((_, parser) -> parser.accept(many));
        }
    }

    /// Only facts that are there make a verdict certain: a tree of garbage has none.
    @Test
    @Timeout(120)
    void garbageIsNeverCertain(@TempDir Path directory) throws Exception {
        Mutations noise = new Mutations(12, List.of(new byte[] {0, 1, 2, 3, 'x', '\n', ' ', ':'}, "lorem ipsum : dolor\nsit = amet\n".getBytes(StandardCharsets.UTF_8)));
        for (int i = 0; i < 60; i++) {
            TreeMap<String, byte[]> tree = new TreeMap<>();
            for (String path : files(DEMO)) if (noise.below(4) > 0) tree.put(path, noise.bytes());
            Virtualization verdict = judge(tree);
            assertNotEquals(Certainty.CERTAIN, verdict.certainty(), () -> verdict.toString());
        }
    }

    /// One file of a good tree is bad: the verdict may be less sure or another, but never an exception.
    @Test
    @Timeout(120)
    void oneBadFileHarmsNothingElse() throws Exception {
        List<String> files = files(DEMO);
        TreeMap<String, byte[]> good = new TreeMap<>();
        List<byte[]> corpus = new ArrayList<>();
        for (String path : files) {
            byte[] bytes = Files.readAllBytes(DEMO.resolve(path));
            good.put(path, bytes);
            corpus.add(bytes);
        }
        Mutations mutations = new Mutations(13, corpus);
        try (BundledTree tree = BundledTree.of(good)) {
            assertEquals(Virtualization.Verdict.DISABLED_IN_FIRMWARE, judge(tree).verdict());
            for (int i = 0; i < 400; i++) {
                Path bad = tree.directory().resolve(files.get(mutations.below(files.size())));
                byte[] before = Files.readAllBytes(bad);
                Files.write(bad, mutations.bytes());
                judge(tree);
                Files.write(bad, before);
            }
            assertEquals(Virtualization.Verdict.DISABLED_IN_FIRMWARE, judge(tree).verdict());
        }
    }

    private static Virtualization judge(TreeMap<String, byte[]> entries) throws FailedException {
        try (BundledTree tree = BundledTree.of(entries)) {
            return judge(tree);
        }
    }

    private static Virtualization judge(BundledTree tree) {
        SystemFiles files = new SystemFiles(tree.directory());
        Commands commands = new Commands(files);
        Map<String, Fact<Place>> places = new Places(files, commands).of(IMAGES);
        assertEquals(IMAGES.size(), places.size());
        new Images(files, commands, new Patience(Images.LIMIT)).of(places);
        MdStat.read(files);
        HostFacts facts = new HostReader(files, commands).read();
        Tuning.read(files, facts.nested());
        return Diagnosis.judge(facts, RecordedLibvirt.read(files).orElse(new LibvirtView(LibvirtView.Kind.SYSTEM, Fact.unknown("host.libvirt.not-recorded"), "", Set.of())));
    }

    private static List<String> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).map(path -> root.relativize(path).toString()).sorted().toList();
        }
    }
}
