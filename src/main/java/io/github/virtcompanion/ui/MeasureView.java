package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.bench.BenchReport;
import io.github.virtcompanion.bench.Kept;
import io.github.virtcompanion.bench.Measuring;
import io.github.virtcompanion.bench.ReportText;
import io.github.virtcompanion.bench.Trend;
import io.github.virtcompanion.bench.Verdict;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.StoragePool;
import io.github.virtcompanion.words.Words;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The cache modes measured on the disk of a connection's host: form, verdict in words, chart, table.
final class MeasureView {
    private final Desk desk;
    private final Words words;
    private final Reviews reviews;
    private final MachinesModel list;
    private final Row.OfConnection row;
    private final Measuring measuring;
    private final MeasureModel model;
    private final Runnable bring;
    private final MeasureForm form;
    private final VBox verdict = new VBox();
    private final FlowPane tools = new FlowPane();
    private final MeasureFigure figure;
    private final VBox table = new VBox();
    private final VBox cards = new VBox();
    private final ScrollPane pane = AdviceView.scrolling(cards);

    /// @param bring shows this view
    MeasureView(Desk desk, Measuring measuring, Reviews reviews, MachinesModel list, Row.OfConnection row, Runnable bring) {
        this.bring = bring;
        this.desk = desk;
        this.words = desk.words();
        this.measuring = measuring;
        this.reviews = reviews;
        this.list = list;
        this.row = row;
        model = new MeasureModel(measuring, desk.background(), this::finished);
        form = new MeasureForm(words, model);
        figure = new MeasureFigure(words);
        verdict.getStyleClass().add("card");
        tools.getStyleClass().add("form-flow");
        cards.getStyleClass().add("cards");
        for (Node each : List.of(verdict, tools, figure, table)) each.managedProperty().bind(each.visibleProperty());
        model.kept.subscribe(this::fillTools);
        model.chosen.subscribe(_ -> tools.getChildren().set(1, compare()));
        model.report.subscribe(this::show);
        model.reference.subscribe(this::show);
        desk.notices().during(model.phase.map(phase -> phase == MeasureModel.Phase.RUNNING), () -> words.say("ui.measure.under-way", row.label()));
        switch (desk.connection(row.connection()).map(connection -> connection.kind()).orElse(ConnectionSpec.Kind.REMOTE)) {
            case LOCAL -> open("ui.measure.what");
            case REMOTE -> cards.getChildren().setAll(FailurePane.wrapping(words.say("ui.measure.remote")));
            case DEMO -> {
                Button own = new Button(words.say("ui.measure.demo-own"));
                own.setId("measure-own");
                own.setOnAction(_ -> {
                    open("ui.measure.demo-says");
                    form.focusFirst();
                });
                cards.getChildren().setAll(FailurePane.wrapping(words.say("ui.measure.demo")), own);
            }
        }
    }

    ScrollPane node() {
        return pane;
    }

    /// Offers what is known by now. @param directory to begin with; empty for the first there is
    void front(Optional<String> directory) {
        if (model.phase.get() != MeasureModel.Phase.IDLE || !cards.getChildren().contains(form)) return;
        // Made-up images lie nowhere.
        directory.filter(_ -> !row.demo()).ifPresent(model.directory::set);
        form.offer(MeasureModel.directories(row.demo() ? List.of() : list.machinesOf(row.connection()).toList(), pools(), System.getProperty("user.home")));
    }

    private void open(String what) {
        Label says = FailurePane.wrapping(words.say(what));
        says.getStyleClass().add("muted");
        cards.getChildren().setAll(says, form, verdict, tools, figure, table);
        if (row.demo()) front(Optional.empty());
    }

    private List<StoragePool> pools() {
        Fact<List<StoragePool>> known = desk.connection(row.connection()).filter(_ -> !row.demo()).map(connection -> connection.libvirtView().host().pools())
                .orElse(Fact.known(List.of(), ""));
        return known.toOptional().orElse(List.of());
    }

    private void show() {
        Optional<BenchReport> report = model.report.get();
        boolean done = model.progress.get().isEmpty();
        for (Node each : List.of(figure, table)) each.setVisible(report.isPresent());
        tools.setVisible(report.isPresent() && done);
        verdict.setVisible(report.isPresent() && done);
        report.ifPresent(known -> {
            String when = model.chosen.get().filter(_ -> done).map(this::when).orElse("");
            figure.show(known, when, model.reference.get(), comparison(model.reference.get()));
            table.getChildren().setAll(new MeasureTable(words, known));
            if (done) verdict(known);
        });
    }

