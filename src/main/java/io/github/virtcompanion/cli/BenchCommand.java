package io.github.virtcompanion.cli;

import io.github.virtcompanion.bench.BenchReport;
import io.github.virtcompanion.bench.Cell;
import io.github.virtcompanion.bench.Effort;
import io.github.virtcompanion.bench.ImageKind;
import io.github.virtcompanion.bench.Progress;
import io.github.virtcompanion.bench.Site;
import io.github.virtcompanion.bench.Verdict;
import io.github.virtcompanion.bench.Wish;
import io.github.virtcompanion.bench.Workload;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.LastWord;
import io.github.virtcompanion.system.TerminalAgent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.Console;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// `virt-companion bench DIR`: the cache modes, measured.
@Command(name = "bench")
final class BenchCommand extends Shared implements Callable<Integer> {
    private static final int BAR = 30;

    enum Format { QCOW2, RAW }

    @Parameters(paramLabel = "DIR", descriptionKey = "cli.parameter.directory")
    private Path directory;

    @Option(names = "--format", paramLabel = "qcow2|raw", descriptionKey = "cli.option.format")
    private Format format;

    @Option(names = "--quick", descriptionKey = "cli.option.quick")
    private boolean quick;

    @Option(names = "--thorough", descriptionKey = "cli.option.thorough")
    private boolean thorough;

    @Option(names = "--in-guest", descriptionKey = "cli.option.in-guest")
    private boolean inGuest;

    @Option(names = "--as-administrator", descriptionKey = "cli.option.as-administrator")
    private boolean asAdministrator;

    @Option(names = "--yes", descriptionKey = "cli.option.bench-yes")
    private boolean yes;

    @Option(names = "--json", descriptionKey = "cli.option.json")
    private boolean json;

    BenchCommand(Tools tools) {
        super(tools);
    }

    @Override
    public Integer call() throws FailedException {
        tools.files().expectAnswer(directory);
        Effort effort = quick ? Effort.QUICK : thorough ? Effort.THOROUGH : Effort.NORMAL;
        Console console = System.console();
        boolean bar = console != null && console.isTerminal();
        Site site = tools.benchmark().site(directory.toAbsolutePath().normalize().toString());
        boolean closed = site.administrator() && asAdministrator;
        if (site.onlyAsAdministrator() && !closed)
            throw new Failure(Message.of("bench.site.administrator", site.wanted()), Message.of("cli.bench.as-administrator"), "").asException();
        // As administrator it is measured where it was wanted, not elsewhere.
        site.notes().stream().filter(note -> !closed || !note.key().equals("bench.site.elsewhere")).forEach(note -> err().println(say(note)));
        if (!site.questions().isEmpty() && !yes)
            throw new Failure(site.questions().getFirst(), Message.of("cli.bench.agree"), "").asException();
        String image = format != null ? format.name().toLowerCase(Locale.ROOT) : site.image().map(ImageKind::format).orElse("qcow2");
        BenchReport report;
        // Ctrl-C leaves the cursor behind the bar, where the shell would go on.
        try (LastWord _ = bar ? new LastWord(() -> err().println("\n" + say("bench.cancelled"))) : null;
             TerminalAgent _ = closed ? TerminalAgent.start() : null) {
            report = tools.benchmark().run(site, new Wish(image, effort, inGuest, closed), step -> {
                if (bar) show(step);
            });
        } finally {
            if (bar) err().print("\r\033[K");
            err().flush();
        }
        if (json) out().println(JSON.toJson(json(site, report)));
        else print(report);
        return report.cells().stream().anyMatch(cell -> cell.outcome() instanceof Cell.NotMeasured) ? Cli.FAILED : Cli.OK;
    }

    private void show(Progress step) {
        int done = (int) Math.round(BAR * step.fraction());
        err().print("\r" + "#".repeat(done) + "-".repeat(BAR - done) + " " + say("cli.bench.left", Math.max(0, step.left().toSeconds())) + "\033[K");
        err().flush();
    }

