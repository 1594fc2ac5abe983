package io.github.virtcompanion.libvirt;

import com.sun.jna.ptr.PointerByReference;
import io.github.virtcompanion.model.DomainEvent;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainUsage;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.NodeInfo;
import org.libvirt.Bridge;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.libvirt.jna.CString;
import org.libvirt.jna.DomainPointer;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// [Hypervisor] on libvirt-java's Connect and Domain, and [NativeLibvirt] for the rest.
final class LibvirtConnection implements Hypervisor {
    private final NativeLibvirt libvirt;
    private final Session session;
    private final boolean readOnly;
    private final Domains domains;
    private final Events events;

    LibvirtConnection(NativeLibvirt libvirt, Connect connect, String uri, boolean readOnly) {
        this.libvirt = libvirt;
        this.session = new Session(libvirt, connect, uri);
        this.readOnly = readOnly;
        this.domains = new Domains(session);
        this.events = new Events(libvirt, session.pointer());
    }

    @Override
    public String uri() {
        return session.uri();
    }

    @Override
    public boolean readOnly() {
        return readOnly;
    }

    @Override
    public String driver() throws FailedException {
        return session.call(Action.READ, session.connect()::getType);
    }

    @Override
    public long libvirtVersion() throws FailedException {
        return session.call(Action.READ, session.connect()::getLibVersion);
    }

    @Override
    public List<DomainInfo> domains() throws FailedException {
        return domains.all();
    }

    @Override
    public Optional<DomainInfo> domain(String uuid) throws FailedException {
        return domains.one(uuid);
    }

    @Override
    public List<DomainUsage> usage() throws FailedException {
        return domains.usage();
    }

    @Override
    public String storedXml(String uuid) throws FailedException {
        return session.onDomain(uuid, Action.READ, domain -> domain.getXMLDesc(NativeLibvirt.XML_INACTIVE | secure()));
    }

    @Override
    public String liveXml(String uuid) throws FailedException {
        return session.onDomain(uuid, Action.READ, domain -> domain.getXMLDesc(secure()));
    }

    @Override
    public String define(String xml) throws FailedException {
        return session.call(Action.DEFINE, () -> {
            DomainPointer defined = libvirt.virDomainDefineXMLFlags(session.pointer(), xml, NativeLibvirt.DEFINE_VALIDATE);
            if (defined == null) {
                VirError refused = VirError.last(libvirt);
                if (refused.code() == LibvirtFailure.XML_INVALID_SCHEMA) throw Failures.exception(parsersWords(xml, refused), session.uri(), Action.DEFINE);
                if (!cannotValidate(refused)) throw Failures.exception(refused, session.uri(), Action.DEFINE);
                defined = libvirt.virDomainDefineXML(session.pointer(), xml);
                if (defined == null) throw session.failure(Action.DEFINE);
            }
            return uuidOf(defined);
        });
    }

    @Override
    public String startTransient(String xml) throws FailedException {
        return create(xml, NativeLibvirt.START_AUTODESTROY);
    }

    @Override
    public String startOnce(String xml) throws FailedException {
        return create(xml, 0);
    }

    private String create(String xml, int flags) throws FailedException {
        return session.call(Action.START, () -> {
            DomainPointer started = libvirt.virDomainCreateXML(session.pointer(), xml, flags);
            if (started == null) throw session.failure(Action.START);
            return uuidOf(started);
        });
    }

    /// Frees the handle.
    private String uuidOf(DomainPointer pointer) throws LibvirtException {
        Domain domain = Bridge.domain(session.connect(), pointer);
        try {
            return domain.getUUIDString();
        } finally {
            Session.free(domain);
        }
    }

    /// What the parser says of a document that the schema refused: it names attribute and value, the schema only the element.
    /// Asked by way of a conversion to a command line, which parses and stores nothing; a plain define would take the
    /// document and drop what it does not know. Where it finds no fault (or the driver has no such call), the schema's words stay.
    private VirError parsersWords(String xml, VirError schemas) {
        CString line = libvirt.virConnectDomainXMLToNative(session.pointer(), "qemu-argv", xml, 0);
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
        return session.call(Action.READ, session.connect()::getCapabilities);
    }

