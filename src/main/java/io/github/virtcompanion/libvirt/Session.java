package io.github.virtcompanion.libvirt;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import io.github.virtcompanion.model.FailedException;
import org.libvirt.Bridge;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.libvirt.jna.CString;
import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.DomainPointer;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// How libvirt is called: handles are freed, errors become failures, and close waits for what is under way, for libvirt
/// frees the connection under a running call otherwise.
final class Session {
    private static final VirError CLOSED = new VirError(LibvirtFailure.INVALID_CONNECTION, 0, "the connection is closed");

    private static final int PATIENCE_SECONDS = 3;

    private final NativeLibvirt libvirt;
    private final ConnectionPointer pointer;
    private final String uri;
    private final ReadWriteLock lock = new ReentrantReadWriteLock(true);
    private volatile boolean closed;
    private Connect connect;

    Session(NativeLibvirt libvirt, ConnectionPointer pointer, String uri) {
        this.libvirt = libvirt;
        this.pointer = pointer;
        this.uri = uri;
        // A host that hangs is noticed after 15 to 20 seconds, and the call that waits for it returns. Drivers inside this
        // process (test:) have nothing to keep alive and refuse.
        libvirt.virConnectSetKeepAlive(pointer, 5, 3);
    }

    NativeLibvirt libvirt() {
        return libvirt;
    }

    String uri() {
        return uri;
    }

    ConnectionPointer pointer() {
        return pointer;
    }

    <T> T call(Action action, Call<T> call) throws FailedException {
        lock.readLock().lock();
        try {
            if (closed) throw Failures.exception(CLOSED, uri, action);
            return call.run();
        } finally {
            lock.readLock().unlock();
        }
    }

    <T> T onDomain(String uuid, Action action, OnDomain<T> what) throws FailedException {
        return call(action, () -> {
            DomainPointer found = libvirt.virDomainLookupByUUIDString(pointer(), uuid);
            if (found == null) throw failure(action);
            try {
                return what.run(found);
            } finally {
                free(found);
            }
        });
    }

    /// The same by libvirt-java.
    <T> T act(String uuid, Action action, Act<T> what) throws FailedException {
        return call(action, () -> {
            DomainPointer found = libvirt.virDomainLookupByUUIDString(pointer, uuid);
            if (found == null) throw failure(action);
            Domain domain = Bridge.domain(connect(), found);
            try {
                return what.run(domain);
            } catch (LibvirtException _) {
                throw failure(action);
            } finally {
                free(domain);
            }
        });
    }

    /// Takes over the reference: it would close the connection when it is collected, and is therefore kept.
    private synchronized Connect connect() {
        if (connect == null) connect = Bridge.connect(pointer);
        return connect;
    }

    /// Each domain that the filter lets through (virConnectListAllDomains), in one round trip.
    <T> List<T> each(int filter, Function<Pointer, T> read) throws FailedException {
        PointerByReference list = new PointerByReference();
        int count = libvirt.virConnectListAllDomains(pointer(), list, filter);
        if (count < 0) throw failure(Action.READ);
        return Handles.readAndFree(list.getValue(), count, read, PerDomain::free);
    }

    String text(CString text) throws FailedException {
        if (text == null) throw failure(Action.READ);
        return text.toString();
    }

    /// Of a call that answers below 0 where it failed.
    int checked(int answer, Action action) throws FailedException {
        if (answer < 0) throw failure(action);
        return answer;
    }

    /// Drivers lack what they have no use for: then the answer is no.
    boolean supported(int answer, BooleanSupplier yes) throws FailedException {
        if (answer >= 0) return yes.getAsBoolean();
        if (VirError.last(libvirt).code() == LibvirtFailure.NO_SUPPORT) return false;
        throw failure(Action.READ);
    }

    /// Whether it starts with the host.
    boolean autostart(DomainPointer domain) throws FailedException {
        IntByReference autostart = new IntByReference();
        return supported(libvirt.virDomainGetAutostart(domain, autostart), () -> autostart.getValue() != 0);
    }

    static void free(DomainPointer domain) {
        PerDomain.free(domain.getPointer());
    }

    private static void free(Domain domain) {
        try {
            domain.free();
        } catch (LibvirtException _) {
            // Only a handle that is none can be refused.
        }
    }

    /// Of the call that this thread has just made.
    FailedException failure(Action action) {
        return Failures.exception(VirError.last(libvirt), uri, action);
    }

    /// Waits for what is under way, but not for ever: a call that asks a hung guest may never return, and the connection is
    /// then closed by whoever sees it return.
    ///
    /// @return references that are left: 0, or the connection has leaked; -1 where it is still waited for
    int close(Events events) {
        if (closed) return 0;
        closed = true;
        events.stop();
        try {
            if (lock.writeLock().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) return closeLocked();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Thread.ofPlatform().daemon().name("closing " + uri).start(() -> {
            lock.writeLock().lock();
            closeLocked();
        });
        return -1;
    }

    private synchronized int closeLocked() {
        try {
            return connect == null ? libvirt.virConnectClose(pointer) : connect.close();
        } catch (LibvirtException e) {
            System.getLogger(Session.class.getName()).log(Level.WARNING, "closing " + uri, e);
            return -1;
        } finally {
            lock.writeLock().unlock();
        }
    }

    interface Call<T> {
        T run() throws FailedException;
    }

    interface OnDomain<T> {
        T run(DomainPointer domain) throws FailedException;
    }

    interface Act<T> {
        T run(Domain domain) throws LibvirtException;
    }
}
