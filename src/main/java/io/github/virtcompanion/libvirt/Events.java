package io.github.virtcompanion.libvirt;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;
import io.github.virtcompanion.model.DomainEvent;
import io.github.virtcompanion.model.FailedException;
import org.libvirt.jna.ConnectionPointer;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// What libvirt tells of one connection without being asked.
///
/// The native callbacks are constants: one that is collected goes silent, and one that is freed while libvirt's thread is
/// inside it is worse. Which connection is meant is a number in their opaque pointer.
final class Events {
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final Map<Long, Events> LISTENING = new ConcurrentHashMap<>();

    private static final NativeLibvirt.CloseFunction CLOSED = (_, _, opaque) -> of(opaque, Events::tellClosed);
    private static final NativeLibvirt.LifecycleFunction LIFECYCLE = (_, domain, event, detail, opaque) -> {
        DomainEvent.Kind[] kinds = DomainEvent.Kind.values();
        // The first nine kinds are virDomainEventType 0 to 8.
        if (event >= 0 && event <= DomainEvent.Kind.CRASHED.ordinal()) of(opaque, events -> events.tell(domain, kinds[event], detail));
        return 0;
    };
    private static final NativeLibvirt.RebootFunction REBOOT = (_, domain, opaque) -> of(opaque, events -> events.tell(domain, DomainEvent.Kind.REBOOT, 0));
    private static final NativeLibvirt.DeviceFunction DEVICE = (_, domain, _, opaque) -> of(opaque, events -> events.tell(domain, DomainEvent.Kind.DEVICE, 0));
    private static final NativeLibvirt.MetadataFunction METADATA = (_, domain, _, _, opaque) -> of(opaque, events -> events.tell(domain, DomainEvent.Kind.METADATA, 0));
    private static final NativeLibvirt.BlockJobFunction BLOCK_JOB = (_, domain, _, _, _, opaque) -> of(opaque, events -> events.tell(domain, DomainEvent.Kind.BLOCK_JOB, 0));
    private static final NativeLibvirt.AgentFunction AGENT = (_, domain, _, _, opaque) -> of(opaque, events -> events.tell(domain, DomainEvent.Kind.AGENT, 0));
    private static final NativeLibvirt.BalloonFunction BALLOON = (_, domain, _, opaque) -> of(opaque, events -> events.tell(domain, DomainEvent.Kind.BALLOON, 0));
    private static final Map<Integer, Callback> CALLBACKS = Map.of(NativeLibvirt.EVENT_LIFECYCLE, LIFECYCLE, NativeLibvirt.EVENT_REBOOT, REBOOT,
            NativeLibvirt.EVENT_DEVICE_ADDED, DEVICE, NativeLibvirt.EVENT_DEVICE_REMOVED, DEVICE, NativeLibvirt.EVENT_METADATA_CHANGE, METADATA,
            NativeLibvirt.EVENT_BLOCK_JOB_2, BLOCK_JOB, NativeLibvirt.EVENT_AGENT_LIFECYCLE, AGENT, NativeLibvirt.EVENT_BALLOON_CHANGE, BALLOON);
    private static final NativeLibvirt.PoolLifecycleFunction POOL = (_, _, _, _, opaque) -> of(opaque, Events::tellPools);
    private static final NativeLibvirt.PoolFunction POOL_REFRESH = (_, _, opaque) -> of(opaque, Events::tellPools);
    private static final Map<Integer, Callback> POOL_CALLBACKS = Map.of(NativeLibvirt.POOL_EVENT_LIFECYCLE, POOL, NativeLibvirt.POOL_EVENT_REFRESH, POOL_REFRESH);

    /// QEMU's SHUTDOWN event tells why it ends (qapi/run-state.json: guest-reset, host-qmp-system-reset, …); libvirt's own events do not.
    private static final Optional<NativeQemu> QEMU = NativeQemu.load();
    private static final NativeQemu.MonitorFunction SHUTDOWN = (_, domain, _, _, _, details, opaque) -> {
        if (details != null && details.getString(0, "UTF-8").contains("-reset\"")) of(opaque, events -> events.tell(domain, DomainEvent.Kind.ENDED_BY_RESET, 0));
    };

    private final Session session;
    private final NativeLibvirt libvirt;
    private final ConnectionPointer connection;
    private final long number = NUMBERS.incrementAndGet();
    private final List<Integer> registrations = new ArrayList<>();
    private final List<Consumer<DomainEvent>> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> closeListeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> poolListeners = new CopyOnWriteArrayList<>();
    private final List<Integer> poolRegistrations = new ArrayList<>();
    private boolean closeRegistered;
    private int shutdown = -1;

