package io.github.virtcompanion.cli;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Machine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `virt-companion list`.
@Command(name = "list")
final class ListCommand extends Connected implements Callable<Integer> {
    @Option(names = "--json", descriptionKey = "cli.option.json")
    private boolean json;

    ListCommand(Tools tools) {
        super(tools);
    }

    @Override
    public Integer call() {
        try (Inventory inventory = open(uris)) {
            List<Connection> open = connected(inventory);
            // An empty list would say that there are no machines.
            if (open.isEmpty()) return Cli.COULD_NOT;
            if (json) out().println(JSON.toJson(open.stream().flatMap(connection -> connection.machines().stream()).map(ListCommand::json).toList()));
            else print(open);
            for (Connection connection : open) tellUnfinishedIfKnown(connection);
            return Cli.OK;
        }
    }

    /// The list itself does not depend on it.
    private void tellUnfinishedIfKnown(Connection connection) {
        out().flush();
        try {
            tellUnfinished(connection);
        } catch (FailedException e) {
            explain(e.failure());
        }
    }

    private void print(List<Connection> open) {
        Table table = new Table();
        table.row(say("cli.list.name"), say("cli.list.state"), say("cli.list.type"), say("cli.list.cache"), say("cli.list.pending"), say("cli.list.connection"));
        for (Connection connection : open)
            for (Machine machine : connection.machines())
                table.row(machine.name(), machine.info().shownState().word(), machine.current().map(Definition::type).orElse("?"),
                        cache(machine).entrySet().stream().map(disk -> disk.getKey() + "=" + disk.getValue()).collect(Collectors.joining(" ")),
                        Stream.concat(machine.pending().stream(), machine.saved().stream()).map(pending -> pending.setting() + "=" + pending.next()).collect(Collectors.joining(" ")),
                        connection.uri());
        table.print(out());
    }

    private static Map<String, Object> json(Machine machine) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("connection", machine.connection());
        row.put("name", machine.name());
        row.put("uuid", machine.uuid());
        row.put("title", machine.stored().toOptional().flatMap(Definition::title).orElse(null));
        row.put("state", machine.info().shownState().word());
        row.put("type", machine.current().map(Definition::type).orElse(null));
        row.put("cache", cache(machine));
        row.put("pending", pending(machine));
        return row;
    }

    static List<Map<String, String>> pending(Machine machine) {
        List<Map<String, String>> all = new ArrayList<>();
        for (Machine.Pending pending : machine.pending()) {
            Map<String, String> one = new LinkedHashMap<>();
            one.put("setting", pending.setting());
            one.put("now", pending.now());
            one.put("next", pending.next());
            all.add(one);
        }
        return all;
    }

    /// Of the disks that are written to, as it is now.
    private static Map<String, String> cache(Machine machine) {
        Map<String, String> all = new LinkedHashMap<>();
        machine.current().ifPresent(definition -> definition.disks().stream().filter(Disk::written)
                .forEach(disk -> all.put(disk.target(), disk.cacheWord().isEmpty() ? disk.cache().libvirtName() : disk.cacheWord())));
        return all;
    }
}
