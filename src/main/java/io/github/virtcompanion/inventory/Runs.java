package io.github.virtcompanion.inventory;

import io.github.virtcompanion.model.DomainEvent;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// When machines were started and how they ended, as far as events told it since the connection was opened. For any thread.
final class Runs {
    private final Map<String, Instant> since = new ConcurrentHashMap<>();
    private final Set<String> endedByReset = ConcurrentHashMap.newKeySet();

    void seen(DomainEvent event) {
        if (event.kind() == DomainEvent.Kind.STARTED) since.put(event.uuid(), Instant.now());
        if (event.kind() == DomainEvent.Kind.ENDED_BY_RESET) endedByReset.add(event.uuid());
        else if (event.kind() == DomainEvent.Kind.STARTED) endedByReset.remove(event.uuid());
    }

    /// It runs no more, or is gone; how it ended is still of interest.
    void over(String uuid) {
        since.remove(uuid);
    }

    Optional<Instant> since(String uuid) {
        return Optional.ofNullable(since.get(uuid));
    }

    boolean endedByReset(String uuid) {
        return endedByReset.contains(uuid);
    }
}
