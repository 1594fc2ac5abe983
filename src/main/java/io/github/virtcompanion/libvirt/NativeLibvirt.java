package io.github.virtcompanion.libvirt;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import org.libvirt.jna.CString;
import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.DomainPointer;

import java.util.Map;

/// The calls of libvirt that libvirt-java 0.5.4 lacks, and those that take text: libvirt-java passes strings in the
/// locale's charset, so that a definition with an accent would be damaged under `LANG=C`. Here it is always UTF-8.
///
/// A [CString] result is freed when it is turned into a String. Flags and numbers are those of libvirt's public headers.
interface NativeLibvirt extends Library {
    int CONNECT_RO = 1;
    int LIST_ACTIVE = 1;
    int LIST_TRANSIENT = 8;
    int LIST_MANAGED_SAVE = 256;
    int LIST_AUTOSTART = 1024;
    int STATS_STATE = 1;
    int STATS_BALLOON = 4;
    int STATS_INTERFACE = 16;
    int STATS_BLOCK = 32;
    /// VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT: leaves out what another call of the same domain is waiting for.
    int STATS_NOWAIT = 1 << 29;
    int DEFINE_VALIDATE = 1;
    /// VIR_DOMAIN_START_AUTODESTROY: it ends with the connection.
    int START_AUTODESTROY = 1 << 1;
    int XML_SECURE = 1;
    int XML_INACTIVE = 2;
    int EVENT_LIFECYCLE = 0;
    int EVENT_REBOOT = 1;
    int EVENT_BALLOON_CHANGE = 13;
    int EVENT_DEVICE_REMOVED = 15;
    int EVENT_BLOCK_JOB_2 = 16;
    int EVENT_AGENT_LIFECYCLE = 18;
    int EVENT_DEVICE_ADDED = 19;
    int EVENT_METADATA_CHANGE = 23;
    int POOL_EVENT_LIFECYCLE = 0;
    int POOL_EVENT_REFRESH = 1;
    int AFFECT_LIVE = 1;
    int AFFECT_CONFIG = 2;
    int METADATA_DESCRIPTION = 0;
    int METADATA_TITLE = 1;
    int METADATA_ELEMENT = 2;
    int ADDRESSES_LEASE = 0;

    /// @throws UnsatisfiedLinkError where libvirt's client library is not installed
    static NativeLibvirt load() {
        return Native.load("virt", NativeLibvirt.class, Map.of(OPTION_STRING_ENCODING, "UTF-8"));
    }

    int virInitialize();

    int virGetVersion(LongByReference library, Pointer driver, Pointer driverVersion);

    /// virErrorPtr of the calling thread's last call; null when it went well.
    Pointer virGetLastError();

    void virSetErrorFunc(Pointer user, ErrorFunction function);

    ConnectionPointer virConnectOpenAuth(String uri, Pointer auth, int flags);

    int virConnectListAllDomains(ConnectionPointer connection, PointerByReference domains, int flags);

    int virConnectGetAllDomainStats(ConnectionPointer connection, int groups, PointerByReference records, int flags);

    /// @param domains null-terminated array of handles
    int virDomainListGetStats(Pointer domains, int groups, PointerByReference records, int flags);

    void virDomainStatsRecordListFree(Pointer records);

    CString virConnectGetDomainCapabilities(ConnectionPointer connection, String emulator, String arch, String machine, String type, int flags);

    CString virConnectGetSysinfo(ConnectionPointer connection, int flags);

    int virConnectListAllStoragePools(ConnectionPointer connection, PointerByReference pools, int flags);

    CString virStoragePoolGetXMLDesc(Pointer pool, int flags);

    int virStoragePoolFree(Pointer pool);

    Pointer virStoragePoolCreateXML(ConnectionPointer connection, String xml, int flags);

    int virStoragePoolDestroy(Pointer pool);

    int virConnectStoragePoolEventRegisterAny(ConnectionPointer connection, Pointer allPools, int event, Callback function, Pointer opaque, Pointer free);

    int virConnectStoragePoolEventDeregisterAny(ConnectionPointer connection, int registration);

    Pointer virStorageVolLookupByPath(ConnectionPointer connection, String path);

    int virStorageVolGetInfo(Pointer volume, Pointer info);

    int virStorageVolDelete(Pointer volume, int flags);

    int virStorageVolFree(Pointer volume);

    CString virConnectDomainXMLToNative(ConnectionPointer connection, String format, String xml, int flags);

    int virConnectRegisterCloseCallback(ConnectionPointer connection, CloseFunction function, Pointer opaque, Pointer free);

    int virConnectUnregisterCloseCallback(ConnectionPointer connection, CloseFunction function);

    int virConnectDomainEventRegisterAny(ConnectionPointer connection, Pointer allDomains, int event, Callback function, Pointer opaque, Pointer free);

    int virConnectDomainEventDeregisterAny(ConnectionPointer connection, int registration);

    DomainPointer virDomainLookupByUUIDString(ConnectionPointer connection, String uuid);

    DomainPointer virDomainDefineXMLFlags(ConnectionPointer connection, String xml, int flags);

    DomainPointer virDomainDefineXML(ConnectionPointer connection, String xml);

