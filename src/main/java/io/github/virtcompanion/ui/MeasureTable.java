package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.bench.BenchReport;
import io.github.virtcompanion.bench.Cell;
import io.github.virtcompanion.bench.Workload;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.words.Words;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The figures behind the chart: medians with their intervals, and what could not be measured, with the reason.
final class MeasureTable extends VBox {
    private final Words words;

    MeasureTable(Words words, BenchReport report) {
        this.words = words;
        getStyleClass().add("card");
        getChildren().setAll(grid("measure-table", report), muted(words.say(report.rounds() >= Cell.Measured.SURE ? "ui.measure.note-sure" : "ui.measure.note-few", report.rounds(), report.took().toSeconds())));
        String disk = report.disk().stream().filter(each -> each.outcome() instanceof Cell.Measured)
                .map(each -> words.say("ui.measure.disk." + each.line().word(), Figures.rate(words, ((Cell.Measured) each.outcome()).kibPerSecond())))
                .collect(Collectors.joining("  ·  "));
        if (!disk.isEmpty()) getChildren().add(muted(words.say("ui.measure.disk-is", disk)));
        report.ofGuest().ifPresent(guest -> {
            Label title = FailurePane.wrapping(words.say(report.guest().orElseThrow().emulated() ? "ui.measure.in-guest-emulated" : "ui.measure.in-guest-kvm"));
            title.getStyleClass().add(Styles.TEXT_BOLD);
            getChildren().addAll(title, grid("measure-guest-table", guest));
        });
        Stream.concat(report.cells().stream(), report.guest().stream().flatMap(guest -> guest.cells().stream())).map(Cell::outcome).flatMap(MeasureTable::reason).distinct().forEach(reason -> getChildren().add(muted("—  " + words.say(reason))));
    }

    private GridPane grid(String id, BenchReport report) {
        GridPane grid = new GridPane();
        grid.setId(id);
        grid.getStyleClass().add("measure-table");
        ColumnConstraints name = new ColumnConstraints();
        name.setMinWidth(USE_PREF_SIZE);
        grid.getColumnConstraints().add(name);
        for (Workload workload : Workload.values()) {
            ColumnConstraints column = new ColumnConstraints();
            column.setHgrow(Priority.ALWAYS);
            column.setPrefWidth(Em.px(6));
            column.setMinWidth(Em.px(3.5));
            column.setHalignment(HPos.RIGHT);
            grid.getColumnConstraints().add(column);
            Label head = new Label(words.say("ui.measure.column." + workload.word()));
            head.setTooltip(new Tooltip(words.say("ui.measure.workload." + workload.word())));
            head.setWrapText(true);
            head.setTextAlignment(TextAlignment.RIGHT);
            head.getStyleClass().add("small-line");
            grid.add(head, 1 + workload.ordinal(), 0);
        }
        for (int i = 0; i < BenchReport.MODES.size(); i++) {
            CacheMode mode = BenchReport.MODES.get(i);
            Label title = new Label(mode.libvirtName());
            title.getStyleClass().add(Styles.TEXT_BOLD);
            grid.add(title, 0, 1 + i);
            for (Workload workload : Workload.values()) {
                int row = 1 + i;
                report.cell(mode, workload).ifPresent(cell -> grid.add(figure(cell.outcome()), 1 + workload.ordinal(), row));
            }
        }
        return grid;
    }

    private VBox figure(Cell.Outcome outcome) {
        VBox lines = new VBox();
        lines.getStyleClass().add("measure-figure-cell");
        if (!(outcome instanceof Cell.Measured runs)) {
            lines.getChildren().add(new Label("—"));
            return lines;
        }
        lines.getChildren().add(new Label(Figures.rate(words, runs.kibPerSecond())));
        if (runs.rates().size() > 1) {
            Label interval = new Label(words.say("ui.measure.interval", Figures.rate(words, runs.low()), Figures.rate(words, runs.high())));
            interval.setWrapText(true);
            interval.setTextAlignment(TextAlignment.RIGHT);
            interval.getStyleClass().add("small-line");
            lines.getChildren().add(interval);
        }
        return lines;
    }

    private static Stream<Message> reason(Cell.Outcome outcome) {
        return switch (outcome) {
            case Cell.Measured _ -> Stream.empty();
            case Cell.NotPossible(Message reason) -> Stream.of(reason);
            case Cell.NotMeasured(Message reason) -> Stream.of(reason);
        };
    }

    private static Label muted(String text) {
        Label label = FailurePane.wrapping(text);
        label.getStyleClass().add("small-line");
        return label;
    }
}
