package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Message;

import java.util.List;

/// What is shown before anything is done: in words what changes, what follows, what it risks, what stands in the way.
public interface Reviewable {
    String connection();

    String uuid();

    String machine();

    /// In words what changes: "Type: QEMU emulated → KVM".
    List<Message> changes();

    /// What goes along and what to know.
    List<Message> consequences();

    List<Plan.Risk> risks();

    /// Why it cannot be done now, each with the way out; empty when it can.
    List<Plan.Blocker> blockers();

    boolean nothingToChange();

    /// Unified diff, three lines of context, passwords blanked; empty when nothing changes.
    String diff();

    default boolean needsConsent() {
        return risks().stream().anyMatch(Plan.Risk::dataLoss);
    }

    default boolean applicable() {
        return blockers().isEmpty() && !nothingToChange();
    }
}
