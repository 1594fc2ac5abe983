package io.github.virtcompanion.bench;

/// What kind of image is written.
///
/// @param format       `qcow2`, `raw`
/// @param clusterBytes of qcow2; 0 for QEMU's own choice
public record ImageKind(String format, int clusterBytes) {
    public static ImageKind of(String format) {
        return new ImageKind(format, 0);
    }
}
