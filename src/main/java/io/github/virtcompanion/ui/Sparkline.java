package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.Sample;
import io.github.virtcompanion.inventory.UsageHistory;
import javafx.collections.ObservableList;
import javafx.scene.layout.Region;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// A small graph of the last samples, newest at the right; as wide as [UsageHistory#SHORT] samples however few there are.
/// Nothing is drawn where a sample is not known.
final class Sparkline extends Region {
    private final Polyline line = new Polyline();
    private final Polygon area = new Polygon();
    private List<Sample> samples = List.of();
    private ToDoubleFunction<Sample> value = _ -> 0;
    private double highest = 100;

    Sparkline() {
        getStyleClass().add("sparkline");
        line.getStyleClass().add("sparkline-line");
        area.getStyleClass().add("sparkline-area");
        line.setManaged(false);
        area.setManaged(false);
        getChildren().addAll(area, line);
    }

    void show(List<Sample> newest, ToDoubleFunction<Sample> of, double upTo) {
        samples = newest;
        value = of;
        highest = upTo;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double left = snappedLeftInset();
        double top = snappedTopInset();
        double width = getWidth() - left - snappedRightInset();
        double height = getHeight() - top - snappedBottomInset();
        int count = samples.size();
        List<Double> points = new ArrayList<>(2 * count + 4);
        for (int i = 0; i < count; i++) {
            double number = value.applyAsDouble(samples.get(i));
            if (Double.isNaN(number)) continue;
            points.add(left + width * (UsageHistory.SHORT - count + i) / (UsageHistory.SHORT - 1));
            points.add(top + height * (1 - Math.clamp(number / highest, 0, 1)));
        }
        line.getPoints().setAll(points);
        if (!points.isEmpty()) points.addAll(List.of(left + width, top + height, points.getFirst(), top + height));
        ObservableList<Double> around = area.getPoints();
        around.setAll(points);
    }
}
