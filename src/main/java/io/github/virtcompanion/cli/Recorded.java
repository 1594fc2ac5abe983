package io.github.virtcompanion.cli;

import io.github.virtcompanion.change.HistoryEntry;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import picocli.CommandLine.Command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A command about machines that have a history, defined or not.
@Command
abstract class Recorded extends Changing {
    Recorded(Tools tools) {
        super(tools);
    }

    /// @param machine empty where it is no longer defined
    /// @param last    then: the newest entry with its definition
    record Past(Connection connection, String uuid, String name, Optional<Machine> machine, Optional<HistoryEntry> last) {}

    /// Of a name or uuid; what is defined goes before what is not.
    Past past(Inventory inventory, String nameOrUuid) throws FailedException {
        for (Connection connection : inventory.connections()) {
            if (connection.find(nameOrUuid).isEmpty()) continue;
            Found found = find(inventory, nameOrUuid);
            tools.changes().observe(found.connection(), found.machine().uuid());
            return new Past(found.connection(), found.machine().uuid(), found.machine().name(), Optional.of(found.machine()), Optional.empty());
        }
        List<Past> gone = new ArrayList<>();
        List<Connection> open = connected(inventory);
        if (open.isEmpty()) throw new Failure(Message.of("cli.nothing-open"), Message.of("cli.nothing-open.next"), "").asException();
        for (Connection connection : open)
            for (HistoryEntry last : gone(connection))
                if (last.machine().equals(nameOrUuid) || last.uuid().equals(nameOrUuid)) gone.add(new Past(connection, last.uuid(), last.machine(), Optional.empty(), Optional.of(last)));
        if (gone.isEmpty()) throw noSuchMachine(open, nameOrUuid);
        if (gone.size() > 1) throw new Failure(Message.of("cli.several-machines", nameOrUuid), Message.of("cli.several-undefined.next",
                gone.stream().map(Past::uuid).collect(Collectors.joining(", "))), "").asException();
        return gone.getFirst();
    }

    /// No longer defined, and could be again.
    List<HistoryEntry> gone(Connection connection) throws FailedException {
        tools.changes().observeGone(connection);
        return tools.changes().history().gone(connection.uri(), connection.machines().stream().map(Machine::uuid).collect(Collectors.toSet()));
    }

    HistoryEntry entry(Past past, String id) throws FailedException {
        return tools.changes().history().of(past.connection().uri(), past.uuid()).stream().filter(entry -> entry.id().equals(id)).findFirst()
                .orElseThrow(() -> new Failure(Message.of("cli.history.no-such-entry", id, past.name()), Message.of("cli.history.no-such-entry.next", past.name()), "").asException());
    }
}
