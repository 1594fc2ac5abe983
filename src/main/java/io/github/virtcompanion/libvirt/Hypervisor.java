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

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// One open libvirt connection, in records and strings.
///
/// All calls block and belong on the connection's own platform thread: libvirt keeps the last error per OS thread, and a
/// hung host must hold up nothing else. A [FailedException] says what happened, with libvirt's own words in the details;
/// the code that libvirt gave is in [LibvirtFailure].
public interface Hypervisor extends AutoCloseable {
    String uri();

    /// "QEMU", "Test", …
    String driver() throws FailedException;

    /// `libvirt 9.0.0`, in numbers: 9000000.
    long libvirtVersion() throws FailedException;

    boolean readOnly();

    /// All domains, active or not, in one round trip where the driver can.
    List<DomainInfo> domains() throws FailedException;

    /// Empty when there is no such domain (any more).
    Optional<DomainInfo> domain(String uuid) throws FailedException;

    /// The definition used at the next start, with passwords (INACTIVE | SECURE) unless the connection is read-only, and with what
    /// libvirt keeps [io.github.virtcompanion.model.Beside] it; [#define] and [#redefine] take it so.
    String storedXml(String uuid) throws FailedException;

    /// The same without what is kept beside it, which saves a round trip.
    String definition(String uuid) throws FailedException;

    /// The definition the domain runs with, with passwords unless the connection is read-only.
    String liveXml(String uuid) throws FailedException;

    /// Validated against libvirt's schema first where the driver can (VIR_DOMAIN_DEFINE_VALIDATE); where the schema's
    /// complaint is vague, the failure carries the clearer words of the definition parser.
    /// @return the domain's uuid
    String define(String xml) throws FailedException;

    /// For a text that libvirt itself wrote, edited where its parser checks each value: without the schema it takes one
    /// millisecond instead of ten, in which nobody else's edit should fall.
    /// @return the domain's uuid
    String redefine(String xml) throws FailedException;

    /// Puts one device into the stored definition, in the place of the disk with the same target, the network card with the same address
    /// or the display of the same type. libvirt reads, edits and stores under its own lock: whatever else others change at that moment stays.
    ///
    /// @return whether the driver can do that; nothing was done where it cannot
    boolean redefineDevice(String uuid, String device) throws FailedException;

    /// Words about a machine, which it does not notice.
    enum Words {
        DESCRIPTION, TITLE;

        public String element() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// Sets them where they are stored, and in the running machine as well; under libvirt's lock as [#redefineDevice].
    ///
    /// @param text without one they are taken away
    boolean describe(String uuid, Words words, Optional<String> text) throws FailedException;

    /// What the machine is given at its next start, at most what it has; under libvirt's lock as [#redefineDevice].
    boolean setStoredMemory(String uuid, long kib) throws FailedException;

    /// How many processors are switched on at the next start; under libvirt's lock as [#redefineDevice].
    boolean setStoredProcessors(String uuid, int count) throws FailedException;

    /// Changes a running machine, without a pause; what is stored stays. Asks QEMU: waits for a hung one.
    void alter(String uuid, LiveCall call) throws FailedException;

    /// Starts a machine that is stored nowhere and ends with this connection at the latest.
    /// @return its uuid
    String startTransient(String xml) throws FailedException;

    /// Starts a machine with this definition for one run, and lets it live on without this connection. One that is stored
    /// stays stored as it is: what is given here ends with the run. A managed save image is neither used nor removed.
    /// @return its uuid
    String startOnce(String xml) throws FailedException;

    void undefine(String uuid) throws FailedException;

    /// Forgets a domain, with its saved memory, what is known of its snapshots, its firmware's variables and its TPM. Disk images stay.
    void delete(String uuid) throws FailedException;

    /// Only of one that is off.
    void rename(String uuid, String name) throws FailedException;

    void setAutostart(String uuid, boolean on) throws FailedException;

