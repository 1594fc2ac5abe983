package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.libvirt.ManagedSave;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.SaveProgress;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Looks, while the thread that saves a guest waits for libvirt, how far it has come, and ends it where that is asked for.
/// On a connection of its own: on one that another thread waits on, answers may lie until the next keepalive.
final class SaveWatch implements AutoCloseable {
    private static final long EVERY_MILLIS = 200;

    private final Opening opening;
    private final String uuid;
    private final LiveProgress progress;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;

    /// Opens one more connection to the same host.
    @FunctionalInterface
    interface Opening {
        Hypervisor open() throws FailedException;
    }

    private SaveWatch(Opening opening, String uuid, LiveProgress progress) {
        this.opening = opening;
        this.uuid = uuid;
        this.progress = progress;
        this.thread = Thread.ofPlatform().daemon().name("watching " + uuid).start(this::watch);
    }

    static SaveWatch begin(Opening opening, String uuid, LiveProgress progress) {
        progress.saving(SaveProgress.BEGUN);
        return new SaveWatch(opening, uuid, progress);
    }

    private void watch() {
        try (Hypervisor hypervisor = opening.open()) {
            while (!over.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) look(hypervisor);
        } catch (FailedException e) {
            System.getLogger(SaveWatch.class.getName()).log(System.Logger.Level.INFO, "a save is not watched", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(ManagedSave saving) {
        try {
            // Asked again each time: libvirt refuses while the save has not quite begun.
            if (progress.stopped()) saving.abortJob(uuid);
            else saving.saveProgress(uuid).ifPresent(progress::saving);
        } catch (FailedException _) {
            // Not begun, over already, or not known to this libvirt: the save itself tells what became of it.
        }
    }

    /// Once it returns, nothing is told or ended any more: what libvirt does next is not the save.
    @Override
    public void close() {
        over.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
