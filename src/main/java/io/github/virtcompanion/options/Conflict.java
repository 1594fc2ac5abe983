package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Message;

/// Two settings that do not go together, or one that does not go with the host.
///
/// @param refused libvirt or QEMU would refuse it; else it works, but not as one might think
/// @param next    what to do about it
public record Conflict(String id, boolean refused, Message what, Message next) {}
