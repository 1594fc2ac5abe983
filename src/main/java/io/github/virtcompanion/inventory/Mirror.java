package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.DomainInfo;
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
    /// By uuid: whether only the state may have changed.
    private final Map<String, Boolean> dirty = new ConcurrentHashMap<>();

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

    /// An event told of it: [#readDirty] has to look. From any thread.
    ///
    /// @param stateOnly its definitions have not changed
    void soil(String uuid, boolean stateOnly) {
        dirty.merge(uuid, stateOnly, (old, now) -> old && now);
    }

    /// Everything anew, and without what is no longer there.
    void load(Hypervisor hypervisor) throws FailedException {
        Set<String> present = new HashSet<>();
        for (DomainInfo info : hypervisor.domains()) {
            present.add(info.uuid());
            read(hypervisor, info, false);
        }
        for (String uuid : List.copyOf(machines.keySet())) if (!present.contains(uuid)) gone(uuid);
    }

    /// However many events there were, each machine is read once.
    ///
    /// @return whether anything was read
    boolean readDirty(Hypervisor hypervisor) {
        List<String> now = List.copyOf(dirty.keySet());
        for (String uuid : now) {
            boolean stateOnly = Boolean.TRUE.equals(dirty.remove(uuid));
            try {
                Optional<DomainInfo> info = hypervisor.domain(uuid);
                if (info.isPresent()) read(hypervisor, info.get(), stateOnly);
                else gone(uuid);
            } catch (FailedException e) {
                // The connection is breaking: its close event follows, and everything is read again after it.
                soil(uuid, stateOnly);
                return false;
            }
        }
        return !now.isEmpty();
    }

    private void read(Hypervisor hypervisor, DomainInfo info, boolean stateOnly) {
        if (info.trial()) return;
        Machine old = machines.get(info.uuid());
        boolean keeps = stateOnly && old != null && old.active() == info.state().active() && old.live().isPresent() == info.state().active();
        Machine machine = keeps ? new Machine(uri, info, old.stored(), old.live(), old.pending()) : MachineReader.read(hypervisor, uri, info);
        if (machine.equals(old)) return;
        machines.put(info.uuid(), machine);
        changed.read(machine);
    }

    private void gone(String uuid) {
        if (machines.remove(uuid) != null) changed.gone(uuid);
    }

    /// Of a connection that is no longer wanted.
    void clear() {
        List.copyOf(machines.keySet()).forEach(this::gone);
    }
}
