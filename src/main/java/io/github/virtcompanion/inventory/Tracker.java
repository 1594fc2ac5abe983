package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.DomainEvent;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Keeps a connection's machines as libvirt has them: reads the list, then whatever an event tells of, and has judged what is no
/// longer what it was.
///
/// Only touched on the connection's thread, but for what events and the user ask to have looked at.
final class Tracker {
    private static final Duration SLICE = Duration.ofMillis(20);

    private final Worker worker;
    private final Supplier<Optional<Hypervisor>> hypervisor;
    private final HostWatch host;
    private final Told told;
    private final Mirror machines;
    private final Judge judge;
    private final Runs runs = new Runs();
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();
    private boolean loading;
    /// Machines that are not what they were when last judged, or that are gone.
    private final List<String> changed = new ArrayList<>();

    /// Told on the connection's thread.
    interface Told {
        /// It, or the advice about it.
        void changed(Machine machine);

        void gone(String uuid);

        /// It does not run, or is gone.
        void ended(String uuid);

        /// What is known of the host, or of all machines together.
        void hostChanged();
    }

    /// @param hypervisor asked on the worker; empty while there is no connection
    Tracker(ConnectionSpec spec, Worker worker, Supplier<Optional<Hypervisor>> hypervisor, HostWatch host, Told told) {
        this.worker = worker;
        this.hypervisor = hypervisor;
        this.host = host;
        this.told = told;
        this.machines = new Mirror(spec.uri(), new OfMirror());
        this.judge = new Judge(spec, worker, host, machines, new Judge.Changed() {
            @Override
            public void advice(Machine machine) {
                told.changed(machine);
            }

            @Override
            public void host() {
                told.hostChanged();
            }
        });
    }

    Mirror machines() {
        return machines;
    }

    Runs runs() {
        return runs;
    }

    LibvirtView libvirtView() {
        return judge.view();
    }

    /// Completes when the list has been read once, or cannot be.
    CompletableFuture<Void> loaded() {
        return loaded;
    }

    /// Completes when everything has been judged once, or cannot be.
    CompletableFuture<Void> judged() {
        return judge.first();
    }

    /// Nobody is to wait for it.
    void nothingToRead() {
        loaded.complete(null);
        judge.first().complete(null);
    }

    /// Reads which machines there are; their definitions are left to [#readDirty].
    void load(Hypervisor open) throws FailedException {
        machines.load(open);
        loading = true;
    }

    /// The connection ends in the middle of it.
    void stopLoading() {
        loading = false;
    }

    /// Of a connection that is no longer wanted.
    void clear() {
        machines.clear();
        host.forgetAll();
    }

    /// From any thread.
    void seen(DomainEvent event) {
        runs.seen(event);
        look(event.uuid(), event.kind().stateOnly());
    }

    /// From any thread.
    ///
    /// @param stateOnly its definitions have not changed
    void look(String uuid, boolean stateOnly) {
        machines.soil(uuid, stateOnly);
        worker.run(this::readDirty, () -> {});
    }

    /// From any thread.
    void lookAtAll() {
        machines.all().forEach(machine -> machines.soil(machine.uuid(), false));
        worker.run(this::readDirty, () -> {});
    }

    void readHost() {
        judge.read(hypervisor.get());
    }

    /// A slice at a time, so that a thousand definitions hold up neither an event nor a look at the statistics.
    void readDirty() {
        Optional<Hypervisor> connected = hypervisor.get();
        if (connected.isEmpty()) return;
        List<String> read = machines.readDirty(connected.get(), SLICE);
        if (machines.isDirty() && !read.isEmpty()) worker.run(this::readDirty, () -> {});
        else if (loading) finishLoading();
        if (loading || changed.isEmpty()) return;
        judge.soon(List.copyOf(changed), this::readHost);
        changed.clear();
    }

    /// Every definition has been read once.
    private void finishLoading() {
        loading = false;
        changed.clear();
        told.hostChanged();
        loaded.complete(null);
        readHost();
    }

    private final class OfMirror implements Mirror.Changed {
        @Override
        public void read(Machine machine) {
            if (!machine.active()) forget(machine.uuid());
            changed.add(machine.uuid());
            host.judge(machine);
            told.changed(machine);
        }

        @Override
        public void gone(String uuid) {
            forget(uuid);
            changed.add(uuid);
            host.forget(uuid);
            told.gone(uuid);
        }

        private void forget(String uuid) {
            runs.over(uuid);
            told.ended(uuid);
        }
    }
}