    private void print(BenchReport report) {
        out().println(say("cli.bench.title", report.directory(), report.fileSystem(), report.kind().said(), report.took().toSeconds()));
        out().println();
        table(report);
        report.ofGuest().ifPresent(guest -> {
            out().println(say(report.guest().orElseThrow().emulated() ? "cli.bench.in-guest-emulated" : "cli.bench.in-guest"));
            out().println();
            table(guest);
        });
        report.disk().stream().filter(figure -> figure.outcome() instanceof Cell.Measured)
                .forEach(figure -> out().println(say("cli.bench.disk." + figure.line().word(), Math.round(Verdict.twoDigits(((Cell.Measured) figure.outcome()).kibPerSecond())))));
        out().println();
        Stream.concat(Verdict.of(report).stream(), report.warnings().stream()).forEach(words -> out().println(say(words)));
        Stream.concat(report.cells().stream(), report.guest().stream().flatMap(guest -> guest.cells().stream())).map(Cell::outcome).flatMap(BenchCommand::reason).distinct().forEach(reason -> out().println("* " + say(reason)));
    }

    private void table(BenchReport report) {
        Table table = new Table();
        table.row(Stream.concat(Stream.of(say("cli.bench.mode")), Stream.of(Workload.values()).map(workload -> say("cli.bench.workload." + workload.word())))
                .toArray(String[]::new));
        for (CacheMode mode : BenchReport.MODES)
            table.row(Stream.concat(Stream.of(mode.libvirtName()), Stream.of(Workload.values()).map(workload -> figure(report.cell(mode, workload).orElseThrow())))
                    .toArray(String[]::new));
        table.print(out());
        out().println();
    }

    private static Stream<Message> reason(Cell.Outcome outcome) {
        return switch (outcome) {
            case Cell.Measured _ -> Stream.empty();
            case Cell.NotPossible(Message reason) -> Stream.of(reason);
            case Cell.NotMeasured(Message reason) -> Stream.of(reason);
        };
    }

    private String figure(Cell cell) {
        return cell.outcome() instanceof Cell.Measured measured ? say("cli.bench.figure", Math.round(Verdict.twoDigits(measured.kibPerSecond()))) : "*";
    }

    Map<String, Object> json(Site site, BenchReport report) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("directory", report.directory());
        if (site.elsewhere()) map.put("inPlaceOf", site.wanted());
        map.put("fileSystem", report.fileSystem());
        map.put("format", report.format());
        if (report.kind().clusterBytes() > 0) map.put("clusterBytes", report.kind().clusterBytes());
        map.put("seconds", report.took().toSeconds());
        map.put("rounds", report.rounds());
        map.put("cells", report.cells().stream().filter(cell -> cell.workload() != Workload.INSTALLER).map(cell -> json(cell, true)).toList());
        map.put("headline", report.cells().stream().filter(cell -> cell.workload() == Workload.INSTALLER).map(cell -> json(cell, false)).toList());
        report.guest().ifPresent(guest -> map.put("guest", Map.of("accelerator", guest.emulated() ? "tcg" : "kvm",
                "cells", guest.cells().stream().map(cell -> json(cell, true)).toList())));
        map.put("disk", report.disk().stream().map(this::json).toList());
        map.put("verdict", Verdict.of(report).stream().map(this::say).toList());
        map.put("warnings", report.warnings().stream().map(this::say).toList());
        return map;
    }

    private Map<String, Object> json(Cell cell, boolean flush) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("mode", cell.mode().libvirtName());
        if (flush) map.put("flush", cell.workload().word());
        return json(map, cell.outcome());
    }

    private Map<String, Object> json(BenchReport.DiskFigure figure) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("line", figure.line().word());
        return json(map, figure.outcome());
    }

    private Map<String, Object> json(Map<String, Object> map, Cell.Outcome outcome) {
        switch (outcome) {
            case Cell.Measured measured -> {
                map.put("kibPerSecond", Math.round(measured.kibPerSecond()));
                map.put("runs", measured.rates().stream().map(Math::round).toList());
            }
            case Cell.NotPossible(Message reason) -> map.put("notPossible", say(reason));
            case Cell.NotMeasured(Message reason) -> map.put("notMeasured", say(reason));
        }
        return map;
    }
}
