package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainUsage;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Machine;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A connection's machines as they were last read. Changed on the connection's thread, read on any.
final class Mirror {
    private final String uri;
    private final Changed changed;
    private final Map<String, Machine> machines = new ConcurrentHashMap<>();
    private final Map<String, CpuHistory> cpu = new ConcurrentHashMap<>();
    private final Set<String> dirty = ConcurrentHashMap.newKeySet();

    /// Told on the connection's thread.
    interface Changed {
        void read(Machine machine);

        void gone(String uuid);
    }

    Mirror(String uri, Changed changed) {
        this.uri = uri;
        this.changed = changed;
    }

    Collection<Machine> all() {
        return machines.values();
    }

    /// By name, as people read them.
    List<Machine> sorted() {
        return machines.values().stream().sorted(Comparator.comparing(Machine::label, String.CASE_INSENSITIVE_ORDER).thenComparing(Machine::uuid)).toList();
    }

    Optional<Machine> machine(String uuid) {
        return Optional.ofNullable(machines.get(uuid));
    }

    CpuHistory cpu(String uuid) {
        return cpu.getOrDefault(uuid, CpuHistory.EMPTY);
    }

    /// An event told of it: [#readDirty] has to look. From any thread.
    void soil(String uuid) {
        dirty.add(uuid);
    }

    /// Everything anew, and without what is no longer there.
    void load(Hypervisor hypervisor) throws FailedException {
        Set<String> present = new HashSet<>();
        for (DomainInfo info : hypervisor.domains()) {
            present.add(info.uuid());
            read(hypervisor, info);
        }
        for (String uuid : List.copyOf(machines.keySet())) if (!present.contains(uuid)) gone(uuid);
    }

    /// However many events there were, each machine is read once.
    ///
    /// @return whether anything was read
    boolean readDirty(Hypervisor hypervisor) {
        List<String> now = List.copyOf(dirty);
        for (String uuid : now) {
            dirty.remove(uuid);
            try {
                Optional<DomainInfo> info = hypervisor.domain(uuid);
                if (info.isPresent()) read(hypervisor, info.get());
                else gone(uuid);
            } catch (FailedException e) {
                // The connection is breaking: its close event follows, and everything is read again after it.
                dirty.add(uuid);
                return false;
            }
        }
        return !now.isEmpty();
    }

    /// One more sample of every running machine.
    void readUsage(Hypervisor hypervisor) {
        try {
            List<DomainUsage> usages = hypervisor.usage();
            long now = System.nanoTime();
            for (DomainUsage usage : usages)
                cpu.merge(usage.uuid(), CpuHistory.EMPTY.plus(usage.cpuTimeNanos(), usage.vcpus(), now),
                        (old, _) -> old.plus(usage.cpuTimeNanos(), usage.vcpus(), now));
        } catch (FailedException e) {
            // A tick without numbers: a broken connection tells of itself, and the next tick is seconds away.
            cpu.clear();
        }
    }

    private void read(Hypervisor hypervisor, DomainInfo info) {
        if (info.trial()) return;
        Machine machine = MachineReader.read(hypervisor, uri, info);
        machines.put(info.uuid(), machine);
        if (!machine.active()) cpu.remove(info.uuid());
        changed.read(machine);
    }

    private void gone(String uuid) {
        cpu.remove(uuid);
        if (machines.remove(uuid) != null) changed.gone(uuid);
    }
}
