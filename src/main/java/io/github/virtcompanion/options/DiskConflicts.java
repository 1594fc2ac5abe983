package io.github.virtcompanion.options;

import io.github.virtcompanion.xml.Element;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static io.github.virtcompanion.options.ConflictRule.found;
import static io.github.virtcompanion.options.ConflictRule.odd;
import static io.github.virtcompanion.options.ConflictRule.refused;

/// Of one disk.
final class DiskConflicts {
    private static final Set<String> WITH_ROTATION_RATE = Set.of("scsi", "sata", "ide");
    private static final List<ConflictRule<OneDisk>> RULES = List.of(
            refused("iothread-bus", disk -> disk.set("iothread") && disk.onAnother("virtio"), disk -> List.of(disk.target, disk.bus)),
            refused("iothread-missing", disk -> !disk.onAnother("virtio") && disk.machine.number(disk.name("iothread"), 0) > disk.machine.number("iothreads", 0),
                    disk -> List.of(disk.target, disk.of("iothread"), disk.machine.number("iothreads", 0))),
            refused("shareable-qcow2", disk -> disk.is("shareable", "on") && disk.format.equals("qcow2"), OneDisk::words),
            odd("zeroes-discard", disk -> disk.is("detect_zeroes", "unmap") && !disk.is("discard", "unmap"), OneDisk::words),
            refused("no-unref-format", disk -> disk.set("discard_no_unref") && !disk.format.equals("qcow2"), OneDisk::words),
            refused("ide-q35", disk -> disk.bus.equals("ide") && disk.machine.of("machine").contains("q35"), OneDisk::words),
            refused("rotation-bus", disk -> disk.set("rotation_rate") && !disk.bus.isEmpty() && !WITH_ROTATION_RATE.contains(disk.bus), disk -> List.of(disk.target, disk.bus)));
    private static final List<ConflictRule<OneDisk>> LIMITS = limits();

    private DiskConflicts() {}

    static Stream<Conflict> in(Chosen machine) {
        return machine.xml().elements("./devices/disk").stream().map(disk -> new OneDisk(machine, disk)).filter(disk -> !disk.target.isEmpty())
                .flatMap(disk -> Stream.concat(found(disk, RULES), found(disk, LIMITS)));
    }

    private static List<ConflictRule<OneDisk>> limits() {
        List<ConflictRule<OneDisk>> rules = new ArrayList<>();
        for (String unit : List.of("bytes_sec", "iops_sec")) {
            rules.add(refused("limit-total", disk -> disk.set("iotune.total_" + unit) && (disk.set("iotune.read_" + unit) || disk.set("iotune.write_" + unit)), disk -> List.of(disk.target, unit)));
            for (String way : List.of("total_", "read_", "write_")) {
                String limit = "iotune." + way + unit;
                rules.add(refused("limit-burst", disk -> disk.set(limit + "_max") && !disk.set(limit), disk -> List.of(disk.target, way + unit)));
                rules.add(refused("limit-length", disk -> disk.set(limit + "_max_length") && !disk.set(limit + "_max"), disk -> List.of(disk.target, way + unit)));
            }
        }
        return List.copyOf(rules);
    }

    /// @param bus empty where libvirt chooses it
    private record OneDisk(Chosen machine, String target, String bus, String format) implements Chosen.Part {
        OneDisk(Chosen machine, Element disk) {
            this(machine, disk.child("target").flatMap(element -> element.attribute("dev")).orElse(""), disk);
        }

        private OneDisk(Chosen machine, String target, Element disk) {
            this(machine, target, bus(machine, target), disk.child("driver").flatMap(driver -> driver.attribute("type")).orElse(""));
        }

        private static String bus(Chosen machine, String target) {
            String bus = "disk." + target + ".bus";
            return machine.set(bus) ? machine.of(bus) : target.startsWith("vd") ? "virtio" : "";
        }

        @Override
        public String prefix() {
            return "disk." + target + ".";
        }

        boolean onAnother(String one) {
            return !bus.isEmpty() && !bus.equals(one);
        }

        List<Object> words() {
            return List.of(target);
        }
    }
}
