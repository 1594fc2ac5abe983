package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.libvirt.LibvirtFailure;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.SystemFiles;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/// Watches the first start after a switch to KVM: some hosts cannot start, or cannot go on with, the CPU they promise.
///
/// Trouble is a start that fails with libvirt's errors 1 (QEMU ended) or 91 (CPU incompatible), or a guest that pauses
/// for an unknown reason. A machine that has run for [#PROVEN_AFTER] is not watched any more.
public final class StartWatch {
    static final Duration PROVEN_AFTER = Duration.ofMinutes(3);
    private static final int LOG_TAIL_BYTES = 4096;

    private final Changes changes;
    private final SystemFiles files;
    private final Clock clock;
    private final String home;
    private final Map<String, Instant> runningSince = new ConcurrentHashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /// @param home the user's, below which a session's QEMU logs are
    public StartWatch(Changes changes, SystemFiles files, Clock clock, String home) {
        this.changes = changes;
        this.files = files;
        this.clock = clock;
        this.home = home;
    }

    /// A switched machine that does not start or go on.
    ///
    /// @param entry   the switch
    /// @param failure what happened, with libvirt's words
    /// @param logTail the end of QEMU's own log, where it can be read
    public record Trouble(Connection connection, String uuid, String machine, HistoryEntry entry, Failure failure, Fact<String> logTail) {}

    /// @param trouble empty when it started, or when it failed for a reason of its own, which is thrown
    public record Started(Optional<Trouble> trouble) {}

    public Started start(Connection connection, String uuid) throws FailedException {
        try {
            connection.ask(hypervisor -> {
                hypervisor.start(uuid);
                return null;
            }).join();
            return new Started(Optional.empty());
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof FailedException failed)) throw e;
            LibvirtFailure numbers = LibvirtFailure.of(failed);
            boolean maybeTheCpu = numbers.ofTheCpu() || numbers.code() == LibvirtFailure.INTERNAL_ERROR;
            Optional<HistoryEntry> entry = maybeTheCpu ? unproven(connection, uuid) : Optional.empty();
            if (entry.isEmpty()) throw failed;
            Failure failure = new Failure(Message.of("change.trouble.start", entry.get().machine()), Message.of("change.trouble.next"), failed.failure().details());
            return new Started(Optional.of(trouble(connection, uuid, entry.get(), failure)));
        }
    }

    /// Whether looking at a machine can be worth anything: this program has changed it before. Cheap.
    public boolean concerns(Machine machine) throws FailedException {
        return changes.history().knows(machine.uuid());
    }

    /// Whether any machine is under watch, so that [#tick] has something to do. Cheap.
    public boolean watching() {
        return !runningSince.isEmpty();
    }

    /// To be called whenever a machine changed, off the FX thread: it reads the history.
    /// @return trouble, told once a pause
    public Optional<Trouble> look(Connection connection, Machine machine) throws FailedException {
        DomainInfo info = machine.info();
        String key = connection.uri() + " " + machine.uuid();
        boolean kvm = machine.live().filter(Definition::kvm).isPresent();
        if (!kvm || info.state() != DomainState.PAUSED) {
            told.remove(key);
            if (kvm && info.state() == DomainState.RUNNING) runs(connection, machine.uuid(), key);
            else runningSince.remove(key);
            return Optional.empty();
        }
        if (info.reason() != DomainInfo.PAUSED_UNKNOWN || !told.add(key)) return Optional.empty();
        Optional<HistoryEntry> entry = unproven(connection, machine.uuid());
        if (entry.isEmpty()) return Optional.empty();
        Failure failure = new Failure(Message.of("change.trouble.paused", machine.label()), Message.of("change.trouble.next"), "");
        return Optional.of(trouble(connection, machine.uuid(), entry.get(), failure));
    }

    /// To be called now and then: machines that went on running are proven.
    public void tick(Connection connection) throws FailedException {
        for (Machine machine : connection.machines()) {
            Instant since = runningSince.get(connection.uri() + " " + machine.uuid());
            if (since == null || clock.instant().isBefore(since.plus(PROVEN_AFTER))) continue;
            runningSince.put(connection.uri() + " " + machine.uuid(), Instant.MAX.minus(PROVEN_AFTER));
            Optional<HistoryEntry> entry = unproven(connection, machine.uuid());
            if (entry.isPresent()) changes.history().proven(entry.get());
        }
    }

    /// The same machine with the next CPU that starts, named ones first.
    public Plan secondTry(Trouble trouble) throws FailedException {
        return changes.planOtherCpu(trouble.connection(), trouble.uuid());
    }

    private void runs(Connection connection, String uuid, String key) throws FailedException {
        if (!runningSince.containsKey(key) && unproven(connection, uuid).isPresent()) runningSince.put(key, clock.instant());
    }

    /// The newest change of the machine's type or CPU, where it was a switch to KVM that has not yet run well.
    private Optional<HistoryEntry> unproven(Connection connection, String uuid) throws FailedException {
        List<HistoryEntry> all = changes.history().of(connection.uri(), uuid);
        return all.stream().filter(entry -> entry.kind() != Plan.Kind.SETTINGS && entry.kind() != Plan.Kind.THIS_RUN).findFirst()
                .filter(entry -> entry.kind() == Plan.Kind.SWITCH && entry.state() != HistoryEntry.State.PROVEN
                        && entry.assignments().contains(new Assignment("type", "kvm")));
    }

    private Trouble trouble(Connection connection, String uuid, HistoryEntry entry, Failure failure) {
        return new Trouble(connection, uuid, entry.machine(), entry, failure, logTail(connection, entry.machine()));
    }

    /// libvirt keeps one log a machine (qemu driver, `virLogManager`): below /var/log for the system, in the cache for a session.
    private Fact<String> logTail(Connection connection, String machine) {
        if (connection.kind() != ConnectionSpec.Kind.LOCAL) return Fact.unknown("change.log.remote");
        String path = connection.uri().endsWith("/session") ? home + "/.cache/libvirt/qemu/log/" + machine + ".log"
                : "/var/log/libvirt/qemu/" + machine + ".log";
        return files.tail(path, LOG_TAIL_BYTES).map(lines -> String.join("\n", lines));
    }
}
