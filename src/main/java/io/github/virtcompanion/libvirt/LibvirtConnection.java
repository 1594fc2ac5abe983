package io.github.virtcompanion.libvirt;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import io.github.virtcompanion.model.DomainEvent;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.DomainUsage;
import io.github.virtcompanion.model.FailedException;
import org.libvirt.Bridge;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.libvirt.jna.CString;
import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.DomainPointer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;

/// [Hypervisor] on libvirt-java's Connect. Calls share a lock that close takes alone: libvirt frees the connection under a
/// running call otherwise.
final class LibvirtConnection implements Hypervisor {
    private static final int INFO_SIZE = 40;
    private static final VirError CLOSED = new VirError(LibvirtFailure.INVALID_CONNECTION, 0, "the connection is closed");

    private final NativeLibvirt libvirt;
    private final Connect connect;
    private final String uri;
    private final boolean readOnly;
    private final Events events;
    private final ReadWriteLock lock = new ReentrantReadWriteLock(true);
    private boolean closed;

    LibvirtConnection(NativeLibvirt libvirt, Connect connect, String uri, boolean readOnly) {
        this.libvirt = libvirt;
        this.connect = connect;
        this.uri = uri;
        this.readOnly = readOnly;
        this.events = new Events(libvirt, pointer());
        try {
            // A host that hangs is noticed after 15 to 20 seconds, and the call that waits for it returns.
            connect.setKeepAlive(5, 3);
        } catch (LibvirtException _) {
            // Drivers inside this process (test:) have nothing to keep alive.
        }
    }

    @Override
    public String uri() {
        return uri;
    }

    @Override
    public boolean readOnly() {
        return readOnly;
    }

    @Override
    public String driver() throws FailedException {
        return call(Action.READ, connect::getType);
    }

    @Override
    public long libvirtVersion() throws FailedException {
        return call(Action.READ, connect::getLibVersion);
    }

    @Override
    public List<DomainInfo> domains() throws FailedException {
        return call(Action.READ, () -> {
            List<StatsRecord> states = StatsRecord.ofAll(libvirt, pointer(), NativeLibvirt.STATS_STATE, 0);
            if (states == null) {
                if (VirError.last(libvirt).code() != LibvirtFailure.NO_SUPPORT) throw failure(Action.READ);
                return domainsOneByOne();
            }
            Set<String> saved = uuids(NativeLibvirt.LIST_MANAGED_SAVE);
            Set<String> autostarted = uuids(NativeLibvirt.LIST_AUTOSTART);
            Set<String> passing = uuids(NativeLibvirt.LIST_TRANSIENT);
            return states.stream().map(state -> new DomainInfo(state.uuid(), state.name(),
                    DomainState.ofLibvirt((int) state.number("state.state", 0)), (int) state.number("state.reason", 0),
                    !passing.contains(state.uuid()), saved.contains(state.uuid()), autostarted.contains(state.uuid()))).toList();
        });
    }

    /// For the drivers without virConnectGetAllDomainStats (Xen, VirtualBox, …).
    private List<DomainInfo> domainsOneByOne() throws FailedException, LibvirtException {
        List<DomainInfo> found = new ArrayList<>();
        for (String uuid : uuids(0)) domain(uuid).ifPresent(found::add);
        return found;
    }

    @Override
    public Optional<DomainInfo> domain(String uuid) throws FailedException {
        try {
            return Optional.of(onDomain(uuid, Action.READ, domain -> {
                IntByReference state = new IntByReference();
                IntByReference reason = new IntByReference();
                if (libvirt.virDomainGetState(Bridge.pointer(domain), state, reason, 0) < 0) throw failure(Action.READ);
                return new DomainInfo(uuid, libvirt.virDomainGetName(Bridge.pointer(domain).getPointer()), DomainState.ofLibvirt(state.getValue()), reason.getValue(),
                        domain.isPersistent() == 1, supported(() -> domain.hasManagedSaveImage() == 1, false), supported(domain::getAutostart, false));
            }));
        } catch (FailedException e) {
            if (LibvirtFailure.of(e).code() == LibvirtFailure.NO_DOMAIN) return Optional.empty();
            throw e;
        }
    }

    @Override
    public String storedXml(String uuid) throws FailedException {
        return onDomain(uuid, Action.READ, domain -> domain.getXMLDesc(NativeLibvirt.XML_INACTIVE | secure()));
    }

    @Override
    public String liveXml(String uuid) throws FailedException {
        return onDomain(uuid, Action.READ, domain -> domain.getXMLDesc(secure()));
    }

    @Override
    public String define(String xml) throws FailedException {
        return call(Action.DEFINE, () -> {
            DomainPointer defined = libvirt.virDomainDefineXMLFlags(pointer(), xml, NativeLibvirt.DEFINE_VALIDATE);
            if (defined == null) {
                VirError refused = VirError.last(libvirt);
                if (refused.code() == LibvirtFailure.XML_INVALID_SCHEMA) throw Failures.exception(parsersWords(xml, refused), uri, Action.DEFINE);
                if (!cannotValidate(refused)) throw Failures.exception(refused, uri, Action.DEFINE);
                defined = libvirt.virDomainDefineXML(pointer(), xml);
                if (defined == null) throw failure(Action.DEFINE);
            }
            return uuidOf(defined);
        });
    }

