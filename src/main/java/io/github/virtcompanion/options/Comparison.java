package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.xml.DomainXml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Two definitions, setting by setting. Network cards are counted, for their addresses always differ.
///
/// @param lines every setting of either, in the catalogue's order
public record Comparison(List<Line> lines) {
    public Comparison {
        lines = List.copyOf(lines);
    }

    /// @param name `disk.vda.cache`, `nic.1.queues`
    public record Line(Setting setting, String name, String left, String right) {
        /// In effect, not in letters: `default` equals what it stands for.
        public boolean differs() {
            return !Catalogue.meaning(setting, left).equals(Catalogue.meaning(setting, right));
        }
    }

    public static Comparison between(DomainXml left, DomainXml right) {
        return between(counted(left), counted(right));
    }

    /// With what libvirt and QEMU do by themselves.
    public static Comparison withDefaults(DomainXml machine) {
        Map<String, String> values = counted(machine);
        Map<String, String> defaults = new LinkedHashMap<>();
        values.forEach((name, value) -> defaults.put(name, Catalogue.required(name).removable() ? Setting.DEFAULT : value));
        return between(values, defaults);
    }

    private static Comparison between(Map<String, String> left, Map<String, String> right) {
        Set<String> names = new LinkedHashSet<>(left.keySet());
        names.addAll(right.keySet());
        Map<String, List<String>> bySetting = names.stream().collect(Collectors.groupingBy(name -> Catalogue.required(name).name()));
        List<Line> all = new ArrayList<>();
        for (Setting setting : Catalogue.all())
            for (String name : bySetting.getOrDefault(setting.name(), List.of())) all.add(new Line(setting, name, left.getOrDefault(name, Setting.DEFAULT), right.getOrDefault(name, Setting.DEFAULT)));
        return new Comparison(all);
    }

    public List<Line> differences() {
        return lines.stream().filter(Line::differs).toList();
    }

    /// What would make the right machine like the left one, without what makes each itself: its name, address, files.
    public List<Assignment> leftOntoRight() {
        return differences().stream().filter(line -> !personal(line.setting())).map(line -> new Assignment(line.name(), line.left())).toList();
    }

    /// Never the same on two machines, or not for a recipe.
    private static boolean personal(Setting setting) {
        return Set.of("title", "description", "nic.*.mac", "genid", "firmware.nvram", "disk.*.serial", "disk.*.wwn", "vsock.cid", "memory.current").contains(setting.name());
    }

    private static Map<String, String> counted(DomainXml xml) {
        List<String> cards = Key.present(xml, "./devices/interface[mac/@address='*']");
        Map<String, String> values = new LinkedHashMap<>();
        Catalogue.read(xml).forEach((name, value) -> values.put(name.startsWith("nic.") ? Catalogue.required(name).nameFor(Integer.toString(1 + cards.indexOf(Catalogue.key(name)))) : name, value));
        return values;
    }
}
