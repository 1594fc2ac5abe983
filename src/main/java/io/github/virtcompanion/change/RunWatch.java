package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Pendings;
import io.github.virtcompanion.system.DiskFlush;
import io.github.virtcompanion.system.PrivateFiles;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Sees to the end of runs whose values were for one run only: QEMU under `unsafe` never flushes, not even when it ends, so
/// that a power cut in the seconds after loses everything; the host's own flush cures that.
///
/// Runs that ended while this program was not there are found at its next start. Every call waits: never on the FX thread.
public final class RunWatch {
    private static final int INSTALLER_SECONDS = 2;

    private final LiveChanges changes;
    private final DiskFlush flush;
    private final Map<OneRun, Long> written = new ConcurrentHashMap<>();

    public RunWatch(LiveChanges changes, DiskFlush flush) {
        this.changes = changes;
        this.flush = flush;
    }

    /// A run that is over.
    ///
    /// @param flushed how its images were brought to the disk; unknown where they could not be
    /// @param written bytes, when last asked: the guest has written at least that; empty where nobody asked while it ran
    /// @param reboot  it is over because the guest rebooted: it wants to be started again
    public record Ended(Connection connection, String uuid, String machine, Fact<DiskFlush.How> flushed, boolean reboot,
                        Optional<Long> written) {
        /// Where the images could not be brought to the disk: that must not be overlooked.
        public Optional<Failure> failure() {
            return flushed instanceof Fact.Unknown<DiskFlush.How>(Message reason)
                    ? Optional.of(new Failure(Message.of("change.run.not-flushed", machine, reason), Message.of("change.live.not-flushed.next"), "")) : Optional.empty();
        }

        /// What became of it, in a sentence.
        public Message words() {
            return switch (flushed) {
                case Fact.Known<DiskFlush.How>(DiskFlush.How how, String _) -> Message.of(switch (how) {
                    case NOT_NEEDED -> "change.run.over";
                    case FILES -> "change.run.flushed";
                    case HOST -> "change.run.host-flushed";
                }, machine);
                case Fact.Unknown<DiskFlush.How>(Message reason) -> Message.of("change.run.not-flushed", machine, reason);
            };
        }
    }

    /// To be called when a machine changed, and once after the start for each connection: flushes what has ended.
    public List<Ended> look(Connection connection) throws FailedException {
        List<Ended> all = new ArrayList<>();
        if (!connection.status().connected()) return all;
        for (OneRun found : changes.journal().runs(connection.uri())) {
            try (PrivateFiles.Lock _ = changes.journal().lock(found.connection(), found.uuid())) {
                // Not one that is only just being started.
                if (!changes.journal().runs(connection.uri()).contains(found) || stillThatRun(connection, found)) continue;
                all.add(new Ended(connection, found.uuid(), found.machine(), flushed(connection, found),
                        connection.endedByReset(found.uuid()), Optional.ofNullable(written.remove(found))));
                changes.journal().over(found);
            }
        }
        return all;
    }

    /// A run whose values are stored nowhere, and which goes on.
    ///
    /// @param written bytes, when last asked; empty where nobody asked yet
    public record Going(String uuid, Optional<Long> written) {}

    /// Those that are not known to be over. Reads a small directory.
    public List<Going> going(Connection connection) throws FailedException {
        return changes.journal().runs(connection.uri()).stream().map(run -> new Going(run.uuid(), Optional.ofNullable(written.get(run)))).toList();
    }

    /// To be called now and then: asks how much was written. Waits for a guest that hangs, so let nothing else wait for this.
    public void tick(Connection connection) throws FailedException {
        for (OneRun run : changes.journal().runs(connection.uri())) {
            if (connection.machine(run.uuid()).filter(Machine::active).isEmpty()) continue;
            try (Hypervisor hypervisor = changes.open(connection)) {
                // Counted anew by each QEMU: it was saved and resumed in between.
                written.merge(run, hypervisor.written(run.uuid()), Math::max);
            }
        }
    }

    /// Starts a machine whose run has ended with the values that are stored: to be called where [Ended#reboot] says that its
    /// guest only wanted to reboot.
    public void startAgain(Ended ended) throws FailedException {
        letOthersStart();
        try (Hypervisor hypervisor = changes.open(ended.connection())) {
            startUnlessActive(hypervisor, ended.uuid());
        }
        ended.connection().refresh(ended.uuid());
    }

    /// virt-install looks every second whether the machine is off, and starts what it has installed. Started by us before it looks, it would
    /// never learn that the installation is over, and start the machine again when its user has powered it off.
    private static void letOthersStart() {
        try {
            TimeUnit.SECONDS.sleep(INSTALLER_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// virt-install and virt-manager start what they installed by themselves, perhaps just now.
    private static void startUnlessActive(Hypervisor hypervisor, String uuid) throws FailedException {
        try {
            hypervisor.start(uuid);
        } catch (FailedException e) {
            if (hypervisor.domain(uuid).filter(info -> info.state().active()).isEmpty()) throw e;
        }
    }

    /// Saved, it will go on with the same values. Running, it may have been started again since with what is stored: only a
    /// one-time run ends at a reboot although the stored definition does not.
    private boolean stillThatRun(Connection connection, OneRun run) throws FailedException {
        try (Hypervisor hypervisor = changes.open(connection)) {
            Optional<DomainInfo> info = hypervisor.domain(run.uuid());
            if (info.filter(known -> known.state().active()).isEmpty()) return info.filter(DomainInfo::managedSave).isPresent();
            return !Pendings.between(hypervisor.liveXml(run.uuid()), hypervisor.storedXml(run.uuid())).isEmpty();
        }
    }

    private Fact<DiskFlush.How> flushed(Connection connection, OneRun run) {
        if (run.images().isEmpty()) return Fact.known(DiskFlush.How.NOT_NEEDED, "");
        return connection.kind() == ConnectionSpec.Kind.LOCAL ? flush.flush(images(run, connection.machine(run.uuid()))) : Fact.unknown("change.live.remote");
    }

    private static Set<String> images(OneRun run, Optional<Machine> machine) {
        Set<String> all = new LinkedHashSet<>(run.images());
        machine.flatMap(known -> known.stored().toOptional()).ifPresent(stored -> stored.disks().stream().filter(disk -> disk.written())
                .flatMap(disk -> disk.source().stream()).filter(path -> path.startsWith("/")).forEach(all::add));
        return all;
    }
}
