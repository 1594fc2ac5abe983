package io.github.virtcompanion.libvirt;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import org.libvirt.jna.CString;
import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.DomainPointer;

import java.util.Map;

/// The calls of libvirt that are made before anybody acts, those that libvirt-java 0.5.4 lacks, and those that take text:
/// libvirt-java passes strings in the locale's charset, so that a definition with an accent would be damaged under `LANG=C`.
/// Here it is always UTF-8.
///
/// Bound directly: a proxy for so many methods takes Java a tenth of a second of every start to write, and each call three
/// times as long. libvirt-java has such a proxy, and is therefore not touched before an action needs it ([Session#act]).
///
/// A [CString] result is freed when it is turned into a String. Flags and numbers are those of libvirt's public headers.
final class NativeLibvirt {
    static final int CONNECT_RO = 1;
    static final int LIST_ACTIVE = 1;
    static final int LIST_TRANSIENT = 8;
    /// VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE
    static final int LIST_ACTIVE_POOLS = 2;
    static final int LIST_MANAGED_SAVE = 256;
    static final int LIST_AUTOSTART = 1024;
    static final int STATS_STATE = 1;
    static final int STATS_BALLOON = 4;
    static final int STATS_INTERFACE = 16;
    static final int STATS_BLOCK = 32;
    /// VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT: leaves out what another call of the same domain is waiting for.
    static final int STATS_NOWAIT = 1 << 29;
    static final int DEFINE_VALIDATE = 1;
    /// VIR_DOMAIN_START_AUTODESTROY: it ends with the connection.
    static final int START_AUTODESTROY = 1 << 1;
    static final int XML_SECURE = 1;
    static final int XML_INACTIVE = 2;
    static final int EVENT_LIFECYCLE = 0;
    static final int EVENT_REBOOT = 1;
    static final int EVENT_BALLOON_CHANGE = 13;
    static final int EVENT_DEVICE_REMOVED = 15;
    static final int EVENT_BLOCK_JOB_2 = 16;
    static final int EVENT_AGENT_LIFECYCLE = 18;
    static final int EVENT_DEVICE_ADDED = 19;
    static final int EVENT_METADATA_CHANGE = 23;
    static final int POOL_EVENT_LIFECYCLE = 0;
    static final int POOL_EVENT_REFRESH = 1;
    static final int AFFECT_LIVE = 1;
    static final int AFFECT_CONFIG = 2;
    static final int METADATA_DESCRIPTION = 0;
    static final int METADATA_TITLE = 1;
    static final int METADATA_ELEMENT = 2;
    static final int ADDRESSES_LEASE = 0;

    private NativeLibvirt() {
    }

    /// @throws UnsatisfiedLinkError where libvirt's client library is not installed, or lacks a call: the newest is of 3.9 (2017)
    static NativeLibvirt load() {
        Native.register(NativeLibvirt.class, NativeLibrary.getInstance("virt", Map.of(Library.OPTION_STRING_ENCODING, "UTF-8")));
        return new NativeLibvirt();
    }

    native int virInitialize();

    native int virGetVersion(LongByReference library, Pointer driver, Pointer driverVersion);

    /// virErrorPtr of the calling thread's last call; null when it went well.
    native Pointer virGetLastError();

    native void virSetErrorFunc(Pointer user, ErrorFunction function);

    native ConnectionPointer virConnectOpenAuth(String uri, Pointer auth, int flags);

    native int virConnectClose(ConnectionPointer connection);

    native int virConnectSetKeepAlive(ConnectionPointer connection, int seconds, int count);

    /// The text stays libvirt's.
    native String virConnectGetType(ConnectionPointer connection);

    native int virConnectGetLibVersion(ConnectionPointer connection, LongByReference version);

    native CString virConnectGetCapabilities(ConnectionPointer connection);

    native int virNodeGetInfo(ConnectionPointer connection, Pointer info);

    native int virConnectListAllDomains(ConnectionPointer connection, PointerByReference domains, int flags);

    native int virConnectGetAllDomainStats(ConnectionPointer connection, int groups, PointerByReference records, int flags);

    /// @param domains null-terminated array of handles
    native int virDomainListGetStats(Pointer domains, int groups, PointerByReference records, int flags);

    native void virDomainStatsRecordListFree(Pointer records);

    native CString virConnectGetDomainCapabilities(ConnectionPointer connection, String emulator, String arch, String machine, String type, int flags);

    native CString virConnectGetSysinfo(ConnectionPointer connection, int flags);

    native int virConnectListAllStoragePools(ConnectionPointer connection, PointerByReference pools, int flags);

    native CString virStoragePoolGetXMLDesc(Pointer pool, int flags);

    native int virStoragePoolFree(Pointer pool);

    native Pointer virStoragePoolCreateXML(ConnectionPointer connection, String xml, int flags);

    native int virStoragePoolDestroy(Pointer pool);

    native int virConnectStoragePoolEventRegisterAny(ConnectionPointer connection, Pointer allPools, int event, Callback function, Pointer opaque, Pointer free);

    native int virConnectStoragePoolEventDeregisterAny(ConnectionPointer connection, int registration);

    native Pointer virStorageVolLookupByPath(ConnectionPointer connection, String path);

