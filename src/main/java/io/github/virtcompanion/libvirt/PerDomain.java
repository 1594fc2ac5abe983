package io.github.virtcompanion.libvirt;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

import java.nio.ByteBuffer;
import java.util.UUID;

/// What every handle of a domain is asked and given back by, also in callbacks, which have no [NativeLibvirt] at hand.
/// To be used after [Libvirt#load] only: any call before virInitialize is a segmentation fault.
final class PerDomain {
    private static final int UUID_BYTES = 16;

    static {
        Native.register(PerDomain.class, "virt");
    }

    private PerDomain() {}

    private static native int virDomainGetUUID(Pointer domain, byte[] uuid);

    private static native int virDomainFree(Pointer domain);

    /// The domain's uuid; asks nobody, the handle carries it.
    static String uuid(Pointer domain) {
        byte[] room = new byte[UUID_BYTES];
        if (virDomainGetUUID(domain, room) < 0) return "";
        ByteBuffer raw = ByteBuffer.wrap(room);
        return new UUID(raw.getLong(), raw.getLong()).toString();
    }

    static void free(Pointer domain) {
        virDomainFree(domain);
    }
}
