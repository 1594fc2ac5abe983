package io.github.virtcompanion.ui;

import javafx.scene.layout.Region;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;

/// A small graph of the last percents, newest at the right; as wide as [#LENGTH] samples however few there are.
final class Sparkline extends Region {
    private static final int LENGTH = io.github.virtcompanion.inventory.CpuHistory.LENGTH;
    private final Polyline line = new Polyline();
    private final Polygon area = new Polygon();
    private double[] percents = {};

    Sparkline() {
        getStyleClass().add("sparkline");
        line.getStyleClass().add("sparkline-line");
        area.getStyleClass().add("sparkline-area");
        line.setManaged(false);
        area.setManaged(false);
        getChildren().addAll(area, line);
    }

    void show(double[] newest) {
        percents = newest;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double left = snappedLeftInset();
        double top = snappedTopInset();
        double width = getWidth() - left - snappedRightInset();
        double height = getHeight() - top - snappedBottomInset();
        int count = percents.length;
        Double[] points = new Double[2 * count];
        for (int i = 0; i < count; i++) {
            points[2 * i] = left + width * (LENGTH - count + i) / (LENGTH - 1);
            points[2 * i + 1] = top + height * (1 - Math.clamp(percents[i], 0, 100) / 100);
        }
        line.getPoints().setAll(points);
        area.getPoints().setAll(points);
        if (count > 0) area.getPoints().addAll(left + width, top + height, points[0], top + height);
    }
}
