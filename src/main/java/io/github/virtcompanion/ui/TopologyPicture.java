package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.HostTopology;
import io.github.virtcompanion.options.CpuSets;
import io.github.virtcompanion.words.Words;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/// The host's NUMA nodes, cores and threads; pressing one takes it into the set, or out of it.
final class TopologyPicture extends VBox {
    private final TreeSet<Integer> set;

    /// @param nodesOnly for sets of NUMA nodes
    /// @param chosen    told the new set
    TopologyPicture(Words words, HostTopology topology, boolean nodesOnly, String value, Consumer<String> chosen) {
        set = new TreeSet<>(CpuSets.parse(value));
        getStyleClass().add("topology");
        for (HostTopology.Node node : topology.nodes()) {
            Label name = new Label(words.say("ui.settings.node", node.id(), Math.max(1, node.memoryKiB() >> 20)));
            name.getStyleClass().addAll("small-line", "muted");
            FlowPane cores = new FlowPane();
            cores.getStyleClass().add("topology-cores");
            if (nodesOnly) cores.getChildren().add(button(node.id(), words.say("ui.settings.node-short", node.id()), chosen));
            else cores(node).values().forEach(core -> {
                HBox threads = new HBox();
                threads.getStyleClass().add("topology-core");
                core.forEach(cpu -> threads.getChildren().add(button(cpu.id(), Integer.toString(cpu.id()), chosen)));
                cores.getChildren().add(threads);
            });
            getChildren().addAll(name, cores);
        }
    }

    private static Map<String, List<HostTopology.Cpu>> cores(HostTopology.Node node) {
        Map<String, List<HostTopology.Cpu>> cores = new LinkedHashMap<>();
        for (HostTopology.Cpu cpu : node.cpus()) cores.computeIfAbsent(cpu.socket() + "/" + new TreeSet<>(cpu.siblings()), _ -> new java.util.ArrayList<>()).add(cpu);
        return cores;
    }

    private ToggleButton button(int number, String text, Consumer<String> chosen) {
        ToggleButton button = new ToggleButton(text);
        button.setMinWidth(Em.px(2.4));
        button.setSelected(set.contains(number));
        button.setOnAction(_ -> {
            if (button.isSelected()) set.add(number);
            else set.remove(number);
            chosen.accept(CpuSets.write(set));
        });
        return button;
    }
}
