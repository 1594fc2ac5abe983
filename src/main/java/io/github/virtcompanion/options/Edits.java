package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.xml.DomainXml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Settings into a definition, together with what must go along: the text changes where it must and nowhere else.
public final class Edits {
    private Edits() {}

    /// @param assignments in any order; the same one twice is one, two values for one setting are refused
    /// @throws FailedException an unknown setting, a value that is none, a disk that is not there, settings that exclude each other,
    ///                         or a text that is no domain's definition. Nothing is changed then
    public static Edited apply(String xml, List<Assignment> assignments) throws FailedException {
        for (Assignment assignment : assignments) Catalogue.check(assignment);
        DomainXml before = DomainXml.parse(xml);
        Draft draft = new Draft(before);
        Map<String, String> wanted = new LinkedHashMap<>();
        for (Assignment assignment : assignments) {
            List<Assignment> resolved = Catalogue.resolve(assignment, before);
            if (resolved.isEmpty()) draft.note("options.note.no-disk", assignment.setting());
            for (Assignment one : resolved) {
                String other = wanted.putIfAbsent(one.setting(), one.value());
                if (other != null && !other.equals(one.value())) throw new Failure(Message.of("options.two-values", one.setting(), other, one.value()), Message.of("options.two-values.next"), "").asException();
            }
        }
        Map<String, String> cpu = new LinkedHashMap<>();
        Map<String, Map<String, String>> disks = new LinkedHashMap<>();
        boolean typed = wanted.containsKey("type") && TypeEdit.apply(draft, wanted.get("type"));
        Map<String, String> inside = new LinkedHashMap<>();
        for (Map.Entry<String, String> one : wanted.entrySet()) {
            String name = one.getKey();
            String target = Catalogue.target(name);
            if (CpuEdit.OWN.contains(name)) cpu.put(name.substring("cpu.".length()), one.getValue());
            else if (!target.isEmpty()) disks.computeIfAbsent(target, _ -> new LinkedHashMap<>()).put(name, one.getValue());
            else if (!Catalogue.find(name).requires().isEmpty()) inside.put(name, one.getValue());
            else if (!name.equals("type") && !ClockEdit.OWN.contains(name)) draft.put(Catalogue.find(name), Catalogue.key(name), one.getValue());
        }
        ClockEdit.apply(draft, wanted);
        for (Map.Entry<String, String> one : inside.entrySet()) {
            Setting setting = Catalogue.find(one.getKey());
            String key = Catalogue.key(one.getKey());
            Wishes.required(draft.xml(), setting, key, one);
            if (!ClockEdit.OWN.contains(one.getKey())) draft.put(setting, key, one.getValue());
        }
        Map<String, String> changing = changing(before, wanted);
        if (typed && !cpu.isEmpty() || cpu.keySet().stream().anyMatch(part -> changing.containsKey("cpu." + part))) CpuEdit.apply(draft, cpu);
        else if (typed) TypeEdit.warnOfCpu(draft);
        for (Map.Entry<String, Map<String, String>> disk : disks.entrySet()) DiskEdit.apply(draft, disk.getKey(), disk.getValue());
        Together.apply(draft, before, changing);
        Wishes.check(draft.xml(), wanted);
        return finished(before, draft);
    }

    /// What was wished for and is so already brings nothing along.
    private static Map<String, String> changing(DomainXml before, Map<String, String> wanted) throws FailedException {
        Map<String, String> changing = new LinkedHashMap<>();
        for (Map.Entry<String, String> one : wanted.entrySet()) {
            String name = one.getKey();
            if (!Catalogue.value(before, Catalogue.find(name), Catalogue.key(name)).equals(one.getValue())) changing.put(name, one.getValue());
        }
        return changing;
    }

    /// What changed between the two, setting by setting.
    static Edited finished(DomainXml before, Draft draft) {
        Map<String, String> old = Catalogue.readAll(before);
        List<Assignment> changed = Catalogue.readAll(draft.xml()).entrySet().stream()
                .filter(now -> !Objects.equals(old.get(now.getKey()), now.getValue()))
                .map(now -> new Assignment(now.getKey(), now.getValue())).toList();
        return new Edited(draft.xml().text(), changed, draft.notes());
    }
}
