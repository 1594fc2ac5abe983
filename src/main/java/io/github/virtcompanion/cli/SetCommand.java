package io.github.virtcompanion.cli;

import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Catalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `virt-companion set DOMAIN... SETTING=VALUE...`.
@Command(name = "set")
final class SetCommand extends Changing implements Callable<Integer> {
    @Parameters(arity = "2..*", paramLabel = "DOMAIN|SETTING=VALUE", descriptionKey = "cli.parameter.domains-and-settings")
    private List<String> words;

    SetCommand(Tools tools) {
        super(tools);
    }

    @Override
    public Integer call() throws FailedException {
        List<String> domains = new ArrayList<>();
        List<Assignment> assignments = new ArrayList<>();
        for (String word : words) {
            if (word.contains("=")) assignments.add(Catalogue.parse(word));
            else domains.add(word);
        }
        if (domains.isEmpty()) throw new Failure(Message.of("cli.set.no-domain"), Message.of("cli.set.no-domain.next"), "").asException();
        if (assignments.isEmpty()) throw new Failure(Message.of("cli.set.no-setting"), Message.of("cli.set.no-setting.next"), "").asException();
        try (Inventory inventory = open(uris)) {
            boolean well = true;
            for (String domain : domains) {
                try {
                    Found found = find(inventory, domain);
                    well &= apply(found.connection(), tools.changes().plan(found.connection(), found.machine().uuid(), assignments));
                } catch (FailedException e) {
                    explain(e.failure());
                    well = false;
                }
            }
            return well ? Cli.OK : Cli.FAILED;
        }
    }
}
