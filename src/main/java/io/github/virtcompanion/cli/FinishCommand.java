package io.github.virtcompanion.cli;

import io.github.virtcompanion.change.Unfinished;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/// `virt-companion finish DOMAIN`: goes on with a change of a running machine that was cut off.
@Command(name = "finish")
final class FinishCommand extends Connected implements Callable<Integer> {
    @Parameters(arity = "1", paramLabel = "DOMAIN", descriptionKey = "cli.parameter.domain")
    private String domain;

    FinishCommand(Tools tools) {
        super(tools);
    }

    @Override
    public Integer call() throws FailedException {
        try (Inventory inventory = open(uris)) {
            Found found = find(inventory, domain);
            for (Unfinished unfinished : tools.live().unfinished(found.connection())) {
                if (!unfinished.uuid().equals(found.machine().uuid())) continue;
                var outcome = tools.live().finish(unfinished, words -> err().println(say(words)));
                out().println(say(outcome.summary()));
                outcome.failure().ifPresent(this::explain);
                return outcome.done() ? Cli.OK : Cli.FAILED;
            }
            throw new Failure(Message.of("cli.finish.nothing", found.machine().name()), Message.of("cli.finish.nothing.next"), "").asException();
        }
    }
}
