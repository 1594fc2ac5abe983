package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.LibvirtFailure;
import io.github.virtcompanion.model.FailedException;

import java.util.Set;

/// What a failure to connect means for what is tried next. Numbers: libvirt's virterror.h.
final class Refusals {
    private static final int AUTH_FAILED = 45;
    private static final int AUTH_CANCELLED = 79;
    private static final int ACCESS_DENIED = 88;
    private static final int AUTH_UNAVAILABLE = 94;
    private static final Set<Integer> NOT_PERMITTED = Set.of(AUTH_FAILED, AUTH_CANCELLED, ACCESS_DENIED, AUTH_UNAVAILABLE);

    private Refusals() {}

    /// The daemon is there and says no: reading may still be allowed.
    static boolean notPermitted(FailedException e) {
        return NOT_PERMITTED.contains(LibvirtFailure.of(e).code()) || e.failure().details().contains("Permission denied");
    }

    /// Nobody answers there.
    static boolean absent(FailedException e) {
        return LibvirtFailure.of(e).code() != LibvirtFailure.NO_LIBRARY && !notPermitted(e);
    }

    static boolean worthRetrying(FailedException e) {
        return absent(e);
    }
}