    /// Sets one element of the domain's `<metadata>`, stored and live; libvirt keeps it for whoever knows its namespace.
    ///
    /// @param key     prefix for it
    /// @param element without one it is taken away
    void setMetadata(String uuid, String key, String namespace, Optional<String> element) throws FailedException;

    /// What libvirt's storage knows of an image; unknown where no pool holds it.
    Fact<VolumeInfo> volume(String path) throws FailedException;

    /// Deletes a disk image for good, through libvirt's storage.
    void deleteVolume(String path) throws FailedException;

    /// @return libvirt's capabilities document
    String capabilities() throws FailedException;

    /// Any argument may be empty: libvirt's own default is then taken.
    /// @return the domain capabilities document
    String domainCapabilities(String emulator, String arch, String machineType, String virtType) throws FailedException;

    /// What the firmware's tables (SMBIOS) say of the host, as a `<sysinfo>` document. Refused where the driver has none.
    String sysinfo() throws FailedException;

    /// Processors and memory of the host (virNodeGetInfo); its model is what the driver calls it, on x86 the architecture.
    NodeInfo node() throws FailedException;

    /// The XML of each storage pool, active or not.
    List<String> storagePools() throws FailedException;

    /// CPU time and memory of active domains, never waiting for a hung guest. One round trip a running domain.
    List<DomainUsage> usage() throws FailedException;

    /// What was asked for of active domains, in one round trip. A guest whose QEMU hangs holds up a call that [Gauge#asksGuest],
    /// the first one for ever; those after it, through other connections, leave that guest out.
    ///
    /// @param only one domain's uuid; empty for all
    List<DomainUsage> usage(Set<Gauge> gauges, Optional<String> only) throws FailedException;

    /// IP addresses that the host's own DHCP server has given out to a domain; waits for no guest.
    List<String> addresses(String uuid) throws FailedException;

    /// Bytes that a running machine has written to all its disks since it was started or resumed. Asks QEMU: waits for a hung one.
    long written(String uuid) throws FailedException;

    /// The XML of each snapshot of the domain.
    List<String> snapshots(String uuid) throws FailedException;

    void start(String uuid) throws FailedException;

    /// Asks the guest to power off.
    void shutdown(String uuid) throws FailedException;

    void reboot(String uuid) throws FailedException;

    void reset(String uuid) throws FailedException;

    /// Pulls the plug.
    void destroy(String uuid) throws FailedException;

    void suspend(String uuid) throws FailedException;

    void resume(String uuid) throws FailedException;

    void managedSave(String uuid) throws FailedException;

    /// How far the save of a guest that is under way on another thread has come; empty where none is.
    Optional<SaveProgress> saveProgress(String uuid) throws FailedException;

    /// Ends the save that is under way on another thread: its call fails, and the guest goes on.
    void abortJob(String uuid) throws FailedException;

    void managedSaveRemove(String uuid) throws FailedException;

    /// The definition that the managed save image was saved under and will resume with, with passwords unless read-only.
    String managedSaveXml(String uuid) throws FailedException;

    /// Changes that definition; libvirt refuses what the saved guest would notice (type, CPU, devices).
    void defineManagedSave(String uuid, String xml) throws FailedException;

    /// Called for every event, on libvirt's event thread: hand over and return at once.
    void onEvent(Consumer<DomainEvent> listener) throws FailedException;

    /// That listener is called no more.
    void forget(Consumer<DomainEvent> listener);

    /// Returns when the listeners have been told of everything that happened before the last answer of this connection.
    void awaitEvents();

    /// Called when a storage pool comes, goes or changes, on libvirt's event thread: hand over and return at once.
    void onPools(Runnable listener) throws FailedException;

    /// Called once if the connection breaks (the daemon ended, or a hung host missed its keepalives), on the thread that
    /// noticed it, which may be one inside another call of this connection: hand over and return at once, and never call
    /// [#close] from it. Never called for drivers inside this process.
    void onClosed(Runnable listener) throws FailedException;

    /// Waits for a call that is under way on another thread. May be called twice; every later call fails.
    @Override
    void close();
}
