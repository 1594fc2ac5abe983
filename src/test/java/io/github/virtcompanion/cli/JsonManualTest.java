package io.github.virtcompanion.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.github.virtcompanion.bench.BenchReport;
import io.github.virtcompanion.bench.Cell;
import io.github.virtcompanion.bench.DiskLine;
import io.github.virtcompanion.bench.GuestFigures;
import io.github.virtcompanion.bench.ImageKind;
import io.github.virtcompanion.bench.Meter;
import io.github.virtcompanion.bench.Recording;
import io.github.virtcompanion.bench.Recordings;
import io.github.virtcompanion.bench.Site;
import io.github.virtcompanion.bench.Stretch;
import io.github.virtcompanion.bench.Workload;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Message;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// The JSON of each command has the fields that the manual page tells of, and no others.
class JsonManualTest extends OnTheDemo {
    /// A quoted word that is a field: not a value behind `:` or `|`, and not the number of writes between two flushes.
    private static final Pattern FIELD = Pattern.compile("(?<![:|]\\s{0,9})\"([A-Za-z]+)\"");

    @Test
    void list() throws IOException {
        assertEquals(Cli.OK, run("list", "--json"));
        // The names below `cache` are the disks'.
        Set<String> fields = fields(out.toString());
        fields.removeAll(Set.of("hda", "hdc", "vda", "sda"));
        fields.addAll(Set.of("setting", "now", "next"));
        assertEquals(documented("list"), fields);
    }

    @Test
    void show() throws IOException {
        assertEquals(Cli.OK, run("show", "freebsd-8", "--json"));
        assertEquals(documented("show"), fields(out.toString()));
    }

    @Test
    void history() throws IOException {
        assertEquals(Cli.OK, run("set", "freebsd-8", "title=x"));
        Path file = directory.resolve("export.json");
        assertEquals(Cli.OK, run("history", "freebsd-8", "--json"));
        Set<String> fields = fields(out.toString());
        assertEquals(Cli.OK, run("history", "freebsd-8", "--export", file.toString()));
        fields.addAll(fields(Files.readString(file)));
        // Of a machine that is no longer defined; the demo has none.
        fields.addAll(Set.of("name", "lastSeen"));
        assertEquals(documented("history"), fields);
    }

    @Test
    void settings() throws IOException {
        assertEquals(Cli.OK, run("settings", "--json"));
        assertEquals(documented("settings"), fields(out.toString()));
    }

    @Test
    void bench() throws IOException {
        List<Cell.Outcome> outcomes = List.of(new Cell.Measured(List.of(1.0)), new Cell.NotPossible(Message.of("bench.cancelled")), new Cell.NotMeasured(Message.of("bench.cancelled")));
        List<Cell> cells = List.of(Workload.values()).stream().flatMap(workload -> BenchReport.MODES.stream()
                .map(mode -> new Cell(mode, workload, outcomes.get(mode == CacheMode.NONE ? 1 : mode == CacheMode.DIRECTSYNC ? 2 : 0)))).toList();
        BenchReport report = new BenchReport("/images", "ext4", ImageKind.of("qcow2"), cells, 3, Duration.ofSeconds(55), List.of(),
                List.of(new BenchReport.DiskFigure(DiskLine.BUFFERED, new Cell.Measured(List.of(120_000.0)))), Optional.of(new GuestFigures(true, cells)));
        Site site = new Site("/wanted", "/images", "ext4", "/dev/md0", "id", Optional.empty(), Optional.empty(), false, List.of(), List.of());
        Set<String> fields = fields(Shared.JSON.toJson(new BenchCommand(tools()).json(site, report)));
        // Where the format has clusters of a size that was asked for.
        fields.add("clusterBytes");
        assertEquals(documented("bench"), fields);
    }

    @Test
    void meter() throws IOException {
        Stretch stretch = new Stretch("vda: none", Instant.EPOCH, Instant.EPOCH.plusSeconds(60), 60, 1 << 20, 256, 16, 1_000_000);
        Meter meter = new Meter(List.of(stretch), List.of(17.1), 2, Meter.EMPTY.open(), Optional.empty(), Optional.empty());
        assertEquals(documented("meter"), fields(Shared.JSON.toJson(Recordings.object(new Recording("uuid", "freebsd-8", meter)))));
    }

    private static Set<String> documented(String command) throws IOException {
        String manual = Files.readString(Path.of("packaging/virt-companion.1"));
        int from = manual.indexOf("\n.Ss " + command + "\n", manual.indexOf("\n.Sh JSON\n"));
        String section = manual.substring(from, manual.indexOf("\n.S", from + 1));
        return FIELD.matcher(section).results().map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> fields(String json) {
        Set<String> names = new TreeSet<>();
        collect(JsonParser.parseString(json), names);
        return names;
    }

    private static void collect(JsonElement json, Set<String> names) {
        if (json.isJsonArray()) json.getAsJsonArray().forEach(one -> collect(one, names));
        if (json.isJsonObject()) json.getAsJsonObject().entrySet().forEach(one -> {
            names.add(one.getKey());
            collect(one.getValue(), names);
        });
    }
}