    private void verdict(BenchReport report) {
        List<String> sentences = Verdict.of(report).stream().map(words::say).toList();
        figure.describe(String.join(" ", sentences));
        Label title = new Label(words.say("ui.measure.verdict"));
        title.getStyleClass().add(Styles.TEXT_BOLD);
        List<Node> all = new ArrayList<>(List.of(title));
        sentences.stream().map(FailurePane::wrapping).forEach(all::add);
        model.chosen.get().flatMap(chosen -> Trend.before(chosen, model.kept.get())).ifPresent(before -> Trend.of(model.chosen.get().orElseThrow(), before).stream()
                .map(each -> FailurePane.wrapping(words.say("ui.measure.since", when(before), words.say(each)))).forEach(all::add));
        report.warnings().stream().map(words::say).forEach(warning -> {
            Label label = FailurePane.wrapping(warning);
            Cells.tone(label, "tone-warning");
            all.add(label);
        });
        // The demo's machines do not lie on this disk.
        if (!row.demo()) Verdict.recommended(report).ifPresent(mode -> all.add(use(mode)));
        verdict.getChildren().setAll(all);
    }

    private Node use(CacheMode mode) {
        Button use = new Button(words.say("ui.measure.use", mode.libvirtName()));
        use.setId("measure-use");
        use.setWrapText(true);
        use.getStyleClass().add(Styles.ACCENT);
        use.setOnAction(_ -> model.site.get().ifPresent(site -> {
            Map<Row.OfMachine, List<Disk>> candidates = MeasureMachines.candidates(list.machinesOf(row.connection()).toList(), row.host.get(), site, mode);
            if (candidates.isEmpty()) desk.notices().tell(words.say("ui.measure.machines.none", mode.libvirtName()));
            else {
                List<Row.OfMachine> chosen = MeasureMachines.ask(words, candidates, mode, pane.getScene().getWindow());
                if (!chosen.isEmpty()) reviews.change(chosen, machine -> MeasureMachines.assignments(candidates.get(machine), mode));
            }
        }));
        return use;
    }

    private void fillTools(List<Kept> kept) {
        ComboBox<Optional<Kept>> which = MeasureForm.chooser("measure-shown", kept.stream().map(Optional::of).toList(), each -> each.map(this::when).orElse(""), model.chosen);
        MenuButton export = new MenuButton(words.say("ui.measure.export"), null,
                item("ui.measure.export.csv", ".csv", () -> model.chosen.get().map(ReportText::csv).orElse("").getBytes(StandardCharsets.UTF_8)),
                item("ui.measure.export.json", ".json", () -> model.chosen.get().map(ReportText::json).orElse("").getBytes(StandardCharsets.UTF_8)),
                item("ui.measure.export.png", ".png", figure::png));
        export.setId("measure-export");
        tools.getChildren().setAll(which, compare(), export);
    }

    private ComboBox<Reference> compare() {
        ComboBox<Reference> compare = MeasureForm.chooser("measure-compare", model.references(), this::name, model.reference);
        compare.setPrefWidth(Em.px(16));
        return compare;
    }

    private MenuItem item(String key, String ending, Supplier<byte[]> contents) {
        MenuItem item = new MenuItem(words.say(key));
        item.setOnAction(_ -> Choosers.save(pane.getScene().getWindow(), words.say("ui.measure.export"), "virt-companion-bench" + ending).ifPresent(file -> {
            byte[] bytes = contents.get();
            desk.notices().watch(words.say("ui.measure.saving"), desk.background().run(() -> {
                measuring.save(file, bytes);
                return file;
            }).done(saved -> desk.notices().tell(words.say("ui.measure.saved", saved.toString()))));
        }));
        return item;
    }

    private String name(Reference reference) {
        return switch (reference) {
            case Reference.Nothing() -> words.say("ui.measure.compare.nothing");
            case Reference.Of2011() -> words.say("ui.measure.compare.of-2011");
            case Reference.Earlier(Kept kept) -> words.say("ui.measure.compare.earlier", when(kept));
        };
    }

    private String comparison(Reference reference) {
        return switch (reference) {
            case Reference.Nothing() -> "";
            case Reference.Of2011() -> words.say("ui.measure.compare.of-2011-says");
            case Reference.Earlier(Kept kept) -> words.say("ui.measure.compare.earlier-says", when(kept));
        };
    }

    private String when(Kept kept) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.MEDIUM).withLocale(words.locale()).withZone(ZoneId.systemDefault())
                .format(kept.time()) + ", " + kept.report().format();
    }

    private boolean seen() {
        return pane.getScene() != null && Stream.iterate((Node) pane, Objects::nonNull, Node::getParent).allMatch(Node::isVisible);
    }

    private void finished(Kept kept) {
        String said = words.say("ui.measure.finished", kept.wanted());
        if (seen()) desk.notices().tell(said);
        else desk.notices().tell(said, words.say("ui.measure.show"), bring);
    }
}
