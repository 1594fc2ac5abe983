package io.github.virtcompanion.ui;

import io.github.virtcompanion.bench.BenchReport;
import io.github.virtcompanion.bench.Cell;
import io.github.virtcompanion.bench.Workload;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.words.Words;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Rectangle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The modes under each workload as lying bars over a logarithmic scale: names and figures stay readable however narrow it is.
final class MeasureChart extends Region {
    // In heights of the font.
    private static final double ROW = 1.75;
    private static final double HEADING = 2.4;
    private static final double AXIS = 1.8;
    private static final double NAME = 7.4;
    private static final double FIGURE = 5.2;
    private static final double THICK = 1.0;
    private static final double CAP = 0.28;
    private static final double MARK = 0.38;
    private static final double TICK = 3.2;
    /// The table has them all.
    private static final List<Workload> IN_GUEST = List.of(Workload.INSTALLER, Workload.NEVER, Workload.EVERY_WRITE);

    private final Words words;
    private final List<Item> items = new ArrayList<>();
    private final List<Tick> ticks = new ArrayList<>();
    private Optional<Limit> limit = Optional.empty();
    private int least;
    private int most = 6;

    private sealed interface Item {}

    private record Heading(Label label) implements Item {}

    /// @param rate empty where there is no figure
    private record Row(Label name, Label figure, Optional<Bar> bar, Optional<Mark> mark) implements Item {}

    private record Bar(Cell.Measured runs, Rectangle body, Line spread, Line low, Line high) {}

    private record Mark(double rate, Polygon shape) {}

    private record Tick(int exponent, Line line, Label label) {}

    private record Limit(double rate, Line line) {}

    MeasureChart(Words words) {
        this.words = words;
        getStyleClass().add("measure-chart");
    }

    /// @param running what has no figure yet may still get one
    void show(BenchReport report, Reference reference, boolean running) {
        items.clear();
        ticks.clear();
        scale(report, reference);
        for (int exponent = least; exponent <= most; exponent++) ticks.add(new Tick(exponent, styled(new Line(), "chart-grid"), label(Figures.power(exponent), "chart-tick")));
        limit = report.ceiling().map(rate -> new Limit(rate, styled(new Line(), "chart-limit")));
        for (Workload workload : Workload.values()) {
            items.add(new Heading(label(words.say("ui.measure.workload." + workload.word()), "chart-heading")));
            for (CacheMode mode : BenchReport.MODES)
                report.cell(mode, workload).ifPresent(cell -> items.add(row(cell, reference.rate(mode, workload), running)));
        }
        report.guest().ifPresent(guest -> {
            String where = guest.emulated() ? "ui.measure.guest-emulated." : "ui.measure.guest.";
            for (Workload workload : IN_GUEST) {
                items.add(new Heading(label(words.say(where + workload.word()), "chart-heading")));
                for (CacheMode mode : BenchReport.MODES)
                    guest.cell(mode, workload).ifPresent(cell -> items.add(row(cell, reference.inGuest(mode, workload), running)));
            }
        });
        List<Node> all = new ArrayList<>();
        ticks.forEach(tick -> all.addAll(List.of(tick.line, tick.label)));
        limit.ifPresent(each -> all.add(each.line));
        for (Item item : items) {
            switch (item) {
                case Heading(Label label) -> all.add(label);
                case Row row -> {
                    row.bar.ifPresent(bar -> all.addAll(List.of(bar.body, bar.spread, bar.low, bar.high)));
                    all.addAll(List.of(row.name, row.figure));
                    row.mark.ifPresent(mark -> all.add(mark.shape));
                }
            }
        }
        all.stream().filter(node -> !(node instanceof Label)).forEach(node -> node.setManaged(false));
        getChildren().setAll(all);
        requestLayout();
    }

    private Row row(Cell cell, Optional<Double> reference, boolean running) {
        Label name = label(cell.mode().libvirtName(), "chart-name");
        Optional<Mark> mark = reference.filter(rate -> rate > 0).map(rate -> new Mark(rate, styled(new Polygon(), "chart-mark")));
        return switch (cell.outcome()) {
            case Cell.Measured runs -> {
                String tone = cell.mode().noFlush() ? "bar-never" : cell.mode().guestSeesCache() ? "bar-asked" : "bar-each";
                Bar bar = new Bar(runs, styled(new Rectangle(), tone), styled(new Line(), "chart-spread"), styled(new Line(), "chart-spread"), styled(new Line(), "chart-spread"));
                yield new Row(name, label(Figures.rate(words, runs.kibPerSecond()), "chart-figure"), Optional.of(bar), mark);
            }
            case Cell.NotPossible(Message reason) -> new Row(name, explained(words.say(reason)), Optional.empty(), mark);
            case Cell.NotMeasured(Message reason) -> new Row(name, running ? label("…", "chart-reason") : explained(words.say(reason)), Optional.empty(), mark);
        };
    }

