package io.github.virtcompanion.model;

/// An expected failure, as it is told: what happened, what to do next, and the words of whoever refused.
///
/// @param what     one sentence
/// @param nextStep one sentence
/// @param details  libvirt's, QEMU's or the system's own words, untranslated; may be empty
public record Failure(Message what, Message nextStep, String details) {
    /// As an exception, where a call cannot return it.
    public FailedException asException() {
        return new FailedException(this);
    }
}
