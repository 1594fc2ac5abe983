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

    /// VIR_FROM_DBUS and VIR_FROM_POLKIT.
    private static final Set<Integer> ASKING_WHO_WE_ARE = Set.of(47, 60);

    private Refusals() {}

    /// The daemon is there and says no, or cannot ask who we are: reading may still be allowed.
    static boolean notPermitted(FailedException e) {
        LibvirtFailure numbers = LibvirtFailure.of(e);
        return NOT_PERMITTED.contains(numbers.code()) || ASKING_WHO_WE_ARE.contains(numbers.domain()) || e.failure().details().contains("Permission denied");
    }

    /// No daemon listens there.
    static boolean absent(FailedException e) {
        String words = e.failure().details();
        return LibvirtFailure.of(e).code() == LibvirtFailure.SYSTEM_ERROR && !notPermitted(e)
                && (words.contains("No such file or directory") || words.contains("Connection refused"));
    }

    /// Asking again where somebody would have to type a password, or where libvirt itself is missing, helps nobody.
    static boolean worthRetrying(FailedException e) {
        return LibvirtFailure.of(e).code() != LibvirtFailure.NO_LIBRARY && !notPermitted(e);
    }
}
