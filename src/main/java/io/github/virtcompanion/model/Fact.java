package io.github.virtcompanion.model;

import java.util.Optional;
import java.util.function.Function;

/// Something that was looked up: either known, with where it was read, or not known, with the reason.
///
/// A rule never turns an [Unknown] into advice, and nothing ever turns it into an empty list.
public sealed interface Fact<T> {
    /// @param source where it was read: a file, a command, a libvirt call
    record Known<T>(T value, String source) implements Fact<T> {}

    record Unknown<T>(Message reason) implements Fact<T> {}

    static <T> Fact<T> known(T value, String source) {
        return new Known<>(value, source);
    }

    static <T> Fact<T> unknown(Message reason) {
        return new Unknown<>(reason);
    }

    static <T> Fact<T> unknown(String key, Object... args) {
        return new Unknown<>(Message.of(key, args));
    }

    default Optional<T> toOptional() {
        return this instanceof Known<T>(T value, String _) ? Optional.of(value) : Optional.empty();
    }

    default <R> Fact<R> map(Function<? super T, ? extends R> f) {
        return switch (this) {
            case Known<T>(T value, String source) -> new Known<>(f.apply(value), source);
            case Unknown<T>(Message reason) -> new Unknown<>(reason);
        };
    }
}
