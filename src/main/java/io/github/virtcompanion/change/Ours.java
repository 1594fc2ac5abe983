package io.github.virtcompanion.change;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.xml.DomainXml;

import java.util.HashMap;
import java.util.Map;

/// Tells a definition that has a plan's change from one that was stored without knowing of it. libvirt adds to what it is given,
/// so that the text alone does not tell.
final class Ours {
    private final Plan plan;
    private final Map<String, String> changed = new HashMap<>();

    Ours(Plan plan) throws FailedException {
        this.plan = plan;
        if (plan.before().isEmpty()) return;
        Map<String, String> before = Catalogue.read(DomainXml.parse(plan.before()));
        Catalogue.read(DomainXml.parse(plan.after())).forEach((name, value) -> {
            // What is written where it was implied before tells nothing: it is there either way.
            if (!Catalogue.same(name, value, before.getOrDefault(name, Setting.DEFAULT))) changed.put(name, value);
        });
    }

    boolean in(String definition) throws FailedException {
        if (Merge.takeBack(definition, plan.before(), plan.after()).isPresent()) return true;
        Map<String, String> values = Catalogue.read(DomainXml.parse(definition));
        return changed.entrySet().stream().anyMatch(one -> Catalogue.same(one.getKey(), one.getValue(), values.getOrDefault(one.getKey(), Setting.DEFAULT)));
    }
}
