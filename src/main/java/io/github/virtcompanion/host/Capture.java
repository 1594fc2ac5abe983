package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Cpu;
import io.github.virtcompanion.model.DeviceOpening;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.HostFacts;
import io.github.virtcompanion.model.HostFacts.Block;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.Output;
import io.github.virtcompanion.system.Patience;
import io.github.virtcompanion.system.SystemFiles;
import io.github.virtcompanion.system.TarGz;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Makes a tree of this host's facts for a bug report: what the diagnosis and the storage rules read, and nothing else.
///
/// Left out: serial numbers, everything on the kernel's command line and in the logs that does not bear on virtualization,
/// mounts without images, mount options that could hold names, host names of network mounts, UUIDs of file systems.
public final class Capture {
    private static final Pattern COMMAND_LINE = Pattern.compile("kvm\\S*|clearcpuid=\\S+|module[_-]blacklist=\\S+|modprobe\\.blacklist=\\S+|rd\\.driver\\.blacklist=\\S+");
    private static final Pattern DIAGNOSTICS = Pattern.compile("x86\\.cpu_features\\.(basic|features)\\b.*");
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SystemFiles files;
    private final Commands commands;
    private final SortedMap<String, byte[]> tree = new TreeMap<>();
    private final TreeSet<String> denied = new TreeSet<>();

    private Capture(SystemFiles files, Commands commands) {
        this.files = files;
        this.commands = commands;
    }

    /// Writes the tree as a `.tar.gz`, without a directory of its own at the top.
    ///
    /// @param images paths whose file systems and disks are to be told
    public static void write(Path file, SystemFiles files, Commands commands, LibvirtView libvirt, Collection<String> images) throws FailedException {
        TarGz.write(file, tree(files, commands, libvirt, images));
    }

    /// The tree by relative path, as [TarGz] takes it.
    public static SortedMap<String, byte[]> tree(SystemFiles files, Commands commands, LibvirtView libvirt, Collection<String> images) {
        Capture capture = new Capture(files, commands);
        HostFacts facts = new HostReader(files, commands).read();
        capture.processor(facts);
        capture.modules(facts);
        capture.surroundings(facts);
        capture.storage(images);
        capture.tuning();
        capture.put(RecordedImages.PATH, RecordedImages.write(new Images(files, commands, new Patience(Images.LIMIT)).of(new Places(files, commands).of(images))));
        capture.put("/capture/libvirt", RecordedLibvirt.write(libvirt));
        if (!capture.denied.isEmpty()) capture.put("/capture/denied", String.join("\n", capture.denied) + "\n");
        return capture.tree;
    }

    private void processor(HostFacts facts) {
        // ARM boards print a serial number, s390 machines theirs as "identification".
        keep("/proc/cpuinfo", line -> line.startsWith("Serial") ? "" : line.replaceAll("identification = \\w+", "identification = 0"));
        directory("/dev");
        if (facts.device() != DeviceOpening.ABSENT && facts.device() != DeviceOpening.NOT_RECORDED)
            put("/dev/kvm", facts.device().word() + "\n");
        said(RawCpuid.COMMAND, line -> DIAGNOSTICS.matcher(line).matches() ? line : "");
        facts.msr().toOptional().ifPresent(msr -> record(Msr.command(facts.cpu().toOptional().filter(Cpu::amd).isPresent()),
                new Output(0, msr.words().replaceFirst(".* = 0x", ""), ""), line -> line));
        if (facts.log() instanceof Fact.Known<List<String>>(List<String> lines, String _)) put("/var/log/dmesg", "Linux version " + facts.kernel().toOptional().orElse("") + "\n" + lines(lines));
        else if (!SystemFiles.absent(facts.log()) && !Commands.notRecorded(facts.log())) denied.add("/var/log/dmesg");
        facts.firmware().toOptional().orElse(List.of()).forEach(setting -> {
            put(setting.path(), setting.value() + "\n");
            put(setting.path().replace("current_value", "display_name"), setting.name() + "\n");
        });
        for (String name : List.of("sys_vendor", "product_name", "board_vendor", "board_name", "bios_version", "bios_date")) keep("/sys/class/dmi/id/" + name, line -> line);
    }

