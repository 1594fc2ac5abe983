package io.github.virtcompanion.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The host's processors and memory as libvirt tells them (`<topology>` of its capabilities): good for remote hosts too.
///
/// @param nodes NUMA nodes; one on ordinary computers
public record HostTopology(List<Node> nodes) {
    public HostTopology {
        nodes = List.copyOf(nodes);
    }

    /// @param memoryKiB of the node
    /// @param pages     how many pages of each size in KiB are set aside there
    public record Node(int id, long memoryKiB, Map<Long, Long> pages, List<Cpu> cpus) {
        public Node {
            pages = Map.copyOf(pages);
            cpus = List.copyOf(cpus);
        }
    }

    /// @param siblings the threads of the same core, itself among them
    public record Cpu(int id, int socket, int core, Set<Integer> siblings) {
        public Cpu {
            siblings = Set.copyOf(siblings);
        }
    }

    public Stream<Cpu> cpus() {
        return nodes.stream().flatMap(node -> node.cpus().stream());
    }

    public Optional<Cpu> cpu(int id) {
        return cpus().filter(cpu -> cpu.id() == id).findFirst();
    }

    /// Sizes of huge pages that the host knows, in KiB, the ordinary page left out.
    public List<Long> hugePageSizes() {
        return nodes.stream().flatMap(node -> node.pages().keySet().stream()).distinct().filter(size -> size > 64).sorted().toList();
    }

    /// Set aside on all nodes, used or not.
    public long hugePages(long sizeKiB) {
        return nodes.stream().mapToLong(node -> node.pages().getOrDefault(sizeKiB, 0L)).sum();
    }
}
