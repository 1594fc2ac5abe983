package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.advice.RecommendedCache.Recommendation;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.words.Words;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// One card a disk: where its image lies, the cache mode now and at the next start, and the chooser.
final class DisksView {
    private final Desk desk;
    private final Words words;
    private final Consumer<String> measure;
    private final Meters meters;
    private final VBox cards = new VBox();
    private final ScrollPane pane = AdviceView.scrolling(cards);
    private final Map<String, CacheChooser> choosers = new HashMap<>();
    private Optional<MeterCard> meter = Optional.empty();
    private List<Object> shown = List.of();
    private String key = "";

    /// @param measure an image, in whose place it is to be measured
    DisksView(Desk desk, Consumer<String> measure) {
        this.measure = measure;
        this.meters = new Meters(desk);
        this.desk = desk;
        this.words = desk.words();
        cards.getStyleClass().add("cards");
    }

    ScrollPane node() {
        return pane;
    }

    /// @param thisRunOnly the same, for one run
    void show(Row.OfMachine row, Fact<Host> host, Consumer<List<Assignment>> change, Consumer<List<Assignment>> thisRunOnly) {
        DisksModel model = new DisksModel(row.now());
        List<Object> wanted = new ArrayList<>(List.of(row.key(), model.lines(), host, row.now().active(), InstallationCard.installing(row.now())));
        if (wanted.equals(shown)) return;
        // What has changed beside it takes nobody's list away, nor what he chose, nor his keyboard.
        boolean same = row.key().equals(key);
        Optional<CacheChooser> open = same ? choosers.values().stream().filter(CacheChooser::open).findFirst() : Optional.empty();
        if (open.isPresent()) {
            open.get().onClosed(() -> desk.background().show(() -> {
                // It closes too when another machine is clicked on.
                if (row.key().equals(key)) show(row, host, change, thisRunOnly);
            }));
            return;
        }
        shown = wanted;
        key = row.key();
        Map<String, CacheChooser> before = same ? Map.copyOf(choosers) : Map.of();
        Optional<String> focused = same ? focused() : Optional.empty();
        choosers.clear();
        meter.ifPresent(MeterCard::end);
        meter = Optional.empty();
        List<Node> made = new ArrayList<>();
        // What helps an installation comes first while one is under way; else the disks do, which is what the page is opened for.
        Optional<VBox> installation = InstallationCard.of(words, row, thisRunOnly);
        boolean first = InstallationCard.installing(row.now());
        if (first) installation.ifPresent(made::add);
        for (DisksModel.Line line : model.lines()) made.add(card(line, host, host.toOptional().map(known -> StorageModel.recommended(known, row.now(), line.disk())), change));
        if (!first) installation.ifPresent(made::add);
        if (model.lines().stream().anyMatch(line -> line.disk().written())) {
            MeterCard card = new MeterCard(words, meters, row, row.now().active());
            meter = Optional.of(card);
            made.add(card);
        }
        if (model.lines().isEmpty()) made.add(FailurePane.wrapping(words.say("ui.disks.none")));
        choosers.forEach((target, chooser) -> Optional.ofNullable(before.get(target)).ifPresent(chooser::goOnFrom));
        List<Node> old = List.copyOf(cards.getChildren());
        cards.getChildren().addAll(made);
        // While what has the keyboard is still there: the window gives that of what goes away to the list.
        focused.flatMap(id -> made.stream().map(card -> card.lookup("#" + id)).filter(Objects::nonNull).findFirst()).ifPresent(Node::requestFocus);
        cards.getChildren().removeAll(old);
    }

    /// What of this page has the keyboard, by its id.
    private Optional<String> focused() {
        Node owner = cards.getScene() == null ? null : cards.getScene().getFocusOwner();
        for (Node each = owner; each != null; each = each.getParent()) if (each == cards) return Optional.ofNullable(owner.getId());
        return Optional.empty();
    }

