package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.HostFacts.Board;
import io.github.virtcompanion.system.SystemFiles;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The hypervisor that this host itself runs under, by what its machine is made of. Not every guest shows the processor flag
/// `hypervisor`: VirtualBox did not, and no architecture but x86 has it.
final class OuterHypervisor {
    /// DMI names of virtual machines, as systemd and util-linux know them (src/basic/virt.c, sys-utils/lscpu-virt.c).
    private static final Pattern VIRTUAL = Pattern.compile("(?i).*(qemu|\\bkvm\\b|vmware|virtualbox|innotek|bochs|\\bxen\\b|parallels|bhyve|hvm domu|openstack|"
            + "google compute engine|amazon ec2|alibaba cloud ecs|apple virtualization|hetzner vserver|digitalocean|virtual machine|\\bvirt\\b).*");
    static final String TYPE = "/sys/hypervisor/type";
    static final String PCI = "/proc/bus/pci/devices";
    static final String SYSINFO = "/proc/sysinfo";
    static final List<String> DEVICE_TREES = List.of("/proc/device-tree/", "/sys/firmware/devicetree/base/");
    /// Slot, then maker and device (linux drivers/pci/proc.c).
    private static final Pattern DEVICE = Pattern.compile("[0-9a-f]{4,8}\t(([0-9a-f]{4})[0-9a-f]{4})(?:\\s.*)?");
    /// Makers, or their devices, that exist in virtual machines only (pci.ids). Virtio is not among them: there are real cards of it.
    private static final Map<String, String> VIRTUAL_DEVICES = Map.of("80ee", "VirtualBox", "15ad", "VMware", "1b36", "QEMU", "12341111", "QEMU", "1ab8", "Parallels", "58530001", "Xen", "14145353", "Hyper-V");
    /// Boards that QEMU makes up (hw/arm/virt.c, hw/riscv/virt.c, hw/ppc/spapr.c).
    private static final List<String> VIRTUAL_BOARDS = List.of("linux,dummy-virt", "riscv-virtio", "qemu,pseries");
    private static final Pattern CONTROL_PROGRAM = Pattern.compile("VM\\d+ Control Program:\\s*(\\S.{0,60}?)\\s*");
    private static final int ENOUGH = 1 << 18;

    private OuterHypervisor() {}

    /// @return its name, as the first of the sources gives it that names one; empty where one could be read and none names any
    static Fact<Optional<String>> read(SystemFiles files, Board board) {
        Fact<Optional<String>> none = null;
        for (Fact<Optional<String>> told : List.of(files.word(TYPE).map(Optional::of).map(name -> name.filter(word -> !word.isBlank())), dmi(board), tree(files),
                first(files, PCI, OuterHypervisor::device), first(files, SYSINFO, OuterHypervisor::controlProgram))) {
            if (told.toOptional().flatMap(Function.identity()).isPresent()) return told;
            // A whole machine rented from Amazon bears their name too: c5.metal.
            if (board.product().toOptional().filter(name -> name.endsWith(".metal")).isPresent()) return board.vendor().map(_ -> Optional.empty());
            if (none == null || none.toOptional().isEmpty()) none = told;
        }
        return none;
    }

    private static Fact<Optional<String>> dmi(Board board) {
        String both = (board.vendor().toOptional().orElse("") + " " + board.product().toOptional().orElse("")).strip();
        if (both.isEmpty()) return board.vendor().map(_ -> Optional.empty());
        return Fact.known(VIRTUAL.matcher(both).matches() ? Optional.of(both) : Optional.empty(), "/sys/class/dmi/id");
    }

    private static Fact<Optional<String>> tree(SystemFiles files) {
        Fact<Optional<String>> none = Fact.unknown("system.file.absent", DEVICE_TREES.getFirst());
        for (String tree : DEVICE_TREES) {
            Fact<String> hypervisor = files.text(tree + "hypervisor/compatible").map(words -> words.split("\0")[0].strip());
            if (hypervisor.toOptional().filter(name -> !name.isEmpty()).isPresent()) return hypervisor.map(Optional::of);
            Fact<Optional<String>> board = files.text(tree + "compatible").map(words -> Arrays.stream(words.split("\0")).map(String::strip).filter(VIRTUAL_BOARDS::contains).findFirst());
            if (board.toOptional().isPresent()) none = board;
            if (board.toOptional().flatMap(Function.identity()).isPresent()) break;
        }
        return none;
    }

    private static Fact<Optional<String>> first(SystemFiles files, String path, Function<String, Optional<String>> name) {
        return files.head(path, ENOUGH).map(lines -> lines.stream().flatMap(line -> name.apply(line).stream()).findFirst());
    }

    static Optional<String> device(String line) {
        Matcher device = DEVICE.matcher(line);
        if (!device.matches()) return Optional.empty();
        return Optional.ofNullable(VIRTUAL_DEVICES.get(device.group(2))).or(() -> Optional.ofNullable(VIRTUAL_DEVICES.get(device.group(1))));
    }

    private static Optional<String> controlProgram(String line) {
        Matcher program = CONTROL_PROGRAM.matcher(line);
        return program.matches() ? Optional.of(program.group(1).replaceAll("\\s+", " ")) : Optional.empty();
    }
}
