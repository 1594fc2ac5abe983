package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.Message;

/// What kind of image is written.
///
/// @param format       `qcow2`, `raw`
/// @param clusterBytes of qcow2; 0 for QEMU's own choice
public record ImageKind(String format, int clusterBytes) {
    private static final int USUAL = 64 << 10;

    /// For a sentence: its format, and its clusters where they are not QEMU's own choice.
    public Object said() {
        return clusterBytes == 0 || clusterBytes == USUAL ? format : Message.of("bench.kind", format, clusterBytes / 1024.0);
    }

    public static ImageKind of(String format) {
        return new ImageKind(format, 0);
    }
}
