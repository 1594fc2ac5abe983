package io.github.virtcompanion.cli;

import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.Proposal;
import io.github.virtcompanion.model.RaidArray;
import io.github.virtcompanion.model.Virtualization;
import io.github.virtcompanion.words.Words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The stable JSON of `check`, as the manual page documents it.
final class CheckJson {
    /// Found without being named.
    private static final String USUAL = "qemu:///system";
    private final Words words;

    CheckJson(Words words) {
        this.words = words;
    }

    Map<String, Object> of(Host host, List<CheckCommand.Located> findings) {
        StorageJson storage = new StorageJson(words);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("virtualization", virtualization(host.virtualization()));
        all.put("storage", host.places().entrySet().stream().sorted(Map.Entry.comparingByKey()).map(entry -> {
            Map<String, Object> place = place(entry.getKey(), entry.getValue());
            if (entry.getValue().toOptional().isPresent()) storage.add(place, host.image(entry.getKey()));
            return place;
        }).toList());
        all.put("kernel", value(host.kernel()));
        all.put("node", storage.node(host.node()));
        all.put("tuning", storage.tuning(host.tuning()));
        all.put("raid", switch (host.raid()) {
            case Fact.Known<List<RaidArray>>(List<RaidArray> arrays, String _) -> arrays.stream().map(CheckJson::array).toList();
            case Fact.Unknown<List<RaidArray>>(var reason) -> unknown(words.say(reason));
        });
        all.put("findings", findings.stream().map(this::finding).toList());
        return all;
    }

    private Map<String, Object> virtualization(Virtualization virtualization) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("verdict", virtualization.verdict().word());
        map.put("certainty", virtualization.certainty().word());
        map.put("summary", words.say(virtualization.summary()));
        map.put("row", virtualization.row());
        map.put("evidence", virtualization.evidence().stream().map(this::evidence).toList());
        map.put("advice", virtualization.steps().stream().map(step -> step.command().isEmpty() ? words.say(step.words())
                : words.say(step.words()) + " " + step.command()).toList());
        return map;
    }

    private Map<String, Object> evidence(Evidence evidence) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("what", words.say(evidence.what()));
        map.put("value", words.say(evidence.value()));
        map.put("source", evidence.source());
        map.put("sign", evidence.sign().word());
        return map;
    }

    private Map<String, Object> place(String path, Fact<Place> fact) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("path", path);
        switch (fact) {
            case Fact.Known<Place>(Place place, String source) -> {
                map.put("mountPoint", place.mountPoint());
                map.put("fileSystem", place.fileSystem());
                map.put("device", place.device());
                map.put("disks", place.disks());
                map.put("rotational", value(place.rotational()));
                map.put("noCow", value(place.noCow()));
                map.put("raid", value(place.raid()));
                map.put("compressed", value(place.compressed()));
                if (place.fileSystem().equals("btrfs")) map.put("profile", value(place.btrfs().map(Place.Btrfs::name)));
                if (place.fileSystem().equals("zfs")) map.put("version", value(place.version()));
                map.put("source", source);
            }
            case Fact.Unknown<Place>(var reason) -> map.putAll(unknown(words.say(reason)));
        }
        return map;
    }

    private Object value(Fact<?> fact) {
        return switch (fact) {
            case Fact.Known<?>(var value, String _) -> value;
            case Fact.Unknown<?>(var reason) -> unknown(words.say(reason));
        };
    }

    /// Not known is an object with the reason, never an empty list or null.
    private static Map<String, Object> unknown(String reason) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("unknown", reason);
        return map;
    }

    private static Map<String, Object> array(RaidArray array) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", array.name());
        map.put("state", array.state());
        map.put("level", array.level().orElse(null));
        map.put("members", array.members());
        map.put("blocksKiB", array.blocks());
        map.put("wanted", array.wanted().orElse(null));
        map.put("present", array.present().orElse(null));
        map.put("degraded", array.degraded());
        map.put("activity", array.activity().map(activity -> {
            Map<String, Object> inner = new LinkedHashMap<>();
            inner.put("kind", activity.kind());
            inner.put("percent", activity.percent().orElse(null));
            inner.put("waiting", activity.waiting().orElse(null));
            inner.put("finishMinutes", activity.finishMinutes().orElse(null));
            inner.put("speedKiBPerSecond", activity.speedKiB().orElse(null));
            return inner;
        }).orElse(null));
        return map;
    }

    private Map<String, Object> finding(CheckCommand.Located located) {
        Finding finding = located.finding();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", finding.id());
        map.put("severity", finding.severity().name().toLowerCase(java.util.Locale.ROOT));
        map.put("domain", located.machine().map(machine -> machine.name()).orElse(null));
        map.put("subject", finding.subject());
        map.put("title", words.say(finding.title()));
        map.put("because", words.say(finding.because()));
        map.put("evidence", finding.evidence().stream().map(this::evidence).toList());
        String change = command(located);
        map.put("change", change.isEmpty() ? null : change);
        map.put("source", finding.source());
        return map;
    }

    /// The command that does what the finding proposes; empty where there is none.
    static String command(CheckCommand.Located located) {
        String subject = quoted(located.finding().subject());
        String where = located.connection().equals(USUAL) ? "" : " -c " + quoted(located.connection());
        return switch (located.finding().proposal()) {
            case Proposal.Switch(String to) -> "switch " + subject + " --to " + to + where;
            case Proposal.Change(var assignments) -> "set " + subject + " " + assignments.stream().map(Object::toString).collect(Collectors.joining(" ")) + where;
            case Proposal.ShowVirtualization(), Proposal.None() -> "";
        };
    }

    /// For a shell.
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9._:/@%+=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
