package io.github.virtcompanion.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Message;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A measurement as text: a line to be kept, JSON and CSV to be given away. Figures in KiB/s.
public final class ReportText {
    private static final Gson COMPACT = new GsonBuilder().disableHtmlEscaping().create();
    private static final Gson PRETTY = new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();
    /// Reasons and warnings that are kept; what a later version may say besides is not understood here.
    private static final Set<String> KEYS = Set.of("bench.cell.no-direct-io", "bench.cell.failed", "bench.cell.no-time", "bench.cell.too-slow",
            "bench.warning.load", "bench.warning.array", "bench.warning.no-attribute");

    private ReportText() {}

    static String line(Kept kept) {
        return COMPACT.toJson(object(kept));
    }

    public static String json(Kept kept) {
        return PRETTY.toJson(object(kept)) + "\n";
    }

    /// A line a cell: medians, intervals, and every run.
    public static String csv(Kept kept) {
        StringBuilder text = new StringBuilder("time,directory,file system,format,where,mode,workload,median KiB/s,low KiB/s,high KiB/s,runs\n");
        BenchReport report = kept.report();
        for (Cell cell : report.cells()) row(text, kept, report.format(), "host", cell.mode().libvirtName(), cell.workload().word(), cell.outcome());
        report.guest().ifPresent(guest -> guest.cells().forEach(cell -> row(text, kept, report.format(), guest.emulated() ? "emulated guest" : "guest",
                cell.mode().libvirtName(), cell.workload().word(), cell.outcome())));
        for (BenchReport.DiskFigure figure : report.disk()) row(text, kept, "raw", "host", "disk", figure.line().word(), figure.outcome());
        return text.toString();
    }

    private static void row(StringBuilder text, Kept kept, String format, String where, String mode, String workload, Cell.Outcome outcome) {
        List<String> fields = new ArrayList<>(List.of(kept.time().toString(), kept.wanted(), kept.report().fileSystem(), format, where, mode, workload));
        switch (outcome) {
            case Cell.Measured measured -> {
                for (double rate : new double[]{measured.kibPerSecond(), measured.low(), measured.high()}) fields.add(number(rate));
                fields.add(measured.rates().stream().map(ReportText::number).collect(Collectors.joining(" ")));
            }
            case Cell.NotPossible _ -> fields.addAll(List.of("", "", "", "not possible"));
            case Cell.NotMeasured _ -> fields.addAll(List.of("", "", "", "not measured"));
        }
        text.append(fields.stream().map(ReportText::quoted).collect(Collectors.joining(","))).append('\n');
    }

    private static String number(double rate) {
        return String.format(Locale.ROOT, rate < 100 ? "%.1f" : "%.0f", rate);
    }

    /// RFC 4180.
    private static String quoted(String field) {
        return field.matches("(?s).*[\",\n\r].*") ? '"' + field.replace("\"", "\"\"") + '"' : field;
    }

    private static JsonObject object(Kept kept) {
        BenchReport report = kept.report();
        JsonObject all = new JsonObject();
        all.addProperty("time", kept.time().toString());
        all.addProperty("fileSystemId", kept.identity());
        all.addProperty("wanted", kept.wanted());
        all.addProperty("directory", report.directory());
        all.addProperty("fileSystem", report.fileSystem());
        all.addProperty("format", report.format());
        if (report.kind().clusterBytes() > 0) all.addProperty("clusterBytes", report.kind().clusterBytes());
        all.addProperty("rounds", report.rounds());
        all.addProperty("milliseconds", report.took().toMillis());
        all.add("cells", cells(report.cells()));
        report.guest().ifPresent(figures -> {
            JsonObject guest = new JsonObject();
            guest.addProperty("emulated", figures.emulated());
            guest.add("cells", cells(figures.cells()));
            all.add("guest", guest);
        });
        JsonArray disk = new JsonArray();
        for (BenchReport.DiskFigure figure : report.disk()) {
            JsonObject one = outcome(figure.outcome());
            one.addProperty("line", figure.line().word());
            disk.add(one);
        }
        all.add("disk", disk);
        JsonArray warnings = new JsonArray();
        report.warnings().forEach(warning -> warnings.add(message(warning)));
        all.add("warnings", warnings);
        return all;
    }

