package io.github.virtcompanion.libvirt;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.github.virtcompanion.model.DiskUsage;
import io.github.virtcompanion.model.DomainUsage;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Gauge;
import org.libvirt.jna.DomainPointer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The counters of active domains.
final class Usages {
    private static final int INFO_SIZE = 40;
    private static final int LIST_ACTIVE = 1;

    private final Session session;
    private final NativeLibvirt libvirt;

    Usages(Session session) {
        this.session = session;
        this.libvirt = session.libvirt();
    }

    /// virDomainGetInfo a domain, not the bulk call: for CPU numbers that one asks QEMU's monitor even with NOWAIT (tried with
    /// 9.0), so that one hung guest would hold up this connection for ever; and it takes 2 ms a guest, this 0.15 ms.
    List<DomainUsage> basic() throws FailedException {
        return session.call(Action.READ, () -> {
            Memory info = new Memory(INFO_SIZE);
            List<VirError> errors = new ArrayList<>();
            List<Optional<DomainUsage>> usages = session.each(NativeLibvirt.LIST_ACTIVE, domain -> {
                if (libvirt.virDomainGetInfo(domain, info) == 0) return Optional.of(usage(PerDomain.uuid(domain), info));
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
        return new DomainUsage(uuid, info.getLong(32), Math.max(1, info.getShort(24)), info.getLong(16));
    }

    /// What is asked for beyond that, in one call. NOWAIT leaves out a guest that another call is already waiting for; the first
    /// call to meet a hung one waits for it.
    List<DomainUsage> asked(Set<Gauge> gauges, Optional<String> only) throws FailedException {
        int groups = gauges.stream().mapToInt(Usages::group).reduce(0, (left, right) -> left | right);
        if (groups == 0) return List.of();
        if (only.isPresent()) return session.onDomain(only.get(), Action.READ, domain -> decoded(ofOne(domain, groups)));
        return session.call(Action.READ, () -> decoded(StatsRecord.ofAll(libvirt, session.pointer(), groups, LIST_ACTIVE | NativeLibvirt.STATS_NOWAIT)));
    }

    private List<StatsRecord> ofOne(DomainPointer domain, int groups) {
        Memory handles = new Memory(2L * Native.POINTER_SIZE);
        handles.setPointer(0, domain.getPointer());
        handles.setPointer(Native.POINTER_SIZE, Pointer.NULL);
        return StatsRecord.ofThese(libvirt, handles, groups, NativeLibvirt.STATS_NOWAIT);
    }

    private static int group(Gauge gauge) {
        return switch (gauge) {
            case MEMORY -> NativeLibvirt.STATS_BALLOON;
            case DISK -> NativeLibvirt.STATS_BLOCK;
            case NETWORK -> NativeLibvirt.STATS_INTERFACE;
        };
    }

    private List<DomainUsage> decoded(List<StatsRecord> records) throws FailedException {
        if (records != null) return records.stream().map(Usages::usage).toList();
        if (VirError.last(libvirt).code() == LibvirtFailure.NO_SUPPORT) return List.of();
        throw session.failure(Action.READ);
    }

    static DomainUsage usage(StatsRecord record) {
        long current = record.number("balloon.current", -1);
        long unused = record.number("balloon.unused", -1);
        long usable = record.number("balloon.usable", -1);
        // What the guest could give away without swapping is not used; older guests tell only what is wholly free.
        long free = usable >= 0 ? usable : unused;
        // "available" is what the guest's kernel manages, a little less than what it was given.
        long has = record.number("balloon.available", current);
        List<DiskUsage> disks = new ArrayList<>();
        for (int i = 0; i < record.number("block.count", 0); i++) disks.add(disk(record, "block." + i + "."));
        return new DomainUsage(record.uuid(), -1, 1, current, free < 0 || has < 0 ? -1 : Math.max(0, has - free),
                record.number("balloon.rss", -1), sum(record, ".rx.bytes"), sum(record, ".tx.bytes"), disks);
    }

    private static long sum(StatsRecord record, String what) {
        if (record.number("net.count", -1) < 0) return -1;
        long sum = 0;
        for (int i = 0; i < record.number("net.count", 0); i++) sum += record.number("net." + i + what, 0);
        return sum;
    }

    private static DiskUsage disk(StatsRecord record, String of) {
        return new DiskUsage(record.texts().getOrDefault(of + "name", ""), record.number(of + "rd.bytes", -1), record.number(of + "rd.reqs", -1),
                record.number(of + "wr.bytes", -1), record.number(of + "wr.reqs", -1), record.number(of + "wr.times", -1), record.number(of + "fl.reqs", -1),
                record.number(of + "fl.times", -1), record.number(of + "capacity", -1), record.number(of + "allocation", -1));
    }
}
