package io.github.virtcompanion.ui;

import java.util.Optional;
import java.util.function.Supplier;

/// A page that is built when it is first looked at: what nobody opens costs the start no classes, no nodes and no styling.
final class Late<T> {
    private final Supplier<T> making;
    private T made;

    Late(Supplier<T> making) {
        this.making = making;
    }

    T get() {
        if (made == null) made = making.get();
        return made;
    }

    /// Empty while nobody has looked.
    Optional<T> made() {
        return Optional.ofNullable(made);
    }
}
