package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.util.Optional;
import java.util.concurrent.ScheduledFuture;

/// What leads to libvirt: opened, found broken, opened again by itself as long as somebody wants it.
///
/// Only touched on the worker, but for whether it is wanted.
final class Link {
    private static final long FIRST_RETRY_MILLIS = 250;
    private static final long LAST_RETRY_MILLIS = 8_000;

    private final ConnectionSpec spec;
    private final Opener opener;
    private final Worker worker;
    private final Told told;
    private volatile boolean wanted = true;
    private Optional<Hypervisor> open = Optional.empty();
    private int generation;
    private Optional<ScheduledFuture<?>> retry = Optional.empty();

    /// Told on the worker.
    interface Told {
        void connecting();

        void opened(Hypervisor hypervisor, Status status) throws FailedException;

        /// @param attempt 0 for the first, which somebody waits for
        /// @return whether it may be tried again
        boolean failed(FailedException why, int attempt);

        void lost();

        /// Before it is closed, however it ends.
        void ending();
    }

    Link(ConnectionSpec spec, Opener opener, Worker worker, Told told) {
        this.spec = spec;
        this.opener = opener;
        this.worker = worker;
        this.told = told;
    }

    /// Empty while there is none.
    Optional<Hypervisor> hypervisor() {
        return open;
    }

    boolean wanted() {
        return wanted;
    }

    /// From any thread. One that is just being opened may hang in there: it is let go as soon as it returns.
    void wanted(boolean now) {
        wanted = now;
    }

    void connect() {
        connect(0);
    }

    private void connect(int attempt) {
        if (open.isPresent() || !wanted) return;
        try {
            if (attempt == 0) told.connecting();
            Opened opened = Opened.by(opener, spec);
            open = Optional.of(opened.hypervisor());
            if (!wanted) {
                letGo();
                return;
            }
            generation++;
            int mine = generation;
            opened.hypervisor().onClosed(() -> worker.run(() -> lost(mine), () -> {}));
            told.opened(opened.hypervisor(), opened.status());
        } catch (FailedException e) {
            letGo();
            failed(e, attempt);
        } catch (RuntimeException e) {
            letGo();
            failed(new Failure(Message.of("inventory.surprise"), Message.of("inventory.surprise.next"), String.valueOf(e)).asException(), attempt);
        }
    }

    private void failed(FailedException e, int attempt) {
        if (wanted && told.failed(e, attempt) && Refusals.worthRetrying(e)) later(attempt + 1);
    }

    private void lost(int ofGeneration) {
        if (ofGeneration != generation || open.isEmpty()) return;
        letGo();
        told.lost();
        later(1);
    }

    /// One attempt is waiting at a time, however often somebody presses the button.
    private void later(int attempt) {
        retry.ifPresent(waiting -> waiting.cancel(false));
        long pause = Math.min(LAST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(attempt - 1, 6));
        retry = worker.later(() -> connect(attempt), pause);
    }

    /// Until somebody connects again.
    void end() {
        retry.ifPresent(waiting -> waiting.cancel(false));
        letGo();
    }

    private void letGo() {
        told.ending();
        open.ifPresent(Hypervisor::close);
        open = Optional.empty();
    }
}
