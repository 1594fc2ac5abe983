package io.github.virtcompanion.inventory;

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
import java.util.concurrent.atomic.AtomicInteger;

/// Looks at what running machines do, every few seconds while somebody can see it.
///
/// CPU time and memory are read on the connection's own thread, as that never waits for a guest. What asks QEMU is read aside:
/// the call that meets a hung guest is left waiting, and the next ones leave that guest out (NOWAIT). A few may wait so;
/// then QEMU is asked nothing more until one returns.
final class Statistics {
    /// The daemon serves five calls of one client at a time (libvirtd.conf, max_client_requests).
    private static final int WAITING_AT_MOST = 2;
    private static final int LOOKS_BETWEEN_ADDRESSES = 5;

    private final Map<String, UsageHistory> histories = new ConcurrentHashMap<>();
    private final Map<String, List<String>> addresses = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final ScheduledThreadPoolExecutor worker;
    private final String name;
    private final Runnable changed;
    private volatile Attention attention = Attention.USUAL;

    // Only touched on the worker.
    private Optional<Hypervisor> hypervisor = Optional.empty();
    private Optional<ScheduledFuture<?>> tick = Optional.empty();
    private Optional<Round> open = Optional.empty();
    private int hostCpus;
    private int looks;

    /// @param worker  the connection's
    /// @param changed called on it after each look
    Statistics(ScheduledThreadPoolExecutor worker, String name, Runnable changed) {
        this.worker = worker;
        this.name = name;
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
            boolean asks = !round.basic.isEmpty() && (!wanted.gauges().isEmpty() || closely.isPresent()) && waiting.get() < WAITING_AT_MOST;
            if (wanted.addresses() && looks++ % LOOKS_BETWEEN_ADDRESSES == 0) readAddresses(hypervisor.get(), round);
            if (asks) ask(hypervisor.get(), wanted.gauges(), closely, round);
            else take(round, Map.of());
        } catch (FailedException e) {
            // A look without numbers: a broken connection tells of itself, and the next look is seconds away.
            histories.clear();
        }
    }

    private void readAddresses(Hypervisor now, Round round) throws FailedException {
        for (DomainUsage usage : round.basic) addresses.put(usage.uuid(), List.copyOf(now.addresses(usage.uuid())));
    }

    private void ask(Hypervisor now, Set<Gauge> ofAll, Optional<String> closely, Round round) {
        waiting.incrementAndGet();
        open = Optional.of(round);
        // A thread of its own: this may never return.
        Thread.ofPlatform().daemon().name("statistics of " + name).start(() -> {
            Map<String, DomainUsage> told = new HashMap<>();
            try {
                if (!ofAll.isEmpty()) now.usage(ofAll, Optional.empty()).forEach(usage -> told.put(usage.uuid(), usage));
                if (closely.isPresent() && ofAll.size() < Gauge.values().length)
                    now.usage(EnumSet.allOf(Gauge.class), closely).forEach(usage -> told.put(usage.uuid(), usage));
            } catch (FailedException e) {
                // As above.
            } finally {
                waiting.decrementAndGet();
            }
            onWorker(() -> {
                if (open.filter(round::equals).isEmpty()) return;
                open = Optional.empty();
                take(round, told);
            });
        });
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
