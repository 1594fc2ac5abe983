package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.SaveProgress;

/// Told what is being done, before it is done, on the thread that does it; asked whether it shall be left.
@FunctionalInterface
public interface LiveProgress {
    LiveProgress NONE = _ -> {};

    /// @param words "Saving the guest's memory…"
    void now(Message words);

    /// While the guest is being saved, on another thread, a few times a second. Until the next [#now] it can be left.
    default void saving(SaveProgress far) {}

    /// Whether to leave it: asked until the guest is saved. From there on it is carried through, for that is as short as the way back.
    default boolean stopped() {
        return false;
    }
}
