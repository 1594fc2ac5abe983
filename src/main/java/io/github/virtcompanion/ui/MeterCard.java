package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.bench.Meter;
import io.github.virtcompanion.bench.Recording;
import io.github.virtcompanion.bench.Stretch;
import io.github.virtcompanion.bench.Verdict;
import io.github.virtcompanion.words.Words;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.stream.Collectors;

/// What a running machine writes and flushes, now and over a recording; before and after its cache mode was switched.
final class MeterCard extends VBox {
    private static final int EARLIER = 3;

    private final Words words;
    private final FlowPane figures = new FlowPane();
    private final MeterCurve curve = new MeterCurve();
    private final Label scale = FailurePane.wrapping("");
    private final VBox told = new VBox();
    private final VBox earlier = new VBox();
    private final boolean machineRuns;
    private final Subscription listening;

    /// @param running the machine runs; else only what was recorded is shown
    MeterCard(Words words, Meters meters, Row.OfMachine row, boolean running) {
        this.words = words;
        machineRuns = running;
        Meters.One one = meters.of(row);
        getStyleClass().add("card");
        setId("meter");
        Label title = FailurePane.wrapping(words.say("ui.meter.title"));
        title.getStyleClass().add(Styles.TEXT_BOLD);
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        Button record = new Button();
        record.setId("meter-record");
        record.setMinWidth(USE_PREF_SIZE);
        record.setOnAction(_ -> {
            if (one.running.get()) meters.stop(row);
            else meters.start(row);
        });
        HBox head = new HBox(Icon.of(Sign.SPEEDOMETER, "tone-muted", "card-icon"), title, record);
        head.getStyleClass().add("card-head");
        figures.getStyleClass().add("meter-figures");
        scale.getStyleClass().add("small-line");
        Label what = FailurePane.wrapping(words.say("ui.meter.what"));
        what.getStyleClass().add("muted");
        getChildren().setAll(head, what, figures, curve, scale, told, earlier);
        for (Node each : List.of(what, figures, curve, scale, told, earlier)) each.managedProperty().bind(each.visibleProperty());
        listening = Subscription.combine(one.recording.subscribe(now -> {
            what.setVisible(now.isEmpty());
            now.ifPresent(recording -> show(recording.meter(), one.running.get()));
            for (Node each : List.of(figures, curve, scale, told)) each.setVisible(now.isPresent());
        }), one.running.subscribe(on -> {
            record.setText(words.say(on ? "ui.meter.stop" : "ui.meter.start"));
            record.setDisable(!on && !running);
            one.recording.get().ifPresent(recording -> show(recording.meter(), on));
        }), one.earlier.subscribe(this::earlier));
    }

    /// The recordings outlive the cards.
    void end() {
        listening.unsubscribe();
    }

    private void show(Meter meter, boolean recording) {
        figures.getChildren().clear();
        // The watch notices a moment later that the machine is off.
        if (recording && !machineRuns) figures.getChildren().add(FailurePane.wrapping(words.say("ui.meter.off")));
        else if (recording) meter.now().ifPresentOrElse(now -> figures.getChildren().addAll(
                        figure(Figures.rate(words, now.kibPerSecond()), "ui.meter.kib"), figure(Figures.rate(words, now.writesPerSecond()), "ui.meter.writes"),
                        figure(Figures.rate(words, now.flushesPerSecond()), "ui.meter.flushes"),
                        figure(now.millisPerFlush().map(millis -> words.say("ui.meter.millis", Verdict.twoDigits(millis))).orElse("–"), "ui.meter.per-flush")),
                () -> figures.getChildren().add(FailurePane.wrapping(words.say("ui.meter.wait"))));
        curve.show(meter.curve());
        scale.setText(meter.curve().isEmpty() ? "" : words.say("ui.meter.scale", Figures.rate(words, curve.highest()),
                Math.round(meter.curve().size() * meter.step() / 60), meter.curve().size() * meter.step() < 90 ? 0 : 1));
        told.getChildren().clear();
        for (Stretch stretch : meter.stretches())
            stretch.kibPerSecond().ifPresent(rate -> told.getChildren().add(FailurePane.wrapping(words.say("ui.meter.stretch", stretch.modes(), Figures.rate(words, rate),
                    Figures.rate(words, stretch.writesPerSecond()), Figures.rate(words, stretch.flushesPerSecond()),
                    stretch.millisPerFlush().map(millis -> words.say("ui.meter.stretch-flush", Verdict.twoDigits(millis))).orElse("")))));
        meter.comparisons().forEach(each -> {
            Label label = FailurePane.wrapping(words.say(each));
            label.getStyleClass().add(Styles.TEXT_BOLD);
            told.getChildren().add(label);
        });
        meter.meaning().ifPresent(each -> told.getChildren().add(FailurePane.wrapping(words.say(each))));
        setAccessibleText(told.getChildren().stream().map(each -> ((Label) each).getText()).collect(Collectors.joining(" ")));
    }

    private VBox figure(String number, String key) {
        Label large = new Label(number);
        large.getStyleClass().add(Styles.TITLE_4);
        Label unit = new Label(words.say(key));
        unit.getStyleClass().add("small-line");
        return new VBox(large, unit);
    }

    private void earlier(List<Recording> recordings) {
        List<Recording> some = recordings.stream().filter(each -> each.meter().stretches().stream().anyMatch(stretch -> stretch.kibPerSecond().isPresent())).limit(EARLIER).toList();
        earlier.setVisible(!some.isEmpty());
        earlier.getChildren().setAll(some.stream().map(each -> {
            Label line = FailurePane.wrapping(words.say("ui.meter.earlier", DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT).withLocale(words.locale())
                    .withZone(ZoneId.systemDefault()).format(each.meter().from().orElseThrow()), each.meter().stretches().stream().filter(stretch -> stretch.kibPerSecond().isPresent())
                    .map(stretch -> words.say("ui.meter.mode-rate", stretch.modes(), Figures.rate(words, stretch.kibPerSecond().orElseThrow()))).collect(Collectors.joining(" → "))));
            line.getStyleClass().add("small-line");
            return (Node) line;
        }).toList());
    }
}
