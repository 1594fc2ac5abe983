package io.github.virtcompanion.libvirt;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.DomainUsage;
import io.github.virtcompanion.model.FailedException;
import org.libvirt.Bridge;
import org.libvirt.LibvirtException;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The domains of a connection, without their XML.
final class Domains {
    private static final int INFO_SIZE = 40;

    private final Session session;
    private final NativeLibvirt libvirt;

    Domains(Session session) {
        this.session = session;
        this.libvirt = session.libvirt();
    }

    /// Four round trips, however many there are.
    List<DomainInfo> all() throws FailedException {
        return session.call(Action.READ, () -> {
            List<StatsRecord> states = StatsRecord.ofAll(libvirt, session.pointer(), NativeLibvirt.STATS_STATE, 0);
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
    private List<DomainInfo> allOneByOne() throws FailedException, LibvirtException {
        List<DomainInfo> found = new ArrayList<>();
        for (String uuid : uuids(0)) one(uuid).ifPresent(found::add);
        return found;
    }

    Optional<DomainInfo> one(String uuid) throws FailedException {
        try {
            return Optional.of(session.onDomain(uuid, Action.READ, domain -> {
                IntByReference state = new IntByReference();
                IntByReference reason = new IntByReference();
                if (libvirt.virDomainGetState(Bridge.pointer(domain), state, reason, 0) < 0) throw session.failure(Action.READ);
                return new DomainInfo(uuid, libvirt.virDomainGetName(Bridge.pointer(domain).getPointer()), DomainState.ofLibvirt(state.getValue()), reason.getValue(),
                        domain.isPersistent() == 1, session.supported(() -> domain.hasManagedSaveImage() == 1, false), session.supported(domain::getAutostart, false));
            }));
        } catch (FailedException e) {
            if (LibvirtFailure.of(e).code() == LibvirtFailure.NO_DOMAIN) return Optional.empty();
            throw e;
        }
    }

    /// virDomainGetInfo a domain, not the bulk call: for CPU numbers that one asks QEMU's monitor even with NOWAIT (tried with
    /// 9.0), so that one hung guest would hold up this connection for ever; and it takes 2 ms a guest, this 0.15 ms.
    List<DomainUsage> usage() throws FailedException {
        return session.call(Action.READ, () -> {
            Memory info = new Memory(INFO_SIZE);
            List<VirError> errors = new ArrayList<>();
            List<Optional<DomainUsage>> usages = session.each(NativeLibvirt.LIST_ACTIVE, domain -> {
                if (libvirt.virDomainGetInfo(domain, info) == 0) return Optional.of(usage(Handles.uuid(libvirt, domain), info));
                errors.add(VirError.last(libvirt));
                return Optional.empty();
            });
            // One that is gone since the list was made has no usage.
            for (VirError error : errors) if (error.code() != LibvirtFailure.NO_DOMAIN) throw Failures.exception(error, session.uri(), Action.READ);
            return usages.stream().flatMap(Optional::stream).toList();
        });
    }

    /// struct virDomainInfo { uchar state; ulong maxMem, memory; ushort nrVirtCpu; ulonglong cpuTime; } on 64 bits.
    private static DomainUsage usage(String uuid, Memory info) {
        return new DomainUsage(uuid, info.getLong(32), Math.max(1, info.getShort(24)));
    }

    private Set<String> uuids(int filter) throws FailedException {
        return new LinkedHashSet<>(session.each(filter, domain -> Handles.uuid(libvirt, domain)));
    }
}
