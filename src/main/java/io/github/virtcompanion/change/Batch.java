package io.github.virtcompanion.change;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One change of several machines, to be taken back in one go.
///
/// @param id      sorts by time; unique
/// @param members in the order in which they were changed
public record Batch(String id, Instant at, List<Member> members) {
    public Batch {
        members = List.copyOf(members);
    }

    /// @param begun when its turn came
    /// @param entry of its history; empty where nothing was stored, or the program ended before it knew
    public record Member(String connection, String uuid, String machine, Instant begun, Optional<String> entry) {}
}
