package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.Message;

import java.util.List;

/// A definition after its edits.
///
/// @param text    equal to the old one when there was nothing to change
/// @param all     every setting that has a new value, those that had to go along included
/// @param notes   what went along and why, and what to know
public record Edited(String text, List<Assignment> all, List<Message> notes) {
    public Edited {
        all = List.copyOf(all);
        notes = List.copyOf(notes);
    }
}
