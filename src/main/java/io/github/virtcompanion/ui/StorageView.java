package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.RaidArray;
import io.github.virtcompanion.words.Words;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Where the images of a host's machines lie: file systems, and the RAID arrays under them.
final class StorageView {
    private final Words words;
    private final VBox cards = new VBox();
    private final ScrollPane pane = AdviceView.scrolling(cards);

    StorageView(Words words) {
        this.words = words;
        cards.getStyleClass().add("cards");
    }

    ScrollPane node() {
        return pane;
    }

    void show(Fact<Host> host) {
        switch (host) {
            case Fact.Unknown<Host>(Message reason) -> cards.getChildren().setAll(FailurePane.wrapping(words.say(reason)));
            case Fact.Known<Host>(Host known, String _) -> cards.getChildren().setAll(nodes(known));
        }
    }

    private List<Node> nodes(Host host) {
        List<Node> all = new ArrayList<>();
        Map<String, List<Place>> byMount = host.places().values().stream().map(Fact::toOptional).flatMap(java.util.Optional::stream)
                .collect(Collectors.groupingBy(Place::mountPoint, TreeMap::new, Collectors.toList()));
        byMount.forEach((mount, places) -> all.add(mount(mount, places)));
        switch (host.raid()) {
            case Fact.Known<List<RaidArray>>(List<RaidArray> arrays, String _) -> arrays.forEach(array -> all.add(array(array)));
            case Fact.Unknown<List<RaidArray>>(Message reason) -> all.add(muted(words.say(reason)));
        }
        if (all.isEmpty()) all.add(muted(words.say("ui.storage.nothing")));
        return all;
    }

    private Node mount(String mount, List<Place> places) {
        VBox card = card(MaterialDesignH.HARDDISK, mount, DisksView.placeWords(words, places.getFirst()));
        String disks = places.stream().flatMap(place -> place.disks().stream()).distinct().collect(Collectors.joining(", "));
        if (!disks.isEmpty()) card.getChildren().add(muted(words.say("ui.storage.block-devices", disks)));
        card.getChildren().add(FailurePane.wrapping(words.say("ui.storage.images", places.size())));
        for (Place place : places.stream().sorted(java.util.Comparator.comparing(Place::path)).toList()) {
            Label path = FailurePane.wrapping(place.path());
            path.getStyleClass().addAll("mono", "small-line");
            card.getChildren().add(path);
        }
        return card;
    }

    private Node array(RaidArray array) {
        VBox card = card(MaterialDesignD.DATABASE, array.name(), words.say("ui.raid.what", array.level().orElse(array.state()), array.state(),
                String.join(", ", array.members())));
        if (array.degraded()) {
            Label degraded = FailurePane.wrapping(words.say("ui.raid.degraded", array.present().orElse(0), array.wanted().orElse(0)));
            Cells.tone(degraded, "tone-danger");
            card.getChildren().add(degraded);
        }
        if (array.noRedundancy()) {
            Label alone = FailurePane.wrapping(words.say("ui.raid.no-redundancy"));
            Cells.tone(alone, "tone-warning");
            card.getChildren().add(alone);
        }
        array.activity().ifPresent(activity -> {
            String progress = activity.percent().map(percent -> words.say("ui.raid.progress", activity.kind(), percent))
                    .orElse(words.say("ui.raid.waiting", activity.kind()));
            ProgressBar bar = new ProgressBar(activity.percent().orElse(0.0) / 100);
            bar.setAccessibleText(progress);
            bar.setMaxWidth(Double.MAX_VALUE);
            card.getChildren().addAll(FailurePane.wrapping(progress), bar);
        });
        return card;
    }

    private static VBox card(org.kordamp.ikonli.Ikon ikon, String title, String about) {
        Label name = new Label(title);
        name.getStyleClass().addAll(Styles.TEXT_BOLD, "mono");
        HBox.setHgrow(name, Priority.ALWAYS);
        HBox head = new HBox(Icon.of(ikon, "tone-muted", "card-icon"), name);
        head.getStyleClass().add("card-head");
        VBox card = new VBox(head, FailurePane.wrapping(about));
        card.getStyleClass().add("card");
        return card;
    }

    private static Label muted(String text) {
        Label label = FailurePane.wrapping(text);
        label.getStyleClass().add("muted");
        return label;
    }
}
