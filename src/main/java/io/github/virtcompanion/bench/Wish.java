package io.github.virtcompanion.bench;

/// What the user wants measured.
///
/// @param format  of the scratch image: `qcow2`, `raw`
/// @param effort  for the host's figures, and once more for the guest's
/// @param inGuest a guest is to write as well
public record Wish(String format, Effort effort, boolean inGuest) {}