    private void modules(HostFacts facts) {
        keep("/proc/misc", line -> line);
        facts.modules().toOptional().ifPresent(names -> {
            directory("/sys/module");
            names.forEach(name -> directory("/sys/module/" + name));
        });
        for (String parameter : List.of("kvm/parameters/enable_virt_at_load", "kvm_intel/parameters/nested", "kvm_amd/parameters/nested", "kvm_hv/parameters/nested", "kvm/parameters/nested")) keep("/sys/module/" + parameter, line -> line);
        if (facts.blocks() instanceof Fact.Known<List<Block>>(List<Block> blocks, String _)) {
            directory("/etc/modprobe.d");
            blocks.stream().filter(block -> block.where().contains(":")).collect(Collectors.groupingBy(block -> block.where().replaceFirst(":\\d+$", ""))).forEach(this::lines);
        }
        keep("/proc/cmdline", line -> Arrays.stream(line.split("\\s+")).filter(word -> COMMAND_LINE.matcher(word).matches()).collect(Collectors.joining(" ")));
        facts.kernel().toOptional().filter(release -> !release.contains("/")).ifPresent(release -> {
            put("/proc/sys/kernel/osrelease", release + "\n");
            for (String directory : List.of("/lib/modules/", "/usr/lib/modules/"))
                for (String list : List.of("modules.dep", "modules.builtin")) keep(directory + release + "/" + list, line -> line.contains("/kvm/") ? line : "");
            keep("/boot/config-" + release, line -> line.contains("CONFIG_KVM") ? line : "");
        });
    }

    /// Each line that blocks a module where it stood, so that the report names the same place.
    private void lines(String path, List<Block> blocks) {
        List<String> lines = new ArrayList<>();
        for (Block block : blocks) {
            int number = Integer.parseInt(block.where().substring(block.where().lastIndexOf(':') + 1));
            while (lines.size() < Math.min(number, 10_000)) lines.add("");
            lines.set(lines.size() - 1, block.text());
        }
        put(path, lines(lines));
    }

    private void surroundings(HostFacts facts) {
        keep("/proc/xen/capabilities", line -> line);
        keep(Surroundings.SECURE_BOOT, line -> line);
        keep(OuterHypervisor.TYPE, line -> line);
        for (String tree : OuterHypervisor.DEVICE_TREES) for (String file : List.of("compatible", "hypervisor/compatible")) keep(tree + file, line -> line);
        keep(OuterHypervisor.PCI, line -> OuterHypervisor.device(line).isPresent() ? line.replaceFirst("^(\\S+\\s+\\S+).*", "$1") : "");
        // Besides it stand the machine's number and the names of partitions.
        keep(OuterHypervisor.SYSINFO, line -> line.contains(" Control Program:") ? line : "");
        keep(Surroundings.XEN_FEATURES, line -> line);
        facts.container().toOptional().ifPresent(name -> {
            if (name.isPresent()) put("/run/systemd/container", name.get() + "\n");
            else record(Surroundings.DETECT_CONTAINER, new Output(1, "none\n", ""), line -> line);
        });
    }

    private void storage(Collection<String> images) {
        keep("/proc/mdstat", line -> line);
        Fact<Mounts> read = Mounts.read(files);
        if (!(read instanceof Fact.Known<Mounts>(Mounts mounts, String _))) {
            if (SystemFiles.denied(read)) denied.add("/proc/self/mountinfo");
            return;
        }
        Links resolver = new Links(files, mounts);
        List<String> paths = new ArrayList<>(List.of("/var/lib/libvirt/images"));
        images.forEach(image -> paths.add(resolver.resolve(image)));
        List<Mounts.Mount> kept = mounts.mounts().stream().filter(mount -> paths.stream().anyMatch(path -> mounts.at(path).filter(mount::equals).isPresent())).toList();
        List<Mounts.Mount> uppers = kept.stream().flatMap(mount -> mount.option("upperdir").flatMap(mounts::at).stream()).filter(mount -> !kept.contains(mount)).toList();
        List<Mounts.Mount> all = mounts.mounts().stream().filter(mount -> kept.contains(mount) || uppers.contains(mount)).toList();
        put("/proc/self/mountinfo", all.stream().map(Capture::line).collect(Collectors.joining()));
        put("/proc/mounts", "");
        if (all.stream().anyMatch(mount -> mount.type().equals("zfs"))) keep(Places.ZFS, line -> line);
        BlockDevices devices = new BlockDevices(files);
        for (Mounts.Mount mount : all) devices.name(mount.device(), mount.source()).ifPresent(name -> device(name, mount, devices));
        for (String image : images) {
            String real = resolver.resolve(image);
            if (!real.equals(image) && image.startsWith("/")) tree.put(image.substring(1) + " -> " + real, new byte[0]);
            if (mounts.at(real).filter(mount -> mount.type().equals("btrfs")).isPresent()) said(Attributes.command(List.of(real)), line -> line);
        }
    }

