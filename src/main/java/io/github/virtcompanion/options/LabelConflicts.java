package io.github.virtcompanion.options;

import java.util.List;
import java.util.stream.Stream;

import static io.github.virtcompanion.options.ConflictRule.found;
import static io.github.virtcompanion.options.ConflictRule.refused;

/// Of a security label with its type (virSecurityLabelDefParseXML).
final class LabelConflicts {
    private static final List<ConflictRule<Chosen.One>> RULES = List.of(
            refused("label-missing", type -> is(type, "static") && !has(type, "label"), type -> List.of(type.beside("label"), type.name())),
            refused("label-type", type -> !is(type, "static") && has(type, "label"), type -> words(type, "label", "static")),
            refused("label-type", type -> !is(type, "dynamic") && has(type, "baselabel"), type -> words(type, "baselabel", "dynamic")),
            refused("label-type", type -> is(type, "dynamic") && type.machine().is(type.beside("relabel"), "no"), type -> words(type, "relabel", "static")),
            refused("label-type", type -> is(type, "none") && type.machine().is(type.beside("relabel"), "yes"), type -> words(type, "relabel", "static")));

    private LabelConflicts() {}

    static Stream<Conflict> in(Chosen machine) {
        return machine.each("seclabel.", ".type").flatMap(type -> found(type, RULES));
    }

    private static boolean is(Chosen.One type, String value) {
        return Catalogue.meaning(Catalogue.required(type.name()), type.value()).equals(value);
    }

    private static boolean has(Chosen.One type, String part) {
        return type.machine().set(type.beside(part));
    }

    /// @param needed the type that it goes with
    private static List<Object> words(Chosen.One type, String part, String needed) {
        return List.of(type.beside(part), type.name(), needed);
    }
}
