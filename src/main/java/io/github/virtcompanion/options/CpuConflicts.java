package io.github.virtcompanion.options;

import io.github.virtcompanion.model.HostTopology;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import static io.github.virtcompanion.options.ConflictRule.found;
import static io.github.virtcompanion.options.ConflictRule.odd;
import static io.github.virtcompanion.options.ConflictRule.refused;

/// Of the processors, and of the host's that they run on.
final class CpuConflicts {
    private static final String VCPU_PIN = "cputune.vcpupin.";
    private static final String IOTHREAD_PIN = "cputune.iothreadpin.";
    private static final List<ConflictRule<Chosen>> RULES = List.of(
            refused("vcpus-current", machine -> machine.number("vcpus.current", 0) > count(machine), machine -> List.of(machine.of("vcpus.current"), count(machine))),
            refused("topology", machine -> machine.set("cpu.topology.sockets") && product(machine) != count(machine), machine -> List.of(product(machine), count(machine))),
            refused("cache-passthrough", machine -> machine.is("cpu.cache.mode", "passthrough") && !machine.is("cpu.mode", "host-passthrough") && !machine.is("cpu.mode", "maximum")),
            refused("cache-level", machine -> machine.set("cpu.cache.level") && !machine.is("cpu.cache.mode", "emulate")),
            refused("address-passthrough", machine -> machine.is("cpu.maxphysaddr.mode", "passthrough") && !machine.is("cpu.mode", "host-passthrough")),
            odd("invtsc", machine -> machine.is("cpu.feature.invtsc", "require") && !machine.is("cpu.migratable", "off")),
            refused("passthrough-qemu", machine -> machine.is("type", "qemu") && machine.is("cpu.mode", "host-passthrough")),
            odd("dedicated-unpinned", machine -> machine.is("kvm.hint-dedicated", "on") && machine.each(VCPU_PIN, "").findAny().isEmpty() && !machine.set("vcpus.cpuset")));
    private static final List<ConflictRule<Chosen.One>> PINS = List.of(
            odd("pin-beyond", pin -> pin.of(VCPU_PIN) && pin.number() >= count(pin.machine()), pin -> List.of(pin.key(), count(pin.machine()))),
            refused("pin-host", pin -> cpuset(pin) && missingCpu(pin).isPresent(), pin -> List.of(pin.name(), missingCpu(pin).orElseThrow(), pin.machine().host().orElseThrow().cpus().count())),
            refused("pin-iothread", pin -> pin.of(IOTHREAD_PIN) && pin.number() > pin.machine().number("iothreads", 0), pin -> List.of(pin.key(), pin.machine().number("iothreads", 0))));
    private static final List<ConflictRule<Chosen>> NODES = List.of(
            refused("numa-host", machine -> missingNode(machine).isPresent(), machine -> List.of(missingNode(machine).orElseThrow(), machine.host().orElseThrow().nodes().size())));

    private CpuConflicts() {}

    static Stream<Conflict> in(Chosen machine) {
        return Stream.of(found(machine, RULES), machine.each().flatMap(one -> found(one, PINS)), found(machine, NODES)).flatMap(Function.identity());
    }

    private static long count(Chosen machine) {
        return machine.number("vcpus", 1);
    }

    private static long product(Chosen machine) {
        return Stream.of("sockets", "dies", "clusters", "cores", "threads").mapToLong(part -> machine.number("cpu.topology." + part, 1)).reduce(1, (left, right) -> left * right);
    }

    private static boolean cpuset(Chosen.One one) {
        return one.set() && (one.of(VCPU_PIN) || one.of(IOTHREAD_PIN) || one.name().equals("cputune.emulatorpin") || one.name().equals("vcpus.cpuset"));
    }

    private static Optional<Integer> missingCpu(Chosen.One pin) {
        Optional<HostTopology> host = pin.machine().host().filter(there -> there.cpus().findAny().isPresent());
        return host.flatMap(there -> Values.cpus(pin.value()).stream().filter(cpu -> there.cpu(cpu).isEmpty()).findFirst());
    }

    private static Optional<Integer> missingNode(Chosen machine) {
        if (!machine.set("numatune.memory.nodeset")) return Optional.empty();
        Optional<HostTopology> host = machine.host().filter(there -> !there.nodes().isEmpty());
        return host.flatMap(there -> Values.cpus(machine.of("numatune.memory.nodeset")).stream().filter(node -> there.nodes().stream().noneMatch(one -> one.id() == node)).findFirst());
    }
}