    Events(Session session) {
        this.session = session;
        this.libvirt = session.libvirt();
        this.connection = session.pointer();
        LISTENING.put(number, this);
    }

    void add(Consumer<DomainEvent> listener) throws FailedException {
        session.call(Action.READ, () -> {
            if (!listen(listener)) throw session.failure(Action.READ);
            return null;
        });
    }

    /// @return false where libvirt refused
    private synchronized boolean listen(Consumer<DomainEvent> listener) {
        listeners.add(listener);
        if (!registrations.isEmpty()) return true;
        int lifecycle = register(NativeLibvirt.EVENT_LIFECYCLE);
        if (lifecycle < 0) {
            listeners.remove(listener);
            return false;
        }
        registrations.add(lifecycle);
        // A driver may lack the others: what they tell is then seen at the next look.
        for (int event : CALLBACKS.keySet()) {
            int registration = event == NativeLibvirt.EVENT_LIFECYCLE ? -1 : register(event);
            if (registration >= 0) registrations.add(registration);
        }
        shutdown = QEMU.map(qemu -> qemu.virConnectDomainQemuMonitorEventRegister(connection, null, "SHUTDOWN", SHUTDOWN, opaque(), null, 0)).orElse(-1);
        return true;
    }

    synchronized void remove(Consumer<DomainEvent> listener) {
        listeners.remove(listener);
    }

    void await() {
        try {
            EventLoop.turn();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void addClosed(Runnable listener) throws FailedException {
        session.call(Action.READ, () -> {
            // A driver inside this process has no connection that could break.
            if (!listenClosed(listener) && VirError.last(libvirt).code() != LibvirtFailure.NO_SUPPORT) throw session.failure(Action.READ);
            return null;
        });
    }

    /// @return false where libvirt refused
    private synchronized boolean listenClosed(Runnable listener) {
        if (!closeRegistered && libvirt.virConnectRegisterCloseCallback(connection, CLOSED, opaque(), null) < 0) return false;
        closeRegistered = true;
        closeListeners.add(listener);
        return true;
    }

    /// Told when a storage pool comes, goes, starts, stops or was looked through; never where the driver has none.
    void addPools(Runnable listener) throws FailedException {
        session.call(Action.READ, () -> {
            listenPools(listener);
            return null;
        });
    }

    private synchronized void listenPools(Runnable listener) {
        poolListeners.add(listener);
        if (!poolRegistrations.isEmpty()) return;
        POOL_CALLBACKS.forEach((event, callback) -> {
            int registration = libvirt.virConnectStoragePoolEventRegisterAny(connection, null, event, callback, opaque(), null);
            if (registration >= 0) poolRegistrations.add(registration);
        });
    }

    /// Before the connection is closed: a registered callback would hold it, sockets and all, for ever.
    synchronized void stop() {
        LISTENING.remove(number);
        // Answers "client socket is closed" on a broken connection, but does let go of it.
        for (int registration : registrations) libvirt.virConnectDomainEventDeregisterAny(connection, registration);
        registrations.clear();
        for (int registration : poolRegistrations) libvirt.virConnectStoragePoolEventDeregisterAny(connection, registration);
        poolRegistrations.clear();
        if (shutdown >= 0) QEMU.ifPresent(qemu -> qemu.virConnectDomainQemuMonitorEventDeregister(connection, shutdown));
        shutdown = -1;
        if (closeRegistered) libvirt.virConnectUnregisterCloseCallback(connection, CLOSED);
        closeRegistered = false;
    }

    private int register(int event) {
        return libvirt.virConnectDomainEventRegisterAny(connection, null, event, CALLBACKS.get(event), opaque(), null);
    }

    private Pointer opaque() {
        return new Pointer(number);
    }

    private void tell(Pointer domain, DomainEvent.Kind kind, int detail) {
        DomainEvent event = new DomainEvent(PerDomain.uuid(domain), libvirt.virDomainGetName(domain), kind, detail);
        for (Consumer<DomainEvent> listener : listeners) guarded(() -> listener.accept(event));
    }

    private void tellPools() {
        poolListeners.forEach(Events::guarded);
    }

    private void tellClosed() {
        closeListeners.forEach(Events::guarded);
    }

    private static void of(Pointer opaque, Consumer<Events> action) {
        Events events = LISTENING.get(Pointer.nativeValue(opaque));
        if (events != null) guarded(() -> action.accept(events));
    }

    /// One listener's fault is neither the other listeners' nor libvirt's.
    private static void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            System.getLogger(Events.class.getName()).log(Level.ERROR, "a listener of libvirt's events", e);
        }
    }
}
