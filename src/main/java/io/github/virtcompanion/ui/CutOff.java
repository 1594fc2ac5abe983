package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.LiveProgress;
import io.github.virtcompanion.change.Outcome;
import io.github.virtcompanion.change.Unfinished;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.InventoryListener;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Changes of running machines that were cut off: at the start, and whenever a connection is back, asks whether they shall be
/// finished or taken back. A guest waits for the answer, saved on its host.
final class CutOff implements InventoryListener {
    private interface Way {
        Outcome go(Unfinished unfinished, LiveProgress progress);
    }

    private final Desk desk;
    private final Set<String> connected = ConcurrentHashMap.newKeySet();
    /// Connections with something that is not settled.
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    private final Set<String> looking = ConcurrentHashMap.newKeySet();
    private final Map<String, List<Notices.Trouble>> told = new LinkedHashMap<>();
    private final Map<String, List<Unfinished>> known = new LinkedHashMap<>();

    CutOff(Desk desk) {
        this.desk = desk;
    }

    @Override
    public void connectionChanged(Connection connection) {
        if (connection.status().connected()) {
            if (connected.add(connection.uri())) look(connection);
        } else if (connected.remove(connection.uri())) desk.background().show(() -> show(connection, List.of()));
    }

    /// Somebody else may have resumed it.
    @Override
    public void machineChanged(Connection connection, Machine machine) {
        if (open.contains(connection.uri())) look(connection);
    }

    /// libvirt may still have been saving it.
    @Override
    public void usageChanged(Connection connection) {
        if (open.contains(connection.uri())) look(connection);
    }

    void look(Connection connection) {
        if (!looking.add(connection.uri())) return;
        desk.background().run(() -> desk.live().unfinished(connection)).done(all -> show(connection, all))
                .failed(failure -> {
                    // A connection that is going says so itself; it is looked at again when it is back.
                    if (connection.status().connected()) desk.notices().failed(failure);
                }).ended(() -> looking.remove(connection.uri()));
    }

    private void show(Connection connection, List<Unfinished> all) {
        if (all.isEmpty()) open.remove(connection.uri());
        else open.add(connection.uri());
        List<Unfinished> old = known.getOrDefault(connection.uri(), List.of());
        if (all.equals(old)) return;
        known.put(connection.uri(), all);
        for (Unfinished one : old) if (!all.contains(one)) desk.notices().dismissTrouble(failure -> ofIt(failure, one.machine()));
        // What is to be done about it is offered now.
        for (Unfinished one : all) desk.notices().dismissTrouble(failure -> failure.what().key().equals("change.unfinished.no-answer") && ofIt(failure, one.machine()));
        List<Notices.Trouble> before = told.getOrDefault(connection.uri(), List.of());
        List<Notices.Trouble> now = all.stream().map(this::trouble).toList();
        told.put(connection.uri(), now);
        List<Notices.Trouble> waiting = new ArrayList<>(desk.notices().waiting);
        waiting.removeAll(before);
        waiting.addAll(now);
        desk.notices().waiting.setAll(waiting);
    }

    private static boolean ofIt(Failure failure, String machine) {
        return failure.what().key().startsWith("change.unfinished.") && failure.what().args().contains(machine);
    }

    private Notices.Trouble trouble(Unfinished unfinished) {
        Failure failure = new Failure(unfinished.words(), unfinished.saving() ? Message.of("change.unfinished.saving.next")
                : Message.of("ui.cut-off.next", unfinished.assignments().stream().map(Object::toString).reduce((a, b) -> a + ", " + b).orElse("")), "");
        return new Notices.Trouble(failure, unfinished.saving() ? List.of() : List.of(
                new Notices.Action(desk.say("ui.cut-off.finish"), () -> go(unfinished, desk.live()::finish)),
                new Notices.Action(desk.say("ui.cut-off.take-back"), () -> go(unfinished, desk.live()::takeBack))));
    }

    private void go(Unfinished unfinished, Way way) {
        show(unfinished.connection(), List.of());
        desk.notices().watch(desk.say("ui.cut-off.doing", unfinished.machine()), desk.background().run(() -> way.go(unfinished, LiveProgress.NONE)).done(outcome -> {
            desk.notices().tell(desk.words().say(outcome.summary()));
            outcome.failure().ifPresent(desk.notices()::failed);
        })).ended(() -> look(unfinished.connection()));
    }
}
