package io.github.virtcompanion.inventory;

import io.github.virtcompanion.model.Failure;

import java.util.Optional;

/// How a connection stands.
public sealed interface Status {
    /// Nobody asked for it yet: another host that virt-manager does not connect to by itself either.
    record Idle() implements Status {}

    /// Not tried yet, or being tried.
    record Connecting() implements Status {}

    /// @param readOnly writing was refused; `why` then says so and what to do
    record Connected(boolean readOnly, Optional<Failure> why) implements Status {}

    /// It was there and broke; it is tried again by itself. The machines last seen stay listed.
    record Lost(Failure why) implements Status {}

    /// It could not be opened.
    record Failed(Failure why) implements Status {}

    /// The reason, where there is one to tell.
    default Optional<Failure> failure() {
        return switch (this) {
            case Idle(), Connecting() -> Optional.empty();
            case Connected(boolean _, Optional<Failure> why) -> why;
            case Lost(Failure why) -> Optional.of(why);
            case Failed(Failure why) -> Optional.of(why);
        };
    }

    /// Nobody is connected, nor trying to be.
    default boolean unconnected() {
        return this instanceof Idle;
    }

    default boolean connected() {
        return this instanceof Connected;
    }
}
