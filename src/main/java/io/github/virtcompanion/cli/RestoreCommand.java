package io.github.virtcompanion.cli;

import io.github.virtcompanion.change.HistoryEntry;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/// `virt-companion restore DOMAIN [--to ID]`: a whole definition from the history; without an entry, of a machine that is no
/// longer defined.
@Command(name = "restore")
final class RestoreCommand extends Recorded implements Callable<Integer> {
    @Parameters(arity = "1", paramLabel = "DOMAIN", descriptionKey = "cli.parameter.domain")
    private String domain;

    @Option(names = "--to", paramLabel = "ID", descriptionKey = "cli.option.to-entry")
    private String to;

    @Option(names = "--before", descriptionKey = "cli.option.before")
    private boolean before;

    RestoreCommand(Tools tools) {
        super(tools);
    }

    @Override
    public Integer call() throws FailedException {
        try (Inventory inventory = open(uris)) {
            Past past = past(inventory, domain);
            if (to == null && past.last().isEmpty())
                throw new Failure(Message.of("cli.restore.which", past.name()), Message.of("cli.restore.which.next", past.name()), "").asException();
            HistoryEntry entry = to == null ? past.last().get() : entry(past, to);
            String definition = before ? entry.before() : entry.after();
            boolean removed = definition.isEmpty() && (to != null && past.machine().isPresent());
            if (removed) throw new Failure(Message.of("cli.restore.nothing-there", past.name()), Message.of("cli.restore.nothing-there.next"), "").asException();
            boolean well = past.machine().isPresent()
                    ? apply(past.connection(), () -> tools.changes().planRestore(past.connection(), past.uuid(), entry, before))
                    : apply(past.connection(), () -> tools.changes().planRevive(past.connection(), entry));
            return well & confirmed() ? Cli.OK : Cli.FAILED;
        }
    }
}
