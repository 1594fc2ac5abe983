package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.Message;

import java.util.List;

/// A change of a running machine that was cut off: by this program's end, by the daemon's, by a lost connection.
/// The guest is saved on the host with all its state, or is just being saved.
///
/// @param assignments what was to be set
/// @param saving      libvirt is still writing the image: look again in a moment
public record Unfinished(Connection connection, String uuid, String machine, List<Assignment> assignments, boolean saving) {
    public Unfinished {
        assignments = List.copyOf(assignments);
    }

    /// What is the matter, in a sentence.
    public Message words() {
        return saving ? Message.of("change.unfinished.saving", machine) : Message.of("change.unfinished.saved", machine);
    }
}
