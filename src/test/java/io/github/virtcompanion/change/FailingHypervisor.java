package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// A real hypervisor whose N-th changing call goes wrong.
final class FailingHypervisor {
    private static final Set<String> CHANGING = Set.of("managedSave", "defineManagedSave", "define", "redefine", "redefineDevice", "start", "startOnce", "alter", "createVolume", "deleteVolume");

    /// How.
    enum Fault {
        /// Not done, and this program is gone: nothing it does afterwards reaches anything.
        KILLED_BEFORE,
        /// Done, and this program is gone before it learns of it.
        KILLED_AFTER,
        /// Not done, and libvirt says so.
        REFUSED,
        /// Done, but the answer is lost with the connection.
        ANSWER_LOST
    }

    /// The program's end: nothing in it may catch this.
    static final class Killed extends Error {}

    private final AtomicInteger left;
    private final Fault fault;
    private boolean gone;

    FailingHypervisor(int call, Fault fault) {
        this.left = new AtomicInteger(call);
        this.fault = fault;
    }

    Hypervisor around(Hypervisor real) {
        return (Hypervisor) Proxy.newProxyInstance(Hypervisor.class.getClassLoader(), new Class<?>[]{Hypervisor.class}, (_, method, arguments) -> {
            if (gone && !method.getName().equals("close")) throw new Killed();
            boolean now = CHANGING.contains(method.getName()) && left.getAndDecrement() == 1;
            if (now && (fault == Fault.KILLED_BEFORE || fault == Fault.REFUSED)) fail();
            Object result;
            try {
                result = method.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            if (now) fail();
            return result;
        });
    }

    /// Whether it has come to it.
    boolean happened() {
        return left.get() <= 0;
    }

    private void fail() throws FailedException {
        if (fault == Fault.REFUSED || fault == Fault.ANSWER_LOST) throw new Failure(Message.of("model.quoted", "fault"), Message.of("model.quoted", "next"), "fault").asException();
        gone = true;
        throw new Killed();
    }
}