    private void tuning() {
        files.list(Tuning.HUGE_SIZES).toOptional().orElse(List.of()).forEach(size -> {
            for (String count : List.of("nr_hugepages", "free_hugepages")) keep(Tuning.HUGE_SIZES + "/" + size + "/" + count, line -> line);
        });
        keep(Tuning.MEMINFO, line -> line.matches("(Mem|Swap|Huge)\\w+:.*") ? line : "");
        for (String file : List.of(Tuning.KSM, Tuning.HUGE, Tuning.CPUFREQ + "scaling_governor", Tuning.CPUFREQ + "scaling_driver", Tuning.IO_URING,
                Tuning.VM + "swappiness", Tuning.VM + "dirty_ratio", Tuning.VM + "dirty_background_ratio")) keep(file, line -> line);
    }

    private static String line(Mounts.Mount mount) {
        // server:/export, //server/share
        String source = mount.source().replaceFirst("^[^/:]+:(?=/)", "server:").replaceFirst("^//[^/]+", "//server");
        String options = mount.options().stream().filter(option -> option.matches("(r[wo]|soft|compress(-force)?(=[a-z0-9:]+)?|(upperdir|lowerdir|workdir|subvol)=.*)")).collect(Collectors.joining(","));
        return "%d %d %s %s %s rw - %s %s %s\n".formatted(mount.id(), mount.parent(), mount.device().isEmpty() ? "0:0" : mount.device(), escape(mount.root()), escape(mount.point()),
                escape(mount.type()), escape(source), options.isEmpty() ? "rw" : escape(options));
    }

    private static String escape(String text) {
        return text.replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011").replace("\n", "\\012");
    }

    private void device(String name, Mounts.Mount mount, BlockDevices devices) {
        List<String> members = mount.type().equals("btrfs") ? devices.btrfs(name) : List.of(name);
        if (mount.type().equals("btrfs")) {
            members.forEach(member -> directory("/sys/fs/btrfs/" + name + "/devices/" + member));
            devices.btrfsData(name).toOptional().ifPresent(data -> data.profiles().forEach(profile -> directory("/sys/fs/btrfs/" + name + "/allocation/data/" + profile)));
        }
        if (mount.device().matches("[1-9]\\d*:\\d+")) tree.put("sys/dev/block/" + mount.device() + " -> ../../class/block/" + name, new byte[0]);
        for (String device : devices.chain(members)) {
            String path = "/sys/class/block/" + device;
            directory(path);
            for (String file : List.of("partition", "queue/rotational", "queue/write_cache", "queue/logical_block_size", "dm/name", "md/level")) keep(path + "/" + file, line -> line);
            // LVM-…, CRYPT-LUKS2-…: what it is, without its number.
            files.word(path + "/dm/uuid").toOptional().map(uuid -> uuid.replaceFirst("^((part\\d+-)?[A-Za-z]+-(LUKS\\d-|PLAIN-)?).*", "$1")).ifPresent(kind -> put(path + "/dm/uuid", kind + "\n"));
            files.list(path + "/slaves").toOptional().orElse(List.of()).forEach(slave -> directory(path + "/slaves/" + slave));
        }
    }

    private void said(List<String> command, UnaryOperator<String> filter) {
        if (commands.run(command, PATIENCE) instanceof Fact.Known<Output>(Output output, String _)) record(command, output, filter);
    }

    private void record(List<String> command, Output output, UnaryOperator<String> filter) {
        String directory = Commands.recordedAs(command);
        put(directory + "/stdout", filtered(output.lines(), filter));
        put(directory + "/exit", output.exit() + "\n");
    }

    /// The file line by line; a filter that returns nothing for a line drops it.
    private void keep(String path, UnaryOperator<String> filter) {
        Fact<List<String>> lines = files.lines(path);
        if (lines instanceof Fact.Known<List<String>>(List<String> known, String _)) put(path, filtered(known, filter));
        else if (SystemFiles.denied(lines)) denied.add(path);
    }

    private static String filtered(List<String> lines, UnaryOperator<String> filter) {
        return lines(lines.stream().filter(line -> line.isBlank() || !filter.apply(line).isEmpty()).map(line -> line.isBlank() ? line : filter.apply(line)).toList());
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private void directory(String path) {
        tree.put(path.substring(1) + "/", new byte[0]);
    }

    private void put(String path, String text) {
        tree.put(path.substring(1), text.getBytes(StandardCharsets.UTF_8));
    }
}
