package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/// How others' work comes to a connection's libvirt: one after the other on its thread, or beside it where QEMU may take its time.
final class Calls {
    private final Worker worker;
    private final Supplier<Optional<Hypervisor>> hypervisor;
    private final Supplier<Status> status;
    private final Optional<Errands> errands;

    /// @param hypervisor asked on the worker
    /// @param errands    empty where there is no QEMU to wait for
    Calls(Worker worker, Supplier<Optional<Hypervisor>> hypervisor, Supplier<Status> status, Optional<Errands> errands) {
        this.worker = worker;
        this.hypervisor = hypervisor;
        this.status = status;
        this.errands = errands;
    }

    <T> CompletableFuture<T> call(Work<T> work) {
        var result = new CompletableFuture<T>();
        worker.run(() -> {
            try {
                Hypervisor connected = hypervisor.get().orElse(null);
                if (connected == null) throw status.get().failure().orElse(closed()).asException();
                result.complete(work.on(connected));
            } catch (FailedException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        }, () -> result.completeExceptionally(closed().asException()));
        return result;
    }

    <T> CompletableFuture<T> ask(Work<T> work) {
        if (errands.isEmpty() || !status.get().connected()) return call(work);
        var result = new CompletableFuture<T>();
        try {
            errands.get().run(work, result, () -> call(work).whenComplete((done, failed) -> {
                if (failed == null) result.complete(done);
                else result.completeExceptionally(failed);
            }));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(closed().asException());
        }
        return result;
    }

    /// The daemon has gone; those under way end by themselves.
    void letGo() {
        errands.ifPresent(Errands::letGo);
    }

    void close() {
        errands.ifPresent(Errands::close);
    }

    private static Failure closed() {
        return new Failure(Message.of("inventory.not-connected"), Message.of("inventory.not-connected.next"), "");
    }
}
