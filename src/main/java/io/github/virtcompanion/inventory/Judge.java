package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Machine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Has a connection's host read and works out the advice, on the connection's thread and a slice at a time.
final class Judge {
    private static final Duration SLICE = Duration.ofMillis(20);
    private static final long SOON_MILLIS = 150;

    private final ConnectionSpec spec;
    private final Worker worker;
    private final HostWatch host;
    private final Mirror mirror;
    private final Changed changed;
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private volatile LibvirtView view = LibvirtViews.none();

    // Only touched on the worker.
    private boolean judging;
    private boolean imagesUnknown;

    /// Told on the connection's thread.
    interface Changed {
        /// Of this machine.
        void advice(Machine machine);

        /// Of the host, or of all machines together.
        void host();
    }

    Judge(ConnectionSpec spec, Worker worker, HostWatch host, Mirror mirror, Changed changed) {
        this.spec = spec;
        this.worker = worker;
        this.host = host;
        this.mirror = mirror;
        this.changed = changed;
    }

    LibvirtView view() {
        return view;
    }

    /// Completes when everything has been judged once, or cannot be.
    CompletableFuture<Void> first() {
        return first;
    }

    /// What follows from all machines together is worked out once for many changes, and not before they are on the screen.
    ///
    /// @param again reads the host once more
    void soon(List<String> read, Runnable again) {
        if (host.outdated(read.stream().map(mirror::machine).flatMap(Optional::stream).toList())) imagesUnknown = true;
        if (judging) return;
        judging = worker.later(() -> {
            judging = false;
            judgeHost();
            if (imagesUnknown) again.run();
        }, SOON_MILLIS).isPresent();
    }

    /// @param hypervisor empty while there is no connection: why KVM is not in use can be told without
    void read(Optional<Hypervisor> hypervisor) {
        imagesUnknown = false;
        view = hypervisor.map(open -> LibvirtViews.ask(open, spec)).orElseGet(LibvirtViews::none);
        host.read(view, mirror.all(), () -> worker.run(() -> judge(List.copyOf(mirror.all()), 0), () -> first.complete(null)));
    }

    private void judge(List<Machine> machines, int from) {
        long end = System.nanoTime() + SLICE.toNanos();
        for (int i = from; i < machines.size(); i++) {
            int next = i;
            if (System.nanoTime() > end) {
                worker.run(() -> judge(machines, next), () -> first.complete(null));
                return;
            }
            // What has changed meanwhile was judged when it did.
            Optional<Machine> now = mirror.machine(machines.get(i).uuid());
            if (now.isPresent() && host.judge(now.get())) changed.advice(now.get());
        }
        judgeHost();
        first.complete(null);
    }

    private void judgeHost() {
        host.judgeHost(mirror.all());
        changed.host();
    }
}
