package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.util.Map;
import java.util.Set;

/// What the clock shows: each kind of offset has its own attribute and refuses the others (virDomainClockDefParseXML).
final class ClockEdit {
    static final Set<String> OWN = Set.of("clock.offset", "clock.timezone", "clock.adjustment", "clock.basis", "clock.start");
    private static final String OFFSET = "./clock/@offset";
    /// By the kind that has it.
    private static final Map<String, Set<String>> ATTRIBUTES = Map.of("timezone", Set.of("timezone"), "variable", Set.of("adjustment", "basis"),
            "absolute", Set.of("start"), "utc", Set.of("adjustment"), "localtime", Set.of("adjustment"));
    private static final String RESET = "reset";

    private ClockEdit() {}

    /// @param wanted all that is wanted; only what is of the clock is looked at
    static void apply(Draft draft, Map<String, String> wanted) throws FailedException {
        if (!changes(draft, wanted)) return;
        String before = draft.xml().get(OFFSET).orElse("utc");
        String offset = wanted.getOrDefault("clock.offset", draft.xml().has(OFFSET) ? implied(before, wanted) : before);
        if (offset.equals(Setting.DEFAULT)) offset = "utc";
        boolean written = draft.xml().get(OFFSET).isPresent();
        if (!offset.equals(before) || wanted.containsKey("clock.offset") && !written) draft.set(OFFSET, offset);
        if (wanted.getOrDefault("clock.offset", "").equals(Setting.DEFAULT)) draft.remove(OFFSET);
        for (Map.Entry<String, Set<String>> kind : ATTRIBUTES.entrySet())
            for (String attribute : kind.getValue())
                if (!offset.equals(before) || !ATTRIBUTES.getOrDefault(offset, Set.of()).contains(attribute)) draft.remove("./clock/@" + attribute);
        for (String name : OWN) {
            if (name.equals("clock.offset") || !wanted.containsKey(name)) continue;
            String attribute = name.substring("clock.".length());
            boolean given = !wanted.get(name).equals(Setting.DEFAULT);
            boolean there = Catalogue.value(draft.xml(), Catalogue.find(name), "").equals(wanted.get(name));
            if (given && !there && !fits(offset, attribute, wanted.get(name))) throw refused("options.clock.not-with", name + "=" + wanted.get(name), offset);
            draft.put(Catalogue.find(name), "", wanted.get(name));
        }
        if (offset.equals("timezone") && !draft.xml().has("./clock/@timezone")) throw refused("options.clock.needs", "clock.timezone", offset);
        if (offset.equals("absolute") && !draft.xml().has("./clock/@start")) throw refused("options.clock.needs", "clock.start", offset);
    }

    private static boolean changes(Draft draft, Map<String, String> wanted) throws FailedException {
        for (String name : OWN)
            if (wanted.containsKey(name) && !Catalogue.value(draft.xml(), Catalogue.find(name), "").equals(wanted.get(name))) return true;
        return false;
    }

    /// Of a number beside UTC or local time libvirt makes a variable clock; a reset means something there only.
    private static boolean fits(String offset, String attribute, String value) {
        if (!ATTRIBUTES.getOrDefault(offset, Set.of()).contains(attribute)) return false;
        return !attribute.equals("adjustment") || value.equals(RESET) != offset.equals("variable");
    }

    /// A time zone asks for the kind that has one, and UTC is what is left without it; from any other kind there would be no way back.
    private static String implied(String before, Map<String, String> wanted) {
        for (Map.Entry<String, String> kind : Map.of("clock.timezone", "timezone", "clock.start", "absolute").entrySet()) {
            if (!wanted.containsKey(kind.getKey())) continue;
            boolean taken = wanted.get(kind.getKey()).equals(Setting.DEFAULT);
            if (!taken && before.equals("utc")) return kind.getValue();
            if (taken && before.equals(kind.getValue())) return "utc";
        }
        return before;
    }

    private static FailedException refused(String key, String name, String offset) {
        return new Failure(Message.of(key, name, offset), Message.of("options.clock.next"), "").asException();
    }
}
