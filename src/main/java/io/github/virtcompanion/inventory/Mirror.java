package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A connection's machines as they were last read. Changed on the connection's thread, read on any.
final class Mirror {
    private static final Fact<Definition> NOT_READ_YET = Fact.unknown("inventory.not-read-yet");

    private final String uri;
    private final Changed changed;
    private final Map<String, Machine> machines = new ConcurrentHashMap<>();
    /// By uuid: whether only the state may have changed.
    private final Map<String, Boolean> dirty = new ConcurrentHashMap<>();
    /// As the list told of them, until they are read. Only touched on the connection's thread.
    private final Map<String, DomainInfo> listed = new HashMap<>();
    /// What the list told of these is older than what an event told.
    private final Set<String> newer = ConcurrentHashMap.newKeySet();

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
        newer.add(uuid);
        dirty.merge(uuid, stateOnly, (old, now) -> old && now);
    }

    /// Which machines there are and what they do, in a few calls; their definitions are left to [#readDirty]. Without what is
    /// no longer there.
    void load(Hypervisor hypervisor) throws FailedException {
        Set<String> present = new HashSet<>();
        newer.clear();
        for (DomainInfo info : hypervisor.domains()) {
            if (info.trial()) continue;
            present.add(info.uuid());
            Machine old = machines.get(info.uuid());
            dirty.put(info.uuid(), false);
            listed.put(info.uuid(), info);
            put(old, old == null ? new Machine(uri, info, NOT_READ_YET, Optional.empty(), List.of())
                    : new Machine(uri, info, old.stored(), info.state().active() ? old.live() : Optional.empty(), old.pending()));
        }
        for (String uuid : List.copyOf(machines.keySet())) if (!present.contains(uuid)) gone(uuid);
    }

    /// However many events there were, each machine is read once.
    ///
    /// @param atMost after this much time the rest is left for another call, so that something else gets its turn
    /// @return those that were read; none where nothing was dirty, or libvirt refused
    List<String> readDirty(Hypervisor hypervisor, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        List<String> done = new ArrayList<>();
        for (String uuid : dirty.keySet()) {
            if (!done.isEmpty() && System.nanoTime() > end) break;
            boolean stateOnly = Boolean.TRUE.equals(dirty.remove(uuid));
            Optional<DomainInfo> known = Optional.ofNullable(listed.remove(uuid)).filter(_ -> !newer.contains(uuid));
            try {
                // What the list has just told is not asked for once more.
                Optional<DomainInfo> info = known.isPresent() ? known : hypervisor.domain(uuid);
                if (info.isPresent()) read(hypervisor, info.get(), stateOnly);
                else gone(uuid);
                done.add(uuid);
            } catch (FailedException e) {
                // The connection is breaking: its close event follows, and everything is read again after it.
                soil(uuid, stateOnly);
                break;
            }
        }
        return done;
    }

    boolean isDirty() {
        return !dirty.isEmpty();
    }

    private void read(Hypervisor hypervisor, DomainInfo info, boolean stateOnly) {
        if (info.trial()) return;
        Machine old = machines.get(info.uuid());
        boolean keeps = stateOnly && old != null && old.active() == info.state().active() && old.live().isPresent() == info.state().active();
        put(old, keeps ? new Machine(uri, info, old.stored(), old.live(), old.pending()) : MachineReader.read(hypervisor, uri, info));
    }

    private void put(Machine old, Machine machine) {
        if (machine.equals(old)) return;
        machines.put(machine.uuid(), machine);
        changed.read(machine);
    }

    private void gone(String uuid) {
        if (machines.remove(uuid) != null) changed.gone(uuid);
    }

    /// Of a connection that is no longer wanted.
    void clear() {
        dirty.clear();
        listed.clear();
        List.copyOf(machines.keySet()).forEach(this::gone);
    }
}
