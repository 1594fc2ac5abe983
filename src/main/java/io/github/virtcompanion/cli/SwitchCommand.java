package io.github.virtcompanion.cli;

import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `virt-companion switch DOMAIN... --to kvm|qemu`.
@Command(name = "switch")
final class SwitchCommand extends Changing implements Callable<Integer> {
    enum To { kvm, qemu }

    @Parameters(arity = "0..*", paramLabel = "DOMAIN", descriptionKey = "cli.parameter.domains")
    private List<String> domains = new ArrayList<>();

    @Option(names = "--to", required = true, paramLabel = "kvm|qemu", descriptionKey = "cli.option.to")
    private To to;

    @Option(names = "--cpu", paramLabel = "MODE", descriptionKey = "cli.option.cpu")
    private String cpu;

    @Option(names = "--enlighten", descriptionKey = "cli.option.enlighten")
    private boolean enlighten;

    @Option(names = "--all", descriptionKey = "cli.option.all")
    private boolean all;

    SwitchCommand(Tools tools) {
        super(tools);
    }

    @Override
    public Integer call() throws FailedException {
        if (domains.isEmpty() != all) throw new Failure(Message.of("cli.switch.which"), Message.of("cli.switch.which.next"), "").asException();
        try (Inventory inventory = open(uris)) {
            // Whether KVM can be used is part of every plan.
            inventory.judged().join();
            List<Choice> choices = all ? choices(inventory, this::switchable) : choices(inventory, domains);
            if (choices.size() > 1) together(inventory.connections().getFirst());
            return each(choices, Choice::name, choice -> change(choice.find())) ? Cli.OK : Cli.FAILED;
        }
    }

    private boolean change(Found found) throws FailedException {
        return apply(found.connection(), () -> tools.changes().planSwitch(found.connection(), found.machine().uuid(), to.name(), Optional.ofNullable(cpu), enlighten));
    }

    private boolean switchable(Machine machine) {
        return machine.stored().toOptional().filter(stored -> to == To.kvm ? stored.emulated() : stored.kvm()).isPresent();
    }
}
