package io.github.virtcompanion.cli;

import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.model.Beside;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.xml.DomainXml;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;

/// `virt-companion show DOMAIN`: every setting, now and at the next start.
@Command(name = "show")
final class ShowCommand extends Connected implements Callable<Integer> {
    @Parameters(arity = "1", paramLabel = "DOMAIN", descriptionKey = "cli.parameter.domain")
    private String domain;

    @Option(names = "--json", descriptionKey = "cli.option.json")
    private boolean json;

    @Option(names = "--all", descriptionKey = "cli.option.all-settings")
    private boolean all;

    ShowCommand(Tools tools) {
        super(tools);
    }

    private record Values(Map<String, String> now, Map<String, String> next) {}

    @Override
    public Integer call() throws FailedException {
        try (Inventory inventory = open(uris)) {
            Found found = find(inventory, domain);
            Values values = read(found);
            if (json) out().println(JSON.toJson(json(found, values)));
            else print(found, values);
            return Cli.OK;
        }
    }

    private static Values read(Found found) throws FailedException {
        String uuid = found.machine().uuid();
        try {
            return found.connection().call(hypervisor -> {
                String stored = hypervisor.storedXml(uuid);
                Map<String, String> next = Catalogue.read(DomainXml.parse(stored));
                return new Values(found.machine().active() ? Catalogue.read(DomainXml.parse(Beside.like(hypervisor.liveXml(uuid), stored))) : next, next);
            }).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof FailedException failed) throw failed;
            throw e;
        }
    }

    private void print(Found found, Values values) throws FailedException {
        out().println(found.machine().name() + "  " + found.machine().info().shownState().word() + "  " + found.connection().uri());
        Table table = new Table();
        table.row(say("cli.show.setting"), say("cli.show.now"), say("cli.show.next"), say("cli.show.what"));
        for (Map.Entry<String, String> next : values.next().entrySet())
            if (all || worthALine(next.getKey(), values.now().getOrDefault(next.getKey(), "default"), next.getValue())) table.row(next.getKey(), oneLine(values.now().getOrDefault(next.getKey(), "default")), oneLine(next.getValue()), say(Catalogue.find(next.getKey()).label()));
        table.print(out());
    }

    /// What is not at its default, and the few that everybody asks for.
    private static boolean worthALine(String name, String now, String next) throws FailedException {
        Setting setting = Catalogue.find(name);
        return setting.traits().contains(Setting.Trait.BASIC) || !Catalogue.same(name, now, Setting.DEFAULT) || !Catalogue.same(name, next, Setting.DEFAULT);
    }

    private static String oneLine(String value) {
        String line = value.strip().replaceAll("\\s+", " ");
        return line.length() > 40 ? line.substring(0, 39) + "…" : line;
    }

    private static Map<String, Object> json(Found found, Values values) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("connection", found.connection().uri());
        map.put("domain", found.machine().name());
        map.put("uuid", found.machine().uuid());
        map.put("state", found.machine().info().shownState().word());
        List<Map<String, String>> settings = new ArrayList<>();
        values.next().forEach((name, next) -> {
            Map<String, String> one = new LinkedHashMap<>();
            one.put("setting", name);
            one.put("now", values.now().getOrDefault(name, "default"));
            one.put("next", next);
            settings.add(one);
        });
        map.put("settings", settings);
        map.put("pending", ListCommand.pending(found.machine()));
        return map;
    }
}
