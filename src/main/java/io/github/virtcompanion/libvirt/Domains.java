package io.github.virtcompanion.libvirt;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.FailedException;
import org.libvirt.jna.CString;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The domains of a connection, without their XML.
final class Domains {
    private final Session session;
    private final NativeLibvirt libvirt;

    Domains(Session session) {
        this.session = session;
        this.libvirt = session.libvirt();
    }

    /// Four round trips, however many there are.
    List<DomainInfo> all() throws FailedException {
        return session.call(Action.READ, () -> {
            List<StatsRecord> states = StatsRecord.ofAllWithNames(libvirt, session.pointer(), NativeLibvirt.STATS_STATE, 0);
            if (states == null) {
                if (VirError.last(libvirt).code() != LibvirtFailure.NO_SUPPORT) throw session.failure(Action.READ);
                return allOneByOne();
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
    private List<DomainInfo> allOneByOne() throws FailedException {
        List<DomainInfo> found = new ArrayList<>();
        for (String uuid : uuids(0)) one(uuid).ifPresent(found::add);
        return found;
    }

    Optional<DomainInfo> one(String uuid) throws FailedException {
        try {
            return Optional.of(session.onDomain(uuid, Action.READ, domain -> {
                IntByReference state = new IntByReference();
                IntByReference reason = new IntByReference();
                session.checked(libvirt.virDomainGetState(domain, state, reason, 0), Action.READ);
                boolean persistent = session.checked(libvirt.virDomainIsPersistent(domain), Action.READ) == 1;
                int saved = libvirt.virDomainHasManagedSaveImage(domain, 0);
                boolean isSaved = session.supported(saved, () -> saved == 1);
                return new DomainInfo(uuid, libvirt.virDomainGetName(domain.getPointer()), DomainState.ofLibvirt(state.getValue()), reason.getValue(), persistent, isSaved, session.autostart(domain));
            }));
        } catch (FailedException e) {
            if (LibvirtFailure.of(e).code() == LibvirtFailure.NO_DOMAIN) return Optional.empty();
            throw e;
        }
    }

    /// IP addresses that the host's own DHCP server has given out to it; asks neither the guest nor QEMU.
    List<String> addresses(String uuid) throws FailedException {
        return session.onDomain(uuid, Action.READ, domain -> {
            PointerByReference list = new PointerByReference();
            int count = libvirt.virDomainInterfaceAddresses(domain, list, NativeLibvirt.ADDRESSES_LEASE, 0);
            // Where there is no such network or the driver cannot tell, there are none that could be told.
            if (count < 0) return List.of();
            List<List<String>> found = Handles.readAndFree(list.getValue(), count, Domains::addresses, libvirt::virDomainInterfaceFree);
            return found.stream().flatMap(List::stream).toList();
        });
    }

    /// struct { char *name, *hwaddr; unsigned naddrs; struct { int type; char *addr; unsigned prefix; } *addrs; }
    private static List<String> addresses(Pointer network) {
        List<String> addresses = new ArrayList<>();
        int count = network.getInt(2L * Native.POINTER_SIZE);
        Pointer first = network.getPointer(3L * Native.POINTER_SIZE);
        for (int i = 0; i < count; i++) addresses.add(first.getPointer(24L * i + 8).getString(0, "UTF-8"));
        return addresses;
    }

    /// Their definitions; none where the driver knows no snapshots.
    List<String> snapshots(String uuid) throws FailedException {
        return session.onDomain(uuid, Action.READ, domain -> {
            PointerByReference list = new PointerByReference();
            int count = libvirt.virDomainListAllSnapshots(domain, list, 0);
            if (count < 0) {
                if (VirError.last(libvirt).code() == LibvirtFailure.NO_SUPPORT) return List.of();
                throw session.failure(Action.READ);
            }
            // One that was deleted meanwhile is none any more.
            return Handles.readAndFree(list.getValue(), count, snapshot -> Optional.ofNullable(libvirt.virDomainSnapshotGetXMLDesc(snapshot, 0)).map(CString::toString),
                    libvirt::virDomainSnapshotFree).stream().flatMap(Optional::stream).toList();
        });
    }

    private Set<String> uuids(int filter) throws FailedException {
        return new LinkedHashSet<>(session.each(filter, domain -> PerDomain.uuid(domain)));
    }
}
