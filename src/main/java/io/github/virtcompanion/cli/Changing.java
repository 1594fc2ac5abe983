package io.github.virtcompanion.cli;

import io.github.virtcompanion.change.Batches;
import io.github.virtcompanion.change.Outcome;
import io.github.virtcompanion.change.Plan;
import io.github.virtcompanion.change.Reviewable;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.Interruption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.Console;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A command that changes machines: says what changes, asks where data can be lost, applies, says what came of it.
@Command
abstract class Changing extends Connected {
    /// Somebody who changes a definition more often than this has a program that does.
    private static final int ATTEMPTS = 20;
    private static final int PATIENCE = 2;

    @Option(names = "--dry-run", descriptionKey = "cli.option.dry-run")
    private boolean dryRun;

    @Option(names = {"-y", "--yes"}, descriptionKey = "cli.option.yes")
    private boolean yes;

    private Optional<Batches.Writing> batch = Optional.empty();

    /// Of many machines; a single one is over before it could be left.
    private Optional<Interruption> interruption = Optional.empty();

    /// What became of the plan that was carried out last.
    private Optional<Outcome> last = Optional.empty();

    private final Set<Connection> lost = new HashSet<>();

    Changing(Tools tools) {
        super(tools);
    }

    /// What follows is changed together, to be taken back together.
    void together(Connection first) throws FailedException {
        if (!dryRun) batch = Optional.of(tools.batches().begin(first.uri()));
    }

    /// How to take all of it back.
    private void tellWayBack() {
        batch.flatMap(Batches.Writing::batch).filter(made -> made.members().size() > 1)
                .ifPresent(made -> err().println(say("cli.batch.way-back", made.members().size(), made.id())));
        err().flush();
    }

    /// Changes one of many.
    interface Working<T> {
        /// @return whether nothing went wrong
        boolean work(T one) throws FailedException;
    }

    /// One after the other. A failure of one spoils none of the others; Ctrl-C leaves those that were not begun, and says so.
    ///
    /// @return whether nothing went wrong
    <T> boolean each(List<T> all, Function<T, String> name, Working<T> working) {
        boolean well = true;
        try (Interruption expected = Interruption.expected(() -> tell(Message.of("cli.interrupted")))) {
            interruption = Optional.of(expected);
            for (T one : all) {
                try {
                    if (stopped()) {
                        tell(Message.of("change.outcome.not-tried", name.apply(one)));
                        well = false;
                    } else well &= working.work(one);
                } catch (FailedException e) {
                    tell(Message.of("change.outcome.refused", name.apply(one)));
                    explain(e.failure());
                    well = false;
                }
            }
            tellWayBack();
        }
        return well & confirmed();
    }

    /// Whether what was stored is still there a moment later. While the connections are open.
    boolean confirmed() {
        boolean well = true;
        for (Outcome outcome : Stream.concat(tools.changes().confirm().stream(), tools.live().confirm(tools.changes()).stream()).toList()) well &= tell(outcome);
        return well;
    }

    /// Ctrl-C was pressed.
    boolean stopped() {
        return interruption.filter(Interruption::stopped).isPresent();
    }

    void tell(Message words) {
        err().println(say(words));
        err().flush();
    }

    /// Carries out a plan in the way its kind needs.
    interface Applying<P> {
        Outcome apply(P plan) throws FailedException;
    }

    /// @return whether nothing went wrong
    <P extends Reviewable> boolean carryOut(P plan, Applying<P> applying) throws FailedException {
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
        if (batch.isPresent()) batch.get().next(plan);
        Outcome outcome = applying.apply(plan);
        batch.ifPresent(writing -> writing.became(outcome));
        last = Optional.of(outcome);
        return tell(outcome);
    }

    /// Makes a plan.
    interface Planning<P> {
        P plan() throws FailedException;
    }

    /// The same, and again with a new plan, told like the first, where somebody else changed the definition in between.
    <P extends Reviewable> boolean carryOutAfresh(Planning<P> planning, Applying<P> applying) throws FailedException {
        for (int attempt = 1; ; attempt++) {
            last = Optional.empty();
            boolean well = carryOut(planning.plan(), applying);
            if (last.filter(outcome -> outcome.kind() == Outcome.Kind.MOVED).isEmpty() || attempt == ATTEMPTS) return well;
        }
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

    /// A connection that broke is opened again before the next machine's turn. Where it cannot be, the others are not made to wait for it.
    void reopen(Connection connection) {
        if (connection.status().connected() || lost.contains(connection)) return;
        connection.reconnect().join();
        if (!connection.status().connected()) lost.add(connection);
    }

    boolean apply(Connection connection, Planning<Plan> planning) throws FailedException {
        reopen(connection);
        AtomicInteger tried = new AtomicInteger();
        // Who keeps storing is faster than a plan is made, told and written down.
        return carryOutAfresh(planning, ready -> tried.getAndIncrement() < PATIENCE ? tools.changes().apply(connection, ready) : tools.changes().applyOnto(connection, ready));
    }

    /// A terminal is asked. A script has written the value itself, and the risk has just been printed.
    private boolean consents() {
        Console console = System.console();
        if (yes || console == null || !console.isTerminal()) return true;
        Supplier<String> question = () -> console.readLine("%s ", say("cli.consent"));
        Optional<String> answer = interruption.map(expected -> expected.answer(question)).orElseGet(() -> Optional.ofNullable(question.get()));
        if (stopped()) err().println();
        return answer.filter(typed -> !typed.isBlank() && say("cli.consent.yes").contains(typed.strip().substring(0, 1).toLowerCase(tools.words().locale()))).isPresent();
    }
}
