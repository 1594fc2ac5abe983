package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.bench.BenchReport;
import io.github.virtcompanion.words.Words;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.transform.Transform;

/// The chart with what is needed to understand it alone: title, legend. This is what becomes a picture.
final class MeasureFigure extends VBox {
    /// A picture is for paper and large screens too.
    private static final double FINE = 2;

    private final Words words;
    private final Label title = FailurePane.wrapping("");
    private final Label about = FailurePane.wrapping("");
    private final MeasureChart chart;
    private final FlowPane legend = new FlowPane();
    private final VBox limit = new VBox();
    private final Label compared = FailurePane.wrapping("");

    MeasureFigure(Words words) {
        this.words = words;
        chart = new MeasureChart(words);
        chart.setId("measure-chart");
        title.getStyleClass().add(Styles.TEXT_BOLD);
        about.getStyleClass().add("small-line");
        compared.getStyleClass().add("small-line");
        compared.managedProperty().bind(compared.visibleProperty());
        legend.getStyleClass().add("chart-legend");
        getStyleClass().addAll("card", "measure-figure");
        getChildren().setAll(title, about, chart, legend, limit, compared);
    }

    /// @param when the measurement was done; empty while it runs
    void show(BenchReport report, String when, Reference reference, String comparedWith) {
        title.setText(words.say("ui.measure.title", report.directory(), report.fileSystem(), report.kind().said()));
        about.setText((when.isEmpty() ? "" : when + "  ·  ") + words.say("ui.measure.axis"));
        chart.show(report, reference, when.isEmpty());
        legend.getChildren().setAll(entry("bar-each", words.say("ui.measure.legend.each")), entry("bar-asked", words.say("ui.measure.legend.asked")),
                entry("bar-never", words.say("ui.measure.legend.never")));
        limit.getChildren().setAll(report.ceiling().map(rate -> entry("legend-limit", words.say("ui.measure.legend.disk", Figures.rate(words, rate)))).stream().toList());
        compared.setText(comparedWith);
        compared.setVisible(!comparedWith.isEmpty());
    }

    /// For those who cannot see it.
    void describe(String text) {
        chart.setAccessibleText(text);
    }

    byte[] png() {
        SnapshotParameters fine = new SnapshotParameters();
        fine.setTransform(Transform.scale(FINE, FINE));
        return Png.of(snapshot(fine, null));
    }

    private static HBox entry(String style, String text) {
        Region swatch = new Region();
        swatch.getStyleClass().addAll("legend-swatch", style);
        Label label = FailurePane.wrapping(text);
        label.getStyleClass().add("small-line");
        HBox entry = new HBox(swatch, label);
        entry.getStyleClass().add("legend-entry");
        return entry;
    }
}