    native int virStorageVolGetInfo(Pointer volume, Pointer info);

    native int virStoragePoolRef(Pointer pool);

    native int virStoragePoolRefresh(Pointer pool, int flags);

    native Pointer virStorageVolLookupByName(Pointer pool, String name);

    native Pointer virStorageVolCreateXML(Pointer pool, String xml, int flags);

    native int virStorageVolUpload(Pointer volume, Pointer stream, long offset, long length, int flags);

    native Pointer virStreamNew(ConnectionPointer connection, int flags);

    /// @return how much of it was taken
    native int virStreamSend(Pointer stream, Pointer data, NativeLong length);

    native int virStreamFinish(Pointer stream);

    native int virStreamAbort(Pointer stream);

    native int virStreamFree(Pointer stream);

    native int virStorageVolDelete(Pointer volume, int flags);

    native int virStorageVolFree(Pointer volume);

    native CString virConnectDomainXMLToNative(ConnectionPointer connection, String format, String xml, int flags);

    native int virConnectRegisterCloseCallback(ConnectionPointer connection, CloseFunction function, Pointer opaque, Pointer free);

    native int virConnectUnregisterCloseCallback(ConnectionPointer connection, CloseFunction function);

    native int virConnectDomainEventRegisterAny(ConnectionPointer connection, Pointer allDomains, int event, Callback function, Pointer opaque, Pointer free);

    native int virConnectDomainEventDeregisterAny(ConnectionPointer connection, int registration);

    native DomainPointer virDomainLookupByUUIDString(ConnectionPointer connection, String uuid);

    native DomainPointer virDomainDefineXMLFlags(ConnectionPointer connection, String xml, int flags);

    native DomainPointer virDomainDefineXML(ConnectionPointer connection, String xml);

    native DomainPointer virDomainCreateXML(ConnectionPointer connection, String xml, int flags);

    native CString virDomainGetXMLDesc(DomainPointer domain, int flags);

    native int virDomainIsActive(DomainPointer domain);

    native int virDomainIsPersistent(DomainPointer domain);

    native int virDomainHasManagedSaveImage(DomainPointer domain, int flags);

    native int virDomainGetAutostart(DomainPointer domain, IntByReference autostart);

    native int virDomainGetState(DomainPointer domain, IntByReference state, IntByReference reason, int flags);

    native int virDomainGetInfo(Pointer domain, Pointer info);

    /// The name stays libvirt's.
    native String virDomainGetName(Pointer domain);

    native int virDomainUndefineFlags(DomainPointer domain, int flags);

    native int virDomainRename(DomainPointer domain, String name, int flags);

    native int virDomainSetAutostart(DomainPointer domain, int autostart);

    native int virDomainUpdateDeviceFlags(DomainPointer domain, String xml, int flags);

    native int virDomainSetMemoryFlags(DomainPointer domain, NativeLong kib, int flags);

    native int virDomainSetVcpusFlags(DomainPointer domain, int count, int flags);

    /// @param map    null to ask for the number alone
    /// @return how many processors the host can have
    native int virNodeGetCPUMap(ConnectionPointer connection, Pointer map, IntByReference online, int flags);

    native int virDomainPinVcpuFlags(DomainPointer domain, int vcpu, byte[] map, int length, int flags);

    native int virDomainPinEmulator(DomainPointer domain, byte[] map, int length, int flags);

    native int virDomainPinIOThread(DomainPointer domain, int thread, byte[] map, int length, int flags);

    native int virDomainAddIOThread(DomainPointer domain, int thread, int flags);

    native int virDomainDelIOThread(DomainPointer domain, int thread, int flags);

    native int virDomainSetSchedulerParametersFlags(DomainPointer domain, Pointer parameters, int count, int flags);

    native int virDomainSetMemoryParameters(DomainPointer domain, Pointer parameters, int count, int flags);

    native int virDomainSetBlkioParameters(DomainPointer domain, Pointer parameters, int count, int flags);

    native int virDomainSetNumaParameters(DomainPointer domain, Pointer parameters, int count, int flags);

    native int virDomainSetBlockIoTune(DomainPointer domain, String disk, Pointer parameters, int count, int flags);

    native int virDomainSetMemoryStatsPeriod(DomainPointer domain, int seconds, int flags);

    native int virDomainSetLifecycleAction(DomainPointer domain, int event, int action, int flags);

    native int virDomainSetMetadata(DomainPointer domain, int type, String metadata, String key, String uri, int flags);

    native int virDomainInterfaceAddresses(DomainPointer domain, PointerByReference interfaces, int source, int flags);

    native void virDomainInterfaceFree(Pointer iface);

    native CString virDomainManagedSaveGetXMLDesc(DomainPointer domain, int flags);

    native int virDomainManagedSaveDefineXML(DomainPointer domain, String xml, int flags);

    native int virDomainListAllSnapshots(DomainPointer domain, PointerByReference snapshots, int flags);

    native CString virDomainSnapshotGetXMLDesc(Pointer snapshot, int flags);

    native int virDomainSnapshotFree(Pointer snapshot);

    native void virEventRegisterImpl(AddHandle addHandle, Update updateHandle, Remove removeHandle, AddTimeout addTimeout, Update updateTimeout, Remove removeTimeout);

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
