package io.github.virtcompanion.libvirt;

import com.sun.jna.Pointer;

/// libvirt's last error of the calling thread, with its true numbers: libvirt-java folds the newer ones into UNKNOWN.
///
/// @param code   virErrorNumber
/// @param domain virErrorDomain
record VirError(int code, int domain, String message) {
    /// To be read right after the call that failed, on the same thread.
    static VirError last(NativeLibvirt libvirt) {
        Pointer error = libvirt.virGetLastError();
        if (error == null) return new VirError(0, 0, "");
        Pointer message = error.getPointer(8);
        return new VirError(error.getInt(0), error.getInt(4), message == null ? "" : message.getString(0, "UTF-8"));
    }
}
