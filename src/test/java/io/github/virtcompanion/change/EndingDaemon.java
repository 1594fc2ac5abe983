package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.libvirt.RealLibvirtd;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/// The daemon ends at one call, whose answer is lost with the connection.
///
/// @param call      its name
/// @param done      it was carried out before
/// @param comesBack the daemon is there again before anybody asks
record EndingDaemon(RealLibvirtd real, String call, boolean done, boolean comesBack) {
    /// @param armed for the next such call alone
    Hypervisor around(Hypervisor hypervisor, AtomicBoolean armed) {
        return (Hypervisor) Proxy.newProxyInstance(Hypervisor.class.getClassLoader(), new Class<?>[] {Hypervisor.class}, (_, method, arguments) -> {
            boolean now = method.getName().equals(call) && armed.getAndSet(false);
            try {
                if (now && done) method.invoke(hypervisor, arguments);
                if (now) real.stopDaemon();
                if (now && comesBack) real.startDaemon();
                return method.invoke(hypervisor, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }
}
