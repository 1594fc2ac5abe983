package io.github.virtcompanion.inventory;

import io.github.virtcompanion.advice.Rules;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Machine;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is known of a connection's host, read on a thread of its own, and the advice that follows from it.
final class HostWatch {
    private static final long LOOK_SECONDS = 4;

    private final ConnectionSpec spec;
    private final HostSource source;
    private final ScheduledThreadPoolExecutor reader;
    private final Map<String, List<Finding>> findings = new ConcurrentHashMap<>();
    private volatile Fact<Host> host = Fact.unknown("inventory.host.not-read-yet");
    private volatile List<Finding> hostFindings = List.of();
    private volatile Map<String, Instant> since = Map.of();
    private volatile Set<String> placesAsked = Set.of();

    HostWatch(ConnectionSpec spec, HostSource source, ScheduledThreadPoolExecutor reader) {
        this.spec = spec;
        this.source = source;
        this.reader = reader;
    }

    Fact<Host> host() {
        return host;
    }

    List<Finding> findings(String uuid) {
        return findings.getOrDefault(uuid, List.of());
    }

    Optional<Instant> since(String uuid) {
        return Optional.ofNullable(since.get(uuid));
    }

    List<Finding> hostFindings() {
        return hostFindings;
    }

    /// @param then called on the reader's thread when the host is known, or at once where it can no longer be read
    void read(LibvirtView view, Collection<Machine> machines, Runnable then) {
        Set<String> paths = imagePaths(machines);
        placesAsked = paths;
        try {
            reader.execute(() -> {
                try {
                    since = source.runningSince(spec);
                    host = Fact.known(source.read(spec, view, paths), spec.uri());
                } catch (FailedException e) {
                    host = Fact.unknown(e.failure().what());
                }
                then.run();
            });
        } catch (RejectedExecutionException e) {
            then.run();
        }
    }

    /// Looks every few seconds whether reading again is worth while; /dev and /sys send no events (WatchService never fires there).
    ///
    /// @param changed called on the reader's thread
    void watch(Runnable changed) {
        String[] last = {source.signature(spec)};
        try {
            reader.scheduleWithFixedDelay(() -> {
                String now = source.signature(spec);
                if (now.equals(last[0])) return;
                last[0] = now;
                changed.run();
            }, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            // Closed already: an assumed connection is forgotten as soon as nobody answers, which may be sooner than this.
        }
    }

    /// Some of these machines have images whose places have not been looked up.
    boolean outdated(Collection<Machine> machines) {
        return !placesAsked.containsAll(imagePaths(machines));
    }

    /// @return whether the machine's advice changed
    boolean judge(Machine machine) {
        List<Finding> now = host.toOptional().map(known -> Rules.about(known, machine)).orElse(List.of());
        return !now.equals(findings.put(machine.uuid(), now));
    }

    void judgeHost(Collection<Machine> machines) {
        hostFindings = host.toOptional().map(known -> Rules.about(known, List.copyOf(machines))).orElse(List.of());
    }

    void forget(String uuid) {
        findings.remove(uuid);
    }

    /// Nothing is known of it until it is read again.
    void forgetAll() {
        host = Fact.unknown("inventory.host.not-read-yet");
        findings.clear();
        hostFindings = List.of();
    }

    void close() {
        reader.shutdownNow();
    }

    private static Set<String> imagePaths(Collection<Machine> machines) {
        return machines.stream().flatMap(machine -> Stream.concat(machine.stored().toOptional().stream(), machine.live().stream()))
                .flatMap(definition -> definition.disks().stream()).flatMap(disk -> disk.source().stream())
                .filter(path -> path.startsWith("/")).collect(Collectors.toSet());
    }
}
