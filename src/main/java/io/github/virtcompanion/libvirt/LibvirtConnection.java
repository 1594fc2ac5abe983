package io.github.virtcompanion.libvirt;

import io.github.virtcompanion.model.DomainEvent;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainUsage;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Gauge;
import io.github.virtcompanion.model.LiveCall;
import io.github.virtcompanion.model.NodeInfo;
import io.github.virtcompanion.model.SaveProgress;
import io.github.virtcompanion.model.VolumeInfo;
import org.libvirt.Domain;
import org.libvirt.jna.ConnectionPointer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// [Hypervisor] by way of [NativeLibvirt]: hands each call to the one whose topic it is.
final class LibvirtConnection implements Hypervisor {
    private final Session session;
    private final boolean readOnly;
    private final Node node;
    private final Domains domains;
    private final Documents documents;
    private final Definitions definitions;
    private final LiveEdits edits;
    private final Control control;
    private final Usages usages;
    private final Volumes volumes;
    private final Events events;

    LibvirtConnection(NativeLibvirt libvirt, ConnectionPointer pointer, String uri, boolean readOnly) {
        this.session = new Session(libvirt, pointer, uri);
        this.readOnly = readOnly;
        this.node = new Node(session);
        this.domains = new Domains(session);
        this.documents = new Documents(session, readOnly);
        this.definitions = new Definitions(session);
        this.edits = new LiveEdits(session);
        this.control = new Control(session);
        this.usages = new Usages(session);
        this.volumes = new Volumes(session);
        this.events = new Events(session);
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
        return node.driver();
    }

    @Override
    public long libvirtVersion() throws FailedException {
        return node.libvirtVersion();
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
        return usages.basic();
    }

    @Override
    public List<DomainUsage> usage(Set<Gauge> gauges, Optional<String> only) throws FailedException {
        return usages.asked(gauges, only);
    }

    @Override
    public String storedXml(String uuid) throws FailedException {
        return documents.stored(uuid);
    }

    @Override
    public String definition(String uuid) throws FailedException {
        return documents.definition(uuid);
    }

    @Override
    public String liveXml(String uuid) throws FailedException {
        return documents.live(uuid);
    }

    @Override
    public String define(String xml) throws FailedException {
        return definitions.define(xml);
    }

    @Override
    public String redefine(String xml) throws FailedException {
        return definitions.redefine(xml);
    }

    @Override
    public boolean redefineDevice(String uuid, String device) throws FailedException {
        return definitions.redefineDevice(uuid, device);
    }

    @Override
    public boolean describe(String uuid, Words words, Optional<String> text) throws FailedException {
        return definitions.describe(uuid, words, text);
    }

    @Override
    public boolean setStoredMemory(String uuid, long kib) throws FailedException {
        return definitions.setStoredMemory(uuid, kib);
    }

    @Override
    public boolean setStoredProcessors(String uuid, int count) throws FailedException {
        return definitions.setStoredProcessors(uuid, count);
    }

    @Override
    public void alter(String uuid, LiveCall call) throws FailedException {
        edits.apply(uuid, call);
    }

    @Override
    public String startTransient(String xml) throws FailedException {
        return definitions.start(xml, NativeLibvirt.START_AUTODESTROY);
    }

    @Override
    public String startOnce(String xml) throws FailedException {
        return definitions.start(xml, 0);
    }

    @Override
    public void delete(String uuid) throws FailedException {
        definitions.delete(uuid);
    }

    @Override
    public void rename(String uuid, String name) throws FailedException {
        definitions.rename(uuid, name);
    }

    @Override
    public void setAutostart(String uuid, boolean on) throws FailedException {
        definitions.setAutostart(uuid, on);
    }

    @Override
    public void setMetadata(String uuid, String key, String namespace, Optional<String> element) throws FailedException {
        definitions.setMetadata(uuid, key, namespace, element);
    }

    @Override
    public Fact<VolumeInfo> volume(String path) throws FailedException {
        return volumes.look(path);
    }

    @Override
    public boolean createVolume(String path, byte[] content) throws FailedException {
        return volumes.create(path, content);
    }

    @Override
    public void deleteVolume(String path, long bytes) throws FailedException {
        volumes.delete(path, bytes);
    }

    @Override
    public void deleteVolume(String path) throws FailedException {
        volumes.delete(path);
    }

    @Override
    public List<String> addresses(String uuid) throws FailedException {
        return domains.addresses(uuid);
    }

    @Override
    public String capabilities() throws FailedException {
        return node.capabilities();
    }

    @Override
    public String domainCapabilities(String emulator, String arch, String machineType, String virtType) throws FailedException {
        return node.domainCapabilities(emulator, arch, machineType, virtType);
    }

    @Override
    public String sysinfo() throws FailedException {
        return node.sysinfo();
    }

    @Override
    public NodeInfo node() throws FailedException {
        return node.info();
    }

    @Override
    public List<String> storagePools() throws FailedException {
        return volumes.pools();
    }

    @Override
    public long written(String uuid) throws FailedException {
        return control.written(uuid);
    }

    @Override
    public List<String> snapshots(String uuid) throws FailedException {
        return domains.snapshots(uuid);
    }

    @Override
    public void start(String uuid) throws FailedException {
        control.run(uuid, Action.START, Domain::create);
    }

    @Override
    public void shutdown(String uuid) throws FailedException {
        control.run(uuid, Action.CONTROL, Domain::shutdown);
    }

    @Override
    public void reboot(String uuid) throws FailedException {
        control.run(uuid, Action.CONTROL, domain -> domain.reboot(0));
    }

    @Override
    public void reset(String uuid) throws FailedException {
        control.run(uuid, Action.CONTROL, Domain::reset);
    }

    @Override
    public void destroy(String uuid) throws FailedException {
        control.run(uuid, Action.CONTROL, Domain::destroy);
    }

    @Override
    public void suspend(String uuid) throws FailedException {
        control.run(uuid, Action.CONTROL, Domain::suspend);
    }

    @Override
    public void resume(String uuid) throws FailedException {
        control.run(uuid, Action.CONTROL, Domain::resume);
    }

    @Override
    public void managedSave(String uuid) throws FailedException {
        control.run(uuid, Action.CONTROL, Domain::managedSave);
    }

    @Override
    public Optional<SaveProgress> saveProgress(String uuid) throws FailedException {
        return control.saveProgress(uuid);
    }

    @Override
    public void abortJob(String uuid) throws FailedException {
        control.run(uuid, Action.CONTROL, Domain::abortJob);
    }

    @Override
    public void managedSaveRemove(String uuid) throws FailedException {
        control.run(uuid, Action.CONTROL, Domain::managedSaveRemove);
    }

    @Override
    public String managedSaveXml(String uuid) throws FailedException {
        return documents.saved(uuid);
    }

    @Override
    public void defineManagedSave(String uuid, String xml) throws FailedException {
        definitions.defineSaved(uuid, xml);
    }

    @Override
    public void onEvent(Consumer<DomainEvent> listener) throws FailedException {
        events.add(listener);
    }

    @Override
    public void forget(Consumer<DomainEvent> listener) {
        events.remove(listener);
    }

    @Override
    public void awaitEvents() {
        events.await();
    }

    @Override
    public void onPools(Runnable listener) throws FailedException {
        events.addPools(listener);
    }

    @Override
    public void onClosed(Runnable listener) throws FailedException {
        events.addClosed(listener);
    }

    @Override
    public void close() {
        closeAndCount();
    }

    /// @return references that are left: 0, or the connection has leaked
    int closeAndCount() {
        return session.close(events);
    }
}
