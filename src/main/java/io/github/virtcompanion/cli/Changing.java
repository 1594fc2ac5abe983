package io.github.virtcompanion.cli;

import io.github.virtcompanion.change.Outcome;
import io.github.virtcompanion.change.Plan;
import io.github.virtcompanion.change.Reviewable;
import io.github.virtcompanion.inventory.Connection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.Console;

/// A command that changes machines: says what changes, asks where data can be lost, applies, says what came of it.
@Command
abstract class Changing extends Connected {
    @Option(names = "--dry-run", descriptionKey = "cli.option.dry-run")
    private boolean dryRun;

    @Option(names = {"-y", "--yes"}, descriptionKey = "cli.option.yes")
    private boolean yes;

    Changing(Tools tools) {
        super(tools);
    }

    /// Carries out a plan in the way its kind needs.
    interface Applying<P> {
        Outcome apply(P plan);
    }

    /// @return whether nothing went wrong
    <P extends Reviewable> boolean carryOut(P plan, Applying<P> applying) {
        // With --dry-run the diff alone goes to standard output, so that it can be piped.
        plan.changes().forEach(change -> err().println(plan.machine() + ": " + say(change)));
        plan.consequences().forEach(consequence -> err().println("  " + say(consequence)));
        plan.risks().forEach(risk -> err().println("  ! " + say(risk.words())));
        plan.blockers().forEach(blocker -> {
            err().println(plan.machine() + ": " + say(blocker.reason()));
            err().println("  " + say(blocker.wayOut()));
        });
        err().flush();
        if (dryRun) {
            out().print(plan.diff());
            if (plan.nothingToChange()) err().println(say("change.outcome.unchanged", plan.machine()));
            out().flush();
            return plan.blockers().isEmpty();
        }
        if (!plan.blockers().isEmpty()) return false;
        if (plan.needsConsent() && !consents()) {
            err().println(say("change.outcome.refused", plan.machine()));
            return false;
        }
        return tell(applying.apply(plan));
    }

    boolean dryRun() {
        return dryRun;
    }

    /// @return whether nothing went wrong
    boolean tell(Outcome outcome) {
        out().println(say(outcome.summary()));
        out().flush();
        outcome.failure().ifPresent(this::explain);
        return outcome.done();
    }

    boolean apply(Connection connection, Plan plan) {
        return carryOut(plan, ready -> tools.changes().apply(connection, ready));
    }

    /// A terminal is asked. A script has written the value itself, and the risk has just been printed.
    private boolean consents() {
        Console console = System.console();
        if (yes || console == null || !console.isTerminal()) return true;
        String answer = console.readLine("%s ", say("cli.consent"));
        return answer != null && !answer.isBlank() && say("cli.consent.yes").contains(answer.strip().substring(0, 1).toLowerCase(tools.words().locale()));
    }
}
