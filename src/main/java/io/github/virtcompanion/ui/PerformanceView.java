package io.github.virtcompanion.ui;

import io.github.virtcompanion.advice.FlushAdvice;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.Sample;
import io.github.virtcompanion.inventory.UsageHistory;
import io.github.virtcompanion.model.DiskLoad;
import io.github.virtcompanion.words.Words;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.text.NumberFormat;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// What the selected machine does: its CPUs, memory, disks and network over the last minutes, and what it waits for.
final class PerformanceView {
    private static final double MILLI = 1000;
    private final Words words;
    private final VBox contents = new VBox();
    private final ScrollPane pane = AdviceView.scrolling(contents);
    private final Label meter = FailurePane.wrapping("");
    private final VBox advice = new VBox();
    private final Label off = FailurePane.wrapping("");
    private final java.util.List<Part> parts;

    /// A chart with the newest figure above it.
    private record Part(VBox box, Label figure, TimeChart chart, Function<Sample, String> newest) {}

    private String notTold;

    PerformanceView(Words words) {
        this.words = words;
        contents.getStyleClass().add("cards");
        DoubleFunction<String> percent = value -> words.say("ui.percent", Math.round(value));
        DoubleFunction<String> rate = value -> words.say("machines.per-second", Bytes.say(words, Math.round(value)));
        Part cpu = part("cpu", Sample::cpu, Sample::hostCpu, percent, 100, sample -> known(sample.cpu(), percent)
                + (Float.isNaN(sample.hostCpu()) ? "" : "  ·  " + words.say("machines.chart.of-host", percent.apply(sample.hostCpu()))));
        Part memory = part("memory-use", Sample::memory, _ -> Double.NaN, percent, 100, sample -> Float.isNaN(sample.usedKiB()) ? words.say("machines.chart.no-memory")
                : Bytes.sayKiB(words, (long) sample.usedKiB()) + "  ·  " + percent.apply(sample.memory())
                + (sample.guestTold() ? "" : "  ·  " + words.say("machines.tip.memory")));
        Part disk = part("disk-io", Sample::written, Sample::read, rate, 0, sample -> Float.isNaN(sample.written()) ? notTold
                : words.say("machines.tip.disk", Bytes.say(words, Math.round(sample.read())), Bytes.say(words, Math.round(sample.written()))));
        Part network = part("network-io", Sample::received, Sample::sent, rate, 0, sample -> Float.isNaN(sample.received()) ? notTold
                : words.say("machines.tip.network", Bytes.say(words, Math.round(sample.received())), Bytes.say(words, Math.round(sample.sent()))));
        parts = java.util.List.of(cpu, memory, disk, network);
        meter.setId("disk-meter");
        meter.getStyleClass().add("disk-meter");
        meter.managedProperty().bind(meter.visibleProperty());
        off.getStyleClass().add("muted");
        off.setText(words.say("machines.chart.off"));
        off.managedProperty().bind(off.visibleProperty());
        advice.getStyleClass().add("cards-flat");
        contents.getChildren().addAll(off, advice);
        parts.forEach(part -> contents.getChildren().add(part.box));
        disk.box.getChildren().add(meter);
    }

    private static String known(float value, DoubleFunction<String> say) {
        return Float.isNaN(value) ? "" : say.apply(value);
    }

    private Part part(String name, ToDoubleFunction<Sample> first, ToDoubleFunction<Sample> second, DoubleFunction<String> scale, double top, Function<Sample, String> newest) {
        Label title = new Label(words.say("machines.column." + name));
        title.getStyleClass().add("chart-heading");
        title.setMinWidth(Region.USE_PREF_SIZE);
        Label figure = new Label();
        figure.getStyleClass().add("muted");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(title, gap, figure);
        head.getStyleClass().add("card-head");
        TimeChart chart = new TimeChart(words, name, first, second, scale, top);
        chart.setFocusTraversable(false);
        chart.accessibleTextProperty().bind(title.textProperty().concat(": ").concat(figure.textProperty()));
        VBox box = new VBox(head, chart);
        box.getStyleClass().add("chart-part");
        return new Part(box, figure, chart, newest);
    }

    ScrollPane node() {
        return pane;
    }

    void show(Row.OfMachine row) {
        UsageHistory usage = row.usage.get();
        notTold = words.say(ConnectionSpec.isTest(row.connection()) ? "machines.chart.not-told-by-test" : "machines.chart.not-told");
        off.setVisible(!row.now().active());
        for (Part part : parts) {
            part.figure.setText(usage.newest().map(part.newest).orElse(""));
            part.chart.show(usage.samples());
        }
        meter.setVisible(usage.diskLoad().isPresent());
        advice.getChildren().clear();
        usage.diskLoad().ifPresent(load -> {
            meter.setText(say(load));
            FlushAdvice.about(row.now(), load).ifPresent(finding -> advice.getChildren().setAll(new CardView(words, finding, false, _ -> { })));
        });
        advice.setVisible(!advice.getChildren().isEmpty());
        advice.setManaged(advice.isVisible());
    }

    /// "Writes 3 KiB/s in 12 writes/s. 11 flushes/s of 87 ms each: waits 97 % of the time for flushes."
    private String say(DiskLoad load) {
        String written = words.say("machines.meter.writes", Bytes.say(words, Math.round(load.writtenBytes())), number(load.writes()));
        return load.flushes() < 0.05 ? written + " " + words.say("machines.meter.no-flushes")
                : written + " " + words.say("machines.meter.flushes", number(load.flushes()), time(load.flushMillis()), Math.round(load.flushing()));
    }

    private String number(double value) {
        NumberFormat format = NumberFormat.getInstance(words.locale());
        format.setMaximumFractionDigits(value < 9.95 ? 1 : 0);
        return format.format(value);
    }

    private String time(double millis) {
        return millis < 1 ? words.say("machines.meter.micros", number(millis * MILLI)) : words.say("machines.meter.millis", number(millis));
    }
}