    DomainPointer virDomainCreateXML(ConnectionPointer connection, String xml, int flags);

    int virDomainGetState(DomainPointer domain, IntByReference state, IntByReference reason, int flags);

    int virDomainGetInfo(Pointer domain, Pointer info);

    /// The name stays libvirt's.
    String virDomainGetName(Pointer domain);

    int virDomainUndefineFlags(DomainPointer domain, int flags);

    int virDomainRename(DomainPointer domain, String name, int flags);

    int virDomainSetAutostart(DomainPointer domain, int autostart);

    int virDomainUpdateDeviceFlags(DomainPointer domain, String xml, int flags);

    int virDomainSetMemoryFlags(DomainPointer domain, NativeLong kib, int flags);

    int virDomainSetVcpusFlags(DomainPointer domain, int count, int flags);

    /// @param map    null to ask for the number alone
    /// @return how many processors the host can have
    int virNodeGetCPUMap(ConnectionPointer connection, Pointer map, IntByReference online, int flags);

    int virDomainPinVcpuFlags(DomainPointer domain, int vcpu, byte[] map, int length, int flags);

    int virDomainPinEmulator(DomainPointer domain, byte[] map, int length, int flags);

    int virDomainPinIOThread(DomainPointer domain, int thread, byte[] map, int length, int flags);

    int virDomainAddIOThread(DomainPointer domain, int thread, int flags);

    int virDomainDelIOThread(DomainPointer domain, int thread, int flags);

    int virDomainSetSchedulerParametersFlags(DomainPointer domain, Pointer parameters, int count, int flags);

    int virDomainSetMemoryParameters(DomainPointer domain, Pointer parameters, int count, int flags);

    int virDomainSetBlkioParameters(DomainPointer domain, Pointer parameters, int count, int flags);

    int virDomainSetNumaParameters(DomainPointer domain, Pointer parameters, int count, int flags);

    int virDomainSetBlockIoTune(DomainPointer domain, String disk, Pointer parameters, int count, int flags);

    int virDomainSetMemoryStatsPeriod(DomainPointer domain, int seconds, int flags);

    int virDomainSetLifecycleAction(DomainPointer domain, int event, int action, int flags);

    int virDomainSetMetadata(DomainPointer domain, int type, String metadata, String key, String uri, int flags);

    int virDomainInterfaceAddresses(DomainPointer domain, PointerByReference interfaces, int source, int flags);

    void virDomainInterfaceFree(Pointer iface);

    CString virDomainManagedSaveGetXMLDesc(DomainPointer domain, int flags);

    int virDomainManagedSaveDefineXML(DomainPointer domain, String xml, int flags);

    int virDomainListAllSnapshots(DomainPointer domain, PointerByReference snapshots, int flags);

    CString virDomainSnapshotGetXMLDesc(Pointer snapshot, int flags);

    int virDomainSnapshotFree(Pointer snapshot);

    void virEventRegisterImpl(AddHandle addHandle, Update updateHandle, Remove removeHandle, AddTimeout addTimeout, Update updateTimeout, Remove removeTimeout);

    interface AddHandle extends Callback {
        int invoke(int fd, int events, Pointer callback, Pointer opaque, Pointer free);
    }

    interface AddTimeout extends Callback {
        int invoke(int everyMillis, Pointer callback, Pointer opaque, Pointer free);
    }

    interface Update extends Callback {
        void invoke(int number, int to);
    }

    interface Remove extends Callback {
        int invoke(int number);
    }

    interface ErrorFunction extends Callback {
        void invoke(Pointer user, Pointer error);
    }

    interface CredentialFunction extends Callback {
        int invoke(Pointer credentials, int count, Pointer opaque);
    }

    interface CloseFunction extends Callback {
        void invoke(Pointer connection, int reason, Pointer opaque);
    }

    interface LifecycleFunction extends Callback {
        int invoke(Pointer connection, Pointer domain, int event, int detail, Pointer opaque);
    }

    interface RebootFunction extends Callback {
        void invoke(Pointer connection, Pointer domain, Pointer opaque);
    }

    interface DeviceFunction extends Callback {
        void invoke(Pointer connection, Pointer domain, Pointer alias, Pointer opaque);
    }

    /// Those of block jobs: target or path, type, status.
    interface BlockJobFunction extends Callback {
        void invoke(Pointer connection, Pointer domain, Pointer disk, int type, int status, Pointer opaque);
    }

    interface AgentFunction extends Callback {
        void invoke(Pointer connection, Pointer domain, int state, int reason, Pointer opaque);
    }

    interface BalloonFunction extends Callback {
        void invoke(Pointer connection, Pointer domain, long kib, Pointer opaque);
    }

    interface PoolLifecycleFunction extends Callback {
        void invoke(Pointer connection, Pointer pool, int event, int detail, Pointer opaque);
    }

    interface PoolFunction extends Callback {
        void invoke(Pointer connection, Pointer pool, Pointer opaque);
    }

    interface MetadataFunction extends Callback {
        void invoke(Pointer connection, Pointer domain, int type, Pointer namespace, Pointer opaque);
    }
}
