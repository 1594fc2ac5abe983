package io.github.virtcompanion.xml;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.HostTopology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The host's part of `virsh capabilities` to a [HostTopology] (libvirt: docs/formatcaps.rst).
public final class TopologyReader {
    private TopologyReader() {}

    /// @throws FailedException malformed
    public static HostTopology read(String capabilities) throws FailedException {
        Element root = Document.parse(capabilities).root();
        return new HostTopology(root.children("host").flatMap(host -> host.children("topology")).flatMap(topology -> topology.children("cells"))
                .flatMap(cells -> cells.children("cell")).map(TopologyReader::node).toList());
    }

    private static HostTopology.Node node(Element cell) {
        Map<Long, Long> pages = new LinkedHashMap<>();
        cell.children("pages").forEach(page -> pages.put(page.attribute("size").map(TopologyReader::number).orElse(0L), number(page.text())));
        List<HostTopology.Cpu> cpus = new ArrayList<>();
        cell.children("cpus").flatMap(all -> all.children("cpu")).forEach(cpu -> cpus.add(new HostTopology.Cpu(whole(cpu, "id"), whole(cpu, "socket_id"), whole(cpu, "core_id"),
                siblings(cpu.attribute("siblings").orElse("")))));
        return new HostTopology.Node(whole(cell, "id"), cell.child("memory").map(DefinitionReader::kib).orElse(0L), pages, cpus);
    }

    private static Set<Integer> siblings(String list) {
        Set<Integer> all = new LinkedHashSet<>();
        for (String part : list.split(",")) {
            if (!part.strip().matches("\\d{1,5}(-\\d{1,5})?")) continue;
            String[] ends = part.strip().split("-");
            for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) all.add(i);
        }
        return all;
    }

    private static int whole(Element element, String attribute) {
        return element.attribute(attribute).map(text -> (int) number(text)).orElse(0);
    }

    private static long number(String text) {
        return text.strip().matches("\\d{1,17}") ? Long.parseLong(text.strip()) : 0;
    }
}
