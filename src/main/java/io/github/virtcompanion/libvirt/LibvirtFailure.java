package io.github.virtcompanion.libvirt;

import io.github.virtcompanion.model.FailedException;

/// libvirt's error numbers (virterror.h) of a failure, kept beside the sentence.
///
/// @param code   virErrorNumber: 42 NO_DOMAIN, 92 XML_INVALID_SCHEMA, …; -1 where libvirt itself could not be loaded
/// @param domain virErrorDomain: the part of libvirt that said it
public record LibvirtFailure(int code, int domain) {
    /// The client library itself is missing or unusable.
    public static final int NO_LIBRARY = -1;
    public static final int INTERNAL_ERROR = 1;
    public static final int NO_SUPPORT = 3;
    public static final int INVALID_CONNECTION = 6;
    public static final int INVALID_ARGUMENT = 8;
    public static final int OPERATION_FAILED = 9;
    public static final int XML_ERROR = 27;
    public static final int OPERATION_DENIED = 29;
    public static final int XML_DETAIL = 35;
    public static final int SYSTEM_ERROR = 38;
    public static final int NO_DOMAIN = 42;
    public static final int AUTH_FAILED = 45;
    public static final int OPERATION_INVALID = 55;
    public static final int CONFIG_UNSUPPORTED = 67;
    public static final int OPERATION_TIMEOUT = 68;
    public static final int NO_STORAGE_VOL = 50;
    public static final int NO_DOMAIN_METADATA = 80;
    public static final int OPERATION_UNSUPPORTED = 84;
    public static final int CPU_INCOMPATIBLE = 91;
    public static final int XML_INVALID_SCHEMA = 92;
    public static final int AUTH_UNAVAILABLE = 94;

    /// Of an exception thrown by a [Hypervisor].
    public static LibvirtFailure of(FailedException e) {
        return e.getCause() instanceof Cause cause ? cause.numbers : new LibvirtFailure(0, 0);
    }

    /// libvirt said it, and not this program.
    public boolean known() {
        return code != 0;
    }

    /// Of the way to libvirt (VIR_FROM_RPC), as against an answer.
    public boolean ofTheConnection() {
        return code == INVALID_CONNECTION || domain == 7;
    }

    /// The host cannot run the guest's CPU; libvirt says so under two numbers (91, or OPERATION_FAILED from its cpu code, VIR_FROM_CPU).
    public boolean ofTheCpu() {
        return code == CPU_INCOMPATIBLE || code == OPERATION_FAILED && domain == 31;
    }

    /// An answer about what the host's QEMU can do, as against no answer: "the accel 'kvm' is not supported by … on this host".
    public boolean saysUnsupported() {
        return code == INVALID_ARGUMENT || code == CONFIG_UNSUPPORTED || code == NO_SUPPORT;
    }

    /// Carries the numbers as the cause of a [FailedException].
    static final class Cause extends Exception {
        private final LibvirtFailure numbers;

        Cause(LibvirtFailure numbers, Throwable libvirt) {
            super("libvirt error [" + numbers.code + "," + numbers.domain + "]", libvirt);
            this.numbers = numbers;
        }
    }
}
