package io.github.virtcompanion.options;

import io.github.virtcompanion.model.HostTopology;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import static io.github.virtcompanion.options.ConflictRule.found;
import static io.github.virtcompanion.options.ConflictRule.odd;
import static io.github.virtcompanion.options.ConflictRule.refused;

/// Of the memory, and of what the host has of it.
final class MemoryConflicts {
    private static final List<ConflictRule<Chosen.One>> NODES = List.of(
            refused("memnode-restrictive", mode -> mode.is("restrictive") && !mode.machine().is("numatune.memory.mode", "restrictive"), mode -> List.of(mode.key())));
    private static final List<ConflictRule<Chosen>> RULES = List.of(
            refused("memory-current", machine -> machine.bytes("memory.current") > machine.bytes("memory"), machine -> List.of(machine.of("memory.current"), machine.of("memory"))),
            refused("max-needs-cell", machine -> machine.set("memory.max") && !machine.xml().has("./cpu/numa/cell")),
            refused("max-too-small", machine -> machine.set("memory.max") && machine.bytes("memory.max") <= machine.bytes("memory"), machine -> List.of(machine.of("memory.max"), machine.of("memory"))),
            odd("hugepages-balloon", machine -> hugePages(machine) && !machine.is("memballoon.model", "none") && machine.set("memballoon.model")),
            refused("hugepage-size", machine -> hugePages(machine) && machine.host().filter(there -> unknownSize(there, pageSize(there, machine))).isPresent(),
                    machine -> List.of(Sizes.words(pageSize(machine.host().orElseThrow(), machine) * 1024))),
            refused("hugepages-host", machine -> hugePages(machine) && machine.host().filter(there -> tooFew(there, machine)).isPresent(), machine -> {
                HostTopology there = machine.host().orElseThrow();
                long size = pageSize(there, machine);
                return List.of(there.hugePages(size), Sizes.words(size * 1024), machine.of("memory"));
            }),
            odd("locked-limit", machine -> machine.is("memory.locked", "on") && !machine.set("memtune.hard_limit")),
            odd("limit-too-small", machine -> machine.set("memtune.hard_limit") && machine.bytes("memtune.hard_limit") < machine.bytes("memory"),
                    machine -> List.of(machine.of("memtune.hard_limit"), machine.of("memory"))),
            odd("shared-source", machine -> shared(machine) && !machine.is("memory.source", "memfd") && !machine.is("memory.source", "file") && !hugePages(machine)),
            odd("shared-numa", machine -> shared(machine) && cellsWith(machine, "private")),
            refused("virtiofs-shared", machine -> machine.xml().has("./devices/filesystem/driver[@type='virtiofs']") && !shared(machine) && !cellsWith(machine, "shared")));
    private static final List<ConflictRule<Chosen.One>> DEVICES = List.of(virtioMemOnly("block"), virtioMemOnly("requested"));
    private static final List<ConflictRule<Chosen>> ALLOCATION = List.of(
            odd("threads-ondemand", machine -> machine.set("memory.allocation.threads") && !machine.is("memory.allocation", "immediate")));

    private MemoryConflicts() {}

    static Stream<Conflict> in(Chosen machine) {
        return Stream.of(machine.each("numatune.memnode.", ".mode").flatMap(mode -> found(mode, NODES)), found(machine, RULES),
                machine.each("memory.device.", ".model").flatMap(model -> found(model, DEVICES)), found(machine, ALLOCATION)).flatMap(Function.identity());
    }

    private static ConflictRule<Chosen.One> virtioMemOnly(String part) {
        return refused("label-type", model -> model.is("dimm") && model.machine().set(model.beside(part)), model -> List.of(model.beside(part), model.name(), "virtio-mem"));
    }

    private static boolean shared(Chosen machine) {
        return machine.is("memory.access", "shared");
    }

    private static boolean cellsWith(Chosen machine, String access) {
        return machine.each("numa.cell.", ".access").anyMatch(cell -> cell.is(access));
    }

    private static boolean hugePages(Chosen machine) {
        return machine.is("memory.hugepages", "on");
    }

    /// In KiB; 0 where not known.
    private static long pageSize(HostTopology there, Chosen machine) {
        return machine.set("memory.hugepages.size") ? machine.bytes("memory.hugepages.size") / 1024 : there.hugePageSizes().stream().findFirst().orElse(0L);
    }

    private static boolean unknownSize(HostTopology there, long size) {
        return size > 0 && !there.hugePageSizes().isEmpty() && !there.hugePageSizes().contains(size);
    }

    private static boolean tooFew(HostTopology there, Chosen machine) {
        long size = pageSize(there, machine);
        return size > 0 && !unknownSize(there, size) && there.hugePages(size) * size < machine.bytes("memory") / 1024;
    }
}