    @Override
    public String startTransient(String xml) throws FailedException {
        return call(Action.START, () -> {
            DomainPointer started = libvirt.virDomainCreateXML(pointer(), xml, NativeLibvirt.START_AUTODESTROY);
            if (started == null) throw failure(Action.START);
            return uuidOf(started);
        });
    }

    /// Frees the handle.
    private String uuidOf(DomainPointer pointer) throws LibvirtException {
        Domain domain = Bridge.domain(connect, pointer);
        try {
            return domain.getUUIDString();
        } finally {
            free(domain);
        }
    }

    /// What the parser says of a document that the schema refused: it names attribute and value, the schema only the element.
    /// Asked by way of a conversion to a command line, which parses and stores nothing; a plain define would take the
    /// document and drop what it does not know. Where it finds no fault (or the driver has no such call), the schema's words stay.
    private VirError parsersWords(String xml, VirError schemas) {
        CString line = libvirt.virConnectDomainXMLToNative(pointer(), "qemu-argv", xml, 0);
        if (line != null) {
            line.free();
            return schemas;
        }
        VirError parsers = VirError.last(libvirt);
        boolean clearer = parsers.code() == LibvirtFailure.XML_ERROR || parsers.code() == LibvirtFailure.CONFIG_UNSUPPORTED;
        return clearer ? new VirError(parsers.code(), parsers.domain(), parsers.message() + "\n" + schemas.message()) : schemas;
    }

    private static boolean cannotValidate(VirError error) {
        return error.code() == LibvirtFailure.NO_SUPPORT || error.code() == LibvirtFailure.INVALID_ARGUMENT && error.message().contains("unsupported flags");
    }

    @Override
    public void undefine(String uuid) throws FailedException {
        control(uuid, Action.CONTROL, Domain::undefine);
    }

    @Override
    public String capabilities() throws FailedException {
        return call(Action.READ, connect::getCapabilities);
    }

    @Override
    public String domainCapabilities(String emulator, String arch, String machineType, String virtType) throws FailedException {
        return call(Action.READ, () -> text(libvirt.virConnectGetDomainCapabilities(pointer(), orNull(emulator), orNull(arch), orNull(machineType), orNull(virtType), 0)));
    }

    /// virDomainGetInfo a domain, not the bulk call: for CPU numbers that one asks QEMU's monitor even with NOWAIT (tried with
    /// 9.0), so that one hung guest would hold up this connection for ever; and it takes 2 ms a guest, this 0.15 ms.
    @Override
    public List<DomainUsage> usage() throws FailedException {
        return call(Action.READ, () -> {
            Memory info = new Memory(INFO_SIZE);
            List<VirError> errors = new ArrayList<>();
            List<Optional<DomainUsage>> usages = each(NativeLibvirt.LIST_ACTIVE, domain -> {
                if (libvirt.virDomainGetInfo(domain, info) == 0) return Optional.of(usage(Handles.uuid(libvirt, domain), info));
                errors.add(VirError.last(libvirt));
                return Optional.empty();
            });
            // One that is gone since the list was made has no usage.
            for (VirError error : errors) if (error.code() != LibvirtFailure.NO_DOMAIN) throw Failures.exception(error, uri, Action.READ);
            return usages.stream().flatMap(Optional::stream).toList();
        });
    }

    /// struct virDomainInfo { uchar state; ulong maxMem, memory; ushort nrVirtCpu; ulonglong cpuTime; } on 64 bits.
    private static DomainUsage usage(String uuid, Memory info) {
        return new DomainUsage(uuid, info.getLong(32), Math.max(1, info.getShort(24)));
    }

    @Override
    public List<String> snapshots(String uuid) throws FailedException {
        return onDomain(uuid, Action.READ, domain -> {
            PointerByReference list = new PointerByReference();
            int count = libvirt.virDomainListAllSnapshots(Bridge.pointer(domain), list, 0);
            if (count < 0) {
                if (VirError.last(libvirt).code() == LibvirtFailure.NO_SUPPORT) return List.of();
                throw failure(Action.READ);
            }
            // One that was deleted meanwhile is none any more.
            return Handles.readAndFree(list.getValue(), count, snapshot -> Optional.ofNullable(libvirt.virDomainSnapshotGetXMLDesc(snapshot, 0)).map(CString::toString),
                    libvirt::virDomainSnapshotFree).stream().flatMap(Optional::stream).toList();
        });
    }

    @Override
    public void start(String uuid) throws FailedException {
        control(uuid, Action.START, Domain::create);
    }

    @Override
    public void shutdown(String uuid) throws FailedException {
        control(uuid, Action.CONTROL, Domain::shutdown);
    }

    @Override
    public void reboot(String uuid) throws FailedException {
        control(uuid, Action.CONTROL, domain -> domain.reboot(0));
    }

