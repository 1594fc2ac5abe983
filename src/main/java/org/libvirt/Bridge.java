package org.libvirt;

import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.DomainPointer;

/// Hands out and takes in the pointers that libvirt-java keeps to its own package, for the calls it lacks.
/// Works because its jar is neither sealed nor a module; ours must therefore stay on the class path.
public final class Bridge {
    private Bridge() {
    }

    /// Takes over the reference.
    public static Connect connect(ConnectionPointer pointer) {
        return new Connect(pointer);
    }

    public static ConnectionPointer pointer(Connect connect) {
        return connect.vcp;
    }

    /// Takes over the reference: [Domain#free] gives it back.
    public static Domain domain(Connect connect, DomainPointer pointer) {
        return new Domain(connect, pointer);
    }

    public static DomainPointer pointer(Domain domain) {
        return domain.vdp;
    }
}
