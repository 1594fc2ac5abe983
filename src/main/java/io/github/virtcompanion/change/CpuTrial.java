package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Message;

/// Whether an empty machine started under KVM with a CPU.
///
/// @param cpu     as libvirt names it
/// @param because QEMU's or libvirt's words where it did not; empty otherwise
public record CpuTrial(Message cpu, boolean starts, String because) {}
