package io.github.virtcompanion.cli;

import io.github.virtcompanion.change.Author;
import io.github.virtcompanion.change.Batch;
import io.github.virtcompanion.change.HistoryAsJson;
import io.github.virtcompanion.change.HistoryEntry;
import io.github.virtcompanion.change.Plan;
import io.github.virtcompanion.change.Undone;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/// `virt-companion history DOMAIN`, newest first; `--undefined` lists the machines that are no longer defined.
@Command(name = "history")
final class HistoryCommand extends Recorded implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "DOMAIN", descriptionKey = "cli.parameter.domain")
    private String domain;

    @Option(names = "--diff", descriptionKey = "cli.option.diff")
    private boolean diff;

    @Option(names = "--json", descriptionKey = "cli.option.json")
    private boolean json;

    @Option(names = "--undefined", descriptionKey = "cli.option.undefined")
    private boolean undefined;

    @Option(names = "--export", paramLabel = "FILE", descriptionKey = "cli.option.export")
    private Path export;

    @Option(names = "--with-passwords", descriptionKey = "cli.option.with-passwords")
    private boolean withPasswords;

    private Map<String, Batch> together = Map.of();

    HistoryCommand(Tools tools) {
        super(tools);
    }

    @Override
    public Integer call() throws FailedException {
        if (undefined == (domain != null)) throw new Failure(Message.of("cli.history.which"), Message.of("cli.history.which.next"), "").asException();
        try (Inventory inventory = open(uris)) {
            if (undefined) return listGone(inventory);
            Past past = past(inventory, domain);
            List<HistoryEntry> entries = tools.changes().history().of(past.connection().uri(), past.uuid());
            together = tools.batches().together(past.connection().uri(), past.uuid());
            if (export != null) {
                new HistoryAsJson(entries, together).save(export, past.connection().uri(), past.name(), past.uuid(), withPasswords);
                err().println(say("cli.history.exported", entries.size(), export.toString()));
            } else if (json) out().println(JSON.toJson(new HistoryAsJson(entries, together).maps()));
            else print(entries);
            return Cli.OK;
        }
    }

    private int listGone(Inventory inventory) throws FailedException {
        List<Connection> open = connected(inventory);
        if (open.isEmpty()) return Cli.COULD_NOT;
        java.util.List<Object> all = new java.util.ArrayList<>();
        for (Connection connection : open)
            for (HistoryEntry last : gone(connection)) {
                all.add(Map.of("connection", connection.uri(), "name", last.machine(), "uuid", last.uuid(), "lastSeen", last.at().toString()));
                if (!json) out().println(last.machine() + "  " + last.uuid() + "  " + time().format(last.at()));
            }
        if (json) out().println(JSON.toJson(all));
        else if (all.isEmpty()) err().println(say("cli.history.none-undefined"));
        return Cli.OK;
    }

    private DateTimeFormatter time() {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM).withLocale(tools.words().locale()).withZone(ZoneId.systemDefault());
    }

    private void print(List<HistoryEntry> entries) {
        if (entries.isEmpty()) err().println(say("cli.history.empty", domain));
        Undone undone = Undone.of(entries);
        for (HistoryEntry entry : entries) {
            out().println(time().format(entry.at()) + "  " + say("cli.history.kind." + HistoryAsJson.word(entry.kind())) + "  " + String.join(" ", entry.settings())
                    + (entry.state().happened() && entry.state() != HistoryEntry.State.INTENDED ? "" : "  " + say(state(entry)))
                    + (undone.takenBack().contains(entry.id()) ? "  " + say("cli.history.taken-back") : ""));
            out().println("    " + entry.id() + by(entry.author()));
            if (entry.settings().isEmpty()) entry.changed().forEach(told -> out().println("    " + say(told)));
            Batch batch = together.get(entry.id());
            if (batch != null) out().println("    " + say("cli.history.together", batch.members().size(), batch.id()));
            if (entry.crossed()) out().println("    " + say("cli.history.crossed"));
            else if (!entry.said().isBlank()) out().println("    " + entry.said().strip().lines().findFirst().orElse(""));
            if (diff) out().println(entry.diff());
        }
    }

    private static String state(HistoryEntry entry) {
        boolean cutOff = entry.kind() == Plan.Kind.THIS_RUN && entry.state() == HistoryEntry.State.CUT_OFF;
        return cutOff ? "cli.history.state.run-cut-off" : "cli.history.state." + HistoryAsJson.word(entry.state());
    }

    private static String by(Author author) {
        return (author.user().isEmpty() ? "" : "  " + author.user()) + (author.why().isEmpty() ? "" : ": " + author.why());
    }
}
