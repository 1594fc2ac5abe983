package org.libvirt;

import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.DomainPointer;

/// Takes in the pointers that libvirt-java makes for itself alone.
/// Works because its jar is neither sealed nor a module; ours must therefore stay on the class path.
public final class Bridge {
    private Bridge() {
    }

    /// Takes over the reference.
    public static Connect connect(ConnectionPointer pointer) {
        return new Connect(pointer);
    }

    /// Takes over the reference: [Domain#free] gives it back.
    public static Domain domain(Connect connect, DomainPointer pointer) {
        return new Domain(connect, pointer);
    }
}