    private Node card(DisksModel.Line line, Fact<Host> host, Optional<Recommendation> recommended, Consumer<List<Assignment>> change) {
        Disk disk = line.disk();
        Label target = new Label(disk.target());
        target.getStyleClass().add(Styles.TEXT_BOLD);
        target.setMinWidth(Label.USE_PREF_SIZE);
        Label path = new Label(disk.source().orElse(words.say("ui.disks.empty-drive")));
        path.getStyleClass().add("mono");
        path.setTextOverrun(javafx.scene.control.OverrunStyle.CENTER_ELLIPSIS);
        path.setTooltip(new javafx.scene.control.Tooltip(path.getText()));
        path.setMinWidth(0);
        HBox.setHgrow(path, Priority.ALWAYS);
        HBox head = new HBox(Icon.of(disk.device().equals("disk") || disk.device().equals("lun") ? Sign.HARDDISK : Sign.DISC,
                "tone-muted", "card-icon"), target, path);
        head.getStyleClass().add("card-head");
        VBox card = new VBox(head, FailurePane.wrapping(facts(disk, host)));
        card.getChildren().get(1).getStyleClass().add("muted");
        card.getStyleClass().add("card");
        if (!disk.written()) return card;
        Label cache = FailurePane.wrapping(line.next().isEmpty() ? words.say("ui.disks.cache", Labels.cache(words, disk))
                : words.say("ui.disks.cache-pending", Labels.cache(words, disk), Labels.cache(words, line.next().get())));
        if (line.next().filter("unsafe"::equals).isPresent()) Cells.tone(cache, "tone-danger");
        HBox now = new HBox(cache, WhatIs.button(words, "cache", "flush"));
        now.getStyleClass().add("form-line");
        CacheChooser chooser = new CacheChooser(words, disk, line.stored(), recommended, mode ->
                change.accept(List.of(new Assignment("disk." + disk.target() + ".cache", mode.libvirtName()))));
        choosers.put(disk.target(), chooser);
        card.getChildren().addAll(now, chooser);
        disk.source().filter(image -> image.startsWith("/") && !image.startsWith("/dev/") && image.lastIndexOf('/') > 0).ifPresent(image -> {
            Hyperlink here = new Hyperlink(words.say("ui.measure.here"));
            here.setId("measure-" + disk.target());
            here.setOnAction(_ -> measure.accept(image));
            card.getChildren().add(here);
        });
        return card;
    }

    /// "qcow2 on virtio · btrfs on /dev/md0 (raid0, spinning)"
    private String facts(Disk disk, Fact<Host> host) {
        List<String> parts = new ArrayList<>();
        parts.add(words.say("ui.disks.format", disk.format().orElse(disk.sourceType()), disk.bus()));
        disk.source().filter(path -> path.startsWith("/")).flatMap(path -> place(path, host)).ifPresent(parts::add);
        if (disk.readOnly()) parts.add(words.say("ui.disks.read-only"));
        disk.io().ifPresent(io -> parts.add("io=" + io));
        return String.join("  ·  ", parts);
    }

    private Optional<String> place(String path, Fact<Host> host) {
        return host.toOptional().map(known -> switch (known.place(path)) {
            case Fact.Known<Place>(Place place, String _) -> placeWords(words, place);
            case Fact.Unknown<Place>(Message reason) -> words.say(reason);
        });
    }

    static String placeWords(Words words, Place place) {
        List<String> about = new ArrayList<>();
        place.raid().toOptional().filter(raid -> !raid.isBlank()).ifPresent(about::add);
        place.rotational().toOptional().ifPresent(spins -> about.add(words.say(spins ? "ui.place.spinning" : "ui.place.flash")));
        if (place.copyOnWrite()) about.add(words.say(place.noCow().toOptional().orElse(false) ? "ui.place.no-cow" : "ui.place.cow"));
        String on = words.say("ui.place.on", place.fileSystem(), place.device());
        return about.isEmpty() ? on : on + " (" + String.join(", ", about) + ")";
    }
}
