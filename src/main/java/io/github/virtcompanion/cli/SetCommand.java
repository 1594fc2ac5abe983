package io.github.virtcompanion.cli;

import io.github.virtcompanion.change.LiveChanges;
import io.github.virtcompanion.change.LivePlan;
import io.github.virtcompanion.change.RunWatch;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Catalogue;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/// `virt-companion set DOMAIN... SETTING=VALUE...`.
@Command(name = "set")
final class SetCommand extends Changing implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "DOMAIN|SETTING=VALUE", descriptionKey = "cli.parameter.domains-and-settings")
    private List<String> words;

    private final Set<String> looked = new HashSet<>();

    @Option(names = "--all", descriptionKey = "cli.option.set-all")
    private boolean all;

    @ArgGroup
    private Moment moment;

    /// When it counts, where that is not the next start.
    static final class Moment {
        @Option(names = "--now", descriptionKey = "cli.option.now")
        private boolean now;

        @Option(names = "--this-boot-only", descriptionKey = "cli.option.this-boot-only")
        private boolean thisBootOnly;
    }

    SetCommand(Tools tools) {
        super(tools);
    }

    @Override
    public Integer call() throws FailedException {
        List<Assignment> assignments = new ArrayList<>();
        List<String> domains = new ArrayList<>();
        for (String word : words) {
            if (Catalogue.assigns(word)) assignments.add(Catalogue.parse(word));
            else domains.add(word);
        }
        if (all ? domains.stream().anyMatch(word -> !equals(word)) : domains.isEmpty()) throw new Failure(Message.of(all ? "cli.set.which" : "cli.set.no-domain"), Message.of("cli.set.no-domain.next"), "").asException();
        if (assignments.isEmpty() && domains.stream().noneMatch(SetCommand::equals)) throw new Failure(Message.of("cli.set.no-setting"), Message.of("cli.set.no-setting.next"), "").asException();
        try (Inventory inventory = open(uris)) {
            // A machine may have an equals sign in its name; what is the name of none was meant as a setting.
            for (String word : domains)
                if (equals(word) && (all || inventory.connections().stream().allMatch(connection -> connection.find(word).isEmpty()))) Catalogue.parse(word);
            if (assignments.isEmpty()) throw new Failure(Message.of("cli.set.no-setting"), Message.of("cli.set.no-setting.next"), "").asException();
            List<Choice> choices = all ? choices(inventory, _ -> true) : choices(inventory, domains);
            if (choices.size() > 1) together(inventory.connections().getFirst());
            return each(choices, Choice::name, choice -> set(choice.find(), assignments)) ? Cli.OK : Cli.FAILED;
        }
    }

    private static boolean equals(String word) {
        return word.contains("=");
    }

    private void lookAround(Connection connection) throws FailedException {
        for (RunWatch.Ended ended : tools.runs().look(connection)) ended.failure().ifPresentOrElse(this::explain, () -> err().println(say(ended.words())));
        tellUnfinished(connection);
    }

    private boolean set(Found found, List<Assignment> assignments) throws FailedException {
        Connection connection = found.connection();
        String uuid = found.machine().uuid();
        if (moment == null) return apply(connection, () -> tools.changes().plan(connection, uuid, assignments));
        LiveChanges live = tools.live();
        reopen(connection);
        // What ended without being looked after is first brought to the disk.
        if (looked.add(connection.uri())) lookAround(connection);
        LivePlan plan = moment.now ? live.plan(connection, uuid, assignments) : live.planThisRun(connection, uuid, assignments);
        return carryOut(plan, ready -> live.apply(connection, ready, new ToldProgress(this::tell, this::stopped)));
    }
}
