package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.DomainReader;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
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
    /// As the list told of them, until they are read, in the order of names: what is on the screen first. Only touched on the
    /// connection's thread.
    private final Map<String, DomainInfo> listed = new LinkedHashMap<>();

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

    /// By uuid, or by name.
    Optional<Machine> find(String nameOrUuid) {
        return machine(nameOrUuid).or(() -> machines.values().stream().filter(machine -> machine.name().equals(nameOrUuid)).findFirst());
    }

    /// An event told of it: [#readDirty] has to look. From any thread.
    ///
    /// @param stateOnly its definitions have not changed
    void soil(String uuid, boolean stateOnly) {
        dirty.merge(uuid, stateOnly, (old, now) -> old && now);
    }

    /// Which machines there are and what they do, in a few calls; their definitions are left to [#readDirty]. Without what is
    /// no longer there.
    void load(DomainReader libvirt) throws FailedException {
        listed.clear();
        libvirt.domains().stream().filter(info -> !info.trial()).sorted(Comparator.comparing(DomainInfo::name, String.CASE_INSENSITIVE_ORDER))
                .forEach(info -> listed.put(info.uuid(), info));
        for (DomainInfo info : listed.values()) {
            Machine old = machines.get(info.uuid());
            put(old, old == null ? new Machine(uri, info, NOT_READ_YET, Optional.empty(), List.of())
                    : new Machine(uri, info, old.stored(), info.state().active() ? old.live() : Optional.empty(), old.pending()));
        }
        for (String uuid : List.copyOf(machines.keySet())) if (!listed.containsKey(uuid)) gone(uuid);
    }

    /// However many events there were, each machine is read once; what an event told of comes before what was only listed.
    ///
    /// @param atMost after this much time the rest is left for another call, so that something else gets its turn
    /// @return those that were read; none where nothing was dirty, or libvirt refused
    List<String> readDirty(DomainReader libvirt, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        List<String> done = new ArrayList<>();
        List<String> next = new ArrayList<>(dirty.keySet());
        next.addAll(listed.keySet());
        for (String uuid : next) {
            if (!done.isEmpty() && System.nanoTime() > end) break;
            Boolean stateOnly = dirty.remove(uuid);
            DomainInfo asListed = listed.remove(uuid);
            try {
                if (stateOnly != null) look(libvirt, uuid, stateOnly && asListed == null);
                // What the list has just told is not asked for once more.
                else if (asListed != null) put(machines.get(uuid), MachineReader.read(libvirt, uri, asListed));
                done.add(uuid);
            } catch (FailedException e) {
                // The connection is breaking: its close event follows, and everything is read again after it.
                soil(uuid, false);
                break;
            }
        }
        return done;
    }

    boolean isDirty() {
        return !dirty.isEmpty() || !listed.isEmpty();
    }

    private void look(DomainReader libvirt, String uuid, boolean stateOnly) throws FailedException {
        Optional<DomainInfo> info = libvirt.domain(uuid);
        if (info.isPresent()) read(libvirt, info.get(), stateOnly);
        else gone(uuid);
    }

    private void read(DomainReader libvirt, DomainInfo info, boolean stateOnly) {
        if (info.trial()) return;
        Machine old = machines.get(info.uuid());
        boolean keeps = stateOnly && old != null && old.active() == info.state().active() && old.live().isPresent() == info.state().active();
        put(old, keeps ? new Machine(uri, info, old.stored(), old.live(), old.pending()) : MachineReader.read(libvirt, uri, info));
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
