package io.github.virtcompanion.host;

import io.github.virtcompanion.model.ImageHeader;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The first bytes of an image (QEMU, docs/interop/qcow2.rst). Reading them takes no lock and starts no program, so that a
/// running machine's image can be looked at.
public final class Qcow2Header {
    /// Enough for the header, its extensions and the backing file's name as QEMU lays them out.
    static final int BYTES = 8192;
    private static final int MAGIC = 'Q' << 24 | 'F' << 16 | 'I' << 8 | 0xfb;
    private static final int DIRTY = 1;
    private static final int CORRUPT = 2;
    /// QEMU's own limit (block/qcow2.c).
    private static final int LONGEST_NAME = 1023;

    private Qcow2Header() {}

    public static boolean isQcow2(byte[] bytes) {
        return bytes.length >= 4 && ByteBuffer.wrap(bytes).getInt(0) == MAGIC;
    }

    /// @param bytes the first ones of the file, 72 at least
    /// @return empty where they are no qcow2 header that makes sense
    public static Optional<ImageHeader> parse(byte[] bytes) {
        if (!isQcow2(bytes) || bytes.length < 72) return Optional.empty();
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int version = header.getInt(4);
        int clusterBits = header.getInt(20);
        long size = header.getLong(24);
        int snapshots = header.getInt(60);
        if (version < 2 || version > 3 || clusterBits < 9 || clusterBits > 21 || size < 0 || snapshots < 0 || snapshots > 65536) return Optional.empty();
        long incompatible = version == 3 && bytes.length >= 80 ? header.getLong(72) : 0;
        return Optional.of(new ImageHeader("qcow2", size, 1 << clusterBits, snapshots, backing(bytes, header.getLong(8), header.getInt(16)),
                (incompatible & CORRUPT) != 0, (incompatible & DIRTY) != 0, header.getInt(32) != 0));
    }

    private static Optional<String> backing(byte[] bytes, long offset, int length) {
        if (offset <= 0 || length <= 0 || length > LONGEST_NAME || offset > bytes.length - length) return Optional.empty();
        return Optional.of(new String(bytes, (int) offset, length, StandardCharsets.UTF_8));
    }
}