    private void scale(BenchReport report, Reference reference) {
        List<Double> rates = Stream.concat(
                Stream.concat(report.cells().stream(), report.guest().stream().flatMap(guest -> guest.cells().stream())).map(Cell::outcome).filter(Cell.Measured.class::isInstance).map(Cell.Measured.class::cast)
                        // A bar needs some length.
                        .flatMap(runs -> Stream.of(runs.low() * 0.8, runs.kibPerSecond() * 0.8, runs.high())),
                Stream.concat(report.ceiling().stream(), report.cells().stream()
                        .flatMap(cell -> Stream.concat(reference.rate(cell.mode(), cell.workload()).stream(), report.guest().flatMap(_ -> reference.inGuest(cell.mode(), cell.workload())).stream()))))
                .filter(rate -> rate > 0).toList();
        least = rates.stream().min(Double::compare).map(rate -> (int) Math.floor(Math.log10(rate))).orElse(0);
        most = Math.max(least + 1, rates.stream().max(Double::compare).map(rate -> (int) Math.ceil(Math.log10(rate))).orElse(6));
    }

    @Override
    protected double computePrefHeight(double width) {
        double ems = items.stream().mapToDouble(item -> item instanceof Heading ? HEADING : ROW).sum() + AXIS;
        return Em.px(ems) + getInsets().getTop() + getInsets().getBottom();
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefWidth(double height) {
        return Em.px(34);
    }

    @Override
    protected double computeMinWidth(double height) {
        return Em.px(NAME + FIGURE + 6);
    }

    @Override
    protected void layoutChildren() {
        double left = getInsets().getLeft();
        double top = getInsets().getTop();
        double width = getWidth() - left - getInsets().getRight();
        double from = left + Em.px(NAME);
        double to = left + width - Em.px(FIGURE);
        double y = top + Em.px(AXIS);
        for (Item item : items) {
            double height = Em.px(item instanceof Heading ? HEADING : ROW);
            switch (item) {
                case Heading(Label label) -> label.resizeRelocate(left, y, width, height);
                case Row row -> place(row, left, y, height, from, to, left + width);
            }
            y += height;
        }
        double bottom = y;
        double apart = (to - from) / (most - least);
        int step = Math.max(1, (int) Math.ceil(Em.px(TICK) / apart));
        for (Tick tick : ticks) {
            double x = Math.round(x(Math.pow(10, tick.exponent), from, to)) + 0.5;
            line(tick.line, x, top + Em.px(AXIS), x, bottom);
            tick.label.setVisible((tick.exponent - least) % step == 0);
            double wide = tick.label.prefWidth(-1);
            tick.label.resizeRelocate(x - wide / 2, top, wide, Em.px(AXIS));
        }
        limit.ifPresent(each -> {
            double x = Math.round(x(each.rate, from, to)) + 0.5;
            line(each.line, x, top + Em.px(AXIS), x, bottom);
        });
    }

    private void place(Row row, double left, double y, double height, double from, double to, double right) {
        row.name.resizeRelocate(left, y, from - left - Em.px(0.5), height);
        double middle = y + height / 2;
        double figureAt = from + Em.px(0.4);
        if (row.bar.isPresent()) {
            Bar bar = row.bar.get();
            double end = x(bar.runs.kibPerSecond(), from, to);
            double thick = Em.px(THICK);
            bar.body.setX(from);
            bar.body.setY(middle - thick / 2);
            bar.body.setWidth(Math.max(1, end - from));
            bar.body.setHeight(thick);
            double low = x(bar.runs.low(), from, to);
            double high = x(bar.runs.high(), from, to);
            boolean known = bar.runs.rates().size() > 1;
            Stream.of(bar.spread, bar.low, bar.high).forEach(line -> line.setVisible(known));
            line(bar.spread, low, middle, high, middle);
            line(bar.low, low, middle - Em.px(CAP), low, middle + Em.px(CAP));
            line(bar.high, high, middle - Em.px(CAP), high, middle + Em.px(CAP));
            figureAt = Math.max(end, known ? high : end) + Em.px(0.4);
        }
        if (row.mark.isPresent()) {
            double x = x(row.mark.get().rate, from, to);
            double half = Em.px(MARK);
            row.mark.get().shape.getPoints().setAll(x - half, middle, x, middle - half, x + half, middle, x, middle + half);
            if (row.bar.isPresent() && x + half > figureAt && x - half < figureAt + row.figure.prefWidth(-1)) figureAt = x + half + Em.px(0.2);
        }
        double wide = Math.min(row.figure.prefWidth(-1), Math.max(0, right - figureAt));
        double high = Math.min(height, row.figure.prefHeight(-1));
        row.figure.resizeRelocate(figureAt, Math.round(middle - high / 2), wide, high);
    }

    private double x(double rate, double from, double to) {
        return from + Math.clamp((Math.log10(Math.max(rate, 1e-9)) - least) / (most - least), 0, 1) * (to - from);
    }

    private static void line(Line line, double fromX, double fromY, double toX, double toY) {
        line.setStartX(fromX);
        line.setStartY(fromY);
        line.setEndX(toX);
        line.setEndY(toY);
    }

    private static Label explained(String reason) {
        Label label = label(reason, "chart-reason");
        label.setTooltip(new Tooltip(reason));
        return label;
    }

    private static Label label(String text, String style) {
        Label label = new Label(text);
        label.getStyleClass().add(style);
        return label;
    }

    private static <T extends Node> T styled(T shape, String style) {
        shape.getStyleClass().add(style);
        return shape;
    }
}
