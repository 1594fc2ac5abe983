package io.github.virtcompanion.cli;

import io.github.virtcompanion.change.HistoryEntry;
import io.github.virtcompanion.change.Unfinished;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.model.FailedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/// `virt-companion undo DOMAIN`: takes back the newest change that has not been taken back, or the one that is named.
@Command(name = "undo")
final class UndoCommand extends Recorded implements Callable<Integer> {
    @Parameters(arity = "1", paramLabel = "DOMAIN", descriptionKey = "cli.parameter.domain")
    private String domain;

    @Option(names = "--entry", paramLabel = "ID", descriptionKey = "cli.option.entry")
    private String id;

    UndoCommand(Tools tools) {
        super(tools);
    }

    @Override
    public Integer call() throws FailedException {
        try (Inventory inventory = open(uris)) {
            Found found = find(inventory, domain);
            // A change that was cut off comes first: its guest is waiting.
            for (Unfinished unfinished : tools.live().unfinished(found.connection()))
                if (unfinished.uuid().equals(found.machine().uuid())) return takeBack(unfinished) ? Cli.OK : Cli.FAILED;
            HistoryEntry entry = id == null ? tools.changes().undoable(found.connection(), found.machine().uuid(), found.machine().name()) : entry(past(inventory, domain), id);
            boolean well = carryOut(tools.changes().planUndo(found.connection(), found.machine().uuid(), entry),
                    plan -> tools.changes().applyUndo(found.connection(), plan, entry));
            return well ? Cli.OK : Cli.FAILED;
        }
    }

    private boolean takeBack(Unfinished unfinished) {
        err().println(say(unfinished.words()));
        if (dryRun()) return true;
        return tell(tools.live().takeBack(unfinished, words -> err().println(say(words))));
    }
}
