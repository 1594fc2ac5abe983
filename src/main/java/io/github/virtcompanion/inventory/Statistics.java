package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.DomainMeter;
import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.DomainUsage;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Gauge;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Looks at what running machines do, every few seconds while somebody can see it.
///
/// CPU time, memory and network are read on the connection's own thread, as that never waits for a guest. What asks QEMU is read
/// through a connection of its own: the call that meets a hung guest is left waiting in there, and the next ones leave that guest
/// out (NOWAIT). A few may wait so; then QEMU is asked nothing more until one returns.
final class Statistics {
    /// A daemon has a worker for each waiting call, and twenty workers (libvirtd.conf, max_workers).
    private static final int ASKERS_AT_MOST = 3;
    private static final int LOOKS_BETWEEN_ADDRESSES = 5;

    private final Map<String, UsageHistory> histories = new ConcurrentHashMap<>();
    private final Map<String, List<String>> addresses = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor worker;
    private final String name;
    private final Optional<Opening> another;
    private final Runnable changed;
    private volatile Attention attention = Attention.USUAL;

    // Only touched on the worker.
    private Optional<Hypervisor> hypervisor = Optional.empty();
    private Optional<ScheduledFuture<?>> tick = Optional.empty();
    private Optional<Round> open = Optional.empty();
    private List<Asker> askers = List.of();
    private int hostCpus;
    private int looks;

    /// Opens the same connection once more.
    interface Opening {
        Hypervisor open() throws FailedException;
    }

    /// @param worker  the connection's
    /// @param another empty where there is no QEMU to ask
    /// @param changed called on it after each look
    Statistics(ScheduledThreadPoolExecutor worker, String name, Optional<Opening> another, Runnable changed) {
        this.worker = worker;
        this.name = name;
        this.another = another;
        this.changed = changed;
    }

    UsageHistory of(String uuid) {
        return histories.getOrDefault(uuid, UsageHistory.EMPTY);
    }

    List<String> addresses(String uuid) {
        return addresses.getOrDefault(uuid, List.of());
    }

    /// From any thread.
    void attend(Attention now) {
        if (now.equals(attention)) return;
        boolean otherPace = !now.pace().equals(attention.pace());
        boolean more = !attention.gauges().containsAll(now.gauges()) || !attention.closely().equals(now.closely()) || now.addresses() && !attention.addresses();
        attention = now;
        onWorker(() -> {
            if (hypervisor.isEmpty()) return;
            if (otherPace) schedule();
            else if (more) look();
        });
    }

    /// On the worker.
    void begin(Hypervisor opened) {
        hypervisor = Optional.of(opened);
        try {
            hostCpus = opened.node().cpus();
        } catch (FailedException e) {
            hostCpus = 0;
        }
        schedule();
    }

    /// On the worker.
    void end() {
        tick.ifPresent(running -> running.cancel(false));
        tick = Optional.empty();
        hypervisor = Optional.empty();
        askers.forEach(Asker::close);
        askers = List.of();
        histories.clear();
        addresses.clear();
        open = Optional.empty();
    }

    void forget(String uuid) {
        histories.remove(uuid);
        addresses.remove(uuid);
    }

    private void schedule() {
        tick.ifPresent(running -> running.cancel(false));
        tick = attention.pace().map(pace -> worker.scheduleWithFixedDelay(this::look, 0, pace.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void look() {
        if (hypervisor.isEmpty()) return;
        // The round before waits for a hung guest: what is known of it without asking has to do.
        open.ifPresent(round -> take(round, Map.of()));
        open = Optional.empty();
        Attention wanted = attention;
        try {
            Round round = new Round(hypervisor.get().usage(), System.nanoTime());
            Optional<String> closely = wanted.closely().filter(round::has);
            if (wanted.addresses() && looks++ % LOOKS_BETWEEN_ADDRESSES == 0) readAddresses(hypervisor.get(), round);
            Optional<Asker> asker = round.basic.isEmpty() || !asksQemu(wanted, closely) ? Optional.empty() : idleAsker();
            if (asker.isPresent()) ask(asker.get(), wanted.gauges(), closely, round);
            else take(round, wanted.gauges().contains(Gauge.NETWORK) ? byUuid(hypervisor.get().usage(Set.of(Gauge.NETWORK), Optional.empty())) : Map.of());
        } catch (FailedException e) {
            // A look without numbers: a broken connection tells of itself, and the next look is seconds away.
            histories.clear();
        }
    }

    private static boolean asksQemu(Attention wanted, Optional<String> closely) {
        return closely.isPresent() || wanted.gauges().stream().anyMatch(Gauge::asksGuest);
    }

    private Optional<Asker> idleAsker() {
        Optional<Asker> idle = askers.stream().filter(asker -> !asker.busy.get()).findFirst();
        if (idle.isPresent() || another.isEmpty() || askers.size() >= ASKERS_AT_MOST) return idle;
        Asker made = new Asker(name, another.get());
        askers = Stream.concat(askers.stream(), Stream.of(made)).toList();
        return Optional.of(made);
    }

    private static Map<String, DomainUsage> byUuid(List<DomainUsage> usages) {
        Map<String, DomainUsage> told = new HashMap<>();
        usages.forEach(usage -> told.put(usage.uuid(), usage));
        return told;
    }

    private void readAddresses(DomainMeter now, Round round) throws FailedException {
        for (DomainUsage usage : round.basic) addresses.put(usage.uuid(), List.copyOf(now.addresses(usage.uuid())));
    }

    private void ask(Asker asker, Set<Gauge> ofAll, Optional<String> closely, Round round) {
        open = Optional.of(round);
        asker.ask(asked -> {
            Map<String, DomainUsage> told = ofAll.isEmpty() ? new HashMap<>() : byUuid(asked.usage(ofAll, Optional.empty()));
            if (closely.isPresent() && ofAll.size() < Gauge.values().length) told.putAll(byUuid(asked.usage(EnumSet.allOf(Gauge.class), closely)));
            return told;
        }, told -> onWorker(() -> {
            if (open.filter(round::equals).isEmpty()) return;
            open = Optional.empty();
            take(round, told);
        }));
    }

    private void take(Round round, Map<String, DomainUsage> told) {
        for (DomainUsage usage : round.basic) {
            DomainUsage whole = Optional.ofNullable(told.get(usage.uuid())).map(usage::with).orElse(usage);
            histories.merge(usage.uuid(), UsageHistory.EMPTY.plus(whole, hostCpus, round.at), (old, _) -> old.plus(whole, hostCpus, round.at));
        }
        changed.run();
    }

    private void onWorker(Runnable work) {
        try {
            worker.execute(work);
        } catch (RejectedExecutionException e) {
            // The connection is being closed.
        }
    }

    /// What every running machine has told without being asked.
    private static final class Round {
        private final List<DomainUsage> basic;
        private final long at;

        Round(List<DomainUsage> basic, long at) {
            this.basic = basic;
            this.at = at;
        }

        boolean has(String uuid) {
            return basic.stream().anyMatch(usage -> usage.uuid().equals(uuid));
        }
    }
}
