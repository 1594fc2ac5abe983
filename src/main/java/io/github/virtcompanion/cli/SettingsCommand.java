package io.github.virtcompanion.cli;

import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Search;
import io.github.virtcompanion.options.Setting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// `virt-companion settings [WORD]`: the catalogue explained.
@Command(name = "settings")
final class SettingsCommand extends Shared implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "WORD", descriptionKey = "cli.parameter.word")
    private List<String> asked = List.of();

    @Option(names = "--json", descriptionKey = "cli.option.json")
    private boolean json;

    SettingsCommand(Tools tools) {
        super(tools);
    }

    private Search search;
    private String word = "";

    @Override
    public Integer call() {
        search = new Search(this::say);
        word = String.join(" ", asked);
        List<Setting> found = Catalogue.all().stream().filter(this::mentions).sorted(Comparator.comparing(this::distance)).toList();
        if (json) out().println(JSON.toJson(found.stream().map(this::json).toList()));
        else found.forEach(this::print);
        if (found.isEmpty()) err().println(say("cli.settings.none", word));
        return found.isEmpty() ? Cli.FAILED : Cli.OK;
    }

    private boolean mentions(Setting setting) {
        return word.isBlank() || search.finds(setting, setting.name(), word);
    }

    private int distance(Setting setting) {
        return word.isBlank() ? 0 : search.distance(setting, setting.name(), word);
    }

    private void print(Setting setting) {
        out().println(setting.name() + "  " + say(setting.label()));
        out().println("  " + say(setting.what()));
        out().println("  " + say("cli.settings.effect." + effect(setting)));
        if (setting.removable()) out().println("  " + say("cli.settings.default", say(setting.defaultWords())));
        if (!setting.listed()) out().println("  = " + Catalogue.valuesInWords(setting) + range(setting));
        for (String value : values(setting)) {
            out().println("  = " + value + setting.valueWords(value).map(words -> "  " + say(words)).orElse(""));
            setting.risk(value).ifPresent(risk -> out().println("      ! " + say(risk)));
        }
        if (!setting.listed()) setting.risk("?").ifPresent(risk -> out().println("      ! " + say(risk)));
        if (!setting.requires().isEmpty()) out().println("  " + say("cli.settings.requires", setting.requires()));
        if (!setting.since().isEmpty()) out().println("  " + say("cli.settings.since", setting.since()));
        out().println("  " + setting.page());
        out().println();
    }

    private String range(Setting setting) {
        if (setting.kind() != Setting.Kind.NUMBER) return "";
        String to = setting.range().to() == Long.MAX_VALUE ? "…" : Long.toString(setting.range().to());
        return ", " + say("cli.settings.range", Long.toString(setting.range().from()), to, setting.range().unit()).strip();
    }

    private static List<String> values(Setting setting) {
        return Stream.concat(setting.removable() ? Stream.of(Setting.DEFAULT) : Stream.empty(), setting.values().stream()).distinct()
                .filter(_ -> !setting.values().isEmpty()).toList();
    }

    private static String effect(Setting setting) {
        return setting.effect().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Map<String, Object> json(Setting setting) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", setting.name());
        map.put("label", say(setting.label()));
        map.put("description", say(setting.what()));
        map.put("kind", setting.kind().name().toLowerCase(Locale.ROOT));
        map.put("path", setting.path());
        map.put("values", values(setting).stream().map(value -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("value", value);
            one.put("meaning", setting.valueWords(value).map(this::say).orElse(null));
            one.put("risk", setting.risk(value).map(this::say).orElse(null));
            one.put("losesData", setting.losesData(value));
            return one;
        }).toList());
        map.put("default", setting.unset().isEmpty() ? null : setting.unset());
        map.put("defaultMeaning", setting.removable() ? say(setting.defaultWords()) : null);
        map.put("group", setting.group().name().toLowerCase(Locale.ROOT));
        map.put("requires", setting.requires().isEmpty() ? null : setting.requires());
        map.put("since", setting.since().isEmpty() ? null : setting.since());
        map.put("page", setting.page());
        map.put("effect", effect(setting));
        return map;
    }
}