    @Override
    public void reset(String uuid) throws FailedException {
        control(uuid, Action.CONTROL, Domain::reset);
    }

    @Override
    public void destroy(String uuid) throws FailedException {
        control(uuid, Action.CONTROL, Domain::destroy);
    }

    @Override
    public void suspend(String uuid) throws FailedException {
        control(uuid, Action.CONTROL, Domain::suspend);
    }

    @Override
    public void resume(String uuid) throws FailedException {
        control(uuid, Action.CONTROL, Domain::resume);
    }

    @Override
    public void managedSave(String uuid) throws FailedException {
        control(uuid, Action.CONTROL, Domain::managedSave);
    }

    @Override
    public void managedSaveRemove(String uuid) throws FailedException {
        control(uuid, Action.CONTROL, Domain::managedSaveRemove);
    }

    @Override
    public String managedSaveXml(String uuid) throws FailedException {
        return onDomain(uuid, Action.READ, domain -> text(libvirt.virDomainManagedSaveGetXMLDesc(Bridge.pointer(domain), secure())));
    }

    @Override
    public void defineManagedSave(String uuid, String xml) throws FailedException {
        onDomain(uuid, Action.DEFINE, domain -> {
            if (libvirt.virDomainManagedSaveDefineXML(Bridge.pointer(domain), xml, 0) < 0) throw failure(Action.DEFINE);
            return null;
        });
    }

    @Override
    public void onEvent(Consumer<DomainEvent> listener) throws FailedException {
        call(Action.READ, () -> {
            if (!events.add(listener)) throw failure(Action.READ);
            return null;
        });
    }

    @Override
    public void onClosed(Runnable listener) throws FailedException {
        call(Action.READ, () -> {
            // A driver inside this process has no connection that could break.
            if (!events.addClosed(listener) && VirError.last(libvirt).code() != LibvirtFailure.NO_SUPPORT) throw failure(Action.READ);
            return null;
        });
    }

    @Override
    public void close() {
        closeAndCount();
    }

    /// @return references that are left: 0, or the connection has leaked
    int closeAndCount() {
        lock.writeLock().lock();
        try {
            if (closed) return 0;
            closed = true;
            events.stop();
            return connect.close();
        } catch (LibvirtException e) {
            System.getLogger(LibvirtConnection.class.getName()).log(System.Logger.Level.WARNING, "closing " + uri, e);
            return -1;
        } finally {
            lock.writeLock().unlock();
        }
    }

    private ConnectionPointer pointer() {
        return Bridge.pointer(connect);
    }

    private int secure() {
        return readOnly ? 0 : NativeLibvirt.XML_SECURE;
    }

    /// In one round trip.
    private Set<String> uuids(int filter) throws FailedException {
        return new LinkedHashSet<>(each(filter, domain -> Handles.uuid(libvirt, domain)));
    }

    private <T> List<T> each(int filter, Function<Pointer, T> read) throws FailedException {
        PointerByReference list = new PointerByReference();
        int count = libvirt.virConnectListAllDomains(pointer(), list, filter);
        if (count < 0) throw failure(Action.READ);
        return Handles.readAndFree(list.getValue(), count, read, libvirt::virDomainFree);
    }

    private String text(CString text) throws FailedException {
        if (text == null) throw failure(Action.READ);
        return text.toString();
    }

    private static String orNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /// Drivers lack what they have no use for.
    private <T> T supported(Call<T> call, T otherwise) throws FailedException, LibvirtException {
        try {
            return call.run();
        } catch (LibvirtException e) {
            if (VirError.last(libvirt).code() == LibvirtFailure.NO_SUPPORT) return otherwise;
            throw e;
        }
    }

    private void control(String uuid, Action action, Step step) throws FailedException {
        onDomain(uuid, action, domain -> {
            step.run(domain);
            return null;
        });
    }

    private <T> T onDomain(String uuid, Action action, OnDomain<T> what) throws FailedException {
        return call(action, () -> {
            DomainPointer found = libvirt.virDomainLookupByUUIDString(pointer(), uuid);
            if (found == null) throw failure(action);
            Domain domain = Bridge.domain(connect, found);
            try {
                return what.run(domain);
            } catch (LibvirtException _) {
                throw failure(action);
            } finally {
                free(domain);
            }
        });
    }

    private static void free(Domain domain) {
        try {
            domain.free();
        } catch (LibvirtException _) {
            // Only a handle that is none can be refused.
        }
    }

    private <T> T call(Action action, Call<T> call) throws FailedException {
        lock.readLock().lock();
        try {
            if (closed) throw Failures.exception(CLOSED, uri, action);
            return call.run();
        } catch (LibvirtException _) {
            throw failure(action);
        } finally {
            lock.readLock().unlock();
        }
    }

    private FailedException failure(Action action) {
        return Failures.exception(VirError.last(libvirt), uri, action);
    }

    private interface Call<T> {
        T run() throws LibvirtException, FailedException;
    }

    private interface OnDomain<T> {
        T run(Domain domain) throws LibvirtException, FailedException;
    }

    private interface Step {
        void run(Domain domain) throws LibvirtException;
    }
}
