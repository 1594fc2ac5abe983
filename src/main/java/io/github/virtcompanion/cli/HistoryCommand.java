package io.github.virtcompanion.cli;

import io.github.virtcompanion.change.HistoryEntry;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.model.FailedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `virt-companion history DOMAIN`, newest first.
@Command(name = "history")
final class HistoryCommand extends Connected implements Callable<Integer> {
    @Parameters(arity = "1", paramLabel = "DOMAIN", descriptionKey = "cli.parameter.domain")
    private String domain;

    @Option(names = "--diff", descriptionKey = "cli.option.diff")
    private boolean diff;

    @Option(names = "--json", descriptionKey = "cli.option.json")
    private boolean json;

    HistoryCommand(Tools tools) {
        super(tools);
    }

    @Override
    public Integer call() throws FailedException {
        try (Inventory inventory = open(uris)) {
            Found found = find(inventory, domain);
            List<HistoryEntry> entries = tools.changes().history().of(found.connection().uri(), found.machine().uuid());
            if (json) out().println(JSON.toJson(entries.stream().map(HistoryCommand::json).toList()));
            else print(entries);
            return Cli.OK;
        }
    }

    private void print(List<HistoryEntry> entries) {
        if (entries.isEmpty()) err().println(say("cli.history.empty", domain));
        var time = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM).withLocale(tools.words().locale()).withZone(ZoneId.systemDefault());
        for (HistoryEntry entry : entries) {
            out().println(time.format(entry.at()) + "  " + say("cli.history.kind." + entry.kind().name().toLowerCase(java.util.Locale.ROOT))
                    + "  " + entry.assignments().stream().map(Object::toString).collect(Collectors.joining(" "))
                    + (entry.state() == HistoryEntry.State.INTENDED ? "  " + say("cli.history.intended") : ""));
            if (diff) out().println(entry.diff());
        }
    }

    private static Map<String, Object> json(HistoryEntry entry) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", entry.id());
        map.put("at", entry.at().toString());
        map.put("domain", entry.machine());
        map.put("kind", entry.kind().name().toLowerCase(java.util.Locale.ROOT));
        map.put("state", entry.state().name().toLowerCase(java.util.Locale.ROOT));
        map.put("settings", entry.assignments().stream().map(Object::toString).toList());
        map.put("undoes", entry.undoes().orElse(null));
        map.put("diff", entry.diff());
        return map;
    }
}
