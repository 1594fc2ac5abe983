package io.github.virtcompanion.libvirt;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import org.libvirt.jna.ConnectionPointer;

import java.util.Map;
import java.util.Optional;

/// The calls of libvirt-qemu.so that this program needs. Listening to the monitor does not taint a domain, as speaking to it would.
final class NativeQemu {
    private NativeQemu() {
    }

    /// @return empty where it is not installed
    static Optional<NativeQemu> load() {
        try {
            Native.register(NativeQemu.class, NativeLibrary.getInstance("virt-qemu", Map.of(Library.OPTION_STRING_ENCODING, "UTF-8")));
            return Optional.of(new NativeQemu());
        } catch (UnsatisfiedLinkError _) {
            return Optional.empty();
        }
    }

    native int virConnectDomainQemuMonitorEventRegister(ConnectionPointer connection, Pointer allDomains, String event, MonitorFunction function, Pointer opaque,
                                                        Pointer free, int flags);

    native int virConnectDomainQemuMonitorEventDeregister(ConnectionPointer connection, int registration);

    interface MonitorFunction extends Callback {
        /// @param details QEMU's JSON; may be null
        void invoke(Pointer connection, Pointer domain, String event, long seconds, int micros, Pointer details, Pointer opaque);
    }
}
