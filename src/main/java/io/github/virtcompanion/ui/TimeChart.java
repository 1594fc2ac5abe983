package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.Sample;
import io.github.virtcompanion.words.Words;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/// One quantity over the last minutes, with its scale and a time axis; a second one as a thin line where there are two.
final class TimeChart extends Region {
    private static final double HEIGHT_EMS = 7.5;
    private static final double SCALE_EMS = 5.6;
    private static final double AXIS_EMS = 1.5;
    private static final double LEAST_SECONDS = 120;
    /// Of rates, in bytes a second: a scale of less would make a mountain of nothing.
    private static final double LEAST_TOP = 1024;
    private final Words words;
    private final ToDoubleFunction<Sample> first;
    private final ToDoubleFunction<Sample> second;
    private final DoubleFunction<String> figure;
    private final double fixedTop;
    private final Polyline line = new Polyline();
    private final Polyline thin = new Polyline();
    private final Polygon area = new Polygon();
    private final Line bottom = new Line();
    private final Line middle = new Line();
    private final Line roof = new Line();
    private final Label high = scale();
    private final Label half = scale();
    private final Label from = scale();
    private final Label now = scale();
    private List<Sample> samples = List.of();

    /// @param second   of a second line; may give NaN throughout
    /// @param figure   a value in words
    /// @param fixedTop the highest there can be; 0 where the highest seen decides
    TimeChart(Words words, String name, ToDoubleFunction<Sample> first, ToDoubleFunction<Sample> second, DoubleFunction<String> figure, double fixedTop) {
        this.words = words;
        this.first = first;
        this.second = second;
        this.figure = figure;
        this.fixedTop = fixedTop;
        setId("chart-" + name);
        getStyleClass().add("time-chart");
        line.getStyleClass().add("sparkline-line");
        thin.getStyleClass().add("thin-line");
        area.getStyleClass().add("sparkline-area");
        for (Line each : List.of(bottom, middle, roof)) each.getStyleClass().add("chart-grid");
        now.setText(words.say("machines.chart.now"));
        setPrefHeight(Em.px(HEIGHT_EMS));
        setMinHeight(Em.px(HEIGHT_EMS));
        getChildren().addAll(bottom, middle, roof, area, line, thin, high, half, from, now);
        getChildren().forEach(child -> child.setManaged(false));
    }

    private static Label scale() {
        Label label = new Label();
        label.getStyleClass().add("chart-tick");
        return label;
    }

    void show(List<Sample> newest) {
        samples = newest;
        requestLayout();
    }

    private double top() {
        if (fixedTop > 0) return fixedTop;
        double most = LEAST_TOP;
        for (Sample sample : samples) most = Math.max(most, Math.max(known(first.applyAsDouble(sample)), known(second.applyAsDouble(sample))));
        return round(most);
    }

    private static double known(double value) {
        return Double.isNaN(value) ? 0 : value;
    }

    /// The next of 1, 2, 5 times a power of two tens, in whole KiB or MiB as it were: a scale that does not jump with every sample.
    static double round(double most) {
        double unit = 1;
        while (most / unit >= 1024) unit *= 1024;
        double value = most / unit;
        for (double step : new double[] {1, 2, 5, 10, 20, 50, 100, 200, 500, 1024}) if (value <= step) return step * unit;
        return most;
    }

    @Override
    protected void layoutChildren() {
        double left = Em.px(SCALE_EMS);
        double width = Math.max(10, getWidth() - left - Em.px(0.5));
        double roofY = Em.px(0.7);
        double floor = getHeight() - Em.px(AXIS_EMS);
        double top = top();
        long newest = samples.isEmpty() ? 0 : samples.getLast().at();
        double seconds = samples.isEmpty() ? LEAST_SECONDS : Math.max(LEAST_SECONDS, (newest - samples.getFirst().at()) / 1e9);
        place(roof, left, width, roofY);
        place(middle, left, width, (roofY + floor) / 2);
        place(bottom, left, width, floor);
        List<Double> points = points(first, left, width, roofY, floor, top, newest, seconds);
        line.getPoints().setAll(points);
        thin.getPoints().setAll(points(second, left, width, roofY, floor, top, newest, seconds));
        if (!points.isEmpty()) points.addAll(List.of(points.get(points.size() - 2), floor, points.getFirst(), floor));
        area.getPoints().setAll(points);
        high.setText(figure.apply(top));
        half.setText(figure.apply(top / 2));
        from.setText(words.say("machines.chart.ago", Math.round(seconds / 60)));
        layoutInArea(high, 0, roofY - Em.px(0.8), left - Em.px(0.4), Em.px(1.6), 0, javafx.geometry.HPos.RIGHT, VPos.CENTER);
        layoutInArea(half, 0, (roofY + floor) / 2 - Em.px(0.8), left - Em.px(0.4), Em.px(1.6), 0, javafx.geometry.HPos.RIGHT, VPos.CENTER);
        layoutInArea(from, left, floor, width / 2, Em.px(AXIS_EMS), 0, javafx.geometry.HPos.LEFT, VPos.BOTTOM);
        layoutInArea(now, left + width / 2, floor, width / 2, Em.px(AXIS_EMS), 0, javafx.geometry.HPos.RIGHT, VPos.BOTTOM);
    }

    private static void place(Line line, double left, double width, double y) {
        line.setStartX(left);
        line.setEndX(left + width);
        line.setStartY(y);
        line.setEndY(y);
    }

    private List<Double> points(ToDoubleFunction<Sample> of, double left, double width, double roofY, double floor, double top, long newest, double seconds) {
        List<Double> points = new ArrayList<>(2 * samples.size() + 4);
        for (Sample sample : samples) {
            double value = of.applyAsDouble(sample);
            if (Double.isNaN(value)) continue;
            points.add(left + width * (1 - (newest - sample.at()) / 1e9 / seconds));
            points.add(floor - (floor - roofY) * Math.clamp(value / top, 0, 1));
        }
        return points;
    }
}
