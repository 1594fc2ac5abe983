package io.github.virtcompanion.model;

/// A disk image as libvirt's storage knows it.
///
/// @param pool            name of the pool that holds it
/// @param capacityBytes   size as a guest sees it
/// @param allocationBytes what it takes
public record VolumeInfo(String path, String pool, long capacityBytes, long allocationBytes) {}