    private static JsonArray cells(List<Cell> all) {
        JsonArray cells = new JsonArray();
        for (Cell cell : all) {
            JsonObject one = outcome(cell.outcome());
            one.addProperty("mode", cell.mode().libvirtName());
            one.addProperty("workload", cell.workload().word());
            cells.add(one);
        }
        return cells;
    }

    private static JsonObject outcome(Cell.Outcome outcome) {
        JsonObject one = new JsonObject();
        switch (outcome) {
            case Cell.Measured measured -> {
                one.addProperty("kibPerSecond", rounded(measured.kibPerSecond()));
                JsonArray runs = new JsonArray();
                measured.rates().forEach(rate -> runs.add(rounded(rate)));
                one.add("runs", runs);
            }
            case Cell.NotPossible(Message reason) -> one.add("notPossible", message(reason));
            case Cell.NotMeasured(Message reason) -> one.add("notMeasured", message(reason));
        }
        return one;
    }

    private static double rounded(double rate) {
        return Math.round(rate * 10) / 10.0;
    }

    private static JsonObject message(Message message) {
        JsonObject one = new JsonObject();
        one.addProperty("key", message.key());
        one.add("args", COMPACT.toJsonTree(message.args()));
        return one;
    }

    /// Empty where it is no such line.
    static Optional<Kept> parse(String line) {
        try {
            JsonObject all = JsonParser.parseString(line).getAsJsonObject();
            Optional<GuestFigures> guest = Optional.ofNullable(all.getAsJsonObject("guest"))
                    .map(figures -> new GuestFigures(figures.get("emulated").getAsBoolean(), cells(figures.getAsJsonArray("cells"))));
            List<BenchReport.DiskFigure> disk = new ArrayList<>();
            for (JsonElement each : all.getAsJsonArray("disk"))
                Arrays.stream(DiskLine.values()).filter(known -> known.word().equals(each.getAsJsonObject().get("line").getAsString())).findFirst()
                        .ifPresent(known -> disk.add(new BenchReport.DiskFigure(known, outcome(each.getAsJsonObject()))));
            List<Message> warnings = all.getAsJsonArray("warnings").asList().stream().map(JsonElement::getAsJsonObject).flatMap(each -> message(each).stream()).toList();
            BenchReport report = new BenchReport(text(all, "directory"), text(all, "fileSystem"),
                    new ImageKind(text(all, "format"), all.has("clusterBytes") ? all.get("clusterBytes").getAsInt() : 0), cells(all.getAsJsonArray("cells")), all.get("rounds").getAsInt(),
                    Duration.ofMillis(all.get("milliseconds").getAsLong()), warnings, disk, guest);
            return Optional.of(new Kept(Instant.parse(text(all, "time")), text(all, "fileSystemId"), text(all, "wanted"), report));
        } catch (JsonParseException | IllegalStateException | NullPointerException | ClassCastException | IllegalArgumentException
                 | UnsupportedOperationException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static List<Cell> cells(JsonArray all) {
        List<Cell> cells = new ArrayList<>();
        for (JsonElement each : all) {
            JsonObject one = each.getAsJsonObject();
            Optional<CacheMode> mode = CacheMode.of(one.get("mode").getAsString());
            Optional<Workload> workload = Arrays.stream(Workload.values()).filter(known -> known.word().equals(one.get("workload").getAsString())).findFirst();
            if (mode.isPresent() && workload.isPresent()) cells.add(new Cell(mode.get(), workload.get(), outcome(one)));
        }
        return cells;
    }

    private static Cell.Outcome outcome(JsonObject one) {
        if (one.has("runs")) return new Cell.Measured(one.getAsJsonArray("runs").asList().stream().map(JsonElement::getAsDouble).toList());
        Message none = Message.of("bench.cell.no-time");
        return one.has("notPossible") ? new Cell.NotPossible(message(one.getAsJsonObject("notPossible")).orElse(none))
                : new Cell.NotMeasured(message(one.getAsJsonObject("notMeasured")).orElse(none));
    }

    private static Optional<Message> message(JsonObject one) {
        String key = text(one, "key");
        Object[] args = one.getAsJsonArray("args").asList().stream().map(JsonElement::getAsJsonPrimitive)
                .<Object>map(arg -> arg.isNumber() ? (Object) arg.getAsDouble() : arg.getAsString()).toArray();
        return KEYS.contains(key) ? Optional.of(Message.of(key, args)) : Optional.empty();
    }

    private static String text(JsonObject one, String name) {
        return one.get(name).getAsString();
    }
}
