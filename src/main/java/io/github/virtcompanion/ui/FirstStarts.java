package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.StartWatch;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.InventoryListener;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Watches the first start after a switch to KVM, and offers another CPU or the way back where it goes wrong.
final class FirstStarts implements InventoryListener {
    private final Desk desk;
    private final StartWatch watch;
    private final Reviews reviews;
    private final MachinesModel list;

    FirstStarts(Desk desk, StartWatch watch, Reviews reviews, MachinesModel list) {
        this.desk = desk;
        this.watch = watch;
        this.reviews = reviews;
        this.list = list;
    }

    /// Starts a machine; the start that fails because of the new CPU is told with its ways out.
    Job<StartWatch.Started> start(Connection connection, Row.OfMachine row) {
        return desk.background().run(() -> watch.start(connection, row.uuid())).done(started -> started.trouble().ifPresent(this::tell));
    }

    @Override
    public void machineChanged(Connection connection, Machine machine) {
        try {
            // A thousand machines that were never switched cost nothing.
            if (!watch.concerns(machine)) return;
        } catch (FailedException e) {
            desk.background().show(() -> desk.notices().failed(e.failure()));
            return;
        }
        desk.background().run(() -> watch.look(connection, machine)).done(trouble -> trouble.ifPresent(this::tell)).failed(desk.notices()::unread);
    }

    @Override
    public void usageChanged(Connection connection) {
        if (!watch.watching()) return;
        desk.background().run(() -> {
            watch.tick(connection);
            return true;
        }).failed(desk.notices()::unread);
    }

    private void tell(StartWatch.Trouble trouble) {
        Optional<Row.OfMachine> row = list.machine(trouble.connection().uri(), trouble.uuid());
        List<Notices.Action> actions = new ArrayList<>();
        row.ifPresent(machine -> {
            actions.add(new Notices.Action(desk.say("ui.trouble.other-cpu"), () -> reviews.plan(machine, () -> watch.secondTry(trouble))));
            actions.add(new Notices.Action(desk.say("ui.trouble.back"), () -> reviews.undo(machine, trouble.entry())));
        });
        String log = switch (trouble.logTail()) {
            case Fact.Known<String>(String tail, String source) -> desk.say("ui.trouble.log") + "  " + source + "\n" + tail;
            case Fact.Unknown<String>(var reason) -> desk.words().say(reason);
        };
        Failure failure = trouble.failure();
        desk.notices().failed(new Failure(failure.what(), failure.nextStep(), (failure.details() + "\n" + log).strip()), actions);
    }
}
