package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.Message;

import java.util.List;

/// A named set of settings with a reason for each, reviewed and taken back like anything else.
///
/// @param id    `windows`; of a user's own the name it was saved under
/// @param own   saved by the user
/// @param lines what it would set on this machine; those that are so already included
public record Recipe(String id, boolean own, List<Step> lines) {
    public Recipe {
        lines = List.copyOf(lines);
    }

    /// @param because why this one belongs to it
    public record Step(Assignment assignment, Message because) {}

    /// What to call it; a user's own by its name.
    public Message label() {
        return own ? Message.of("options.recipe.own", id) : Message.of("options.recipe." + id);
    }

    /// What it is for, and what it costs.
    public Message what() {
        return own ? Message.of("options.recipe.own.what") : Message.of("options.recipe." + id + ".what");
    }

    public List<Assignment> assignments() {
        return lines.stream().map(Step::assignment).toList();
    }
}
