package io.github.virtcompanion.xml;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Every list of possible values in a domain capabilities document, by its place there (libvirt: docs/formatdomaincaps.rst):
/// `devices/disk/bus`, `features/hyperv/features`, `cpu/mode`, `cpu/model`, `cpu/feature`.
public final class OfferReader {
    private OfferReader() {}

    /// @throws FailedException not a `<domainCapabilities>` document
    public static Map<String, Set<String>> read(String xml) throws FailedException {
        Element root = Document.parse(xml).root();
        if (!root.name().equals("domainCapabilities"))
            throw new Failure(Message.of("xml.unexpected-root", "domainCapabilities", root.name()), Message.of("xml.unexpected-root.next"), "").asException();
        Map<String, Set<String>> lists = new TreeMap<>();
        root.children().forEach(child -> walk(child, child.name(), lists));
        root.child("cpu").ifPresent(cpu -> cpu(cpu, lists));
        // Enlightenments and the like are told as a list of what there is.
        lists.getOrDefault("features/hyperv/features", Set.of()).forEach(one -> lists.put("features/hyperv/" + one, Set.of("on", "off", "*")));
        return lists;
    }

    private static void walk(Element element, String path, Map<String, Set<String>> lists) {
        element.attribute("supported").filter("no"::equals).ifPresent(_ -> lists.put(path, Set.of()));
        for (Element child : element.children()) {
            if (child.name().equals("enum")) child.attribute("name").ifPresent(name -> lists.put(path + "/" + name,
                    child.children("value").map(value -> value.text().strip()).collect(Collectors.toCollection(LinkedHashSet::new))));
            else if (!child.name().equals("mode")) walk(child, path + "/" + child.name(), lists);
        }
    }

    private static void cpu(Element cpu, Map<String, Set<String>> lists) {
        Set<String> modes = new LinkedHashSet<>();
        Set<String> models = new LinkedHashSet<>();
        Set<String> features = new LinkedHashSet<>();
        for (Element mode : cpu.children("mode").toList()) {
            if (mode.attribute("supported").filter("yes"::equals).isPresent()) mode.attribute("name").ifPresent(modes::add);
            if (mode.attribute("name").filter("custom"::equals).isPresent())
                mode.children("model").filter(model -> !model.attribute("usable").orElse("").equals("no")).forEach(model -> models.add(model.text().strip()));
            if (mode.attribute("name").filter("host-model"::equals).isPresent())
                mode.children("feature").filter(feature -> feature.attribute("policy").filter("require"::equals).isPresent()).flatMap(feature -> feature.attribute("name").stream()).forEach(features::add);
        }
        lists.put("cpu/mode", modes);
        lists.put("cpu/model", models);
        lists.put("cpu/host-features", features);
    }
}
