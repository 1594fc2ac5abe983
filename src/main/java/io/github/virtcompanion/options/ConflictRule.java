package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Message;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// One line of a table of what does not go together.
///
/// @param <T>     a whole machine, one of its disks, …
/// @param id      of its words in the bundles
/// @param refused by libvirt or QEMU
/// @param args    of its words
record ConflictRule<T>(String id, boolean refused, Predicate<T> when, Function<T, List<Object>> args) {
    static <T> ConflictRule<T> refused(String id, Predicate<T> when, Function<T, List<Object>> args) {
        return new ConflictRule<>(id, true, when, args);
    }

    static <T> ConflictRule<T> refused(String id, Predicate<T> when) {
        return refused(id, when, _ -> List.of());
    }

    /// It works, but not as one might think.
    static <T> ConflictRule<T> odd(String id, Predicate<T> when, Function<T, List<Object>> args) {
        return new ConflictRule<>(id, false, when, args);
    }

    static <T> ConflictRule<T> odd(String id, Predicate<T> when) {
        return odd(id, when, _ -> List.of());
    }

    static <T> Stream<Conflict> found(T what, List<ConflictRule<T>> rules) {
        return rules.stream().filter(rule -> rule.when.test(what)).map(rule -> rule.conflict(what));
    }

    private Conflict conflict(T what) {
        Object[] words = args.apply(what).toArray();
        return new Conflict(id, refused, Message.of("options.conflict." + id, words), Message.of("options.conflict." + id + ".next", words));
    }
}