    @Override
    public String domainCapabilities(String emulator, String arch, String machineType, String virtType) throws FailedException {
        return session.call(Action.READ, () -> session.text(libvirt.virConnectGetDomainCapabilities(session.pointer(), orNull(emulator), orNull(arch), orNull(machineType), orNull(virtType), 0)));
    }

    @Override
    public String sysinfo() throws FailedException {
        return session.call(Action.READ, () -> session.text(libvirt.virConnectGetSysinfo(session.pointer(), 0)));
    }

    @Override
    public NodeInfo node() throws FailedException {
        return session.call(Action.READ, () -> {
            org.libvirt.NodeInfo info = session.connect().nodeInfo();
            return new NodeInfo(info.model, info.memory, info.cpus, info.mhz, info.nodes, info.sockets, info.cores, info.threads);
        });
    }

    @Override
    public List<String> storagePools() throws FailedException {
        return session.call(Action.READ, () -> {
            PointerByReference list = new PointerByReference();
            int count = libvirt.virConnectListAllStoragePools(session.pointer(), list, 0);
            if (count < 0) throw session.failure(Action.READ);
            // One that was deleted meanwhile is none any more.
            return Handles.readAndFree(list.getValue(), count, pool -> Optional.ofNullable(libvirt.virStoragePoolGetXMLDesc(pool, 0)).map(CString::toString),
                    libvirt::virStoragePoolFree).stream().flatMap(Optional::stream).toList();
        });
    }

    @Override
    public long written(String uuid) throws FailedException {
        // An empty name stands for all disks together.
        return session.onDomain(uuid, Action.READ, domain -> domain.blockStats("").wr_bytes);
    }

    @Override
    public List<String> snapshots(String uuid) throws FailedException {
        return session.onDomain(uuid, Action.READ, domain -> {
            PointerByReference list = new PointerByReference();
            int count = libvirt.virDomainListAllSnapshots(Bridge.pointer(domain), list, 0);
            if (count < 0) {
                if (VirError.last(libvirt).code() == LibvirtFailure.NO_SUPPORT) return List.of();
                throw session.failure(Action.READ);
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
        return session.onDomain(uuid, Action.READ, domain -> session.text(libvirt.virDomainManagedSaveGetXMLDesc(Bridge.pointer(domain), secure())));
    }

    @Override
    public void defineManagedSave(String uuid, String xml) throws FailedException {
        session.onDomain(uuid, Action.DEFINE, domain -> {
            if (libvirt.virDomainManagedSaveDefineXML(Bridge.pointer(domain), xml, 0) < 0) throw session.failure(Action.DEFINE);
            return null;
        });
    }

    @Override
    public void onEvent(Consumer<DomainEvent> listener) throws FailedException {
        session.call(Action.READ, () -> {
            if (!events.add(listener)) throw session.failure(Action.READ);
            return null;
        });
    }

    @Override
    public void onClosed(Runnable listener) throws FailedException {
        session.call(Action.READ, () -> {
            // A driver inside this process has no connection that could break.
            if (!events.addClosed(listener) && VirError.last(libvirt).code() != LibvirtFailure.NO_SUPPORT) throw session.failure(Action.READ);
            return null;
        });
    }

    @Override
    public void close() {
        closeAndCount();
    }

    /// @return references that are left: 0, or the connection has leaked
    int closeAndCount() {
        return session.close(events);
    }

    private int secure() {
        return readOnly ? 0 : NativeLibvirt.XML_SECURE;
    }

    private static String orNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private void control(String uuid, Action action, Step step) throws FailedException {
        session.onDomain(uuid, action, domain -> {
            step.run(domain);
            return null;
        });
    }

    private interface Step {
        void run(Domain domain) throws LibvirtException;
    }
}
