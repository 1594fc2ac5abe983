package io.github.virtcompanion.ui;

import javafx.scene.layout.Region;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;

import java.util.ArrayList;
import java.util.List;

/// A rate over the time of a recording, from its beginning at the left; as high as its highest point.
final class MeterCurve extends Region {
    private static final int LEAST_POINTS = 30;
    private final Polyline line = new Polyline();
    private final Polygon area = new Polygon();
    private List<Double> rates = List.of();

    MeterCurve() {
        getStyleClass().add("meter-curve");
        line.getStyleClass().add("sparkline-line");
        area.getStyleClass().add("sparkline-area");
        line.setManaged(false);
        area.setManaged(false);
        getChildren().addAll(area, line);
    }

    void show(List<Double> now) {
        rates = now;
        requestLayout();
    }

    double highest() {
        return rates.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    @Override
    protected void layoutChildren() {
        double left = snappedLeftInset();
        double top = snappedTopInset();
        double width = getWidth() - left - snappedRightInset();
        double height = getHeight() - top - snappedBottomInset();
        double highest = Math.max(highest(), 1);
        List<Double> points = new ArrayList<>();
        for (int i = 0; i < rates.size(); i++) {
            points.add(left + width * i / (Math.max(LEAST_POINTS, rates.size()) - 1));
            points.add(top + height * (1 - rates.get(i) / highest));
        }
        line.getPoints().setAll(points);
        if (!points.isEmpty()) points.addAll(List.of(points.get(points.size() - 2), top + height, left, top + height));
        area.getPoints().setAll(points);
    }
}
