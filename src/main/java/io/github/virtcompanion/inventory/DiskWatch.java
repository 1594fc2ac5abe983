package io.github.virtcompanion.inventory;

import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.DiskLook;
import io.github.virtcompanion.model.DomainUsage;
import io.github.virtcompanion.model.Gauge;
import io.github.virtcompanion.model.Machine;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Looks at the disks of one machine, again and again, on a thread of its own: a guest whose QEMU hangs holds up nothing else.
public final class DiskWatch implements AutoCloseable {
    private final Connection connection;
    private final String uuid;
    private final Duration every;
    private final Consumer<DiskLook> look;
    private final Runnable ended;
    private final CountDownLatch closed = new CountDownLatch(1);

    private DiskWatch(Connection connection, String uuid, Duration every, Consumer<DiskLook> look, Runnable ended) {
        this.connection = connection;
        this.uuid = uuid;
        this.every = every;
        this.look = look;
        this.ended = ended;
    }

    /// @param look  called on that thread after each look
    /// @param ended called there once, when the machine is off or gone or the watch was closed
    public static DiskWatch start(Connection connection, String uuid, Duration every, Consumer<DiskLook> look, Runnable ended) {
        DiskWatch watch = new DiskWatch(connection, uuid, every, look, ended);
        Thread.ofPlatform().daemon().name("disks of " + uuid).start(watch::run);
        return watch;
    }

    private void run() {
        try {
            do {
                Optional<Machine> machine = connection.machine(uuid);
                // Saved and resumed, it is off for some seconds only: whoever watches tells when it has been long enough.
                if (machine.isEmpty()) return;
                if (machine.get().active()) look(machine.get());
            } while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.run();
        }
    }

    private void look(Machine machine) {
        try {
            List<DomainUsage> told = connection.ask(hypervisor -> hypervisor.usage(EnumSet.of(Gauge.DISK), Optional.of(uuid))).join();
            told.stream().findFirst().filter(usage -> !usage.disks().isEmpty())
                    .ifPresent(usage -> look.accept(new DiskLook(System.currentTimeMillis(), modes(machine), usage.disks())));
        } catch (CompletionException e) {
            // Being stopped or resumed, or the connection is: the next look may succeed.
        }
    }

    /// As it runs.
    static String modes(Machine machine) {
        return machine.live().or(machine::current).map(Definition::disks).orElse(List.of()).stream().filter(Disk::written)
                .map(disk -> disk.effectiveCache().libvirtName()).distinct().collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
