package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.Waiting;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.InventoryListener;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// "Restart to apply": asks guests to shut down, and starts each again once it is off. A reboot would not do: it keeps QEMU.
final class Restarts implements InventoryListener {
    /// As long as Linux distributions give their services to end, twice.
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /// @param until System.nanoTime
    private record Wanted(Row.OfMachine row, Runnable ended, long until) {}

    private final Desk desk;
    private final FirstStarts starts;
    private final Map<String, Wanted> waiting = new ConcurrentHashMap<>();

    Restarts(Desk desk, FirstStarts starts) {
        this.desk = desk;
        this.starts = starts;
    }

    static boolean possible(Machine machine) {
        return (machine.info().state() == DomainState.RUNNING || machine.info().state() == DomainState.BLOCKED) && !Waiting.installs(machine);
    }

    void restart(List<Row.OfMachine> rows) {
        rows.stream().filter(row -> possible(row.now())).forEach(row -> desk.connection(row.connection()).ifPresent(connection -> ask(connection, row)));
    }

    private void ask(Connection connection, Row.OfMachine row) {
        if (waiting.containsKey(row.key())) return;
        Wanted wanted = new Wanted(row, desk.notices().begin(desk.say("ui.restart.waiting", row.now().label())), System.nanoTime() + PATIENCE.toNanos());
        waiting.put(row.key(), wanted);
        row.busy.set(true);
        desk.background().follow(connection.ask(hypervisor -> {
            hypervisor.shutdown(row.uuid());
            return true;
        })).failed(failure -> {
            over(wanted);
            desk.notices().failed(failure);
        });
    }

    @Override
    public void machineChanged(Connection connection, Machine machine) {
        Wanted wanted = waiting.get(connection.uri() + " " + machine.uuid());
        if (wanted == null || machine.active()) return;
        desk.background().show(() -> {
            if (!over(wanted)) return;
            // Saved or gone to sleep by somebody else: starting it would not apply anything.
            if (machine.info().managedSave()) desk.notices().tell(desk.say("ui.restart.saved", machine.label()));
            else desk.notices().watch(desk.say("ui.doing.run", machine.label()), starts.start(connection, wanted.row()).done(started -> {
                if (started.trouble().isEmpty()) desk.notices().tell(desk.say("ui.restart.done", machine.label()));
            })).ended(() -> connection.refresh(machine.uuid()));
        });
    }

    @Override
    public void usageChanged(Connection connection) {
        long now = System.nanoTime();
        waiting.values().stream().filter(wanted -> wanted.row().connection().equals(connection.uri()) && now - wanted.until() > 0).forEach(late -> desk.background().show(() -> {
            if (!over(late)) return;
            Failure failure = new Failure(Message.of("ui.restart.not-off", late.row().now().label()), Message.of("ui.restart.not-off-next"), "");
            desk.notices().failed(failure, List.of(new Notices.Action(desk.say("ui.restart.again"), () -> restart(List.of(late.row())))));
        }));
    }

    /// On the FX thread.
    private boolean over(Wanted wanted) {
        if (!waiting.remove(wanted.row().key(), wanted)) return false;
        wanted.row().busy.set(false);
        wanted.ended().run();
        return true;
    }
}
