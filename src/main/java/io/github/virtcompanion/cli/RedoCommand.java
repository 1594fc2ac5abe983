package io.github.virtcompanion.cli;

import io.github.virtcompanion.change.HistoryEntry;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.model.FailedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/// `virt-companion redo DOMAIN`: brings back what the newest undo took away, or finishes what was cut off.
@Command(name = "redo")
final class RedoCommand extends Changing implements Callable<Integer> {
    @Parameters(arity = "1", paramLabel = "DOMAIN", descriptionKey = "cli.parameter.domain")
    private String domain;

    RedoCommand(Tools tools) {
        super(tools);
    }

    @Override
    public Integer call() throws FailedException {
        try (Inventory inventory = open(uris)) {
            Found found = find(inventory, domain);
            HistoryEntry entry = tools.changes().redoable(found.connection(), found.machine().uuid(), found.machine().name());
            boolean well = carryOutAfresh(() -> tools.changes().planRedo(found.connection(), found.machine().uuid(), entry),
                    plan -> tools.changes().applyUndo(found.connection(), plan, entry));
            return well & confirmed() ? Cli.OK : Cli.FAILED;
        }
    }
}
