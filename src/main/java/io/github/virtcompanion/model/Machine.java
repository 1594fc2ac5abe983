package io.github.virtcompanion.model;

import java.util.List;
import java.util.Optional;

/// One row of the list: a domain of a connection, as stored and as it runs.
///
/// @param connection URI
/// @param stored     the definition used at the next start; unknown with a reason where it could not be read.
///                   A transient domain has none of its own: the live one stands here
/// @param live       the definition it runs with, where it runs
/// @param pending    what differs between both and so waits for the next start
/// @param saved      what it was saved with and will be restored with once more, where that differs from what is stored
public record Machine(String connection, DomainInfo info, Fact<Definition> stored, Optional<Definition> live, List<Pending> pending, List<Pending> saved) {
    public Machine {
        pending = List.copyOf(pending);
        saved = List.copyOf(saved);
    }

    public Machine(String connection, DomainInfo info, Fact<Definition> stored, Optional<Definition> live, List<Pending> pending) {
        this(connection, info, stored, live, pending, List.of());
    }

    /// @param setting as in the catalogue: `type`, `disk.vda.cache`
    /// @param now     value it runs with
    /// @param next    value at the next start
    public record Pending(String setting, String now, String next) {}

    public String uuid() {
        return info.uuid();
    }

    public String name() {
        return info.name();
    }

    /// Title where there is one, else the name.
    public String label() {
        return stored.toOptional().map(Definition::label).orElse(info.name());
    }

    /// What it runs with, or would run with.
    public Optional<Definition> current() {
        return live.or(stored::toOptional);
    }

    public boolean active() {
        return info.state().active();
    }
}
