package io.github.virtcompanion.cli;

import io.github.virtcompanion.change.Batch;
import io.github.virtcompanion.change.HistoryEntry;
import io.github.virtcompanion.change.Plan;
import io.github.virtcompanion.change.Unfinished;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/// `virt-companion undo DOMAIN`: takes back the newest change that has not been taken back, or the one that is named;
/// `virt-companion undo --batch`: what was changed together.
@Command(name = "undo")
final class UndoCommand extends Recorded implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "DOMAIN", descriptionKey = "cli.parameter.domain")
    private String domain;

    @Option(names = "--batch", arity = "0..1", fallbackValue = "", paramLabel = "ID", descriptionKey = "cli.option.batch")
    private String batch;

    @Option(names = "--entry", paramLabel = "ID", descriptionKey = "cli.option.entry")
    private String id;

    @Option(names = "--now", descriptionKey = "cli.option.undo-now")
    private boolean now;

    UndoCommand(Tools tools) {
        super(tools);
    }

    @Override
    public Integer call() throws FailedException {
        if ((domain == null) == (batch == null)) throw new Failure(Message.of("cli.undo.which"), Message.of("cli.undo.which.next"), "").asException();
        if (now && batch != null) throw new Failure(Message.of("cli.undo.now-one"), Message.of("cli.undo.now-one.next"), "").asException();
        try (Inventory inventory = open(uris)) {
            if (batch != null) return takeBackTogether(inventory) ? Cli.OK : Cli.FAILED;
            Found found = find(inventory, domain);
            // A change that was cut off comes first: its guest is waiting.
            for (Unfinished unfinished : tools.live().unfinished(found.connection()))
                if (unfinished.uuid().equals(found.machine().uuid())) return takeBack(unfinished) ? Cli.OK : Cli.FAILED;
            HistoryEntry entry = id == null ? tools.changes().undoable(found.connection(), found.machine().uuid(), found.machine().name()) : entry(past(inventory, domain), id);
            boolean well = now ? takeBackNow(found, entry) : carryOutAfresh(() -> tools.changes().planUndo(found.connection(), found.machine().uuid(), entry),
                    plan -> tools.changes().applyUndo(found.connection(), plan, entry));
            return well & confirmed() ? Cli.OK : Cli.FAILED;
        }
    }

    private boolean takeBackNow(Found found, HistoryEntry entry) throws FailedException {
        if (!entry.settingsAlone()) throw new Failure(Message.of("cli.undo.not-now"), Message.of("cli.undo.not-now.next"), "").asException();
        return carryOut(tools.live().planUndo(found.connection(), found.machine().uuid(), entry),
                plan -> tools.live().applyUndo(found.connection(), plan, entry, new ToldProgress(this::tell, this::stopped)));
    }

    private boolean takeBackTogether(Inventory inventory) throws FailedException {
        List<Connection> open = connected(inventory);
        if (open.isEmpty()) throw new Failure(Message.of("cli.nothing-open"), Message.of("cli.nothing-open.next"), "").asException();
        Function<String, Optional<Connection>> of = uri -> open.stream().filter(connection -> connection.uri().equals(uri)).findFirst();
        return each(tools.batches().planUndo(newest(open), of), undo -> undo.plan().machine(),
                undo -> {
                    of.apply(undo.plan().connection()).ifPresent(this::reopen);
                    return carryOut(undo.plan(), plan -> tools.changes().applyUndo(of.apply(plan.connection()).orElseThrow(), (Plan) plan, undo.entry().orElseThrow()));
                });
    }

    private Batch newest(List<Connection> open) throws FailedException {
        List<Batch> found = new ArrayList<>();
        FailedException none = null;
        for (Connection connection : open) {
            try {
                found.add(tools.batches().find(connection.uri(), Optional.of(batch).filter(id -> !id.isEmpty())));
            } catch (FailedException e) {
                none = e;
            }
        }
        if (found.isEmpty()) throw none;
        return found.stream().max(Comparator.comparing(Batch::id)).orElseThrow();
    }

    private boolean takeBack(Unfinished unfinished) {
        err().println(say(unfinished.words()));
        if (dryRun()) return true;
        return tell(tools.live().takeBack(unfinished, words -> err().println(say(words))));
    }
}
