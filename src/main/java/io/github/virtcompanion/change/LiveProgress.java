package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Message;

/// Told what is being done, before it is done, on the thread that does it.
@FunctionalInterface
public interface LiveProgress {
    LiveProgress NONE = _ -> {};

    /// @param words "Saving the guest's memory…"
    void now(Message words);
}
